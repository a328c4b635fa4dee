/* SPDX-License-Identifier: MIT */
/* WeftParallel: many steps of a known sequence at once, chunk by chunk, on matrix products. */
#pragma once

#include "engine/model.h"
#include "engine/state.h"

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_PARALLEL_CHUNK 128 /* positions that go through the network together */

/**
 * WeftDense: the weights of a model as plain matrices for products, shared by all who absorb. Counted atomically.
 *
 * Threads: any.
 */
typedef struct _WeftDense WeftDense;

WeftDense *weft_dense_new   (WeftModel *model, GError **error);
WeftDense *weft_dense_ref   (WeftDense *dense);
void       weft_dense_unref (WeftDense *dense);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftDense, weft_dense_unref)

/**
 * WeftParallel: working memory of one thread for chunks of positions.
 *
 * The same state goes in and comes out as with single steps: absorbing a prefix and then stepping equals stepping all
 * the way, up to rounding; with int8 matrices, whose inputs are rounded to 255 steps, a last bit that differs may differ
 * by a whole step there. Time is linear in the length for linear attention, memory constant.
 *
 * Threads: owned by one thread at a time.
 */
typedef struct _WeftParallel WeftParallel;

/**
 * weft_parallel_new: needs weft_blas_init() to have succeeded.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY.
 */
WeftParallel *weft_parallel_new (WeftDense *dense, GError **error);

void weft_parallel_free (WeftParallel *parallel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftParallel, weft_parallel_free)

/**
 * weft_parallel_absorb: feeds @n_values known values to one lane of @state.
 * @state: linear or softmax-cached; only @lane is touched, and the position if it is the only lane
 * @values: [n_values] x_i from the present position on, each known to the model; position + n_values <= max_steps.
 *   Absorbing in pieces of WEFT_PARALLEL_CHUNK costs no more than all at once.
 * @outputs: (nullable): [n_values, n_outputs], row i describes the value after values[i]; NULL skips the predictor
 *
 * Returns: FALSE with WEFT_ERROR_NOT_FINITE naming layer and step, or WEFT_ERROR_NO_MEMORY.
 */
gboolean weft_parallel_absorb (WeftParallel *parallel, WeftState *state, guint lane, const guint8 *values, guint n_values,
                               float *outputs, GError **error);

G_END_DECLS
