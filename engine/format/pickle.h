/* SPDX-License-Identifier: MIT */
/* WeftPickle: the values of one pickle, built by a machine that knows three globals and executes nothing. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_MAX_PICKLE_BYTES (64u << 20) /* far above any table of weights */

/* What a value is. Of the globals only these three exist: everything else is refused while reading. */
typedef enum {
  WEFT_PICKLE_NONE,
  WEFT_PICKLE_BOOL,
  WEFT_PICKLE_INT,
  WEFT_PICKLE_FLOAT, /* its value is not kept */
  WEFT_PICKLE_STRING,
  WEFT_PICKLE_TUPLE,
  WEFT_PICKLE_LIST,
  WEFT_PICKLE_DICT,    /* a dict, or collections.OrderedDict */
  WEFT_PICKLE_GLOBAL,  /* one of the three itself; torch.FloatStorage inside a storage's tuple */
  WEFT_PICKLE_STORAGE, /* a persistent id over ('storage', FloatStorage, key, location, count, ...) */
  WEFT_PICKLE_TENSOR,  /* torch._utils._rebuild_tensor_v2 over (storage, offset, size, stride, ...) */
} WeftPickleKind;

typedef enum {
  WEFT_PICKLE_ORDERED_DICT,
  WEFT_PICKLE_FLOAT_STORAGE,
  WEFT_PICKLE_REBUILD_TENSOR,
} WeftPickleGlobal;

/* A value, by number; of the pickle that gave it. */
typedef guint32 WeftPickleRef;

/**
 * WeftPickle: immutable once read.
 *
 * Memory stays below four times the bytes executed, or 64 KiB; nothing recurses.
 *
 * Threads: any.
 */
typedef struct _WeftPickle WeftPickle;

/**
 * weft_pickle_new: runs one pickle up to its STOP.
 * @data: (transfer none): [size] must outlive the result; strings point into it
 * @consumed: (out) (optional): bytes up to and with the STOP
 *
 * Returns: (transfer full): the values, or NULL with WEFT_ERROR_INVALID, or UNSUPPORTED naming the global or
 * the opcode that weights never need.
 */
WeftPickle *weft_pickle_new (const guint8 *data, gsize size, gsize *consumed, GError **error);

void weft_pickle_free (WeftPickle *pickle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftPickle, weft_pickle_free)

/**
 * weft_pickle_get_root: the value on the stack at the STOP.
 */
WeftPickleRef weft_pickle_get_root (WeftPickle *pickle);

WeftPickleKind weft_pickle_get_kind (WeftPickle *pickle, WeftPickleRef ref);

/**
 * weft_pickle_get_int: the number of an INT or BOOL, or which of the three a GLOBAL is.
 */
gint64 weft_pickle_get_int (WeftPickle *pickle, WeftPickleRef ref);

/**
 * weft_pickle_get_string: (transfer none): [*length] valid UTF-8 of a STRING, without NUL inside or behind
 * it.
 */
const char *weft_pickle_get_string (WeftPickle *pickle, WeftPickleRef ref, gsize *length);

/**
 * weft_pickle_get_n_items: items of a TUPLE, or arguments of a STORAGE or TENSOR; 0 for any other value.
 */
guint weft_pickle_get_n_items (WeftPickle *pickle, WeftPickleRef ref);

/**
 * weft_pickle_get_item: item or argument @index, 0 .. n_items - 1.
 */
WeftPickleRef weft_pickle_get_item (WeftPickle *pickle, WeftPickleRef ref, guint index);

/* A walk over a LIST or DICT; initialise with weft_pickle_iter_init(). */
typedef struct {
  WeftPickle *pickle;
  guint32 chunk; /* private */
  guint32 next;  /* private */
} WeftPickleIter;

void weft_pickle_iter_init (WeftPickleIter *iter, WeftPickle *pickle, WeftPickleRef ref);

/**
 * weft_pickle_iter_next: the next item of a LIST; keys and values of a DICT take turns.
 *
 * Returns: FALSE at the end, *item untouched.
 */
gboolean weft_pickle_iter_next (WeftPickleIter *iter, WeftPickleRef *item);

G_END_DECLS
