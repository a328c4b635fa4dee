/* SPDX-License-Identifier: MIT */
/* WeftTrace: a known image walked through step by step, with all of its past kept: bits, norms, questions and keys. */
#pragma once

#include "engine/model.h"
#include "engine/probe.h"
#include "engine/state.h"
#include "engine/team.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftTrace: the recurrent form fed with the values of one image. It grows with every step, as a cache does; it is for
 * looking, not for painting.
 *
 * Threads: owned by one thread at a time. While one thread walks on, another may read what lies before the step at
 * which it began.
 */
typedef struct _WeftTrace WeftTrace;

/**
 * weft_trace_new:
 * @form: linear or softmax-cached
 * @team: (transfer none): who computes; must outlive the trace
 * @keep_attention: whether questions and keys of all steps are kept for weft_trace_get_weights()
 *
 * Returns: (transfer full): a trace of no steps, or NULL with WEFT_ERROR_NO_MEMORY naming the amount.
 */
WeftTrace *weft_trace_new (WeftModel *model, WeftForm form, WeftTeam *team, gboolean keep_attention, GError **error);

void weft_trace_free (WeftTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTrace, weft_trace_free)

/**
 * weft_trace_reset: back to no steps.
 */
void weft_trace_reset (WeftTrace *trace);

/**
 * weft_trace_step: feeds one value and judges the one that follows.
 * @value: x_i, i steps having been taken
 * @next: x_{i+1}
 *
 * Returns: FALSE with WEFT_ERROR_NOT_FINITE. Must not be called once n_positions steps have been taken.
 */
gboolean weft_trace_step (WeftTrace *trace, guint8 value, guint8 next, GError **error);

/**
 * weft_trace_get_n_steps: steps taken so far: values 0 .. n_steps are known, 1 .. n_steps are judged.
 */
guint weft_trace_get_n_steps (WeftTrace *trace);

/**
 * weft_trace_get_bits: (transfer none): [n_positions], element i is -log2 p (x_{i+1} | all before), of which the first
 * n_steps are valid; the buffer is the same for the whole life.
 */
const float *weft_trace_get_bits (WeftTrace *trace);

/**
 * weft_trace_get_norms: (transfer none): [layers * heads] norms of S after @steps steps, of a linear form.
 * @steps: 1 .. n_steps
 */
const float *weft_trace_get_norms (WeftTrace *trace, guint steps);

/**
 * weft_trace_get_weights: how much of each earlier position the step at @position reads, as the paper's formula for a whole
 * sequence has it: phi(q).phi(k_i) / (sum over j <= position of phi(q).phi(k_j) + 1e-6), or softmax (q.k_i / sqrt E).
 * @position: 0 .. n_steps - 1
 * @weights: [position + 1], not negative; they add up to 1, less what the denominator's 1e-6 takes
 *
 * Only of a trace that keeps attention.
 */
void weft_trace_get_weights (WeftTrace *trace, guint position, guint layer, guint head, double *weights);

/**
 * weft_trace_get_probe: (transfer none): the latest step. weft_trace_get_state(): (transfer none): the state after it.
 */
WeftProbe *weft_trace_get_probe (WeftTrace *trace);
WeftState *weft_trace_get_state (WeftTrace *trace);

G_END_DECLS
