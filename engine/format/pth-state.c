/* SPDX-License-Identifier: MIT */
/* A state dictionary: which tensors it names, and that each lies within its storage. */
#include "engine/format/pth-private.h"

#include "engine/checked.h"
#include "engine/error.h"
#include "engine/format/escape.h"

#include <string.h>

static const char prefix[] = "module.";

gboolean
weft_pth_refuse (GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s (get the original file)", what);
  return FALSE;
}

static char *
dup_string (WeftPickle *pickle, WeftPickleRef ref)
{
  gsize length;
  const char *text;

  if (weft_pickle_get_kind (pickle, ref) != WEFT_PICKLE_STRING)
    return NULL;

  text = weft_pickle_get_string (pickle, ref, &length);
  return g_strndup (text, length);
}

static gboolean
get_count (WeftPickle *pickle, WeftPickleRef ref, guint64 *count)
{
  if (weft_pickle_get_kind (pickle, ref) != WEFT_PICKLE_INT || weft_pickle_get_int (pickle, ref) < 0)
    return FALSE;

  *count = (guint64) weft_pickle_get_int (pickle, ref);
  return TRUE;
}

static gboolean
get_counts (WeftPickle *pickle, WeftPickleRef tuple, guint64 *counts, gsize *n)
{
  if (weft_pickle_get_kind (pickle, tuple) != WEFT_PICKLE_TUPLE
      || weft_pickle_get_n_items (pickle, tuple) > WEFT_PTH_MAX_RANK)
    return FALSE;

  *n = weft_pickle_get_n_items (pickle, tuple);
  for (guint i = 0; i < *n; i++)
    if (!get_count (pickle, weft_pickle_get_item (pickle, tuple, i), &counts[i]))
      return FALSE;

  return TRUE;
}

/* ('storage', FloatStorage, key, location, count) and, in the legacy form, a view that must be None. */
static gboolean
read_storage (WeftPth *pth, WeftPickle *pickle, WeftPickleRef ref, WeftPthTensor *tensor, GError **error)
{
  const guint n = weft_pickle_get_n_items (pickle, ref);
  g_autofree char *tag = NULL;
  g_autofree char *key = NULL;
  g_autofree char *shown = NULL;
  guint64 count, n_bytes;
  WeftPickleRef type;

  if (weft_pickle_get_kind (pickle, ref) != WEFT_PICKLE_STORAGE || n < 5 || n > 6
      || (n == 6 && weft_pickle_get_kind (pickle, weft_pickle_get_item (pickle, ref, 5)) != WEFT_PICKLE_NONE))
    return weft_pth_refuse (error, "tensor '%s' has no storage that can be read", tensor->name);

  tag = dup_string (pickle, weft_pickle_get_item (pickle, ref, 0));
  type = weft_pickle_get_item (pickle, ref, 1);
  key = dup_string (pickle, weft_pickle_get_item (pickle, ref, 2));
  if (g_strcmp0 (tag, "storage") != 0 || weft_pickle_get_kind (pickle, type) != WEFT_PICKLE_GLOBAL
      || weft_pickle_get_int (pickle, type) != WEFT_PICKLE_FLOAT_STORAGE || key == NULL
      || !get_count (pickle, weft_pickle_get_item (pickle, ref, 4), &count))
    return weft_pth_refuse (error, "tensor '%s' has no storage that can be read", tensor->name);

  shown = weft_escape_name (key, -1);
  tensor->storage = GPOINTER_TO_UINT (g_hash_table_lookup (pth->keys, key));
  if (tensor->storage-- == 0)
    return weft_pth_refuse (error, "the storage '%s' of tensor '%s' is not in the file", shown, tensor->name);

  n_bytes = g_array_index (pth->storages, WeftPthStorage, tensor->storage).n_bytes;
  if (count != n_bytes / sizeof (float) || n_bytes % sizeof (float) != 0)
    return weft_pth_refuse (error,
                            "the storage '%s' of tensor '%s' claims %" G_GUINT64_FORMAT
                            " floats, the file holds %" G_GUINT64_FORMAT " bytes",
                            shown, tensor->name, count, n_bytes);

  return TRUE;
}

/* The last element a shape and its strides reach; FALSE if that does not fit 64 bits. */
static gboolean
find_last (const WeftPthTensor *tensor, guint64 *last)
{
  guint64 step;

  *last = tensor->first;
  for (gsize i = 0; i < tensor->rank; i++)
    if (tensor->shape[i] > 0
        && (!weft_checked_mul (tensor->shape[i] - 1, tensor->stride[i], &step)
            || !weft_checked_add (*last, step, last)))
      return FALSE;

  return TRUE;
}

/* A view that repeats elements would make gigabytes of a small file. */
static gboolean
check_reach (WeftPth *pth, WeftPthTensor *tensor, GError **error)
{
  const guint64 n = g_array_index (pth->storages, WeftPthStorage, tensor->storage).n_bytes / sizeof (float);
  guint64 last;

  if (!weft_checked_product (tensor->shape, tensor->rank, &tensor->n_elements) || tensor->n_elements > n)
    return weft_pth_refuse (error,
                            "tensor '%s' has more elements than the %" G_GUINT64_FORMAT " of its storage",
                            tensor->name, n);

  if (tensor->n_elements > 0 && (!find_last (tensor, &last) || last >= n))
    return weft_pth_refuse (error,
                            "tensor '%s' reaches beyond the %" G_GUINT64_FORMAT " floats of its storage",
                            tensor->name, n);

  return TRUE;
}

/* (storage, offset, size, stride, requires_grad, backward_hooks) */
static gboolean
read_tensor (WeftPth *pth, WeftPickle *pickle, WeftPickleRef ref, WeftPthTensor *tensor, GError **error)
{
  gsize n_strides;

  if (weft_pickle_get_kind (pickle, ref) != WEFT_PICKLE_TENSOR)
    return weft_pth_refuse (error, "'%s' is no tensor", tensor->name);

  if (weft_pickle_get_n_items (pickle, ref) < 4
      || !get_count (pickle, weft_pickle_get_item (pickle, ref, 1), &tensor->first)
      || !get_counts (pickle, weft_pickle_get_item (pickle, ref, 2), tensor->shape, &tensor->rank)
      || !get_counts (pickle, weft_pickle_get_item (pickle, ref, 3), tensor->stride, &n_strides)
      || n_strides != tensor->rank)
    return weft_pth_refuse (error, "tensor '%s' has an offset, a size or a stride that is none",
                            tensor->name);

  return read_storage (pth, pickle, weft_pickle_get_item (pickle, ref, 0), tensor, error)
         && check_reach (pth, tensor, error);
}

static gboolean
add_tensor (WeftPth *pth, WeftPickle *pickle, WeftPickleRef key, WeftPickleRef value, GError **error)
{
  g_autofree char *name = dup_string (pickle, key);
  WeftPthTensor tensor = { 0 };

  if (name == NULL)
    return weft_pth_refuse (error, "the state dictionary has a key that is no string");

  /* Shown while it is checked, kept as it is. */
  tensor.name = weft_escape_name (name, -1);
  if (!read_tensor (pth, pickle, value, &tensor, error))
    {
      g_free (tensor.name);
      return FALSE;
    }

  g_free (tensor.name);
  tensor.name = g_steal_pointer (&name);
  g_array_append_val (pth->tensors, tensor);
  return TRUE;
}

/* Several tensors may share a storage; together they must not claim more than the file. */
static gboolean
check_total (WeftPth *pth, guint64 file_bytes, GError **error)
{
  guint64 left = file_bytes / sizeof (float);

  for (guint i = 0; i < pth->tensors->len; i++)
    {
      const WeftPthTensor *tensor = &g_array_index (pth->tensors, WeftPthTensor, i);

      if (tensor->n_elements > left)
        return weft_pth_refuse (error,
                                "the tensors together claim more than the file's %" G_GUINT64_FORMAT " bytes",
                                file_bytes);
      left -= tensor->n_elements;
    }

  return TRUE;
}

static gboolean
check_names (WeftPth *pth, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean prefixed = pth->tensors->len > 0;

  for (guint i = 0; i < pth->tensors->len; i++)
    {
      const char *name = g_array_index (pth->tensors, WeftPthTensor, i).name;

      prefixed = prefixed && g_str_has_prefix (name, prefix);
      if (!g_hash_table_add (names, (gpointer) name))
        {
          g_autofree char *shown = weft_escape_name (name, -1);

          return weft_pth_refuse (error, "the state dictionary has '%s' twice", shown);
        }
    }

  for (guint i = 0; prefixed && i < pth->tensors->len; i++)
    {
      WeftPthTensor *tensor = &g_array_index (pth->tensors, WeftPthTensor, i);
      char *rest = g_strdup (tensor->name + strlen (prefix));

      g_free (tensor->name);
      tensor->name = rest;
    }

  return TRUE;
}

/* ---- the dictionary ---- */

/* The value under @key of a dict, FALSE if there is none. */
gboolean
weft_pth_look_up (WeftPickle *pickle, WeftPickleRef dict, const char *wanted, WeftPickleRef *value)
{
  WeftPickleIter iter;
  WeftPickleRef key;

  weft_pickle_iter_init (&iter, pickle, dict);
  while (weft_pickle_iter_next (&iter, &key) && weft_pickle_iter_next (&iter, value))
    {
      g_autofree char *text = dup_string (pickle, key);

      if (g_strcmp0 (text, wanted) == 0)
        return TRUE;
    }

  return FALSE;
}

gboolean
weft_pth_read_state (WeftPth *pth, WeftPickle *pickle, guint64 file_bytes, GError **error)
{
  WeftPickleRef state = weft_pickle_get_root (pickle);
  WeftPickleRef inner, iteration, key, value;
  WeftPickleIter iter;

  if (weft_pickle_get_kind (pickle, state) != WEFT_PICKLE_DICT)
    return weft_pth_refuse (error, "it holds no dictionary of tensors");

  if (weft_pth_look_up (pickle, state, "model_state", &inner))
    {
      if (weft_pth_look_up (pickle, state, "iteration", &iteration))
        get_count (pickle, iteration, &pth->iteration);
      state = inner;
    }

  if (weft_pickle_get_kind (pickle, state) != WEFT_PICKLE_DICT)
    return weft_pth_refuse (error, "its model_state is no dictionary");

  weft_pickle_iter_init (&iter, pickle, state);
  while (weft_pickle_iter_next (&iter, &key) && weft_pickle_iter_next (&iter, &value))
    if (!add_tensor (pth, pickle, key, value, error))
      return FALSE;

  return check_total (pth, file_bytes, error) && check_names (pth, error);
}
