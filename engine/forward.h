/* SPDX-License-Identifier: MIT */
/* WeftForward: one step of the network: value x_i in, outputs that describe x_{i+1} out. */
#pragma once

#include "engine/model.h"
#include "engine/probe.h"
#include "engine/state.h"
#include "engine/team.h"
#include "engine/timing.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftForward: the working memory of steps over n lanes; holds nothing between two steps. A step is, for each lane,
 *
 *   h = value and contexts of x_i, beside position i         [d]   weft_embedding_read()
 *   h = norm1 (h + attention (h)), norm2 (h + feed-forward (h))    weft_block_run(), layer by layer
 *   outputs = W norm (h) + b                                 [3 M or V]
 *
 * which is the network of Katharopoulos et al., Transformers are RNNs (ICML 2020), taken step by step.
 *
 * Threads: owned by one thread at a time.
 */
typedef struct _WeftForward WeftForward;

/**
 * weft_forward_new: allocates all that steps need; they allocate nothing.
 * @form: the form of the states it will step
 * @n_lanes: images side by side, 1 ..
 * @max_steps: of the states; recomputing needs room for so many positions
 * @team: (transfer none): who computes; must outlive the result
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY.
 */
WeftForward *weft_forward_new (WeftModel *model, WeftForm form, guint n_lanes, guint max_steps, WeftTeam *team,
                               GError **error);

/**
 * weft_forward_count_bytes: memory that weft_forward_new() would take with a team of @n_members; G_MAXUINT64 if that is no
 * number.
 */
guint64 weft_forward_count_bytes (WeftModel *model, WeftForm form, guint n_lanes, guint max_steps, guint n_members);

void weft_forward_free (WeftForward *forward);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftForward, weft_forward_free)

/**
 * weft_forward_set_probe: who looks at the steps to come; it changes no bit of them.
 * @probe: (nullable) (transfer none): of the same model; must outlive the steps. NULL: nobody
 * @lane: whom it looks at
 */
void weft_forward_set_probe (WeftForward *forward, WeftProbe *probe, guint lane);

/**
 * weft_forward_set_timing: who wants to know where the time of the steps to come goes, as the first member sees it.
 * @timing: (nullable) (transfer none): begun by the caller; must outlive the steps. NULL: nobody
 */
void weft_forward_set_timing (WeftForward *forward, WeftTiming *timing);

/**
 * weft_forward_step: feeds one value to every lane, advances the state, gives the outputs.
 * @state: form, lanes and max_steps of @forward; its position must be below its max_steps
 * @values: [n_lanes] x_i
 *
 * The image of a lane depends on that lane alone: not on the number of lanes or members, bit for bit.
 *
 * Returns: (transfer none): outputs [n_lanes, n_outputs], valid until the next step; or NULL with
 * WEFT_ERROR_NOT_FINITE naming layer, lane and step (the state is then of no further use).
 */
const float *weft_forward_step (WeftForward *forward, WeftState *state, const guint8 *values, GError **error);

G_END_DECLS
