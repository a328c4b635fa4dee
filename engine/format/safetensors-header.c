/* SPDX-License-Identifier: MIT */
/* The header of a container: every entry complete, of a known dtype, and as long as its shape says. */
#include "engine/format/safetensors-private.h"

#include "engine/checked.h"
#include "engine/error.h"
#include "engine/format/escape.h"
#include "engine/format/shape.h"

#include <stdlib.h>
#include <string.h>

/* One entry while its members are read. */
typedef struct {
  WeftJsonString name;
  gboolean has_dtype, has_shape, has_offsets;
  WeftDtype dtype;
  gsize first_dimension;
  gsize rank;
  guint64 begin, end; /* in the data */
} Entry;

gboolean
weft_header_set_no_memory (guint64 n, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
               "its header needs %" G_GUINT64_FORMAT
               " bytes of memory, which are not there (close other programs)",
               n);
  return FALSE;
}

static gpointer
table_append (WeftHeaderTable *table, gsize item_size, GError **error)
{
  if (table->n == table->capacity)
    {
      const gsize capacity = MAX (64, 2 * table->capacity);
      gpointer items = g_try_realloc_n (table->items, capacity, item_size);

      if (items == NULL)
        {
          weft_header_set_no_memory ((guint64) capacity * item_size, error);
          return NULL;
        }

      table->items = items;
      table->capacity = capacity;
    }

  return (guint8 *) table->items + item_size * table->n++;
}

int
weft_header_compare_texts (const char *a, gsize a_length, const char *b, gsize b_length)
{
  const int order = memcmp (a, b, MIN (a_length, b_length));

  return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

int
weft_header_compare_pairs (gconstpointer a, gconstpointer b)
{
  const WeftHeaderPair *x = a;
  const WeftHeaderPair *y = b;

  return weft_header_compare_texts (x->key.text, x->key.length, y->key.text, y->key.length);
}

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
read_shape (WeftJson *json, WeftHeaderTable *dimensions, Entry *entry, GError **error)
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
read_member (WeftJson *json, WeftHeaderTable *dimensions, Entry *entry, GError **error)
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
      return refuse_entry (&entry->name, error,
                           "has the key '%s', possible are dtype, shape and data_offsets", shown);
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
read_members (WeftJson *json, WeftHeaderTable *dimensions, Entry *entry, GError **error)
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
    return refuse_entry (&entry->name, error,
                         "of shape %s and dtype %s has more elements than 64 bits can count", shown, dtype);

  if (n_bits % 8 != 0)
    return refuse_entry (&entry->name, error,
                         "of shape %s and dtype %s ends within a byte, after %" G_GUINT64_FORMAT " bits",
                         shown, dtype, n_bits);

  *n_bytes = n_bits / 8;
  if (entry->begin <= entry->end && entry->end - entry->begin == *n_bytes)
    return TRUE;

  if (entry->begin > entry->end)
    return refuse_entry (&entry->name, error,
                         "begins at byte %" G_GUINT64_FORMAT
                         " of the data and ends before, at %" G_GUINT64_FORMAT,
                         entry->begin, entry->end);

  return refuse_entry (&entry->name, error,
                       "of shape %s and dtype %s takes %" G_GUINT64_FORMAT
                       " bytes, its span %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                       " has %" G_GUINT64_FORMAT,
                       shown, dtype, *n_bytes, entry->begin, entry->end, entry->end - entry->begin);
}

/* What is left of a download that broke off. */
static gboolean
refuse_end (const WeftJsonString *name, guint64 end, guint64 data_length, GError **error)
{
  g_autofree char *shown = weft_escape_name (name->text, (gssize) name->length);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "tensor '%s' ends at byte %" G_GUINT64_FORMAT " of the data, the file has %" G_GUINT64_FORMAT
               " (copy the file again)",
               shown, end, data_length);
  return FALSE;
}

static gboolean
read_entry (WeftContainer *container, WeftJson *json, const WeftJsonString *name, GError **error)
{
  const guint64 data_length =
      weft_bytes_get_size (container->bytes) - WEFT_HEADER_AT - container->header_length;
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
    .offset = WEFT_HEADER_AT + container->header_length + entry.begin,
    .n_bytes = n_bytes,
  };
  return TRUE;
}

static gboolean
read_metadata (WeftContainer *container, WeftJson *json, GError **error)
{
  gboolean first = TRUE;
  WeftJsonStep step;
  const WeftHeaderPair *pairs;

  if (!weft_json_open (json, '{', "__metadata__", error))
    return FALSE;

  while ((step = weft_json_step (json, '}', &first, error)) == WEFT_JSON_ITEM)
    {
      WeftHeaderPair *pair = table_append (&container->metadata, sizeof *pair, error);

      if (pair == NULL
          || !weft_json_read_key (json, &pair->key, error)
          || !weft_json_read_string (json, "a metadata value", &pair->value, error))
        return FALSE;
    }

  if (step != WEFT_JSON_END)
    return FALSE;

  pairs = container->metadata.items;
  if (container->metadata.n > 1)
    qsort (container->metadata.items, container->metadata.n, sizeof (WeftHeaderPair),
           weft_header_compare_pairs);
  for (gsize i = 1; i < container->metadata.n; i++)
    if (weft_header_compare_pairs (&pairs[i - 1], &pairs[i]) == 0)
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

gboolean
weft_header_read (WeftContainer *container, WeftJson *json, GError **error)
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
                       "the header has __metadata__ twice, again at byte %" G_GSIZE_FORMAT
                       " (the file is damaged)",
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
