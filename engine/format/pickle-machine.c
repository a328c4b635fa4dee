/* SPDX-License-Identifier: MIT */
/* The pickle machine: flat arrays within a budget, a stack, and operands. */
#include "engine/format/pickle-private.h"

#include "engine/error.h"

#include <string.h>

#define SMALLEST_BUDGET (64u << 10) /* bytes any pickle may use */
#define BUDGET_FACTOR 4             /* bytes of arrays for a byte executed */
#define N_GLOBALS 3
#define N_FIXED (WEFT_PICKLE_REF_SMALL_INTS + 256)

gboolean
weft_machine_refuse (WeftPickleMachine *m, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "the pickle %s at byte %" G_GSIZE_FORMAT " (get the original file)", what, m->op_at);
  return FALSE;
}

/* Room for @n more items; all arrays together stay within a multiple of what has been executed. */
gboolean
weft_machine_reserve (WeftPickleMachine *m, WeftPickleArray *array, guint32 n, GError **error)
{
  const gsize budget = MAX (SMALLEST_BUDGET, BUDGET_FACTOR * m->position);
  const gsize left = (budget - MIN (budget, m->used)) / array->item_size;
  const gsize missing = (gsize) array->n + n > array->capacity ? (gsize) array->n + n - array->capacity : 0;
  gsize more;
  gpointer data;

  if (missing == 0)
    return TRUE;

  if (missing > left)
    return weft_machine_refuse (m, error, "asks for more than four times its own size in memory");

  more = MIN (left, MAX (missing, array->capacity / 8 + 32));
  data = g_try_realloc_n (array->data, array->capacity + more, array->item_size);
  if (data == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
                   "the pickle needs %" G_GSIZE_FORMAT
                   " bytes of memory, which are not there (close other programs)",
                   m->used + more * array->item_size);
      return FALSE;
    }

  array->data = data;
  array->capacity += (guint32) more;
  m->used += more * array->item_size;
  return TRUE;
}

static gboolean
new_value (WeftPickleMachine *m, WeftPickleKind kind, guint32 a, guint32 b, WeftPickleRef *ref, GError **error)
{
  WeftPickleArray *values = &m->pickle->values;

  if (!weft_machine_reserve (m, values, 1, error))
    return FALSE;

  *ref = values->n++;
  *weft_pickle_value_at (m->pickle, *ref) = (WeftPickleValue) {
    .kind = kind,
    .a = a & WEFT_PICKLE_LOW_MASK,
    .b = b,
  };
  return TRUE;
}

gboolean
weft_machine_push (WeftPickleMachine *m, WeftPickleRef ref, GError **error)
{
  if (!weft_machine_reserve (m, &m->stack, 1, error))
    return FALSE;

  weft_pickle_array_get (&m->stack)[m->stack.n++] = ref;
  return TRUE;
}

gboolean
weft_machine_push_new (WeftPickleMachine *m, WeftPickleKind kind, guint32 a, guint32 b, GError **error)
{
  WeftPickleRef ref;

  return new_value (m, kind, a, b, &ref, error) && weft_machine_push (m, ref, error);
}

/* How far the stack may be popped: to the last mark. */
guint32
weft_machine_get_floor (const WeftPickleMachine *m)
{
  return m->marks.n > 0 ? weft_pickle_array_get (&m->marks)[m->marks.n - 1] : 0;
}

gboolean
weft_machine_pop (WeftPickleMachine *m, WeftPickleRef *ref, GError **error)
{
  if (m->stack.n == weft_machine_get_floor (m))
    return weft_machine_refuse (m, error, "takes a value from an empty stack");

  *ref = weft_pickle_array_get (&m->stack)[--m->stack.n];
  return TRUE;
}

/* Takes the last mark away; the values above it are the *n topmost ones. */
gboolean
weft_machine_pop_mark (WeftPickleMachine *m, guint32 *n, GError **error)
{
  if (m->marks.n == 0)
    return weft_machine_refuse (m, error, "has no MARK where one is due");

  *n = m->stack.n - weft_pickle_array_get (&m->marks)[--m->marks.n];
  return TRUE;
}

gboolean
weft_machine_take (WeftPickleMachine *m, gsize n, const guint8 **bytes, GError **error)
{
  if (n > m->size - m->position)
    return weft_machine_refuse (m, error, "ends within an opcode that needs %" G_GSIZE_FORMAT " more bytes",
                                n);

  *bytes = m->pickle->data + m->position;
  m->position += n;
  return TRUE;
}

/* A little-endian number of 1 to 8 bytes. */
gboolean
weft_machine_take_number (WeftPickleMachine *m, gsize n, guint64 *number, GError **error)
{
  const guint8 *bytes = NULL;

  if (!weft_machine_take (m, n, &bytes, error))
    return FALSE;

  *number = 0;
  for (gsize i = 0; i < n; i++)
    *number |= (guint64) bytes[i] << 8 * i;
  return TRUE;
}

/* A line of text, its end not part of it. */
gboolean
weft_machine_take_line (WeftPickleMachine *m, const char **line, gsize *length, GError **error)
{
  const guint8 *begin = m->pickle->data + m->position;
  const guint8 *end = memchr (begin, '\n', m->size - m->position);

  if (end == NULL)
    return weft_machine_refuse (m, error, "has a line without an end");

  *line = (const char *) begin;
  *length = (gsize) (end - begin);
  m->position += *length + 1;
  return TRUE;
}

gboolean
weft_machine_make_fixed_values (WeftPickleMachine *m, GError **error)
{
  WeftPickleRef ref;
  gboolean made = new_value (m, WEFT_PICKLE_NONE, 0, 0, &ref, error)
                  && new_value (m, WEFT_PICKLE_BOOL, 0, 0, &ref, error)
                  && new_value (m, WEFT_PICKLE_BOOL, 1, 0, &ref, error)
                  && new_value (m, WEFT_PICKLE_TUPLE, 0, 0, &ref, error);

  for (guint32 i = 0; made && i < N_GLOBALS; i++)
    made = new_value (m, WEFT_PICKLE_GLOBAL, i, 0, &ref, error);
  for (guint32 i = 0; made && i < 256; i++)
    made = new_value (m, WEFT_PICKLE_INT, i, 0, &ref, error);

  g_assert (!made || m->pickle->values.n == N_FIXED);
  return made;
}
