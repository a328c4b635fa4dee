/* SPDX-License-Identifier: MIT */
/* PyTorch files: the two forms, where their storages lie, and the elements of a tensor gathered from one. */
#include "engine/format/pth-private.h"

#include "engine/checked.h"
#include "engine/error.h"
#include "engine/format/magic.h"

#include <string.h>

/* The first two pickles of the legacy form, byte for byte: the magic number and protocol version 1001. */
static const guint8 legacy_head[] = {
  0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.',
  0x80, 0x02, 'M', 0xe9, 0x03, '.',
};

static const char pickle_name[] = "/data.pkl";

static gpointer
try_allocate (guint64 n, const char *what, GError **error)
{
  gpointer data = g_try_malloc (MAX (n, 1));

  if (data == NULL)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "%s needs %" G_GUINT64_FORMAT
                 " bytes of memory, which are not there (close other programs)", what, n);
  return data;
}

/* ---- storages ---- */

static void
add_storage (WeftPth *pth, char *key, guint64 n_bytes, guint64 at)
{
  const WeftPthStorage storage = { .n_bytes = n_bytes, .at = at };

  g_array_append_val (pth->storages, storage);
  g_hash_table_replace (pth->keys, key, GUINT_TO_POINTER (pth->storages->len));
}

/* `<top>/data/<key>` for every storage of the zip form. */
static void
find_zip_storages (WeftPth *pth, const char *top)
{
  g_autofree char *folder = g_strdup_printf ("%s/data/", top);

  for (guint64 i = 0; i < weft_zip_get_n_entries (pth->zip); i++)
    {
      const char *name = weft_zip_get_name (pth->zip, i);

      if (g_str_has_prefix (name, folder))
        add_storage (pth, g_strdup (name + strlen (folder)), weft_zip_get_size (pth->zip, i), i);
    }
}

static gboolean
add_legacy_storage (WeftPth *pth, WeftPickle *pickle, WeftPickleRef key, guint64 *position, GError **error)
{
  const guint64 size = weft_bytes_get_size (pth->bytes);
  gsize length;
  const char *text;
  guint64 n_elements, n_bytes;

  if (weft_pickle_get_kind (pickle, key) != WEFT_PICKLE_STRING)
    return weft_pth_refuse (error, "the list of storages holds something that is no string");
  if (size - *position < sizeof n_elements)
    return weft_pth_refuse (error, "the file ends before its storages do");
  if (!weft_bytes_read (pth->bytes, *position, &n_elements, sizeof n_elements, error))
    return FALSE;

  *position += sizeof n_elements;
  if (!weft_checked_mul (n_elements, sizeof (float), &n_bytes) || n_bytes > size - *position)
    return weft_pth_refuse (error,
                            "a storage claims %" G_GUINT64_FORMAT " floats, the file has %" G_GUINT64_FORMAT
                            " bytes left",
                            n_elements, size - *position);

  text = weft_pickle_get_string (pickle, key, &length);
  add_storage (pth, g_strndup (text, length), n_bytes, *position);
  *position += n_bytes;
  return TRUE;
}

/* The list of keys, then for each an int64 count and raw floats up to the end of the file. */
static gboolean
find_legacy_storages (WeftPth *pth, const guint8 *data, gsize size, gsize *position, GError **error)
{
  gsize consumed;
  g_autoptr (WeftPickle) pickle = weft_pickle_new (data + *position, size - *position, &consumed, error);
  guint64 at;
  WeftPickleIter iter;
  WeftPickleRef key;

  if (pickle == NULL)
    return FALSE;
  if (weft_pickle_get_kind (pickle, weft_pickle_get_root (pickle)) != WEFT_PICKLE_LIST)
    return weft_pth_refuse (error, "the list of storages is no list");

  at = *position + consumed;
  weft_pickle_iter_init (&iter, pickle, weft_pickle_get_root (pickle));
  while (weft_pickle_iter_next (&iter, &key))
    if (!add_legacy_storage (pth, pickle, key, &at, error))
      return FALSE;

  if (at != weft_bytes_get_size (pth->bytes))
    return weft_pth_refuse (error, "%" G_GUINT64_FORMAT " bytes stand behind the last storage",
                   weft_bytes_get_size (pth->bytes) - at);

  return TRUE;
}

/* ---- the two forms ---- */

/* The folder all entries lie in, known by its data.pkl. */
static gboolean
find_top (WeftPth *pth, char **top, guint64 *index, GError **error)
{
  *top = NULL;
  for (guint64 i = 0; i < weft_zip_get_n_entries (pth->zip); i++)
    {
      const char *name = weft_zip_get_name (pth->zip, i);
      const char *slash = strchr (name, '/');

      if (slash == NULL || strcmp (slash, pickle_name) != 0)
        continue;
      if (*top != NULL)
        return weft_pth_refuse (error, "the zip archive has two data.pkl");

      *top = g_strndup (name, (gsize) (slash - name));
      *index = i;
    }

  return *top != NULL
         || weft_pth_refuse (error, "the zip archive has no data.pkl, so PyTorch did not save it");
}

static gboolean
check_byte_order (WeftPth *pth, const char *top, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s/byteorder", top);
  char order[7] = { 0 };
  guint64 index;

  if (!weft_zip_find (pth->zip, name, &index))
    return TRUE;

  if (weft_zip_get_size (pth->zip, index) == strlen ("little"))
    {
      if (!weft_zip_read (pth->zip, index, order, error))
        return FALSE;
      if (strcmp (order, "little") == 0)
        return TRUE;
    }

  return weft_pth_refuse (error, "its numbers are not little-endian");
}

static gboolean
read_zip_form (WeftPth *pth, guint64 file_bytes, GError **error)
{
  g_autofree char *top = NULL;
  g_autofree guint8 *data = NULL;
  g_autoptr (WeftPickle) pickle = NULL;
  guint64 index = 0;
  guint64 size;
  gsize consumed;

  if (!find_top (pth, &top, &index, error) || !check_byte_order (pth, top, error))
    return FALSE;

  size = weft_zip_get_size (pth->zip, index);
  if (size > WEFT_MAX_PICKLE_BYTES)
    return weft_pth_refuse (error, "its data.pkl has %" G_GUINT64_FORMAT " bytes, the limit is %u", size,
                            WEFT_MAX_PICKLE_BYTES);

  data = try_allocate (size, "its data.pkl", error);
  if (data == NULL || !weft_zip_read (pth->zip, index, data, error))
    return FALSE;

  pickle = weft_pickle_new (data, (gsize) size, &consumed, error);
  if (pickle == NULL)
    return FALSE;
  if (consumed != size)
    return weft_pth_refuse (error, "%" G_GUINT64_FORMAT " bytes stand behind the pickle", size - consumed);

  find_zip_storages (pth, top);
  return weft_pth_read_state (pth, pickle, file_bytes, error);
}

/* sys_info says how wide numbers were; all that matters is that they were little-endian. */
static gboolean
check_sys_info (const guint8 *data, gsize size, gsize *position, GError **error)
{
  gsize consumed;
  g_autoptr (WeftPickle) pickle = weft_pickle_new (data + *position, size - *position, &consumed, error);
  WeftPickleRef little;

  if (pickle == NULL)
    return FALSE;

  if (weft_pickle_get_kind (pickle, weft_pickle_get_root (pickle)) != WEFT_PICKLE_DICT
      || !weft_pth_look_up (pickle, weft_pickle_get_root (pickle), "little_endian", &little)
      || weft_pickle_get_int (pickle, little) != 1)
    return weft_pth_refuse (error, "its numbers are not little-endian");

  *position += consumed;
  return TRUE;
}

/* How long the pickles are is known once they have run, so as much as they may be is read. */
static gboolean
read_legacy_form (WeftPth *pth, GError **error)
{
  const guint64 file_bytes = weft_bytes_get_size (pth->bytes);
  const gsize size = (gsize) MIN (file_bytes, WEFT_MAX_PICKLE_BYTES);
  g_autofree guint8 *data = try_allocate (size, "its pickle", error);
  g_autoptr (WeftPickle) pickle = NULL;
  gsize position = sizeof legacy_head;
  gsize consumed;

  if (data == NULL || !weft_bytes_read (pth->bytes, 0, data, size, error)
      || !check_sys_info (data, size, &position, error))
    return FALSE;

  pickle = weft_pickle_new (data + position, size - position, &consumed, error);
  if (pickle == NULL)
    return FALSE;

  position += consumed;
  return find_legacy_storages (pth, data, size, &position, error)
         && weft_pth_read_state (pth, pickle, file_bytes, error);
}

static void
tensor_clear (gpointer tensor)
{
  g_free (((WeftPthTensor *) tensor)->name);
}

static gboolean
refuse_kind (WeftBytes *bytes, const guint8 *head, GError **error)
{
  if (head[0] == 0x80)
    return weft_pth_refuse (error, "it is a pickle, but not one that PyTorch writes");

  if (!weft_magic_refuse (bytes, error))
    g_set_error_literal (
        error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
        "it is no PyTorch file: neither a zip archive nor PyTorch's older form (choose a .pth file)");
  return FALSE;
}

WeftPth *
weft_pth_new (WeftBytes *bytes, GError **error)
{
  const guint64 size = weft_bytes_get_size (bytes);
  g_autoptr (WeftPth) pth = g_new0 (WeftPth, 1);
  guint8 head[sizeof legacy_head] = { 0 };
  gboolean whole;

  pth->bytes = bytes;
  pth->storages = g_array_new (FALSE, FALSE, sizeof (WeftPthStorage));
  pth->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  pth->tensors = g_array_new (FALSE, FALSE, sizeof (WeftPthTensor));
  g_array_set_clear_func (pth->tensors, tensor_clear);

  if (!weft_bytes_read (bytes, 0, head, (gsize) MIN (size, sizeof head), error))
    return NULL;

  if (memcmp (head, "PK\003\004", 4) == 0)
    {
      pth->bytes = NULL;
      pth->zip = weft_zip_new (bytes, error);
      whole = pth->zip != NULL && read_zip_form (pth, size, error);
    }
  else if (memcmp (head, legacy_head, sizeof legacy_head) == 0)
    whole = read_legacy_form (pth, error);
  else
    whole = refuse_kind (bytes, head, error);

  return whole ? g_steal_pointer (&pth) : NULL;
}

void
weft_pth_free (WeftPth *pth)
{
  if (pth == NULL)
    return;

  weft_zip_free (pth->zip);
  weft_bytes_free (pth->bytes);
  g_array_unref (pth->storages);
  g_hash_table_unref (pth->keys);
  g_array_unref (pth->tensors);
  g_free (pth);
}

guint
weft_pth_get_n_tensors (WeftPth *pth)
{
  return pth->tensors->len;
}

const WeftPthTensor *
weft_pth_get_tensor (WeftPth *pth, guint index)
{
  g_return_val_if_fail (index < pth->tensors->len, NULL);

  return &g_array_index (pth->tensors, WeftPthTensor, index);
}

guint64
weft_pth_get_iteration (WeftPth *pth)
{
  return pth->iteration;
}

/* out[i0, i1, ...] = in[first + i0 stride0 + i1 stride1 + ...], counted like the wheels of a meter. */
static void
gather (const WeftPthTensor *tensor, const float *in, float *out)
{
  guint64 index[WEFT_PTH_MAX_RANK] = { 0 };
  guint64 at = tensor->first;

  for (guint64 i = 0; i < tensor->n_elements; i++)
    {
      out[i] = in[at];
      for (gsize k = tensor->rank; k-- > 0;)
        {
          at += tensor->stride[k];
          if (++index[k] < tensor->shape[k])
            break;
          at -= tensor->stride[k] * tensor->shape[k];
          index[k] = 0;
        }
    }
}

gboolean
weft_pth_read (WeftPth *pth, guint index, float *out, GError **error)
{
  const WeftPthTensor *tensor = weft_pth_get_tensor (pth, index);
  const WeftPthStorage *storage = &g_array_index (pth->storages, WeftPthStorage, tensor->storage);
  g_autofree float *elements = try_allocate (storage->n_bytes, "a storage", error);

  if (elements == NULL)
    return FALSE;

  if (pth->zip != NULL
          ? !weft_zip_read (pth->zip, storage->at, elements, error)
          : !weft_bytes_read (pth->bytes, storage->at, elements, (gsize) storage->n_bytes, error))
    return FALSE;

  gather (tensor, elements, out);
  return TRUE;
}
