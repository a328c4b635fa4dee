/* SPDX-License-Identifier: MIT */
/* The inside of a state; for the engine only. */
#pragma once

#include "engine/arena.h"
#include "engine/attention.h"
#include "engine/state.h"

struct _WeftState {
  WeftModel *model; /* owned reference */
  WeftForm form;
  const WeftAttentionForm *attention; /* static */
  guint n_lanes;
  guint max_steps;
  guint position;
  gsize head_floats; /* of one head's memory; 0 when recomputing */

  WeftArena arena;
  guint8 *values; /* [n_lanes, max_steps] fed so far */
  float *memory;  /* [layers, n_lanes, heads, head_floats]: a layer reads one piece, front to back */
};

/* The memory of one head of one lane. */
static inline float *
weft_state_get_head (WeftState *state, guint lane, guint layer, guint head)
{
  const WeftConfig *config = weft_model_get_config (state->model);
  const gsize index = ((gsize) layer * state->n_lanes + lane) * config->n_heads + head;

  return state->memory + index * state->head_floats;
}

/* The attention form behind each value of WeftForm. */
const WeftAttentionForm *weft_form_get_attention (WeftForm form);
