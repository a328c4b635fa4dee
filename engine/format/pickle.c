/* SPDX-License-Identifier: MIT */
/* The pickle machine: values of twelve bytes in flat tables, a stack of their numbers, and a list of what may be asked for. */
#include "engine/format/pickle.h"

#include "engine/error.h"
#include "engine/format/escape.h"

#include <string.h>

#define SMALLEST_BUDGET (64u << 10) /* bytes any pickle may use */
#define BUDGET_FACTOR 3             /* bytes of tables for a byte executed; the pickle itself is the fourth */
#define HIGHEST_PROTOCOL 5
#define SHOWN_NAME 60 /* bytes of a module or global in a message */

/* Values that are made once, with the numbers they have. */
#define REF_NONE 0u
#define REF_FALSE 1u
#define REF_TRUE 2u
#define REF_EMPTY_TUPLE 3u
#define REF_GLOBALS 4u
#define REF_SMALL_INTS 7u /* 0 .. 255 */
#define N_FIXED (REF_SMALL_INTS + 256)

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

/* Opcodes that exist but that no table of weights holds, for the message. */
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

/* In the order of WeftPickleGlobal. */
static const struct {
  const char *module;
  const char *name;
} known_globals[] = {
  { "collections", "OrderedDict" },
  { "torch", "FloatStorage" },
  { "torch._utils", "_rebuild_tensor_v2" },
};

typedef struct {
  guint32 kind; /* WeftPickleKind */
  guint32 a;    /* INT, FLOAT: low half; STRING: offset; TUPLE: first item; LIST, DICT: first chunk + 1; else a value */
  guint32 b;    /* INT, FLOAT: high half; STRING, TUPLE: length; LIST, DICT: last chunk + 1 */
} Value;

/* A growing array. A chunk of a list or dict lies in `items` as [next chunk + 1, count, item, ...]. */
typedef struct {
  gpointer data;
  guint32 n;
  guint32 capacity;
  guint32 item_size;
} Array;

struct _WeftPickle {
  const guint8 *data; /* borrowed */
  Array values;       /* of Value */
  Array items;        /* of guint32 */
  WeftPickleRef root;
};

typedef struct {
  WeftPickle *pickle;
  gsize size;
  gsize position;
  gsize op_at; /* where the running opcode stands */
  gsize used;  /* bytes of all tables */
  gboolean stopped;
  Array stack; /* of WeftPickleRef */
  Array marks; /* of guint32: height of the stack at each MARK */
  Array memo;  /* of WeftPickleRef + 1; 0: never put */
} Machine;

/* ---- refusals ---- */

static gboolean
refuse (Machine *m, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (Machine *m, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the pickle %s at byte %" G_GSIZE_FORMAT " (get the original file)",
               what, m->op_at);
  return FALSE;
}

static gboolean
refuse_code (Machine *m, const char *what, GError **error)
{
  g_autofree char *shown = weft_escape_name (what, -1);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               "the pickle asks for %s at byte %" G_GSIZE_FORMAT ", which weights never need and which could execute code; "
               "nothing was executed (do not trust this file)", shown, m->op_at);
  return FALSE;
}

static gboolean
refuse_opcode (Machine *m, guint8 opcode, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused_opcodes); i++)
    if (refused_opcodes[i].opcode == opcode)
      return refuse_code (m, refused_opcodes[i].name, error);

  return refuse (m, error, "has the unknown opcode 0x%02x", opcode);
}

/* ---- tables ---- */

static guint32 *
refs (const Array *array)
{
  return array->data;
}

static Value *
value_at (const WeftPickle *pickle, WeftPickleRef ref)
{
  return (Value *) pickle->values.data + ref;
}

/* Room for @n more items; all tables together stay within a multiple of what has been executed. */
static gboolean
reserve (Machine *m, Array *array, guint32 n, GError **error)
{
  const gsize budget = MAX (SMALLEST_BUDGET, BUDGET_FACTOR * m->position);
  const gsize left = (budget - MIN (budget, m->used)) / array->item_size;
  const gsize missing = (gsize) array->n + n > array->capacity ? (gsize) array->n + n - array->capacity : 0;
  gsize more;
  gpointer data;

  if (missing == 0)
    return TRUE;

  if (missing > left)
    return refuse (m, error, "asks for more than four times its own size in memory");

  more = MIN (left, MAX (missing, array->capacity / 4 + 32));
  data = g_try_realloc_n (array->data, array->capacity + more, array->item_size);
  if (data == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "the pickle needs %" G_GSIZE_FORMAT
                   " bytes of memory, which are not there (close other programs)", m->used + more * array->item_size);
      return FALSE;
    }

  array->data = data;
  array->capacity += (guint32) more;
  m->used += more * array->item_size;
  return TRUE;
}

static gboolean
new_value (Machine *m, WeftPickleKind kind, guint32 a, guint32 b, WeftPickleRef *ref, GError **error)
{
  Array *values = &m->pickle->values;

  if (!reserve (m, values, 1, error))
    return FALSE;

  *ref = values->n++;
  *value_at (m->pickle, *ref) = (Value) { .kind = kind, .a = a, .b = b };
  return TRUE;
}

static gboolean
push (Machine *m, WeftPickleRef ref, GError **error)
{
  if (!reserve (m, &m->stack, 1, error))
    return FALSE;

  refs (&m->stack)[m->stack.n++] = ref;
  return TRUE;
}

static gboolean
push_new (Machine *m, WeftPickleKind kind, guint32 a, guint32 b, GError **error)
{
  WeftPickleRef ref;

  return new_value (m, kind, a, b, &ref, error) && push (m, ref, error);
}

/* How far the stack may be popped: to the last mark. */
static guint32
get_floor (const Machine *m)
{
  return m->marks.n > 0 ? refs (&m->marks)[m->marks.n - 1] : 0;
}

static gboolean
pop (Machine *m, WeftPickleRef *ref, GError **error)
{
  if (m->stack.n == get_floor (m))
    return refuse (m, error, "takes a value from an empty stack");

  *ref = refs (&m->stack)[--m->stack.n];
  return TRUE;
}

/* Takes the last mark away; the values above it are the *n topmost ones. */
static gboolean
pop_mark (Machine *m, guint32 *n, GError **error)
{
  if (m->marks.n == 0)
    return refuse (m, error, "has no MARK where one is due");

  *n = m->stack.n - refs (&m->marks)[--m->marks.n];
  return TRUE;
}

/* ---- reading operands ---- */

static gboolean
take (Machine *m, gsize n, const guint8 **bytes, GError **error)
{
  if (n > m->size - m->position)
    return refuse (m, error, "ends within an opcode that needs %" G_GSIZE_FORMAT " more bytes", n);

  *bytes = m->pickle->data + m->position;
  m->position += n;
  return TRUE;
}

/* A little-endian number of 1 to 8 bytes. */
static gboolean
take_number (Machine *m, gsize n, guint64 *number, GError **error)
{
  const guint8 *bytes = NULL;

  if (!take (m, n, &bytes, error))
    return FALSE;

  *number = 0;
  for (gsize i = 0; i < n; i++)
    *number |= (guint64) bytes[i] << 8 * i;
  return TRUE;
}

/* A line of text, its end not part of it. */
static gboolean
take_line (Machine *m, const char **line, gsize *length, GError **error)
{
  const guint8 *begin = m->pickle->data + m->position;
  const guint8 *end = memchr (begin, '\n', m->size - m->position);

  if (end == NULL)
    return refuse (m, error, "has a line without an end");

  *line = (const char *) begin;
  *length = (gsize) (end - begin);
  m->position += *length + 1;
  return TRUE;
}

/* ---- one function for each family of opcodes ---- */

static gboolean
push_int (Machine *m, gint64 number, GError **error)
{
  if (number >= 0 && number < 256)
    return push (m, REF_SMALL_INTS + (guint32) number, error);

  return push_new (m, WEFT_PICKLE_INT, (guint32) number, (guint32) ((guint64) number >> 32), error);
}

static gboolean
do_int (Machine *m, gsize n, GError **error)
{
  guint64 number;

  if (!take_number (m, n, &number, error))
    return FALSE;

  return push_int (m, n == 4 ? (gint64) (gint32) (guint32) number : (gint64) number, error);
}

static gboolean
do_long1 (Machine *m, GError **error)
{
  guint64 length, number;
  guint shift;

  if (!take_number (m, 1, &length, error))
    return FALSE;
  if (length > 8)
    return refuse (m, error, "has a number of %" G_GUINT64_FORMAT " bytes, 8 are possible,", length);
  if (!take_number (m, length, &number, error))
    return FALSE;
  if (length == 0)
    return push_int (m, 0, error);

  /* The sign stands in the highest bit there is. */
  shift = 64 - 8 * (guint) length;
  return push_int (m, (gint64) (number << shift) >> shift, error);
}

static gboolean
do_float (Machine *m, GError **error)
{
  guint64 bits;

  return take_number (m, 8, &bits, error)
         && push_new (m, WEFT_PICKLE_FLOAT, (guint32) bits, (guint32) (bits >> 32), error);
}

static gboolean
do_string (Machine *m, gsize n_length, GError **error)
{
  guint64 length;
  const guint8 *text = NULL;

  if (!take_number (m, n_length, &length, error) || !take (m, length, &text, error))
    return FALSE;
  if (!g_utf8_validate_len ((const char *) text, length, NULL))
    return refuse (m, error, "has a string that is not UTF-8");

  return push_new (m, WEFT_PICKLE_STRING, (guint32) (text - m->pickle->data), (guint32) length, error);
}

static gboolean
do_mark (Machine *m, GError **error)
{
  if (!reserve (m, &m->marks, 1, error))
    return FALSE;

  refs (&m->marks)[m->marks.n++] = m->stack.n;
  return TRUE;
}

/* The @n topmost values become a tuple. */
static gboolean
make_tuple (Machine *m, guint32 n, GError **error)
{
  Array *items = &m->pickle->items;
  const guint32 first = items->n;

  if (n == 0)
    return push (m, REF_EMPTY_TUPLE, error);
  if (n > m->stack.n - get_floor (m))
    return refuse (m, error, "takes a value from an empty stack");
  if (!reserve (m, items, n, error))
    return FALSE;

  m->stack.n -= n;
  memcpy (refs (items) + first, refs (&m->stack) + m->stack.n, n * sizeof (guint32));
  items->n += n;
  return push_new (m, WEFT_PICKLE_TUPLE, first, n, error);
}

static gboolean
do_tuple (Machine *m, GError **error)
{
  guint32 n = 0;

  return pop_mark (m, &n, error) && make_tuple (m, n, error);
}

/* The @n topmost values go into the list or dict below them. */
static gboolean
extend (Machine *m, WeftPickleKind kind, guint32 n, GError **error)
{
  Array *items = &m->pickle->items;
  Value *container;
  guint32 chunk;

  if (m->stack.n - get_floor (m) <= n)
    return refuse (m, error, "takes a value from an empty stack");

  container = value_at (m->pickle, refs (&m->stack)[m->stack.n - n - 1]);
  if (container->kind != (guint32) kind)
    return refuse (m, error, "puts %s into something else", kind == WEFT_PICKLE_DICT ? "keys" : "items");
  if (kind == WEFT_PICKLE_DICT && n % 2 != 0)
    return refuse (m, error, "has a key without a value");
  if (n == 0)
    return TRUE;
  if (!reserve (m, items, n + 2, error))
    return FALSE;

  chunk = items->n;
  refs (items)[chunk] = 0;
  refs (items)[chunk + 1] = n;
  m->stack.n -= n;
  memcpy (refs (items) + chunk + 2, refs (&m->stack) + m->stack.n, n * sizeof (guint32));
  items->n += n + 2;

  if (container->b == 0)
    container->a = chunk + 1;
  else
    refs (items)[container->b - 1] = chunk + 1;
  container->b = chunk + 1;
  return TRUE;
}

static gboolean
do_extend_marked (Machine *m, WeftPickleKind kind, GError **error)
{
  guint32 n = 0;

  return pop_mark (m, &n, error) && extend (m, kind, n, error);
}

static gboolean
do_put (Machine *m, guint64 index, GError **error)
{
  const guint32 n = m->memo.n;

  if (m->stack.n == get_floor (m))
    return refuse (m, error, "remembers a value of an empty stack");

  /* Every number below has cost at least one byte to reach. */
  if (index >= m->position)
    return refuse (m, error, "remembers a value as number %" G_GUINT64_FORMAT ", which is out of reach,", index);

  if (index >= n)
    {
      if (!reserve (m, &m->memo, (guint32) index + 1 - n, error))
        return FALSE;
      memset (refs (&m->memo) + n, 0, (index + 1 - n) * sizeof (guint32));
      m->memo.n = (guint32) index + 1;
    }

  refs (&m->memo)[index] = refs (&m->stack)[m->stack.n - 1] + 1;
  return TRUE;
}

static gboolean
do_get (Machine *m, gsize n, GError **error)
{
  guint64 index;

  if (!take_number (m, n, &index, error))
    return FALSE;
  if (index >= m->memo.n || refs (&m->memo)[index] == 0)
    return refuse (m, error, "recalls value number %" G_GUINT64_FORMAT ", which it never remembered,", index);

  return push (m, refs (&m->memo)[index] - 1, error);
}

static gboolean
do_put_numbered (Machine *m, gsize n, GError **error)
{
  guint64 index;

  return take_number (m, n, &index, error) && do_put (m, index, error);
}

static gboolean
is_text (const char *text, gsize length, const char *word)
{
  return length == strlen (word) && memcmp (text, word, length) == 0;
}

static gboolean
refuse_global (Machine *m, const char *how, const char *module, gsize module_length, const char *name, gsize name_length,
               GError **error)
{
  g_autofree char *whole = g_strdup_printf ("%s%.*s.%.*s", how, (int) MIN (module_length, SHOWN_NAME), module,
                                            (int) MIN (name_length, SHOWN_NAME), name);

  return refuse_code (m, whole, error);
}

static gboolean
push_global (Machine *m, const char *module, gsize module_length, const char *name, gsize name_length, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (known_globals); i++)
    if (is_text (module, module_length, known_globals[i].module) && is_text (name, name_length, known_globals[i].name))
      return push (m, REF_GLOBALS + i, error);

  return refuse_global (m, "", module, module_length, name, name_length, error);
}

static gboolean
do_global (Machine *m, GError **error)
{
  const char *module, *name;
  gsize module_length, name_length;

  return take_line (m, &module, &module_length, error)
         && take_line (m, &name, &name_length, error)
         && push_global (m, module, module_length, name, name_length, error);
}

static gboolean
do_stack_global (Machine *m, GError **error)
{
  WeftPickleRef module, name;
  gsize module_length, name_length;
  const char *module_text, *name_text;

  if (!pop (m, &name, error) || !pop (m, &module, error))
    return FALSE;
  if (value_at (m->pickle, name)->kind != WEFT_PICKLE_STRING || value_at (m->pickle, module)->kind != WEFT_PICKLE_STRING)
    return refuse (m, error, "names a global by something that is no string");

  module_text = weft_pickle_get_string (m->pickle, module, &module_length);
  name_text = weft_pickle_get_string (m->pickle, name, &name_length);
  return push_global (m, module_text, module_length, name_text, name_length, error);
}

/* INST is refused whatever it names; the name is for the message. */
static gboolean
do_inst (Machine *m, GError **error)
{
  const char *module, *name;
  gsize module_length, name_length;

  return take_line (m, &module, &module_length, error)
         && take_line (m, &name, &name_length, error)
         && refuse_global (m, "INST of ", module, module_length, name, name_length, error);
}

/* The two calls there are: an empty OrderedDict, and a tensor over its arguments. */
static gboolean
do_reduce (Machine *m, GError **error)
{
  WeftPickleRef callable, arguments;

  if (!pop (m, &arguments, error) || !pop (m, &callable, error))
    return FALSE;

  if (callable == REF_GLOBALS + WEFT_PICKLE_ORDERED_DICT && arguments == REF_EMPTY_TUPLE)
    return push_new (m, WEFT_PICKLE_DICT, 0, 0, error);

  if (callable == REF_GLOBALS + WEFT_PICKLE_REBUILD_TENSOR
      && value_at (m->pickle, arguments)->kind == WEFT_PICKLE_TUPLE)
    return push_new (m, WEFT_PICKLE_TENSOR, arguments, 0, error);

  return refuse (m, error, "calls something with arguments that do not fit");
}

static gboolean
do_persistent_id (Machine *m, GError **error)
{
  WeftPickleRef id;

  if (!pop (m, &id, error))
    return FALSE;
  if (value_at (m->pickle, id)->kind != WEFT_PICKLE_TUPLE)
    return refuse (m, error, "names a storage by something that is no tuple");

  return push_new (m, WEFT_PICKLE_STORAGE, id, 0, error);
}

/* State of an OrderedDict holds attributes like _metadata: read and dropped. */
static gboolean
do_build (Machine *m, GError **error)
{
  WeftPickleRef state, object;

  if (!pop (m, &state, error) || !pop (m, &object, error))
    return FALSE;
  if (value_at (m->pickle, object)->kind != WEFT_PICKLE_DICT || value_at (m->pickle, state)->kind != WEFT_PICKLE_DICT)
    return refuse (m, error, "sets the state of something that is no dict");

  return push (m, object, error);
}

static gboolean
do_proto (Machine *m, GError **error)
{
  guint64 protocol;

  if (!take_number (m, 1, &protocol, error))
    return FALSE;
  if (m->op_at != 0 || protocol < 2 || protocol > HIGHEST_PROTOCOL)
    return refuse (m, error, "has protocol %" G_GUINT64_FORMAT " (2 to %d are read, at its begin)", protocol,
                   HIGHEST_PROTOCOL);

  return TRUE;
}

/* A frame only says how many bytes may be fetched at once. */
static gboolean
do_frame (Machine *m, GError **error)
{
  guint64 length;

  if (!take_number (m, 8, &length, error))
    return FALSE;

  return length <= m->size - m->position || refuse (m, error, "has a frame of %" G_GUINT64_FORMAT " bytes", length);
}

static gboolean
do_stop (Machine *m, GError **error)
{
  if (m->stack.n != 1 || m->marks.n != 0)
    return refuse (m, error, "stops with %u values and %u marks instead of one value", m->stack.n, m->marks.n);

  m->pickle->root = refs (&m->stack)[0];
  m->stopped = TRUE;
  return TRUE;
}

/* One line an opcode: long, and plainer than a table of pointers to functions of many kinds. */
static gboolean
step (Machine *m, guint8 opcode, GError **error)
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
      return push (m, REF_NONE, error);
    case OP_NEWTRUE:
      return push (m, REF_TRUE, error);
    case OP_NEWFALSE:
      return push (m, REF_FALSE, error);
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
      return push (m, REF_EMPTY_TUPLE, error);
    case OP_TUPLE1:
      return make_tuple (m, 1, error);
    case OP_TUPLE2:
      return make_tuple (m, 2, error);
    case OP_TUPLE3:
      return make_tuple (m, 3, error);
    case OP_TUPLE:
      return do_tuple (m, error);
    case OP_EMPTY_LIST:
      return push_new (m, WEFT_PICKLE_LIST, 0, 0, error);
    case OP_APPEND:
      return extend (m, WEFT_PICKLE_LIST, 1, error);
    case OP_APPENDS:
      return do_extend_marked (m, WEFT_PICKLE_LIST, error);
    case OP_EMPTY_DICT:
      return push_new (m, WEFT_PICKLE_DICT, 0, 0, error);
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
      return do_global (m, error);
    case OP_STACK_GLOBAL:
      return do_stack_global (m, error);
    case OP_INST:
      return do_inst (m, error);
    case OP_REDUCE:
      return do_reduce (m, error);
    case OP_BUILD:
      return do_build (m, error);
    case OP_BINPERSID:
      return do_persistent_id (m, error);
    default:
      return refuse_opcode (m, opcode, error);
    }
}

/* ---- running ---- */

static gboolean
make_fixed_values (Machine *m, GError **error)
{
  WeftPickleRef ref;
  gboolean made = new_value (m, WEFT_PICKLE_NONE, 0, 0, &ref, error)
                  && new_value (m, WEFT_PICKLE_BOOL, 0, 0, &ref, error)
                  && new_value (m, WEFT_PICKLE_BOOL, 1, 0, &ref, error)
                  && new_value (m, WEFT_PICKLE_TUPLE, 0, 0, &ref, error);

  for (guint32 i = 0; made && i < G_N_ELEMENTS (known_globals); i++)
    made = new_value (m, WEFT_PICKLE_GLOBAL, i, 0, &ref, error);
  for (guint32 i = 0; made && i < 256; i++)
    made = new_value (m, WEFT_PICKLE_INT, i, 0, &ref, error);

  g_assert (!made || m->pickle->values.n == N_FIXED);
  return made;
}

static gboolean
run (Machine *m, GError **error)
{
  if (!make_fixed_values (m, error))
    return FALSE;

  while (!m->stopped)
    {
      const guint8 *opcode = NULL;

      m->op_at = m->position;
      if (m->position == m->size)
        return refuse (m, error, "ends without a STOP");
      if (!take (m, 1, &opcode, error) || !step (m, *opcode, error))
        return FALSE;
    }

  return TRUE;
}

WeftPickle *
weft_pickle_new (const guint8 *data, gsize size, gsize *consumed, GError **error)
{
  g_autoptr (WeftPickle) pickle = g_new0 (WeftPickle, 1);
  Machine m = { .pickle = pickle, .size = MIN (size, WEFT_MAX_PICKLE_BYTES) };
  gboolean whole;

  pickle->data = data;
  pickle->values.item_size = sizeof (Value);
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

void
weft_pickle_free (WeftPickle *pickle)
{
  if (pickle == NULL)
    return;

  g_free (pickle->values.data);
  g_free (pickle->items.data);
  g_free (pickle);
}

/* ---- looking at values ---- */

WeftPickleRef
weft_pickle_get_root (WeftPickle *pickle)
{
  return pickle->root;
}

WeftPickleKind
weft_pickle_get_kind (WeftPickle *pickle, WeftPickleRef ref)
{
  return (WeftPickleKind) value_at (pickle, ref)->kind;
}

gint64
weft_pickle_get_int (WeftPickle *pickle, WeftPickleRef ref)
{
  const Value *value = value_at (pickle, ref);

  return (gint64) ((guint64) value->a | (guint64) value->b << 32);
}

const char *
weft_pickle_get_string (WeftPickle *pickle, WeftPickleRef ref, gsize *length)
{
  const Value *value = value_at (pickle, ref);

  g_return_val_if_fail (value->kind == WEFT_PICKLE_STRING, NULL);

  *length = value->b;
  return (const char *) pickle->data + value->a;
}

/* The tuple behind a value: itself, or the arguments of a storage or tensor; NULL if there is none. */
static const Value *
get_tuple (const WeftPickle *pickle, WeftPickleRef ref)
{
  const Value *value = value_at (pickle, ref);

  if (value->kind == WEFT_PICKLE_STORAGE || value->kind == WEFT_PICKLE_TENSOR)
    value = value_at (pickle, value->a);

  return value->kind == WEFT_PICKLE_TUPLE ? value : NULL;
}

guint
weft_pickle_get_n_items (WeftPickle *pickle, WeftPickleRef ref)
{
  const Value *tuple = get_tuple (pickle, ref);

  return tuple != NULL ? tuple->b : 0;
}

WeftPickleRef
weft_pickle_get_item (WeftPickle *pickle, WeftPickleRef ref, guint index)
{
  const Value *tuple = get_tuple (pickle, ref);

  g_return_val_if_fail (tuple != NULL && index < tuple->b, REF_NONE);

  return refs (&pickle->items)[tuple->a + index];
}

void
weft_pickle_iter_init (WeftPickleIter *iter, WeftPickle *pickle, WeftPickleRef ref)
{
  const Value *value = value_at (pickle, ref);

  g_return_if_fail (value->kind == WEFT_PICKLE_LIST || value->kind == WEFT_PICKLE_DICT);

  *iter = (WeftPickleIter) { .pickle = pickle, .chunk = value->a };
}

gboolean
weft_pickle_iter_next (WeftPickleIter *iter, WeftPickleRef *item)
{
  const guint32 *items = refs (&iter->pickle->items);

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
