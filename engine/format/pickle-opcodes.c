/* SPDX-License-Identifier: MIT */
/* What the pickle machine can be asked to do; everything else is refused by name. Globals and calls: pickle-globals.c. */
#include "engine/format/pickle-private.h"

#include <string.h>

#define HIGHEST_PROTOCOL 5

typedef enum {
  OP_MARK = '(',
  OP_STOP = '.',
  OP_BINFLOAT = 'G',
  OP_BININT = 'J',
  OP_BININT1 = 'K',
  OP_BININT2 = 'M',
  OP_NONE = 'N',
  OP_BINPERSID = 'Q',
  OP_REDUCE = 'R',
  OP_BINUNICODE = 'X',
  OP_EMPTY_LIST = ']',
  OP_APPEND = 'a',
  OP_BUILD = 'b',
  OP_GLOBAL = 'c',
  OP_APPENDS = 'e',
  OP_BINGET = 'h',
  OP_INST = 'i',
  OP_LONG_BINGET = 'j',
  OP_BINPUT = 'q',
  OP_LONG_BINPUT = 'r',
  OP_SETITEM = 's',
  OP_TUPLE = 't',
  OP_SETITEMS = 'u',
  OP_EMPTY_DICT = '}',
  OP_EMPTY_TUPLE = ')',
  OP_PROTO = 0x80,
  OP_TUPLE1 = 0x85,
  OP_TUPLE2 = 0x86,
  OP_TUPLE3 = 0x87,
  OP_NEWTRUE = 0x88,
  OP_NEWFALSE = 0x89,
  OP_LONG1 = 0x8a,
  OP_SHORT_BINUNICODE = 0x8c,
  OP_STACK_GLOBAL = 0x93,
  OP_MEMOIZE = 0x94,
  OP_FRAME = 0x95,
} Opcode;

/* Opcodes that exist but that no state dictionary needs, for the message. */
static const struct {
  guint8 opcode;
  const char *name;
} refused_opcodes[] = {
  { '0', "POP" },           { '1', "POP_MARK" },        { '2', "DUP" },           { 'B', "BINBYTES" },
  { 'C', "SHORT_BINBYTES" },{ 'F', "FLOAT" },           { 'I', "INT" },           { 'L', "LONG" },
  { 'P', "PERSID" },        { 'S', "STRING" },          { 'T', "BINSTRING" },     { 'U', "SHORT_BINSTRING" },
  { 'V', "UNICODE" },       { 'd', "DICT" },            { 'g', "GET" },           { 'l', "LIST" },
  { 'o', "OBJ" },           { 'p', "PUT" },             { 0x81, "NEWOBJ" },       { 0x82, "EXT1" },
  { 0x83, "EXT2" },         { 0x84, "EXT4" },           { 0x8b, "LONG4" },        { 0x8d, "BINUNICODE8" },
  { 0x8e, "BINBYTES8" },    { 0x8f, "EMPTY_SET" },      { 0x90, "ADDITEMS" },     { 0x91, "FROZENSET" },
  { 0x92, "NEWOBJ_EX" },    { 0x96, "BYTEARRAY8" },     { 0x97, "NEXT_BUFFER" },  { 0x98, "READONLY_BUFFER" },
};

static gboolean
refuse_opcode (WeftPickleMachine *m, guint8 opcode, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused_opcodes); i++)
    if (refused_opcodes[i].opcode == opcode)
      return weft_machine_refuse_code (m, refused_opcodes[i].name, error);

  return weft_machine_refuse (m, error, "has the unknown opcode 0x%02x", opcode);
}

/* A value holds 60 bits, which is more than any size or count there is. */
static gboolean
push_int (WeftPickleMachine *m, gint64 number, GError **error)
{
  const gint64 high = number >> WEFT_PICKLE_LOW_BITS;

  if (number >= 0 && number < 256)
    return weft_machine_push (m, WEFT_PICKLE_REF_SMALL_INTS + (guint32) number, error);

  if (high < G_MININT32 || high > G_MAXINT32)
    return weft_machine_refuse (m, error, "has the number %" G_GINT64_FORMAT ", which no size reaches,",
                                number);

  return weft_machine_push_new (m, WEFT_PICKLE_INT, (guint32) number & WEFT_PICKLE_LOW_MASK, (guint32) high,
                                error);
}

static gboolean
do_int (WeftPickleMachine *m, gsize n, GError **error)
{
  guint64 number;

  if (!weft_machine_take_number (m, n, &number, error))
    return FALSE;

  return push_int (m, n == 4 ? (gint64) (gint32) (guint32) number : (gint64) number, error);
}

static gboolean
do_long1 (WeftPickleMachine *m, GError **error)
{
  guint64 length, number;
  guint shift;

  if (!weft_machine_take_number (m, 1, &length, error))
    return FALSE;
  if (length > 8)
    return weft_machine_refuse (m, error, "has a number of %" G_GUINT64_FORMAT " bytes, 8 are possible,",
                                length);
  if (!weft_machine_take_number (m, length, &number, error))
    return FALSE;
  if (length == 0)
    return push_int (m, 0, error);

  /* The sign stands in the highest bit there is. */
  shift = 64 - 8 * (guint) length;
  return push_int (m, (gint64) (number << shift) >> shift, error);
}

static gboolean
do_float (WeftPickleMachine *m, GError **error)
{
  const guint8 *bytes = NULL;

  return weft_machine_take (m, 8, &bytes, error) && weft_machine_push_new (m, WEFT_PICKLE_FLOAT, 0, 0, error);
}

static gboolean
do_string (WeftPickleMachine *m, gsize n_length, GError **error)
{
  guint64 length;
  const guint8 *text = NULL;

  if (!weft_machine_take_number (m, n_length, &length, error) || !weft_machine_take (m, length, &text, error))
    return FALSE;
  if (!g_utf8_validate_len ((const char *) text, length, NULL))
    return weft_machine_refuse (m, error, "has a string that is not UTF-8");

  return weft_machine_push_new (m, WEFT_PICKLE_STRING, (guint32) (text - m->pickle->data), (guint32) length,
                                error);
}

static gboolean
do_mark (WeftPickleMachine *m, GError **error)
{
  if (!weft_machine_reserve (m, &m->marks, 1, error))
    return FALSE;

  weft_pickle_array_get (&m->marks)[m->marks.n++] = m->stack.n;
  return TRUE;
}

/* The @n topmost values become a tuple. */
static gboolean
make_tuple (WeftPickleMachine *m, guint32 n, GError **error)
{
  WeftPickleArray *items = &m->pickle->items;
  const guint32 first = items->n;

  if (n == 0)
    return weft_machine_push (m, WEFT_PICKLE_REF_EMPTY_TUPLE, error);
  if (n > m->stack.n - weft_machine_get_floor (m))
    return weft_machine_refuse (m, error, "takes a value from an empty stack");
  if (!weft_machine_reserve (m, items, n, error))
    return FALSE;

  m->stack.n -= n;
  memcpy (weft_pickle_array_get (items) + first, weft_pickle_array_get (&m->stack) + m->stack.n,
          n * sizeof (guint32));
  items->n += n;
  return weft_machine_push_new (m, WEFT_PICKLE_TUPLE, first, n, error);
}

static gboolean
do_tuple (WeftPickleMachine *m, GError **error)
{
  guint32 n = 0;

  return weft_machine_pop_mark (m, &n, error) && make_tuple (m, n, error);
}

/* The @n topmost values go into the list or dict below them. */
static gboolean
extend (WeftPickleMachine *m, WeftPickleKind kind, guint32 n, GError **error)
{
  WeftPickleArray *items = &m->pickle->items;
  WeftPickleValue *container;
  guint32 chunk;

  if (m->stack.n - weft_machine_get_floor (m) <= n)
    return weft_machine_refuse (m, error, "takes a value from an empty stack");

  container = weft_pickle_value_at (m->pickle, weft_pickle_array_get (&m->stack)[m->stack.n - n - 1]);
  if (container->kind != (guint32) kind)
    return weft_machine_refuse (m, error, "puts %s into something else",
                                kind == WEFT_PICKLE_DICT ? "keys" : "items");
  if (kind == WEFT_PICKLE_DICT && n % 2 != 0)
    return weft_machine_refuse (m, error, "has a key without a value");
  if (n == 0)
    return TRUE;
  if (!weft_machine_reserve (m, items, n + 2, error))
    return FALSE;

  chunk = items->n;
  weft_pickle_array_get (items)[chunk] = 0;
  weft_pickle_array_get (items)[chunk + 1] = n;
  m->stack.n -= n;
  memcpy (weft_pickle_array_get (items) + chunk + 2, weft_pickle_array_get (&m->stack) + m->stack.n,
          n * sizeof (guint32));
  items->n += n + 2;

  if (container->b == 0)
    container->a = chunk + 1;
  else
    weft_pickle_array_get (items)[container->b - 1] = chunk + 1;
  container->b = chunk + 1;
  return TRUE;
}

static gboolean
do_extend_marked (WeftPickleMachine *m, WeftPickleKind kind, GError **error)
{
  guint32 n = 0;

  return weft_machine_pop_mark (m, &n, error) && extend (m, kind, n, error);
}

static gboolean
do_put (WeftPickleMachine *m, guint64 index, GError **error)
{
  const guint32 n = m->memo.n;

  if (m->stack.n == weft_machine_get_floor (m))
    return weft_machine_refuse (m, error, "remembers a value of an empty stack");

  /* Every number below has cost at least one byte to reach. */
  if (index >= m->position)
    return weft_machine_refuse (m, error,
                                "remembers a value as number %" G_GUINT64_FORMAT ", which is out of reach,",
                                index);

  if (index >= n)
    {
      if (!weft_machine_reserve (m, &m->memo, (guint32) index + 1 - n, error))
        return FALSE;
      memset (weft_pickle_array_get (&m->memo) + n, 0, (index + 1 - n) * sizeof (guint32));
      m->memo.n = (guint32) index + 1;
    }

  weft_pickle_array_get (&m->memo)[index] = weft_pickle_array_get (&m->stack)[m->stack.n - 1] + 1;
  return TRUE;
}

static gboolean
do_get (WeftPickleMachine *m, gsize n, GError **error)
{
  guint64 index;

  if (!weft_machine_take_number (m, n, &index, error))
    return FALSE;
  if (index >= m->memo.n || weft_pickle_array_get (&m->memo)[index] == 0)
    return weft_machine_refuse (m, error,
                                "recalls value number %" G_GUINT64_FORMAT ", which it never remembered,",
                                index);

  return weft_machine_push (m, weft_pickle_array_get (&m->memo)[index] - 1, error);
}

static gboolean
do_put_numbered (WeftPickleMachine *m, gsize n, GError **error)
{
  guint64 index;

  return weft_machine_take_number (m, n, &index, error) && do_put (m, index, error);
}

static gboolean
do_persistent_id (WeftPickleMachine *m, GError **error)
{
  WeftPickleRef id;

  if (!weft_machine_pop (m, &id, error))
    return FALSE;
  if (weft_pickle_value_at (m->pickle, id)->kind != WEFT_PICKLE_TUPLE)
    return weft_machine_refuse (m, error, "names a storage by something that is no tuple");

  return weft_machine_push_new (m, WEFT_PICKLE_STORAGE, id, 0, error);
}

/* State of an OrderedDict holds attributes like _metadata: read and dropped. */
static gboolean
do_build (WeftPickleMachine *m, GError **error)
{
  WeftPickleRef state, object;

  if (!weft_machine_pop (m, &state, error) || !weft_machine_pop (m, &object, error))
    return FALSE;
  if (weft_pickle_value_at (m->pickle, object)->kind != WEFT_PICKLE_DICT
      || weft_pickle_value_at (m->pickle, state)->kind != WEFT_PICKLE_DICT)
    return weft_machine_refuse (m, error, "sets the state of something that is no dict");

  return weft_machine_push (m, object, error);
}

static gboolean
do_proto (WeftPickleMachine *m, GError **error)
{
  guint64 protocol;

  if (!weft_machine_take_number (m, 1, &protocol, error))
    return FALSE;
  if (m->op_at != 0 || protocol < 2 || protocol > HIGHEST_PROTOCOL)
    return weft_machine_refuse (m, error,
                                "has protocol %" G_GUINT64_FORMAT " (2 to %d are read, at its begin)",
                                protocol, HIGHEST_PROTOCOL);

  return TRUE;
}

/* A frame only says how many bytes may be fetched at once. */
static gboolean
do_frame (WeftPickleMachine *m, GError **error)
{
  guint64 length;

  if (!weft_machine_take_number (m, 8, &length, error))
    return FALSE;

  return length <= m->size - m->position
         || weft_machine_refuse (m, error, "has a frame of %" G_GUINT64_FORMAT " bytes", length);
}

static gboolean
do_stop (WeftPickleMachine *m, GError **error)
{
  if (m->stack.n != 1 || m->marks.n != 0)
    return weft_machine_refuse (m, error, "stops with %u values and %u marks instead of one value",
                                m->stack.n, m->marks.n);

  m->pickle->root = weft_pickle_array_get (&m->stack)[0];
  m->stopped = TRUE;
  return TRUE;
}

/* One line an opcode: long, and plainer than a table of pointers to functions of many kinds. */
gboolean
weft_machine_step (WeftPickleMachine *m, guint8 opcode, GError **error)
{
  switch ((Opcode) opcode)
    {
    case OP_PROTO:
      return do_proto (m, error);
    case OP_FRAME:
      return do_frame (m, error);
    case OP_STOP:
      return do_stop (m, error);
    case OP_MARK:
      return do_mark (m, error);
    case OP_NONE:
      return weft_machine_push (m, WEFT_PICKLE_REF_NONE, error);
    case OP_NEWTRUE:
      return weft_machine_push (m, WEFT_PICKLE_REF_TRUE, error);
    case OP_NEWFALSE:
      return weft_machine_push (m, WEFT_PICKLE_REF_FALSE, error);
    case OP_BININT:
      return do_int (m, 4, error);
    case OP_BININT1:
      return do_int (m, 1, error);
    case OP_BININT2:
      return do_int (m, 2, error);
    case OP_LONG1:
      return do_long1 (m, error);
    case OP_BINFLOAT:
      return do_float (m, error);
    case OP_BINUNICODE:
      return do_string (m, 4, error);
    case OP_SHORT_BINUNICODE:
      return do_string (m, 1, error);
    case OP_EMPTY_TUPLE:
      return weft_machine_push (m, WEFT_PICKLE_REF_EMPTY_TUPLE, error);
    case OP_TUPLE1:
      return make_tuple (m, 1, error);
    case OP_TUPLE2:
      return make_tuple (m, 2, error);
    case OP_TUPLE3:
      return make_tuple (m, 3, error);
    case OP_TUPLE:
      return do_tuple (m, error);
    case OP_EMPTY_LIST:
      return weft_machine_push_new (m, WEFT_PICKLE_LIST, 0, 0, error);
    case OP_APPEND:
      return extend (m, WEFT_PICKLE_LIST, 1, error);
    case OP_APPENDS:
      return do_extend_marked (m, WEFT_PICKLE_LIST, error);
    case OP_EMPTY_DICT:
      return weft_machine_push_new (m, WEFT_PICKLE_DICT, 0, 0, error);
    case OP_SETITEM:
      return extend (m, WEFT_PICKLE_DICT, 2, error);
    case OP_SETITEMS:
      return do_extend_marked (m, WEFT_PICKLE_DICT, error);
    case OP_BINPUT:
      return do_put_numbered (m, 1, error);
    case OP_LONG_BINPUT:
      return do_put_numbered (m, 4, error);
    case OP_MEMOIZE:
      return do_put (m, m->memo.n, error);
    case OP_BINGET:
      return do_get (m, 1, error);
    case OP_LONG_BINGET:
      return do_get (m, 4, error);
    case OP_GLOBAL:
      return weft_machine_do_global (m, error);
    case OP_STACK_GLOBAL:
      return weft_machine_do_stack_global (m, error);
    case OP_INST:
      return weft_machine_do_inst (m, error);
    case OP_REDUCE:
      return weft_machine_do_reduce (m, error);
    case OP_BUILD:
      return do_build (m, error);
    case OP_BINPERSID:
      return do_persistent_id (m, error);
    default:
      return refuse_opcode (m, opcode, error);
    }
}
