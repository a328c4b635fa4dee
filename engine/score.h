/* SPDX-License-Identifier: MIT */
/* Bits per dimension of known images, in double precision. */
#pragma once

#include "engine/model.h"
#include "engine/team.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftScorer: scores images through the parallel form, one image a team member.
 *
 * Threads: owned by one thread at a time.
 */
typedef struct _WeftScorer WeftScorer;

/**
 * weft_scorer_new:
 * @attention: the attention to score with, usually the model's own
 * @team: (transfer none): must outlive the result
 *
 * Needs weft_blas_init() to have succeeded.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY.
 */
WeftScorer *weft_scorer_new (WeftModel *model, WeftAttention attention, WeftTeam *team, GError **error);

void weft_scorer_free (WeftScorer *scorer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftScorer, weft_scorer_free)

/**
 * weft_scorer_run: bits per dimension of each image.
 * @images: [n_images, image values] bytes, or palette indices
 * @bits_per_dim: (out caller-allocated): [n_images]: sum over predicted values of -log2 p, over their number; the first
 *   value is given and not counted. Does not depend on the number of members.
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT for a value the model does not know, WEFT_ERROR_NOT_FINITE or
 * WEFT_ERROR_NO_MEMORY; the message names the first image concerned.
 */
gboolean weft_scorer_run (WeftScorer *scorer, const guint8 *images, gsize n_images, double *bits_per_dim, GError **error);

G_END_DECLS
