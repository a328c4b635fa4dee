/* SPDX-License-Identifier: MIT */
/* A pickle is run: opcode after opcode, to its STOP. */
#include "engine/format/pickle-private.h"

static gboolean
run (WeftPickleMachine *m, GError **error)
{
  if (!weft_machine_make_fixed_values (m, error))
    return FALSE;

  while (!m->stopped)
    {
      const guint8 *opcode = NULL;

      m->op_at = m->position;
      if (m->position == m->size)
        return weft_machine_refuse (m, error, "ends without a STOP");
      if (!weft_machine_take (m, 1, &opcode, error) || !weft_machine_step (m, *opcode, error))
        return FALSE;
    }

  return TRUE;
}

WeftPickle *
weft_pickle_new (const guint8 *data, gsize size, gsize *consumed, GError **error)
{
  g_autoptr (WeftPickle) pickle = g_new0 (WeftPickle, 1);
  WeftPickleMachine m = { .pickle = pickle, .size = MIN (size, WEFT_MAX_PICKLE_BYTES) };
  gboolean whole;

  pickle->data = data;
  pickle->values.item_size = sizeof (WeftPickleValue);
  pickle->items.item_size = sizeof (guint32);
  m.stack.item_size = m.marks.item_size = m.memo.item_size = sizeof (guint32);

  whole = run (&m, error);
  g_free (m.stack.data);
  g_free (m.marks.data);
  g_free (m.memo.data);
  if (!whole)
    return NULL;

  if (consumed != NULL)
    *consumed = m.position;
  return g_steal_pointer (&pickle);
}
