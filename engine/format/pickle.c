/* SPDX-License-Identifier: MIT */
/* The values of a pickle, looked at once it has run. */
#include "engine/format/pickle-private.h"

void
weft_pickle_free (WeftPickle *pickle)
{
  if (pickle == NULL)
    return;

  g_free (pickle->values.data);
  g_free (pickle->items.data);
  g_free (pickle);
}

WeftPickleRef
weft_pickle_get_root (WeftPickle *pickle)
{
  return pickle->root;
}

WeftPickleKind
weft_pickle_get_kind (WeftPickle *pickle, WeftPickleRef ref)
{
  return (WeftPickleKind) weft_pickle_value_at (pickle, ref)->kind;
}

gint64
weft_pickle_get_int (WeftPickle *pickle, WeftPickleRef ref)
{
  const WeftPickleValue *value = weft_pickle_value_at (pickle, ref);

  return (gint64) ((guint64) (gint64) (gint32) value->b << WEFT_PICKLE_LOW_BITS | value->a);
}

const char *
weft_pickle_get_string (WeftPickle *pickle, WeftPickleRef ref, gsize *length)
{
  const WeftPickleValue *value = weft_pickle_value_at (pickle, ref);

  g_return_val_if_fail (value->kind == WEFT_PICKLE_STRING, NULL);

  *length = value->b;
  return (const char *) pickle->data + value->a;
}

/* The tuple behind a value: itself, or the arguments of a storage or tensor; NULL if there is none. */
static const WeftPickleValue *
get_tuple (const WeftPickle *pickle, WeftPickleRef ref)
{
  const WeftPickleValue *value = weft_pickle_value_at (pickle, ref);

  if (value->kind == WEFT_PICKLE_STORAGE || value->kind == WEFT_PICKLE_TENSOR)
    value = weft_pickle_value_at (pickle, value->a);

  return value->kind == WEFT_PICKLE_TUPLE ? value : NULL;
}

guint
weft_pickle_get_n_items (WeftPickle *pickle, WeftPickleRef ref)
{
  const WeftPickleValue *tuple = get_tuple (pickle, ref);

  return tuple != NULL ? tuple->b : 0;
}

WeftPickleRef
weft_pickle_get_item (WeftPickle *pickle, WeftPickleRef ref, guint index)
{
  const WeftPickleValue *tuple = get_tuple (pickle, ref);

  g_return_val_if_fail (tuple != NULL && index < tuple->b, WEFT_PICKLE_REF_NONE);

  return weft_pickle_array_get (&pickle->items)[tuple->a + index];
}

void
weft_pickle_iter_init (WeftPickleIter *iter, WeftPickle *pickle, WeftPickleRef ref)
{
  const WeftPickleValue *value = weft_pickle_value_at (pickle, ref);

  g_return_if_fail (value->kind == WEFT_PICKLE_LIST || value->kind == WEFT_PICKLE_DICT);

  *iter = (WeftPickleIter) { .pickle = pickle, .chunk = value->a };
}

gboolean
weft_pickle_iter_next (WeftPickleIter *iter, WeftPickleRef *item)
{
  const guint32 *items = weft_pickle_array_get (&iter->pickle->items);

  if (iter->chunk != 0 && iter->next == items[iter->chunk])
    {
      iter->chunk = items[iter->chunk - 1];
      iter->next = 0;
    }

  if (iter->chunk == 0)
    return FALSE;

  /* [next, count, item, ...]; chunk - 1 is where it begins, and no chunk is empty. */
  *item = items[iter->chunk + 1 + iter->next++];
  return TRUE;
}
