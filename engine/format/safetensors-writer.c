/* SPDX-License-Identifier: MIT */
/* The container writer: layout first, then the header, then one copy of everything. */
#include "engine/format/safetensors-writer.h"

#include "engine/checked.h"
#include "engine/error.h"
#include "engine/format/safetensors.h"

#include <string.h>

#define ALIGNMENT 8

typedef struct {
  char *name;
  WeftDtype dtype;
  guint64 *shape; /* [rank] */
  gsize rank;
  GBytes *data;
} Item;

struct _WeftContainerWriter {
  GPtrArray *items;  /* of Item */
  GTree *metadata;   /* key -> value, sorted */
};

static void
item_free (Item *item)
{
  g_free (item->name);
  g_free (item->shape);
  g_bytes_unref (item->data);
  g_free (item);
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer unused)
{
  return strcmp (a, b);
}

WeftContainerWriter *
weft_container_writer_new (void)
{
  WeftContainerWriter *writer = g_new0 (WeftContainerWriter, 1);

  writer->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  writer->metadata = g_tree_new_full (compare_keys, NULL, g_free, g_free);
  return writer;
}

void
weft_container_writer_free (WeftContainerWriter *writer)
{
  if (writer == NULL)
    return;

  g_ptr_array_unref (writer->items);
  g_tree_unref (writer->metadata);
  g_free (writer);
}

void
weft_container_writer_set_metadata (WeftContainerWriter *writer, const char *key, const char *value)
{
  g_return_if_fail (g_utf8_validate (key, -1, NULL));
  g_return_if_fail (g_utf8_validate (value, -1, NULL));

  g_tree_replace (writer->metadata, g_strdup (key), g_strdup (value));
}

void
weft_container_writer_add (WeftContainerWriter *writer, const char *name, WeftDtype dtype,
                           const guint64 *shape, gsize rank, GBytes *data)
{
  guint64 n_elements, n_bits;
  Item *item;

  g_return_if_fail (g_utf8_validate (name, -1, NULL));
  g_return_if_fail (weft_checked_product (shape, rank, &n_elements));
  g_return_if_fail (weft_checked_mul (n_elements, weft_dtype_get_bits (dtype), &n_bits));
  g_return_if_fail (n_bits % 8 == 0 && n_bits / 8 == g_bytes_get_size (data));

  item = g_new0 (Item, 1);
  item->name = g_strdup (name);
  item->dtype = dtype;
  item->shape = g_memdup2 (shape, rank * sizeof *shape);
  item->rank = rank;
  item->data = g_bytes_ref (data);
  g_ptr_array_add (writer->items, item);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *x = *(const Item *const *) a;
  const Item *y = *(const Item *const *) b;
  const guint x_bits = weft_dtype_get_bits (x->dtype);
  const guint y_bits = weft_dtype_get_bits (y->dtype);

  return x_bits != y_bits ? (x_bits < y_bits ? 1 : -1) : strcmp (x->name, y->name);
}

static void
append_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *p = text; *p != '\0'; p++)
    if (*p == '"' || *p == '\\')
      g_string_append_printf (json, "\\%c", *p);
    else if ((guchar) *p < 0x20)
      g_string_append_printf (json, "\\u%04x", (guchar) *p);
    else
      g_string_append_c (json, *p);
  g_string_append_c (json, '"');
}

static gboolean
append_pair_cb (gpointer key, gpointer value, gpointer data)
{
  GString *json = data;

  if (json->str[json->len - 1] != '{')
    g_string_append_c (json, ',');
  append_string (json, key);
  g_string_append_c (json, ':');
  append_string (json, value);
  return FALSE;
}

static void
append_item (GString *json, const Item *item, guint64 begin)
{
  if (json->len > 1)
    g_string_append_c (json, ',');
  append_string (json, item->name);
  g_string_append_printf (json, ":{\"dtype\":\"%s\",\"shape\":[", weft_dtype_to_string (item->dtype));
  for (gsize i = 0; i < item->rank; i++)
    g_string_append_printf (json, "%s%" G_GUINT64_FORMAT, i > 0 ? "," : "", item->shape[i]);
  g_string_append_printf (json, "],\"data_offsets\":[%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT "]}",
                          begin, begin + g_bytes_get_size (item->data));
}

/* The header of the sorted items; *data_length becomes their sum. */
static GString *
build_header (WeftContainerWriter *writer, guint64 *data_length)
{
  GString *json = g_string_new ("{");
  guint64 begin = 0;

  if (g_tree_nnodes (writer->metadata) > 0)
    {
      g_string_append (json, "\"__metadata__\":{");
      g_tree_foreach (writer->metadata, append_pair_cb, json);
      g_string_append_c (json, '}');
    }

  for (guint i = 0; i < writer->items->len; i++)
    {
      const Item *item = writer->items->pdata[i];

      append_item (json, item, begin);
      begin += g_bytes_get_size (item->data);
    }

  g_string_append_c (json, '}');
  while (json->len % ALIGNMENT != 0)
    g_string_append_c (json, ' ');

  *data_length = begin;
  return json;
}

static void
fill (WeftContainerWriter *writer, const GString *header, guint8 *out)
{
  const guint64 length = header->len;

  memcpy (out, &length, sizeof length);
  out += sizeof length;
  memcpy (out, header->str, header->len);
  out += header->len;

  for (guint i = 0; i < writer->items->len; i++)
    {
      const Item *item = writer->items->pdata[i];
      gsize n;
      const void *data = g_bytes_get_data (item->data, &n);

      if (n > 0)
        memcpy (out, data, n);
      out += n;
    }
}

GBytes *
weft_container_writer_finish (WeftContainerWriter *writer, GError **error)
{
  g_autoptr (GString) header = NULL;
  guint64 data_length, total;
  guint8 *out;

  g_ptr_array_sort (writer->items, compare_items);
  header = build_header (writer, &data_length);
  if (header->len > WEFT_MAX_HEADER_BYTES)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "the header would have %" G_GSIZE_FORMAT " bytes, the format allows %" G_GUINT64_FORMAT
                   " (use fewer tensors)",
                   header->len, WEFT_MAX_HEADER_BYTES);
      return NULL;
    }

  total = sizeof (guint64) + header->len + data_length;
  out = g_try_malloc (total);
  if (out == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "the file needs %" G_GUINT64_FORMAT
                   " bytes of memory, which are not there (close other programs)", total);
      return NULL;
    }

  fill (writer, header, out);
  return g_bytes_new_take (out, total);
}
