/* SPDX-License-Identifier: MIT */
/* Sums of memories, and memories times a number: S and z of a head lie together, so both are one loop. */
#include "engine/surgery.h"

#include "engine/state-private.h"

#include <string.h>

/* At 0 and 1 nothing is computed, so that no zero changes its sign. */
static void
mix_head (float *memory, const float *other, gsize n, float weight)
{
  if (weight == 1.0f)
    memcpy (memory, other, n * sizeof (float));

  for (gsize i = 0; weight > 0.0f && weight < 1.0f && i < n; i++)
    memory[i] = (1.0f - weight) * memory[i] + weight * other[i];
}

static void
scale_head (float *memory, gsize n, float factor)
{
  for (gsize i = 0; i < n; i++)
    memory[i] *= factor;
}

static gboolean
is_meant (guint asked, guint index)
{
  return asked == WEFT_SURGERY_ALL || asked == index;
}

void
weft_surgery_mix (WeftState *target, guint target_lane, WeftState *other, guint other_lane, float weight)
{
  const WeftConfig *config = weft_model_get_config (target->model);

  g_return_if_fail (target->form == WEFT_FORM_LINEAR && other->form == WEFT_FORM_LINEAR);
  g_return_if_fail (target->head_floats == other->head_floats && weight >= 0.0f && weight <= 1.0f);

  for (guint layer = 0; layer < config->n_layers; layer++)
    for (guint head = 0; head < config->n_heads; head++)
      mix_head (weft_state_get_head (target, target_lane, layer, head),
                weft_state_get_head (other, other_lane, layer, head), target->head_floats, weight);
}

void
weft_surgery_scale (WeftState *state, guint lane, guint layer, guint head, float factor)
{
  const WeftConfig *config = weft_model_get_config (state->model);

  g_return_if_fail (state->form == WEFT_FORM_LINEAR && factor >= 0.0f);

  for (guint l = 0; l < config->n_layers; l++)
    for (guint h = 0; h < config->n_heads; h++)
      if (is_meant (layer, l) && is_meant (head, h))
        scale_head (weft_state_get_head (state, lane, l, h), state->head_floats, factor);
}

void
weft_surgery_hold (WeftState *target, WeftState *other)
{
  const WeftConfig *config = weft_model_get_config (target->model);

  g_return_if_fail (target->form == WEFT_FORM_LINEAR && other->form == WEFT_FORM_LINEAR);
  g_return_if_fail (target->n_lanes == other->n_lanes && target->head_floats == other->head_floats);

  memcpy (target->memory, other->memory,
          (gsize) target->n_lanes * config->n_layers * config->n_heads * target->head_floats * sizeof (float));
}
