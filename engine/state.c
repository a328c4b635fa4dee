/* SPDX-License-Identifier: MIT */
/* What a run remembers between two steps: the values fed, and each head's memory. */
#include "engine/state-private.h"

#include "engine/model-private.h"

#include <string.h>

static const WeftAttentionForm *const forms[] = {
  [WEFT_FORM_LINEAR] = &weft_attention_linear,
  [WEFT_FORM_SOFTMAX_CACHED] = &weft_attention_softmax_cached,
  [WEFT_FORM_SOFTMAX_RECOMPUTED] = &weft_attention_softmax_recomputed,
};

const WeftAttentionForm *
weft_form_get_attention (WeftForm form)
{
  return forms[form];
}

const char *
weft_form_to_string (WeftForm form)
{
  return forms[form]->name;
}

gboolean
weft_form_from_string (const char *name, WeftForm *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_strcmp0 (name, forms[i]->name) == 0)
      {
        *value = (WeftForm) i;
        return TRUE;
      }

  return FALSE;
}

WeftForm
weft_form_default (const WeftConfig *config)
{
  return config->attention == WEFT_ATTENTION_LINEAR ? WEFT_FORM_LINEAR : WEFT_FORM_SOFTMAX_CACHED;
}

/* Floats of all heads of one layer of one lane; they lie together. */
static gsize
layer_floats (WeftState *state)
{
  return state->model->config.n_heads * state->head_floats;
}

static gsize
all_floats (WeftState *state)
{
  return (gsize) state->n_lanes * state->model->config.n_layers * layer_floats (state);
}

static guint8 *
lane_values (WeftState *state, guint lane)
{
  return state->values + (gsize) lane * state->max_steps;
}

/* Sizes of a state, and what its arrays take. @model: borrowed. */
static WeftState
plan (WeftModel *model, WeftForm form, guint n_lanes, guint max_steps)
{
  const WeftAttentionForm *attention = weft_form_get_attention (form);
  const guint head_size = weft_config_get_head_size (&model->config);
  WeftState state = {
    .model = model,
    .form = form,
    .attention = attention,
    .n_lanes = n_lanes,
    .max_steps = max_steps,
    .head_floats = attention->recomputes ? 0 : attention->memory_floats (head_size, max_steps),
  };

  weft_arena_reserve (&state.arena, (guint64) n_lanes * max_steps, 1);
  weft_arena_reserve (&state.arena, all_floats (&state), sizeof (float));
  return state;
}

guint64
weft_state_count_bytes (WeftModel *model, WeftForm form, guint n_lanes, guint max_steps)
{
  const WeftState state = plan (model, form, n_lanes, max_steps);

  return weft_arena_count_bytes (&state.arena);
}

WeftState *
weft_state_new (WeftModel *model, WeftForm form, guint n_lanes, guint max_steps, GError **error)
{
  WeftState *state;

  g_return_val_if_fail (n_lanes >= 1 && max_steps >= 1 && max_steps <= model->config.n_positions, NULL);

  state = g_new (WeftState, 1);
  *state = plan (weft_model_ref (model), form, n_lanes, max_steps);
  if (!weft_arena_allocate (&state->arena, "keys and values, or S and z,", error))
    {
      weft_state_free (state);
      return NULL;
    }

  state->values = weft_arena_take (&state->arena, (gsize) n_lanes * max_steps, 1);
  state->memory = weft_arena_take (&state->arena, all_floats (state), sizeof (float));
  return state;
}

void
weft_state_free (WeftState *state)
{
  if (state == NULL)
    return;

  weft_arena_clear (&state->arena);
  weft_model_unref (state->model);
  g_free (state);
}

WeftForm
weft_state_get_form (WeftState *state)
{
  return state->form;
}

guint
weft_state_get_n_lanes (WeftState *state)
{
  return state->n_lanes;
}

guint
weft_state_get_max_steps (WeftState *state)
{
  return state->max_steps;
}

guint
weft_state_get_position (WeftState *state)
{
  return state->position;
}

const guint8 *
weft_state_get_values (WeftState *state, guint lane)
{
  g_return_val_if_fail (lane < state->n_lanes, NULL);

  return lane_values (state, lane);
}

void
weft_state_reset (WeftState *state)
{
  state->position = 0;
  memset (state->memory, 0, all_floats (state) * sizeof (float));
}

void
weft_state_copy_lane (WeftState *target, guint target_lane, WeftState *source, guint source_lane)
{
  g_return_if_fail (target->form == source->form && target->max_steps == source->max_steps);
  g_return_if_fail (layer_floats (target) == layer_floats (source));

  for (guint layer = 0; layer < source->model->config.n_layers; layer++)
    memcpy (weft_state_get_head (target, target_lane, layer, 0), weft_state_get_head (source, source_lane, layer, 0),
            layer_floats (source) * sizeof (float));
  memcpy (lane_values (target, target_lane), lane_values (source, source_lane), source->position);
  target->position = source->position;
}

void
weft_state_copy (WeftState *target, WeftState *source)
{
  g_return_if_fail (target->n_lanes == source->n_lanes);

  for (guint lane = 0; lane < source->n_lanes; lane++)
    weft_state_copy_lane (target, lane, source, lane);
}

gsize
weft_state_get_bytes (WeftState *state)
{
  switch (state->form)
    {
    case WEFT_FORM_LINEAR:
      return weft_config_get_state_bytes (&state->model->config);
    case WEFT_FORM_SOFTMAX_CACHED:
      return weft_config_get_cache_bytes (&state->model->config, state->position);
    case WEFT_FORM_SOFTMAX_RECOMPUTED:
    default:
      return state->position;
    }
}

/* FNV-1a, 64 bits: every bit counts. */
static guint64
hash_bytes (guint64 hash, gconstpointer data, gsize n)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < n; i++)
    hash = (hash ^ bytes[i]) * G_GUINT64_CONSTANT (0x100000001b3);

  return hash;
}

guint64
weft_state_get_hash (WeftState *state, guint lane)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  hash = hash_bytes (hash, &state->position, sizeof state->position);
  hash = hash_bytes (hash, lane_values (state, lane), state->position);
  for (guint layer = 0; layer < state->model->config.n_layers; layer++)
    hash = hash_bytes (hash, weft_state_get_head (state, lane, layer, 0), layer_floats (state) * sizeof (float));

  return hash;
}

void
weft_state_export_linear (WeftState *state, guint lane, float *s, float *z)
{
  const WeftConfig *config = &state->model->config;
  const gsize size = weft_config_get_head_size (config);

  g_return_if_fail (state->form == WEFT_FORM_LINEAR);

  for (guint i = 0; i < config->n_layers * config->n_heads; i++)
    {
      float *head = weft_state_get_head (state, lane, i / config->n_heads, i % config->n_heads);

      for (gsize e = 0; e < size; e++)
        memcpy (s + (i * size + e) * size, head + e * weft_pad (size), size * sizeof (float));
      memcpy (z + i * size, weft_attention_linear_z (head, size), size * sizeof (float));
    }
}

void
weft_state_import_linear (WeftState *state, guint lane, guint position, const guint8 *values, const float *s,
                          const float *z)
{
  const WeftConfig *config = &state->model->config;
  const gsize size = weft_config_get_head_size (config);

  g_return_if_fail (state->form == WEFT_FORM_LINEAR && position <= state->max_steps);

  memcpy (lane_values (state, lane), values, position);
  state->position = position;
  for (guint i = 0; i < config->n_layers * config->n_heads; i++)
    {
      float *head = weft_state_get_head (state, lane, i / config->n_heads, i % config->n_heads);

      for (gsize e = 0; e < size; e++)
        memcpy (head + e * weft_pad (size), s + (i * size + e) * size, size * sizeof (float));
      memcpy (weft_attention_linear_z (head, size), z + i * size, size * sizeof (float));
    }
}

void
weft_state_skip (WeftState *state, guint position)
{
  g_return_if_fail (position <= state->max_steps);

  state->position = position;
}
