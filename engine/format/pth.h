/* SPDX-License-Identifier: MIT */
/* WeftPth: the F32 tensors of a PyTorch file, zip or legacy form, without executing anything in it. */
#pragma once

#include "engine/format/bytes.h"

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_PTH_MAX_RANK 8

/**
 * WeftPthTensor: one entry of the state dictionary; valid as long as the file.
 */
typedef struct {
  char *name; /* UTF-8, a `module.` prefix of all names taken away */
  gsize rank;
  guint64 shape[WEFT_PTH_MAX_RANK]; /* [rank] */
  guint64 n_elements;

  /* where the elements lie in their storage */
  guint storage; /* private */
  guint64 first; /* private: element */
  guint64 stride[WEFT_PTH_MAX_RANK]; /* private: [rank] elements */
} WeftPthTensor;

/**
 * WeftPth: a state dictionary: what was saved as `{"model_state": ...}`, or a dictionary of tensors on its
 * own.
 *
 * Threads: one at a time.
 */
typedef struct _WeftPth WeftPth;

/**
 * weft_pth_new: reads and proves everything but the elements.
 * @bytes: (transfer full): also freed if NULL is returned
 *
 * Returns: (transfer full): the tensors, or NULL with WEFT_ERROR_INVALID, UNSUPPORTED (another kind of file;
 * a global that weights never need, named), IO, RESOURCE or NO_MEMORY.
 */
WeftPth *weft_pth_new (WeftBytes *bytes, GError **error);

void weft_pth_free (WeftPth *pth);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftPth, weft_pth_free)

guint weft_pth_get_n_tensors (WeftPth *pth);

/**
 * weft_pth_get_tensor: (transfer none): tensor @index, 0 .. n_tensors - 1, in the order of the file.
 */
const WeftPthTensor *weft_pth_get_tensor (WeftPth *pth, guint index);

/**
 * weft_pth_get_iteration: training steps, as the authors' code saves them beside `model_state`; 0 if it does
 * not say.
 */
guint64 weft_pth_get_iteration (WeftPth *pth);

/**
 * weft_pth_read: all elements of tensor @index in C order.
 * @out: [n_elements]
 *
 * Returns: TRUE, or FALSE with WEFT_ERROR_INVALID (wrong checksum), IO or NO_MEMORY.
 */
gboolean weft_pth_read (WeftPth *pth, guint index, float *out, GError **error);

G_END_DECLS
