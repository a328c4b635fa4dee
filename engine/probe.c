/* SPDX-License-Identifier: MIT */
/* A step's vectors copied out, and a state's tables read in the order of the contract. */
#include "engine/probe-private.h"

#include "engine/model-private.h"
#include "engine/state-private.h"

#include <math.h>
#include <string.h>

WeftProbe *
weft_probe_new (WeftModel *model)
{
  WeftProbe *probe = g_new0 (WeftProbe, 1);

  probe->model = weft_model_ref (model);
  probe->parts = g_new0 (float, (gsize) model->config.n_layers * WEFT_PROBE_N_PARTS * model->config.width);
  return probe;
}

void
weft_probe_free (WeftProbe *probe)
{
  if (probe == NULL)
    return;

  weft_model_unref (probe->model);
  g_free (probe->parts);
  g_free (probe);
}

void
weft_probe_take (WeftProbe *probe, guint layer, guint head, const float *q, const float *read)
{
  const gsize d = probe->model->config.width, size = weft_config_get_head_size (&probe->model->config);
  float *parts = probe->parts + layer * WEFT_PROBE_N_PARTS * d + head * size;

  for (guint part = WEFT_PROBE_QUERY; part <= WEFT_PROBE_VALUE; part++)
    memcpy (parts + part * d, q + part * d, size * sizeof *parts);
  memcpy (parts + WEFT_PROBE_READ * d, read, size * sizeof *parts);
}

guint
weft_probe_get_position (WeftProbe *probe)
{
  return probe->position;
}

const float *
weft_probe_get (WeftProbe *probe, WeftProbePart part, guint layer, guint head)
{
  const WeftConfig *config = &probe->model->config;

  g_return_val_if_fail (layer < config->n_layers && head < config->n_heads, NULL);

  return probe->parts + ((gsize) layer * WEFT_PROBE_N_PARTS + part) * config->width
         + (gsize) head * weft_config_get_head_size (config);
}

void
weft_probe_get_increment (WeftProbe *probe, guint layer, guint head, float *increment, float *features)
{
  const gsize size = weft_config_get_head_size (&probe->model->config);
  const float *value = weft_probe_get (probe, WEFT_PROBE_VALUE, layer, head);

  probe->model->kernels->phi (weft_probe_get (probe, WEFT_PROBE_KEY, layer, head), features, size);
  for (gsize e = 0; e < size; e++)
    for (gsize m = 0; m < size; m++)
      increment[e * size + m] = features[e] * value[m];
}

void
weft_probe_read_head (WeftState *state, guint lane, guint layer, guint head, float *s, float *z)
{
  const gsize size = weft_config_get_head_size (&state->model->config);
  float *memory;

  g_return_if_fail (state->form == WEFT_FORM_LINEAR && lane < state->n_lanes);
  g_return_if_fail (layer < state->model->config.n_layers && head < state->model->config.n_heads);

  memory = weft_state_get_head (state, lane, layer, head);
  for (gsize e = 0; e < size; e++)
    memcpy (s + e * size, memory + e * weft_pad (size), size * sizeof *s);
  memcpy (z, weft_attention_linear_z (memory, (guint) size), size * sizeof *z);
}

/* The root of the sum of squares of S [E, pad E], whose padding does not count. */
static float
get_norm (const float *s, gsize size)
{
  double sum = 0.0;

  for (gsize e = 0; e < size; e++)
    for (gsize m = 0; m < size; m++)
      sum += (double) s[e * weft_pad (size) + m] * s[e * weft_pad (size) + m];

  return (float) sqrt (sum);
}

void
weft_probe_get_norms (WeftState *state, guint lane, float *norms)
{
  const WeftConfig *config = &state->model->config;

  g_return_if_fail (state->form == WEFT_FORM_LINEAR && lane < state->n_lanes);

  for (guint i = 0; i < config->n_layers * config->n_heads; i++)
    norms[i] = get_norm (weft_state_get_head (state, lane, i / config->n_heads, i % config->n_heads),
                         weft_config_get_head_size (config));
}
