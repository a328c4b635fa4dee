/* SPDX-License-Identifier: MIT */
/* Inside the pickle machine: how values are kept, and the stack and tables the opcodes work on. */
#pragma once

#include "engine/format/pickle.h"

G_BEGIN_DECLS

/* Values that are made once, with the numbers they have. */
#define WEFT_PICKLE_REF_NONE 0u
#define WEFT_PICKLE_REF_FALSE 1u
#define WEFT_PICKLE_REF_TRUE 2u
#define WEFT_PICKLE_REF_EMPTY_TUPLE 3u
#define WEFT_PICKLE_REF_GLOBALS 4u    /* in the order of WeftPickleGlobal */
#define WEFT_PICKLE_REF_SMALL_INTS 7u /* 0 .. 255 */

/* Eight bytes: small pickles name many small things. The limit on a pickle keeps every index below 2^28. */
typedef struct {
  guint32 kind : 4; /* WeftPickleKind */
  guint32 a : 28;   /* INT: low bits; STRING: offset; TUPLE: first item; LIST, DICT: first chunk + 1; a value */
  guint32 b;        /* INT: high bits; STRING, TUPLE: length; LIST, DICT: last chunk + 1 */
} WeftPickleValue;

#define WEFT_PICKLE_LOW_BITS 28
#define WEFT_PICKLE_LOW_MASK ((1u << WEFT_PICKLE_LOW_BITS) - 1)

/* A growing array. A chunk of a list or dict lies in `items` as [next chunk + 1, count, item, ...]. */
typedef struct {
  gpointer data;
  guint32 n;
  guint32 capacity;
  guint32 item_size;
} WeftPickleArray;

struct _WeftPickle {
  const guint8 *data;     /* borrowed */
  WeftPickleArray values; /* of WeftPickleValue */
  WeftPickleArray items;  /* of guint32 */
  WeftPickleRef root;
};

/* A pickle while it runs. */
typedef struct {
  WeftPickle *pickle;
  gsize size;
  gsize position;
  gsize op_at; /* where the running opcode stands */
  gsize used;  /* bytes of all arrays */
  gboolean stopped;
  WeftPickleArray stack; /* of WeftPickleRef */
  WeftPickleArray marks; /* of guint32: height of the stack at each MARK */
  WeftPickleArray memo;  /* of WeftPickleRef + 1; 0: never put */
} WeftPickleMachine;

static inline guint32 *
weft_pickle_array_get (const WeftPickleArray *array)
{
  return array->data;
}

static inline WeftPickleValue *
weft_pickle_value_at (const WeftPickle *pickle, WeftPickleRef ref)
{
  return (WeftPickleValue *) pickle->values.data + ref;
}

/* What is wrong, and at which byte; returns FALSE with WEFT_ERROR_INVALID. */
gboolean weft_machine_refuse (WeftPickleMachine *m, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Room for @n more items; all arrays together stay within a multiple of what has been executed. */
gboolean weft_machine_reserve (WeftPickleMachine *m, WeftPickleArray *array, guint32 n, GError **error);

gboolean weft_machine_push     (WeftPickleMachine *m, WeftPickleRef ref, GError **error);
gboolean weft_machine_push_new (WeftPickleMachine *m, WeftPickleKind kind, guint32 a, guint32 b,
                                GError **error);
gboolean weft_machine_pop      (WeftPickleMachine *m, WeftPickleRef *ref, GError **error);

/* How far the stack may be popped: to the last mark. */
guint32 weft_machine_get_floor (const WeftPickleMachine *m);

/* Takes the last mark away; the values above it are the *n topmost ones. */
gboolean weft_machine_pop_mark (WeftPickleMachine *m, guint32 *n, GError **error);

/* The next @n bytes of the pickle. */
gboolean weft_machine_take (WeftPickleMachine *m, gsize n, const guint8 **bytes, GError **error);

/* A little-endian number of 1 to 8 bytes. */
gboolean weft_machine_take_number (WeftPickleMachine *m, gsize n, guint64 *number, GError **error);

/* A line of text, its end not part of it. */
gboolean weft_machine_take_line (WeftPickleMachine *m, const char **line, gsize *length, GError **error);

/* Refuses what the pickle asks for, @what, as something that is not done here; FALSE with WEFT_ERROR_UNSUPPORTED. */
gboolean weft_machine_refuse_code (WeftPickleMachine *m, const char *what, GError **error);

/* Opcodes that name a global or call one. */
gboolean weft_machine_do_global       (WeftPickleMachine *m, GError **error);
gboolean weft_machine_do_stack_global (WeftPickleMachine *m, GError **error);
gboolean weft_machine_do_inst         (WeftPickleMachine *m, GError **error);
gboolean weft_machine_do_reduce       (WeftPickleMachine *m, GError **error);

/* Makes the values with the numbers above, into a machine that has none. */
gboolean weft_machine_make_fixed_values (WeftPickleMachine *m, GError **error);

/* Executes one opcode, whose byte has been taken. */
gboolean weft_machine_step (WeftPickleMachine *m, guint8 opcode, GError **error);

G_END_DECLS
