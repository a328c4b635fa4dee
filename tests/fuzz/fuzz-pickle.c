/* SPDX-License-Identifier: MIT */
/* Fuzz target: the pickle machine, and a look at everything its root holds. */
#include "engine/format/pickle.h"
#include "tests/fuzz/fuzz.h"

static guint
look (WeftPickle *pickle, WeftPickleRef ref)
{
  const WeftPickleKind kind = weft_pickle_get_kind (pickle, ref);
  guint sum = 0;
  gsize length = 0;

  if (kind == WEFT_PICKLE_STRING)
    g_assert (g_utf8_validate_len (weft_pickle_get_string (pickle, ref, &length), length, NULL));

  for (guint i = 0; i < weft_pickle_get_n_items (pickle, ref); i++)
    sum += weft_pickle_get_kind (pickle, weft_pickle_get_item (pickle, ref, i));

  return sum + (guint) weft_pickle_get_int (pickle, ref);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  gsize consumed;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPickle) pickle = weft_pickle_new (data, size, &consumed, &error);
  WeftPickleKind kind;
  WeftPickleIter iter;
  WeftPickleRef item;

  if (pickle == NULL)
    {
      fuzz_check_error (error);
      return 0;
    }

  g_assert (consumed <= size && data[consumed - 1] == '.');
  look (pickle, weft_pickle_get_root (pickle));
  kind = weft_pickle_get_kind (pickle, weft_pickle_get_root (pickle));
  if (kind != WEFT_PICKLE_LIST && kind != WEFT_PICKLE_DICT)
    return 0;

  weft_pickle_iter_init (&iter, pickle, weft_pickle_get_root (pickle));
  while (weft_pickle_iter_next (&iter, &item))
    look (pickle, item);
  return 0;
}
