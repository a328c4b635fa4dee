/* SPDX-License-Identifier: MIT */
/* One step at a time, through the very code that paints, so that what is shown is what was. */
#include "engine/trace.h"

#include "engine/arena.h"
#include "engine/forward.h"
#include "engine/head.h"
#include "engine/model-private.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define DENOMINATOR_EPSILON 1e-6 /* as in the single step */

struct _WeftTrace {
  WeftModel *model; /* owned reference */
  WeftForm form;
  gboolean keeps_attention;

  /* owned */
  WeftForward *forward;
  WeftState *state;
  WeftProbe *probe;

  WeftArena arena;
  atomic_uint n_steps; /* what lies before may be read by others */
  float *bits;    /* [N] */
  float *norms;   /* [N, L, H], linear only */
  float *queries; /* [N, L, d] phi(q), or q for softmax; only if attention is kept */
  float *keys;    /* [N, L, d] phi(k), or k for softmax */
};

static gsize
count_heads (const WeftTrace *trace)
{
  return trace->form == WEFT_FORM_LINEAR ? (gsize) trace->model->config.n_layers * trace->model->config.n_heads : 0;
}

/* Floats of questions, or of keys, of one step. */
static gsize
count_features (const WeftTrace *trace)
{
  return trace->keeps_attention ? (gsize) trace->model->config.n_layers * trace->model->config.width : 0;
}

static gboolean
allocate (WeftTrace *trace, GError **error)
{
  const gsize n = trace->model->config.n_positions;
  const struct {
    float **array;
    gsize n_floats; /* of one step */
  } arrays[] = {
    { &trace->bits, 1 },
    { &trace->norms, count_heads (trace) },
    { &trace->queries, count_features (trace) },
    { &trace->keys, count_features (trace) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    weft_arena_reserve (&trace->arena, n, arrays[i].n_floats * sizeof (float));
  if (!weft_arena_allocate (&trace->arena, "the trace of an image", error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    *arrays[i].array = weft_arena_take (&trace->arena, n, arrays[i].n_floats * sizeof (float));
  return TRUE;
}

WeftTrace *
weft_trace_new (WeftModel *model, WeftForm form, WeftTeam *team, gboolean keep_attention, GError **error)
{
  g_autoptr (WeftTrace) trace = g_new0 (WeftTrace, 1);
  const guint n_steps = model->config.n_positions;

  g_return_val_if_fail (form != WEFT_FORM_SOFTMAX_RECOMPUTED, NULL);

  trace->model = weft_model_ref (model);
  trace->form = form;
  trace->keeps_attention = keep_attention;
  trace->probe = weft_probe_new (model);
  if (!allocate (trace, error))
    return NULL;

  trace->state = weft_state_new (model, form, 1, n_steps, error);
  if (trace->state == NULL)
    return NULL;

  trace->forward = weft_forward_new (model, form, 1, n_steps, team, error);
  if (trace->forward == NULL)
    return NULL;

  weft_forward_set_probe (trace->forward, trace->probe, 0);
  return g_steal_pointer (&trace);
}

void
weft_trace_free (WeftTrace *trace)
{
  if (trace == NULL)
    return;

  weft_forward_free (trace->forward);
  weft_state_free (trace->state);
  weft_probe_free (trace->probe);
  weft_arena_clear (&trace->arena);
  weft_model_unref (trace->model);
  g_free (trace);
}

void
weft_trace_reset (WeftTrace *trace)
{
  weft_state_reset (trace->state);
  trace->n_steps = 0;
}

/* A layer's part of all heads, as the weights want it. */
static void
keep_part (WeftTrace *trace, WeftProbePart part, guint layer, float *to)
{
  const gsize d = trace->model->config.width;
  const float *from = weft_probe_get (trace->probe, part, layer, 0);

  if (trace->form == WEFT_FORM_LINEAR)
    trace->model->kernels->phi (from, to, d);
  else
    memcpy (to, from, d * sizeof *to);
}

static void
keep_attention (WeftTrace *trace)
{
  const WeftConfig *config = &trace->model->config;

  for (guint layer = 0; layer < config->n_layers; layer++)
    {
      const gsize at = ((gsize) trace->n_steps * config->n_layers + layer) * config->width;

      keep_part (trace, WEFT_PROBE_QUERY, layer, trace->queries + at);
      keep_part (trace, WEFT_PROBE_KEY, layer, trace->keys + at);
    }
}

gboolean
weft_trace_step (WeftTrace *trace, guint8 value, guint8 next, GError **error)
{
  const float *outputs;

  g_return_val_if_fail (trace->n_steps < trace->model->config.n_positions, FALSE);

  outputs = weft_forward_step (trace->forward, trace->state, &value, error);
  if (outputs == NULL)
    return FALSE;

  trace->bits[trace->n_steps] = (float) (weft_head_nll (&trace->model->config, outputs, next) / G_LN2);
  if (trace->form == WEFT_FORM_LINEAR)
    weft_probe_get_norms (trace->state, 0, trace->norms + trace->n_steps * count_heads (trace));
  if (trace->keeps_attention)
    keep_attention (trace);
  trace->n_steps++;
  return TRUE;
}

guint
weft_trace_get_n_steps (WeftTrace *trace)
{
  return trace->n_steps;
}

const float *
weft_trace_get_bits (WeftTrace *trace)
{
  return trace->bits;
}

const float *
weft_trace_get_norms (WeftTrace *trace, guint steps)
{
  g_return_val_if_fail (trace->form == WEFT_FORM_LINEAR && steps >= 1 && steps <= trace->n_steps, NULL);

  return trace->norms + (steps - 1) * count_heads (trace);
}

/* weights = q.k_i of the positions up to one's own. Returns: the largest. */
static double
multiply_keys (WeftTrace *trace, guint position, guint layer, guint head, double *weights)
{
  const WeftConfig *config = &trace->model->config;
  const gsize size = weft_config_get_head_size (config);
  const gsize stride = (gsize) config->n_layers * config->width;
  const gsize at = (gsize) layer * config->width + head * size;
  const float *q = trace->queries + position * stride + at;
  double largest = -G_MAXDOUBLE;

  for (gsize i = 0; i <= position; i++)
    {
      const float *k = trace->keys + i * stride + at;

      weights[i] = 0.0;
      for (gsize e = 0; e < size; e++)
        weights[i] += (double) q[e] * k[e];
      largest = MAX (largest, weights[i]);
    }

  return largest;
}

void
weft_trace_get_weights (WeftTrace *trace, guint position, guint layer, guint head, double *weights)
{
  const WeftConfig *config = &trace->model->config;
  const double scale = 1.0 / sqrt (weft_config_get_head_size (config));
  double largest, total = trace->form == WEFT_FORM_LINEAR ? DENOMINATOR_EPSILON : 0.0;

  g_return_if_fail (trace->keeps_attention && position < trace->n_steps);
  g_return_if_fail (layer < config->n_layers && head < config->n_heads);

  largest = multiply_keys (trace, position, layer, head, weights);
  for (gsize i = 0; i <= position; i++)
    {
      if (trace->form != WEFT_FORM_LINEAR)
        weights[i] = exp (scale * (weights[i] - largest));
      total += weights[i];
    }

  for (gsize i = 0; i <= position; i++)
    weights[i] /= total;
}

WeftProbe *
weft_trace_get_probe (WeftTrace *trace)
{
  return trace->probe;
}

WeftState *
weft_trace_get_state (WeftTrace *trace)
{
  return trace->state;
}
