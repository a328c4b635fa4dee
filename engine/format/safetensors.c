/* SPDX-License-Identifier: MIT */
/* The container reader: a length is believed once the file is known to have so many bytes, a span once all spans fit. */
#include "engine/format/safetensors.h"

#include "engine/checked.h"
#include "engine/error.h"
#include "engine/format/escape.h"
#include "engine/format/json.h"
#include "engine/format/magic.h"

#include <string.h>

#define LENGTH_BYTES 8   /* the header's length, before the header */
#define SMALLEST_FILE 10 /* eight bytes of length and {} */
#define SHOWN_DIMENSIONS 8

typedef struct {
  WeftJsonString key;
  WeftJsonString value;
} Pair;

/* An array that grows without ending the program when memory is short. */
typedef struct {
  gpointer items;
  gsize n;
  gsize capacity;
} Table;

struct _WeftContainer {
  guint64 header_length;

  /* owned */
  WeftBytes *bytes;
  char *header;      /* [header_length] holds all names and strings, decoded in place */
  Table tensors;     /* of WeftTensor, sorted by name */
  Table dimensions;  /* of guint64, all shapes one after the other */
  Table metadata;    /* of Pair, sorted by key */
};

/* One entry while its members are read. */
typedef struct {
  WeftJsonString name;
  gboolean has_dtype, has_shape, has_offsets;
  WeftDtype dtype;
  gsize first_dimension;
  gsize rank;
  guint64 begin, end; /* in the data */
} Entry;

static gboolean
set_no_memory (guint64 n, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
               "its header needs %" G_GUINT64_FORMAT " bytes of memory, which are not there (close other programs)", n);
  return FALSE;
}

static gpointer
table_append (Table *table, gsize item_size, GError **error)
{
  if (table->n == table->capacity)
    {
      const gsize capacity = MAX (64, 2 * table->capacity);
      gpointer items = g_try_realloc_n (table->items, capacity, item_size);

      if (items == NULL)
        {
          set_no_memory ((guint64) capacity * item_size, error);
          return NULL;
        }

      table->items = items;
      table->capacity = capacity;
    }

  return (guint8 *) table->items + item_size * table->n++;
}

char *
weft_shape_to_string (const guint64 *shape, gsize rank)
{
  GString *text = g_string_new ("[");

  for (gsize i = 0; i < MIN (rank, SHOWN_DIMENSIONS); i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : "", shape[i]);
  if (rank > SHOWN_DIMENSIONS)
    g_string_append_printf (text, ", … %" G_GSIZE_FORMAT " dimensions", rank);

  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

/* ---- one entry of the header ---- */

static gboolean
refuse_entry (const WeftJsonString *name, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse_entry (const WeftJsonString *name, GError **error, const char *format, ...)
{
  g_autofree char *shown = weft_escape_name (name->text, (gssize) name->length);
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "tensor '%s' %s (the file is damaged)", shown, what);
  return FALSE;
}

static gboolean
read_dtype (WeftJson *json, Entry *entry, GError **error)
{
  g_autofree char *shown = NULL;
  g_autofree char *names = NULL;
  WeftJsonString name;

  if (!weft_json_read_string (json, "a dtype", &name, error))
    return FALSE;

  if (strlen (name.text) == name.length && weft_dtype_from_string (name.text, &entry->dtype))
    return TRUE;

  shown = weft_escape_name (name.text, (gssize) name.length);
  names = weft_dtype_dup_names ();
  return refuse_entry (&entry->name, error, "has the dtype '%s', known are %s", shown, names);
}

static gboolean
read_shape (WeftJson *json, Table *dimensions, Entry *entry, GError **error)
{
  gboolean first = TRUE;
  WeftJsonStep step;

  if (!weft_json_open (json, '[', "a shape", error))
    return FALSE;

  entry->first_dimension = dimensions->n;
  while ((step = weft_json_step (json, ']', &first, error)) == WEFT_JSON_ITEM)
    {
      guint64 *dimension = table_append (dimensions, sizeof *dimension, error);

      if (dimension == NULL || !weft_json_read_uint64 (json, "a dimension", dimension, error))
        return FALSE;
    }

  entry->rank = dimensions->n - entry->first_dimension;
  return step == WEFT_JSON_END;
}

static gboolean
read_offsets (WeftJson *json, Entry *entry, GError **error)
{
  guint64 offsets[2];
  gsize n = 0;
  gboolean first = TRUE;
  WeftJsonStep step;

  if (!weft_json_open (json, '[', "data_offsets", error))
    return FALSE;

  while ((step = weft_json_step (json, ']', &first, error)) == WEFT_JSON_ITEM)
    {
      if (n == G_N_ELEMENTS (offsets))
        return refuse_entry (&entry->name, error, "has more than 2 data_offsets");
      if (!weft_json_read_uint64 (json, "an offset", &offsets[n++], error))
        return FALSE;
    }

  if (step != WEFT_JSON_END)
    return FALSE;

  if (n < G_N_ELEMENTS (offsets))
    return refuse_entry (&entry->name, error, "has %" G_GSIZE_FORMAT " data_offsets instead of 2", n);

  entry->begin = offsets[0];
  entry->end = offsets[1];
  return TRUE;
}

static gboolean
read_member (WeftJson *json, Table *dimensions, Entry *entry, GError **error)
{
  g_autofree char *shown = NULL;
  WeftJsonString key;
  gboolean *seen;

  if (!weft_json_read_key (json, &key, error))
    return FALSE;

  if (weft_json_string_equals (&key, "dtype"))
    seen = &entry->has_dtype;
  else if (weft_json_string_equals (&key, "shape"))
    seen = &entry->has_shape;
  else if (weft_json_string_equals (&key, "data_offsets"))
    seen = &entry->has_offsets;
  else
    {
      shown = weft_escape_name (key.text, (gssize) key.length);
      return refuse_entry (&entry->name, error, "has the key '%s', possible are dtype, shape and data_offsets", shown);
    }

  if (*seen)
    return refuse_entry (&entry->name, error, "has the key '%s' twice", key.text);

  *seen = TRUE;
  if (seen == &entry->has_dtype)
    return read_dtype (json, entry, error);
  if (seen == &entry->has_shape)
    return read_shape (json, dimensions, entry, error);
  return read_offsets (json, entry, error);
}

static gboolean
read_members (WeftJson *json, Table *dimensions, Entry *entry, GError **error)
{
  gboolean first = TRUE;
  WeftJsonStep step;

  if (!weft_json_open (json, '{', "a tensor", error))
    return FALSE;

  while ((step = weft_json_step (json, '}', &first, error)) == WEFT_JSON_ITEM)
    if (!read_member (json, dimensions, entry, error))
      return FALSE;

  if (step != WEFT_JSON_END)
    return FALSE;

  if (!entry->has_dtype || !entry->has_shape || !entry->has_offsets)
    return refuse_entry (&entry->name, error, "has no %s",
                         !entry->has_dtype ? "dtype" : !entry->has_shape ? "shape" : "data_offsets");

  return TRUE;
}

/* Elements and bytes of a shape; FALSE if they do not fit 64 bits or end within a byte. */
static gboolean
measure (const Entry *entry, const guint64 *shape, guint64 *n_elements, guint64 *n_bytes, GError **error)
{
  g_autofree char *shown = weft_shape_to_string (shape, entry->rank);
  const char *dtype = weft_dtype_to_string (entry->dtype);
  guint64 n_bits;

  if (!weft_checked_product (shape, entry->rank, n_elements)
      || !weft_checked_mul (*n_elements, weft_dtype_get_bits (entry->dtype), &n_bits))
    return refuse_entry (&entry->name, error, "of shape %s and dtype %s has more elements than 64 bits can count",
                         shown, dtype);

  if (n_bits % 8 != 0)
    return refuse_entry (&entry->name, error, "of shape %s and dtype %s ends within a byte, after %" G_GUINT64_FORMAT
                         " bits", shown, dtype, n_bits);

  *n_bytes = n_bits / 8;
  if (entry->begin <= entry->end && entry->end - entry->begin == *n_bytes)
    return TRUE;

  if (entry->begin > entry->end)
    return refuse_entry (&entry->name, error, "begins at byte %" G_GUINT64_FORMAT " of the data and ends before, at %"
                         G_GUINT64_FORMAT, entry->begin, entry->end);

  return refuse_entry (&entry->name, error, "of shape %s and dtype %s takes %" G_GUINT64_FORMAT " bytes, its span %"
                       G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " has %" G_GUINT64_FORMAT,
                       shown, dtype, *n_bytes, entry->begin, entry->end, entry->end - entry->begin);
}

/* What is left of a download that broke off. */
static gboolean
refuse_end (const WeftJsonString *name, guint64 end, guint64 data_length, GError **error)
{
  g_autofree char *shown = weft_escape_name (name->text, (gssize) name->length);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "tensor '%s' ends at byte %" G_GUINT64_FORMAT
               " of the data, the file has %" G_GUINT64_FORMAT " (copy the file again)", shown, end, data_length);
  return FALSE;
}

static gboolean
read_entry (WeftContainer *container, WeftJson *json, const WeftJsonString *name, GError **error)
{
  const guint64 data_length = weft_bytes_get_size (container->bytes) - LENGTH_BYTES - container->header_length;
  Entry entry = { .name = *name };
  const guint64 *shape = NULL;
  guint64 n_elements = 0;
  guint64 n_bytes = 0;
  WeftTensor *tensor;

  if (!read_members (json, &container->dimensions, &entry, error))
    return FALSE;

  if (entry.rank > 0)
    shape = (const guint64 *) container->dimensions.items + entry.first_dimension;
  if (!measure (&entry, shape, &n_elements, &n_bytes, error))
    return FALSE;

  if (entry.end > data_length)
    return refuse_end (name, entry.end, data_length, error);

  tensor = table_append (&container->tensors, sizeof *tensor, error);
  if (tensor == NULL)
    return FALSE;

  /* The table of dimensions may still move; resolve_shapes() fills in the shape. */
  *tensor = (WeftTensor) {
    .name = name->text,
    .name_length = name->length,
    .dtype = entry.dtype,
    .rank = entry.rank,
    .n_elements = n_elements,
    .offset = LENGTH_BYTES + container->header_length + entry.begin,
    .n_bytes = n_bytes,
  };
  return TRUE;
}

/* ---- metadata ---- */

static int
compare_texts (const char *a, gsize a_length, const char *b, gsize b_length)
{
  const int order = memcmp (a, b, MIN (a_length, b_length));

  return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const Pair *x = a;
  const Pair *y = b;

  return compare_texts (x->key.text, x->key.length, y->key.text, y->key.length);
}

static gboolean
read_metadata (WeftContainer *container, WeftJson *json, GError **error)
{
  gboolean first = TRUE;
  WeftJsonStep step;
  const Pair *pairs;

  if (!weft_json_open (json, '{', "__metadata__", error))
    return FALSE;

  while ((step = weft_json_step (json, '}', &first, error)) == WEFT_JSON_ITEM)
    {
      Pair *pair = table_append (&container->metadata, sizeof *pair, error);

      if (pair == NULL
          || !weft_json_read_key (json, &pair->key, error)
          || !weft_json_read_string (json, "a metadata value", &pair->value, error))
        return FALSE;
    }

  if (step != WEFT_JSON_END)
    return FALSE;

  pairs = container->metadata.items;
  if (container->metadata.n > 1)
    qsort (container->metadata.items, container->metadata.n, sizeof (Pair), compare_pairs);
  for (gsize i = 1; i < container->metadata.n; i++)
    if (compare_pairs (&pairs[i - 1], &pairs[i]) == 0)
      {
        g_autofree char *shown = weft_escape_name (pairs[i].key.text, (gssize) pairs[i].key.length);

        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                     "__metadata__ has the key '%s' twice, at bytes %" G_GSIZE_FORMAT " and %" G_GSIZE_FORMAT
                     " (the file is damaged)", shown, MIN (pairs[i - 1].key.at, pairs[i].key.at),
                     MAX (pairs[i - 1].key.at, pairs[i].key.at));
        return FALSE;
      }

  return TRUE;
}

/* ---- the whole header ---- */

static gboolean
read_entries (WeftContainer *container, WeftJson *json, GError **error)
{
  gboolean has_metadata = FALSE;
  gboolean first = TRUE;
  WeftJsonStep step;

  if (!weft_json_open (json, '{', "the header", error))
    return FALSE;

  while ((step = weft_json_step (json, '}', &first, error)) == WEFT_JSON_ITEM)
    {
      WeftJsonString name;

      if (!weft_json_read_key (json, &name, error))
        return FALSE;

      if (!weft_json_string_equals (&name, "__metadata__"))
        {
          if (!read_entry (container, json, &name, error))
            return FALSE;
        }
      else if (has_metadata)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       "the header has __metadata__ twice, again at byte %" G_GSIZE_FORMAT " (the file is damaged)",
                       name.at);
          return FALSE;
        }
      else if (!read_metadata (container, json, error))
        return FALSE;
      else
        has_metadata = TRUE;
    }

  return step == WEFT_JSON_END && weft_json_end (json, error);
}

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

  return compare_texts (x->name, x->name_length, y->name, y->name_length);
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
refuse_gap (const WeftTensor *before, const WeftTensor *tensor, guint64 data, guint64 expected, GError **error)
{
  g_autofree char *name = weft_escape_name (tensor->name, (gssize) tensor->name_length);
  g_autofree char *other = before != NULL ? weft_escape_name (before->name, (gssize) before->name_length) : NULL;
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
  const guint64 data = LENGTH_BYTES + container->header_length;
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
    return set_no_memory ((guint64) n * sizeof *order, error);

  return prove_coverage (container, order, error);
}

/* ---- opening ---- */

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

  if (!weft_bytes_read (container->bytes, 0, &length, LENGTH_BYTES, error))
    return FALSE;

  container->header_length = length;
  if (length <= WEFT_MAX_HEADER_BYTES && length <= size - LENGTH_BYTES)
    return TRUE;

  if (weft_magic_refuse (container->bytes, error))
    return FALSE;

  if (length > size - LENGTH_BYTES)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the header claims %" G_GUINT64_FORMAT " bytes, the file has %"
                 G_GUINT64_FORMAT " (copy the file again)", length, size);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the header claims %" G_GUINT64_FORMAT " bytes, the limit is %"
                 G_GUINT64_FORMAT " (the file is damaged)", length, WEFT_MAX_HEADER_BYTES);
  return FALSE;
}

static gboolean
read_header (WeftContainer *container, GError **error)
{
  const gsize length = (gsize) container->header_length;
  WeftJson json;

  container->header = g_try_malloc (MAX (length, 1));
  if (container->header == NULL)
    return set_no_memory (length, error);

  if (!weft_bytes_read (container->bytes, LENGTH_BYTES, container->header, length, error))
    return FALSE;

  if (length < 2 || container->header[0] != '{')
    {
      if (!weft_magic_refuse (container->bytes, error))
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                     "at byte %d the header of %" G_GSIZE_FORMAT " bytes does not begin with '{' (it is no safetensors file)",
                     LENGTH_BYTES, length);
      return FALSE;
    }

  return weft_json_init (&json, container->header, length, LENGTH_BYTES, error)
         && read_entries (container, &json, error);
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
  const Pair wanted = { .key = { .text = key, .length = strlen (key) } };
  const Pair *found = NULL;

  if (container->metadata.n > 0)
    found = bsearch (&wanted, container->metadata.items, container->metadata.n, sizeof wanted, compare_pairs);

  return found != NULL ? found->value.text : NULL;
}

const char **
weft_container_list_metadata (WeftContainer *container)
{
  const Pair *pairs = container->metadata.items;
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

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED, "tensor '%s' is %s (weights must be " WEFT_WEIGHT_DTYPES
                   ")", name, weft_dtype_to_string (tensor->dtype));
      return FALSE;
    }

  end = (guint8 *) out + (n * sizeof (float) - (gsize) tensor->n_bytes);
  if (!weft_container_read (container, tensor, end, error))
    return FALSE;

  weft_dtype_widen (tensor->dtype, end, out, n);
  return TRUE;
}
