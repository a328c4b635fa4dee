/* SPDX-License-Identifier: MIT */
/* One step of the network on one screen: embed, blocks, norm, predictor. */
#include "engine/forward.h"

#include "engine/block.h"
#include "engine/embedding.h"
#include "engine/error.h"
#include "engine/probe-private.h"
#include "engine/state-private.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

struct _WeftForward {
  WeftModel *model; /* owned reference */
  WeftTeam *team;   /* borrowed */
  guint n_lanes;

  WeftRows rows;    /* buffers in the arena */
  WeftArena arena;
  float *prediction; /* [n_lanes, prediction_stride] */
  gsize prediction_stride;
  float *outputs;    /* [n_lanes, n_outputs] */

  /* of the running step */
  WeftState *state;
  atomic_uint broken_layer; /* the first that met a row which is not finite; G_MAXUINT: none */
};

/* The embedding of every row. */
static void
embed (const WeftRows *rows, const WeftState *state)
{
  float *h = weft_rows_h (rows);
  gsize begin, end;

  weft_rows_share (rows, rows->n_rows, &begin, &end);
  for (gsize row = begin; row < end; row++)
    weft_embedding_read (rows->model, state->values + (rows->first_lane + row / rows->span) * state->max_steps,
                         rows->first_position + (guint) (row % rows->span), h + row * rows->h_stride);
  weft_rows_barrier (rows);
}

/* Row of a lane that the outputs are predicted from: its last. */
static float *
last_row (const WeftRows *rows, gsize lane)
{
  return weft_rows_h (rows) + (lane * rows->span + rows->span - 1) * rows->h_stride;
}

static void
final_norm (const WeftRows *rows)
{
  const WeftModel *model = rows->model;
  gsize begin, end;

  weft_rows_share (rows, rows->n_lanes, &begin, &end);
  for (gsize lane = begin; lane < end; lane++)
    {
      float *h = last_row (rows, lane);

      model->kernels->layer_norm (h, NULL, model->norm.gain, model->norm.bias, model->config.width, h);
    }
  weft_rows_barrier (rows);
}

/* y = W h + b for the last row of each lane. */
static void
predict (WeftForward *forward, const WeftRows *rows)
{
  weft_block_multiply (rows, &forward->model->predictor, last_row (rows, 0), rows->h_stride * rows->span,
                       forward->prediction + rows->first_lane * forward->prediction_stride, forward->prediction_stride,
                       rows->n_lanes);
}

static void
report_broken (WeftForward *forward, guint layer)
{
  guint seen = atomic_load (&forward->broken_layer);

  while (layer < seen && !atomic_compare_exchange_weak (&forward->broken_layer, &seen, layer))
    ;
}

static void
run_member (WeftTeam *team, guint member, gpointer data)
{
  WeftForward *forward = data;
  WeftRows rows;

  weft_rows_view (&forward->rows, team, member, &rows);
  embed (&rows, forward->state);
  weft_timing_lap (rows.timing, WEFT_TIMING_REST);
  for (guint layer = 0; layer < forward->model->config.n_layers; layer++)
    if (!weft_block_run (&rows, layer))
      report_broken (forward, layer);

  final_norm (&rows);
  predict (forward, &rows);
}

/* Points the rows at the state: one row a lane, or the whole prefix when nothing is kept. */
static void
begin_step (WeftForward *forward, WeftState *state, const guint8 *values)
{
  WeftRows *rows = &forward->rows;

  for (gsize lane = 0; lane < state->n_lanes; lane++)
    state->values[lane * state->max_steps + state->position] = values[lane];

  rows->span = rows->attention->recomputes ? state->position + 1 : 1;
  rows->first_position = state->position + 1 - rows->span;
  rows->n_rows = rows->n_lanes * rows->span;
  if (!rows->attention->recomputes)
    rows->memory = state->memory;

  forward->state = state;
  if (rows->probe != NULL)
    rows->probe->position = state->position;
  atomic_store (&forward->broken_layer, G_MAXUINT);
}

/* Copies the outputs out of their padding. Returns FALSE at one that is not finite. */
static gboolean
collect_outputs (WeftForward *forward)
{
  const gsize n = forward->model->config.n_outputs;
  gboolean finite = TRUE;

  for (gsize lane = 0; lane < forward->n_lanes; lane++)
    {
      const float *from = forward->prediction + lane * forward->prediction_stride;
      float *to = forward->outputs + lane * n;
      float sum = 0.0f;

      memcpy (to, from, n * sizeof (float));
      for (gsize i = 0; i < n; i++)
        sum += to[i] * 0.0f; /* NaN if any output is not finite */
      finite = finite && sum == 0.0f;
    }

  return finite;
}

const float *
weft_forward_step (WeftForward *forward, WeftState *state, const guint8 *values, GError **error)
{
  const guint step = state->position;
  guint broken;
  gboolean finite;

  g_return_val_if_fail (state->n_lanes == forward->n_lanes && state->max_steps == forward->rows.max_steps, NULL);
  g_return_val_if_fail (state->attention == forward->rows.attention && step < state->max_steps, NULL);

  begin_step (forward, state, values);
  weft_team_run (forward->team, run_member, forward);
  state->position++;
  finite = collect_outputs (forward);
  weft_timing_lap (forward->rows.timing, WEFT_TIMING_HEAD);

  broken = atomic_load (&forward->broken_layer);
  if (broken != G_MAXUINT || !finite)
    weft_error_set_not_finite (error, MIN (broken, forward->model->config.n_layers), forward->model->config.n_layers,
                               step);

  return broken == G_MAXUINT && finite ? forward->outputs : NULL;
}

void
weft_forward_set_probe (WeftForward *forward, WeftProbe *probe, guint lane)
{
  g_return_if_fail (lane < forward->n_lanes);

  forward->rows.probe = probe;
  forward->rows.probe_lane = lane;
}

void
weft_forward_set_timing (WeftForward *forward, WeftTiming *timing)
{
  forward->rows.timing = timing;
}

/* A stride of whole vectors and one vector more, so that rows of 2^n floats do not fall on the same lines of the cache. */
static gsize
stagger (gsize n)
{
  return weft_pad (n) + WEFT_VECTOR;
}

static void
set_strides (WeftForward *forward)
{
  const WeftConfig *config = &forward->model->config;
  const WeftLayer *layer = &forward->model->layers[0];
  WeftRows *rows = &forward->rows;

  rows->h_stride = stagger (config->width);
  rows->qkv_stride = stagger (weft_linear_get_row_stride (&layer->qkv));
  rows->sum_stride = stagger (weft_linear_get_row_stride (&layer->out));
  rows->ff_stride = stagger (weft_linear_get_row_stride (&layer->linear1));
  forward->prediction_stride = stagger (weft_linear_get_row_stride (&forward->model->predictor));

  rows->quantized_stride = MAX (rows->h_stride, rows->ff_stride);
}

#define N_ARRAYS 10

typedef struct {
  float **array;
  gsize n_floats;
} Array;

/* Sizes of all buffers. Recomputing, a lane has as many rows as steps; few rows have a place with each member, which does
 * for itself what costs little; and memories are the state's, unless nothing is kept.
 * @arrays: (out): [N_ARRAYS] of floats; @n_quantized: (out): rows of bytes */
static void
list_arrays (WeftForward *forward, guint n_members, Array *arrays, gsize *n_quantized)
{
  WeftRows *rows = &forward->rows;
  const gsize most_rows = (gsize) rows->n_lanes * (rows->attention->recomputes ? rows->max_steps : 1);
  const gsize most_places = MAX (most_rows, (gsize) n_members * WEFT_FEW_ROWS);
  const gsize n_scales = forward->model->precision == WEFT_PRECISION_INT8 ? most_places : 0;
  const gsize n_own_memories = rows->attention->recomputes ? n_members : 0;

  const Array all[] = {
    { &rows->h, most_places * rows->h_stride },
    { &rows->qkv, most_rows * rows->qkv_stride },
    { &rows->read, most_rows * rows->h_stride },
    { &rows->sum, most_rows * rows->sum_stride },
    { &rows->ff, most_rows * rows->ff_stride },
    { &rows->scales, n_scales },
    { &rows->scratch, n_members * rows->scratch_stride },
    { &rows->memory, n_own_memories * rows->head_floats },
    { &forward->prediction, rows->n_lanes * forward->prediction_stride },
    { &forward->outputs, (gsize) rows->n_lanes * forward->model->config.n_outputs },
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (all) == N_ARRAYS);
  memcpy (arrays, all, sizeof all);
  *n_quantized = n_scales;
}

/* All that follows from the model. @model: (transfer full): where the result is freed. */
static void
set_sizes (WeftForward *forward, WeftModel *model, WeftForm form, guint n_lanes, guint max_steps)
{
  const WeftAttentionForm *attention = weft_form_get_attention (form);
  const guint head_size = weft_config_get_head_size (&model->config);

  forward->model = model;
  forward->n_lanes = n_lanes;
  forward->rows = (WeftRows) {
    .model = model,
    .attention = attention,
    .n_lanes = n_lanes,
    .memory_lanes = n_lanes,
    .max_steps = max_steps,
    .scratch_stride = weft_pad (attention->scratch_floats (head_size, max_steps)),
    .head_floats = attention->memory_floats (head_size, max_steps),
  };
  set_strides (forward);
}

static void
reserve (WeftForward *forward, guint n_members)
{
  Array arrays[N_ARRAYS];
  gsize n_quantized;

  list_arrays (forward, n_members, arrays, &n_quantized);
  for (guint i = 0; i < N_ARRAYS; i++)
    weft_arena_reserve (&forward->arena, arrays[i].n_floats, sizeof (float));
  weft_arena_reserve (&forward->arena, n_quantized, forward->rows.quantized_stride);
}

static void
take (WeftForward *forward, guint n_members)
{
  Array arrays[N_ARRAYS];
  gsize n_quantized;

  list_arrays (forward, n_members, arrays, &n_quantized);
  for (guint i = 0; i < N_ARRAYS; i++)
    *arrays[i].array = weft_arena_take (&forward->arena, arrays[i].n_floats, sizeof (float));
  forward->rows.quantized = weft_arena_take (&forward->arena, n_quantized, forward->rows.quantized_stride);
}

guint64
weft_forward_count_bytes (WeftModel *model, WeftForm form, guint n_lanes, guint max_steps, guint n_members)
{
  WeftForward forward = { 0 };

  set_sizes (&forward, model, form, n_lanes, max_steps);
  reserve (&forward, n_members);
  return weft_arena_count_bytes (&forward.arena);
}

WeftForward *
weft_forward_new (WeftModel *model, WeftForm form, guint n_lanes, guint max_steps, WeftTeam *team, GError **error)
{
  const guint n_members = weft_team_get_n_members (team);
  WeftForward *forward = g_new0 (WeftForward, 1);

  set_sizes (forward, weft_model_ref (model), form, n_lanes, max_steps);
  forward->team = team;
  reserve (forward, n_members);
  if (weft_arena_allocate (&forward->arena, "the buffers of a step", error))
    take (forward, n_members);
  else
    g_clear_pointer (&forward, weft_forward_free);

  return forward;
}

void
weft_forward_free (WeftForward *forward)
{
  if (forward == NULL)
    return;

  weft_arena_clear (&forward->arena);
  weft_model_unref (forward->model);
  g_free (forward);
}
