/* SPDX-License-Identifier: MIT */
/* The container reader: a length is believed once the file has so many bytes, a span once all spans fit. */
#include "engine/format/safetensors-private.h"

#include "engine/error.h"
#include "engine/format/escape.h"
#include "engine/format/magic.h"

#include <stdlib.h>
#include <string.h>

#define SMALLEST_FILE 10 /* eight bytes of length and {} */

/* Tensors stand in the order of the header still, as their dimensions do. */
static void
resolve_shapes (WeftContainer *container)
{
  WeftTensor *tensors = container->tensors.items;
  gsize first = 0;

  for (gsize i = 0; i < container->tensors.n; i++)
    if (tensors[i].rank > 0)
      {
        tensors[i].shape = (const guint64 *) container->dimensions.items + first;
        first += tensors[i].rank;
      }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const WeftTensor *x = a;
  const WeftTensor *y = b;

  return weft_header_compare_texts (x->name, x->name_length, y->name, y->name_length);
}

static gboolean
sort_names (WeftContainer *container, GError **error)
{
  WeftTensor *tensors = container->tensors.items;

  if (container->tensors.n > 1)
    qsort (tensors, container->tensors.n, sizeof *tensors, compare_names);

  for (gsize i = 1; i < container->tensors.n; i++)
    if (compare_names (&tensors[i - 1], &tensors[i]) == 0)
      {
        g_autofree char *shown = weft_escape_name (tensors[i].name, (gssize) tensors[i].name_length);

        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                     "the header names tensor '%s' twice (the file is damaged)", shown);
        return FALSE;
      }

  return TRUE;
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const WeftTensor *x = *(const WeftTensor *const *) a;
  const WeftTensor *y = *(const WeftTensor *const *) b;

  if (x->offset != y->offset)
    return x->offset > y->offset ? 1 : -1;

  return (x->n_bytes > y->n_bytes) - (x->n_bytes < y->n_bytes);
}

static gboolean
refuse_gap (const WeftTensor *before, const WeftTensor *tensor, guint64 data, guint64 expected,
            GError **error)
{
  g_autofree char *name = weft_escape_name (tensor->name, (gssize) tensor->name_length);
  g_autofree char *other =
      before != NULL ? weft_escape_name (before->name, (gssize) before->name_length) : NULL;
  g_autofree char *where = before != NULL ? g_strdup_printf ("'%s' before it ends at", other)
                                          : g_strdup ("it is the first and must begin at");

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "tensor '%s' begins at byte %" G_GUINT64_FORMAT " of the data, %s %" G_GUINT64_FORMAT
               " (%s: the file is damaged)", name, tensor->offset - data, where, expected - data,
               tensor->offset < expected ? "spans overlap" : "bytes between belong to no tensor");
  return FALSE;
}

/* Sorted by begin, each span begins where the one before ended, and the last ends with the file. */
static gboolean
prove_coverage (WeftContainer *container, const WeftTensor **order, GError **error)
{
  const gsize n = container->tensors.n;
  const guint64 data = WEFT_HEADER_AT + container->header_length;
  const guint64 end = weft_bytes_get_size (container->bytes);
  guint64 expected = data;

  for (gsize i = 0; i < n; i++)
    order[i] = (const WeftTensor *) container->tensors.items + i;
  if (n > 1)
    qsort (order, n, sizeof *order, compare_spans);

  for (gsize i = 0; i < n; i++)
    {
      if (order[i]->offset != expected)
        return refuse_gap (i > 0 ? order[i - 1] : NULL, order[i], data, expected, error);
      expected += order[i]->n_bytes;
    }

  if (expected == end)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "the tensors end at byte %" G_GUINT64_FORMAT " of the data, which has %" G_GUINT64_FORMAT
               " (%" G_GUINT64_FORMAT " bytes belong to no tensor: the file is damaged)",
               expected - data, end - data, end - expected);
  return FALSE;
}

static gboolean
check_spans (WeftContainer *container, GError **error)
{
  const gsize n = container->tensors.n;
  g_autofree const WeftTensor **order = g_try_new (const WeftTensor *, MAX (n, 1));

  if (order == NULL)
    return weft_header_set_no_memory ((guint64) n * sizeof *order, error);

  return prove_coverage (container, order, error);
}

/* ---- opening ---- */

/* A length no header can have: a checkpoint with an error, or no checkpoint at all. */
static gboolean
refuse_length (WeftContainer *container, guint64 length, GError **error)
{
  const guint64 size = weft_bytes_get_size (container->bytes);
  char first;

  if (weft_magic_refuse (container->bytes, error)
      || !weft_bytes_read (container->bytes, WEFT_HEADER_AT, &first, 1, error))
    return FALSE;

  if (first != '{')
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                         "it is not a checkpoint: a .safetensors file begins differently (choose another "
                         "file)");
  else if (length > size - WEFT_HEADER_AT)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 "the header claims %" G_GUINT64_FORMAT " bytes, the file has %" G_GUINT64_FORMAT
                 " (copy the file again)",
                 length, size);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 "the header claims %" G_GUINT64_FORMAT " bytes, the limit is %" G_GUINT64_FORMAT
                 " (the file is damaged)",
                 length, WEFT_MAX_HEADER_BYTES);
  return FALSE;
}

static gboolean
check_length (WeftContainer *container, GError **error)
{
  const guint64 size = weft_bytes_get_size (container->bytes);
  guint64 length;

  if (size < SMALLEST_FILE)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the file is %" G_GUINT64_FORMAT
                   " bytes; a safetensors file has at least %d (copy the file again)", size, SMALLEST_FILE);
      return FALSE;
    }

  if (!weft_bytes_read (container->bytes, 0, &length, WEFT_HEADER_AT, error))
    return FALSE;

  container->header_length = length;
  if (length <= WEFT_MAX_HEADER_BYTES && length <= size - WEFT_HEADER_AT)
    return TRUE;

  return refuse_length (container, length, error);
}

static gboolean
read_header (WeftContainer *container, GError **error)
{
  const gsize length = (gsize) container->header_length;
  WeftJson json;

  container->header = g_try_malloc (MAX (length, 1));
  if (container->header == NULL)
    return weft_header_set_no_memory (length, error);

  if (!weft_bytes_read (container->bytes, WEFT_HEADER_AT, container->header, length, error))
    return FALSE;

  if (length < 2 || container->header[0] != '{')
    {
      if (!weft_magic_refuse (container->bytes, error))
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                     "at byte %d the header of %" G_GSIZE_FORMAT
                     " bytes does not begin with '{' (it is no safetensors file)",
                     WEFT_HEADER_AT, length);
      return FALSE;
    }

  return weft_json_init (&json, container->header, length, WEFT_HEADER_AT, error)
         && weft_header_read (container, &json, error);
}

WeftContainer *
weft_container_new (WeftBytes *bytes, GError **error)
{
  g_autoptr (WeftContainer) container = g_new0 (WeftContainer, 1);

  container->bytes = bytes;
  if (!check_length (container, error) || !read_header (container, error))
    return NULL;

  resolve_shapes (container);
  if (!sort_names (container, error) || !check_spans (container, error))
    return NULL;

  return g_steal_pointer (&container);
}

WeftContainer *
weft_container_open (const char *path, GError **error)
{
  WeftBytes *bytes = weft_bytes_open (path, error);

  return bytes != NULL ? weft_container_new (bytes, error) : NULL;
}

void
weft_container_free (WeftContainer *container)
{
  if (container == NULL)
    return;

  weft_bytes_free (container->bytes);
  g_free (container->header);
  g_free (container->tensors.items);
  g_free (container->dimensions.items);
  g_free (container->metadata.items);
  g_free (container);
}

WeftBytes *
weft_container_get_bytes (WeftContainer *container)
{
  return container->bytes;
}

gsize
weft_container_get_n_tensors (WeftContainer *container)
{
  return container->tensors.n;
}

const WeftTensor *
weft_container_get_tensor (WeftContainer *container, gsize index)
{
  g_return_val_if_fail (index < container->tensors.n, NULL);

  return (const WeftTensor *) container->tensors.items + index;
}

const WeftTensor *
weft_container_find (WeftContainer *container, const char *name)
{
  const WeftTensor key = { .name = name, .name_length = strlen (name) };

  if (container->tensors.n == 0)
    return NULL;

  return bsearch (&key, container->tensors.items, container->tensors.n, sizeof key, compare_names);
}

const char *
weft_container_get_metadata (WeftContainer *container, const char *key)
{
  const WeftHeaderPair wanted = { .key = { .text = key, .length = strlen (key) } };
  const WeftHeaderPair *found = NULL;

  if (container->metadata.n > 0)
    found = bsearch (&wanted, container->metadata.items, container->metadata.n, sizeof wanted,
                     weft_header_compare_pairs);

  return found != NULL ? found->value.text : NULL;
}

const char **
weft_container_list_metadata (WeftContainer *container)
{
  const WeftHeaderPair *pairs = container->metadata.items;
  const char **keys = g_new0 (const char *, container->metadata.n + 1);

  for (gsize i = 0; i < container->metadata.n; i++)
    keys[i] = pairs[i].key.text;

  return keys;
}

gboolean
weft_container_read (WeftContainer *container, const WeftTensor *tensor, void *out, GError **error)
{
  return weft_bytes_read (container->bytes, tensor->offset, out, (gsize) tensor->n_bytes, error);
}

gboolean
weft_container_read_f32 (WeftContainer *container, const WeftTensor *tensor, float *out, GError **error)
{
  const gsize n = (gsize) tensor->n_elements;
  guint8 *end; /* the narrow elements are read to the end of @out and widened from there */

  if (!weft_dtype_is_weight (tensor->dtype))
    {
      g_autofree char *name = weft_escape_name (tensor->name, (gssize) tensor->name_length);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   "tensor '%s' is %s (weights must be " WEFT_WEIGHT_DTYPES ")", name,
                   weft_dtype_to_string (tensor->dtype));
      return FALSE;
    }

  end = (guint8 *) out + (n * sizeof (float) - (gsize) tensor->n_bytes);
  if (!weft_container_read (container, tensor, end, error))
    return FALSE;

  weft_dtype_widen (tensor->dtype, end, out, n);
  return TRUE;
}
