/* SPDX-License-Identifier: MIT */
/* WeftState: everything a run remembers between two steps, for n images in lanes. */
#pragma once

#include "engine/model.h"

#include <glib.h>

G_BEGIN_DECLS

/* What is kept of the past, and so what a step costs. */
typedef enum {
  WEFT_FORM_LINEAR,             /* S and z: constant memory, constant time a step */
  WEFT_FORM_SOFTMAX_CACHED,     /* all keys and values: memory and time grow with the step */
  WEFT_FORM_SOFTMAX_RECOMPUTED, /* only the values: the whole prefix again at each step */
} WeftForm;

const char *weft_form_to_string   (WeftForm form); /* "linear", "softmax-cached", "softmax-recomputed" */
gboolean    weft_form_from_string (const char *name, WeftForm *value);

/**
 * weft_form_default: the recurrent form a model was trained for: linear, or softmax with a cache.
 */
WeftForm weft_form_default (const WeftConfig *config);

/**
 * WeftState: the values so far, the position, and what the form keeps of the past, of n lanes at the same position.
 *
 * Threads: owned by one thread at a time; handed over, never shared.
 */
typedef struct _WeftState WeftState;

/**
 * weft_state_new: an empty state.
 * @n_lanes: images side by side, 1 ..
 * @max_steps: steps it must be able to hold, 1 .. n_positions; a cache is allocated once for so many
 *
 * Returns: (transfer full): the state at position 0, or NULL with WEFT_ERROR_NO_MEMORY naming the amount.
 */
WeftState *weft_state_new (WeftModel *model, WeftForm form, guint n_lanes, guint max_steps, GError **error);

/**
 * weft_state_count_bytes: memory that weft_state_new() would take; G_MAXUINT64 if that is no number.
 */
guint64 weft_state_count_bytes (WeftModel *model, WeftForm form, guint n_lanes, guint max_steps);

void weft_state_free (WeftState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftState, weft_state_free)

WeftForm weft_state_get_form      (WeftState *state);
guint    weft_state_get_n_lanes   (WeftState *state);
guint    weft_state_get_max_steps (WeftState *state);

/**
 * weft_state_get_position: steps taken so far: values 0 .. position - 1 have been fed.
 */
guint weft_state_get_position (WeftState *state);

/**
 * weft_state_get_values: (transfer none): [position] the values of one lane that have been fed; the buffer is the same for
 * the whole life.
 */
const guint8 *weft_state_get_values (WeftState *state, guint lane);

/**
 * weft_state_reset: back to position 0, all lanes.
 */
void weft_state_reset (WeftState *state);

/**
 * weft_state_copy: makes @target equal to @source. Both must come from the same sizes, form and number of lanes.
 */
void weft_state_copy (WeftState *target, WeftState *source);

/**
 * weft_state_copy_lane: copies one image between states of the same model sizes, form and max_steps. All lanes of
 * @target are now at the position of @source.
 */
void weft_state_copy_lane (WeftState *target, guint target_lane, WeftState *source, guint source_lane);

/**
 * weft_state_get_bytes: memory a form needs for one lane to hold the past at the present position: constant for
 * linear; growing for a cache (of which more is allocated); the values alone for recomputation.
 */
gsize weft_state_get_bytes (WeftState *state);

/**
 * weft_state_get_hash: a 64-bit hash of one lane: position, values and memory, bit for bit.
 */
guint64 weft_state_get_hash (WeftState *state, guint lane);

/**
 * weft_state_export_linear: S and z of one lane in the order of the contract. Linear form only.
 * @s: [layers, heads, E, E], key index first
 * @z: [layers, heads, E]
 */
void weft_state_export_linear (WeftState *state, guint lane, float *s, float *z);

/**
 * weft_state_import_linear: the reverse: a lane goes on from a saved moment. All lanes are now at @position.
 * @position: 0 .. max_steps
 * @values: [position] the values fed so far
 * @s: [layers, heads, E, E], key index first
 * @z: [layers, heads, E]
 */
void weft_state_import_linear (WeftState *state, guint lane, guint position, const guint8 *values, const float *s,
                               const float *z);

/**
 * weft_state_skip: claims to be at @position, any form and all lanes, whatever S and z, or keys and values, are there.
 *
 * What a step takes depends on the position and not on what is remembered: good for measuring, and only for that.
 */
void weft_state_skip (WeftState *state, guint position);

G_END_DECLS
