/* SPDX-License-Identifier: MIT */
/* One layer: attention, feed-forward, and a norm after each. Members split matrix products by output row, attention by
 * head or (lane, head), norms by row; a barrier stands wherever one reads what another wrote. */
#include "engine/block.h"

#include "engine/probe-private.h"

#include <math.h>

/* Narrows a view to lanes of its own. */
static void
take_lanes (WeftRows *view, gsize first_lane, gsize n_lanes)
{
  const gsize first_row = first_lane * view->span;

  view->part = 0;
  view->n_parts = 1;
  view->first_lane = (guint) first_lane;
  view->n_lanes = (guint) n_lanes;
  view->n_rows = (guint) n_lanes * view->span;

  view->h += first_row * view->h_stride;
  view->qkv += first_row * view->qkv_stride;
  view->read += first_row * view->h_stride;
  view->sum += first_row * view->sum_stride;
  view->ff += first_row * view->ff_stride;
  view->quantized += first_row * view->quantized_stride;
  view->scales += first_row;
}

/* Lanes a member from which members part. With fewer, reading all weights costs more than the arithmetic of its lanes and
 * than waiting for the others; the smaller the weights, the less. */
static guint
get_lanes_apart (const WeftModel *model)
{
  return model->precision == WEFT_PRECISION_F32 ? 8 : 4;
}

void
weft_rows_view (const WeftRows *all, WeftTeam *team, guint member, WeftRows *view)
{
  const guint n_active = weft_team_get_n_active (team);
  gsize begin, end;

  *view = *all;
  view->timing = member == 0 ? all->timing : NULL;
  view->team = team;
  view->member = member;
  view->part = member;
  view->n_parts = n_active;
  if (n_active == 1 || all->n_lanes < get_lanes_apart (all->model) * n_active)
    return;

  weft_team_share (team, member, all->n_lanes, &begin, &end);
  take_lanes (view, begin, end - begin);
}

/* x as a matrix wants it: for int8, quantized. */
static WeftInput
prepare_input (const WeftRows *rows, const WeftLinear *linear, const float *x, gsize x_stride, gsize n_rows)
{
  const gsize place = weft_rows_place (rows);
  guint8 *quantized = rows->quantized + place * rows->quantized_stride;
  float *scales = rows->scales + place;
  gsize begin, end;

  if (linear->precision != WEFT_PRECISION_INT8)
    return (WeftInput) { .values = x, .stride = x_stride };

  weft_rows_share (rows, n_rows, &begin, &end);
  for (gsize row = begin; row < end; row++)
    scales[row] = rows->model->kernels->quantize (x + row * x_stride, linear->n_in,
                                                  quantized + row * rows->quantized_stride);
  weft_rows_barrier (rows);

  return (WeftInput) {
    .quantized = quantized,
    .quantized_stride = rows->quantized_stride,
    .scales = scales,
  };
}

void
weft_block_multiply (const WeftRows *rows, const WeftLinear *linear, const float *x, gsize x_stride, float *y,
                     gsize y_stride, guint n_rows)
{
  const WeftInput input = prepare_input (rows, linear, x, x_stride, n_rows);
  gsize begin, end;

  weft_share (linear->n_panels, rows->part, rows->n_parts, &begin, &end);
  rows->model->kernels->linear (linear, (guint) begin, (guint) end, &input, y, y_stride, n_rows);
}

/* Waits until all have come here; meanwhile this member's first panels of the next matrix are asked for. */
static void
meet (const WeftRows *rows, const WeftLinear *next, gsize next_begin, gsize next_end)
{
  if (rows->n_parts == 1)
    return;

  weft_team_arrive (rows->team, rows->member);
  weft_linear_prefetch (next, next_begin, next_end);
  weft_team_wait (rows->team, rows->member);
}

static void
meet_before (const WeftRows *rows, const WeftLinear *next)
{
  gsize begin, end;

  weft_share (next->n_panels, rows->part, rows->n_parts, &begin, &end);
  meet (rows, next, begin, end);
}

/* Heads whose queries fill whole panels, so that who computes these can attend to them without waiting for anybody;
 * 0 where there are none, or not as many for each member. */
static guint
count_heads_together (const WeftRows *rows)
{
  const WeftConfig *config = &rows->model->config;
  const guint size = weft_config_get_head_size (config);
  const guint n_heads = WEFT_PANEL / MIN (WEFT_PANEL, size & -size); /* & -: the largest power of 2 that divides it */

  return config->width % WEFT_PANEL == 0 && config->n_heads / n_heads % rows->n_parts == 0 ? n_heads : 0;
}

/* The heads [*begin, *end) of this member, where it has its own. */
static void
share_heads (const WeftRows *rows, gsize *begin, gsize *end)
{
  weft_share (rows->model->config.n_heads, rows->part, rows->n_parts, begin, end);
}

/* Of q, which comes first, this member's part of what it will multiply with. */
static void
meet_before_qkv (const WeftRows *rows, const WeftLinear *qkv)
{
  const gsize size = weft_config_get_head_size (&rows->model->config);
  gsize begin, end;

  if (count_heads_together (rows) == 0)
    {
      meet_before (rows, qkv);
      return;
    }

  share_heads (rows, &begin, &end);
  meet (rows, qkv, begin * size / WEFT_PANEL, end * size / WEFT_PANEL);
}

/* The memory of one head: in the state, or, when recomputing, this member's own, filled anew from position 0. */
static float *
head_memory (const WeftRows *rows, guint layer, guint lane, guint head)
{
  const WeftConfig *config = &rows->model->config;
  const gsize index = ((gsize) layer * rows->memory_lanes + rows->first_lane + lane) * config->n_heads + head;

  return rows->memory + (rows->attention->recomputes ? rows->member : index) * rows->head_floats;
}

/* The last row of one head to who looks. */
static void
lend_probe (const WeftRows *rows, guint layer, guint lane, guint head)
{
  const gsize row = (gsize) lane * rows->span + rows->span - 1;
  const gsize at = (gsize) head * weft_config_get_head_size (&rows->model->config);

  weft_probe_take (rows->probe, layer, head, rows->qkv + row * rows->qkv_stride + at,
                   rows->read + row * rows->h_stride + at);
}

/* All rows of one lane through one head, in order. */
static void
attend_head (const WeftRows *rows, guint layer, guint lane, guint head)
{
  const guint size = weft_config_get_head_size (&rows->model->config);
  const guint d = rows->model->config.width;
  float *memory = head_memory (rows, layer, lane, head);
  float *scratch = rows->scratch + rows->member * rows->scratch_stride;

  for (guint t = 0; t < rows->span; t++)
    {
      const gsize row = (gsize) lane * rows->span + t;
      const float *q = rows->qkv + row * rows->qkv_stride + (gsize) head * size;

      rows->attention->step (rows->model->kernels, memory, size, rows->max_steps, rows->first_position + t, q, q + d,
                             q + 2 * d, rows->read + row * rows->h_stride + (gsize) head * size, scratch);
    }

  if (rows->probe != NULL && rows->probe_lane == rows->first_lane + lane)
    lend_probe (rows, layer, lane, head);
}

/* Queries, keys and values of this member's heads, and what these read: nobody else's are needed. */
static void
attend_own_heads (const WeftRows *rows, guint layer)
{
  const WeftModel *model = rows->model;
  const WeftLinear *qkv = &model->layers[layer].qkv;
  const WeftInput input = prepare_input (rows, qkv, weft_rows_h (rows), rows->h_stride, rows->n_rows);
  const gsize size = weft_config_get_head_size (&model->config);
  gsize begin, end;

  share_heads (rows, &begin, &end);
  for (guint i = 0; i < 3; i++)
    model->kernels->linear (qkv, (guint) ((i * model->config.width + begin * size) / WEFT_PANEL),
                            (guint) ((i * model->config.width + end * size) / WEFT_PANEL), &input, rows->qkv,
                            rows->qkv_stride, rows->n_rows);

  for (guint lane = 0; lane < rows->n_lanes; lane++)
    for (gsize head = begin; head < end; head++)
      attend_head (rows, layer, lane, (guint) head);
}

/* The same where heads and panels do not meet: any member may have computed what a head needs. */
static void
attend_any_heads (const WeftRows *rows, guint layer)
{
  const guint n_heads = rows->model->config.n_heads;
  const WeftLinear *qkv = &rows->model->layers[layer].qkv;
  gsize begin, end;

  weft_block_multiply (rows, qkv, weft_rows_h (rows), rows->h_stride, rows->qkv, rows->qkv_stride, rows->n_rows);
  if (rows->n_parts > 1)
    weft_team_barrier (rows->team, rows->member);

  weft_share ((gsize) rows->n_lanes * n_heads, rows->part, rows->n_parts, &begin, &end);
  for (gsize i = begin; i < end; i++)
    attend_head (rows, layer, (guint) (i / n_heads), (guint) (i % n_heads));
}

/* h = norm (h + sum), sum being complete. */
static gboolean
add_and_norm (const WeftRows *rows, const WeftNorm *norm)
{
  float *h = weft_rows_h (rows);
  gboolean finite = TRUE;
  gsize begin, end;

  weft_rows_share (rows, rows->n_rows, &begin, &end);
  for (gsize row = begin; row < end; row++)
    {
      const float variance = rows->model->kernels->layer_norm (h + row * rows->h_stride,
                                                               rows->sum + row * rows->sum_stride, norm->gain,
                                                               norm->bias, rows->model->config.width,
                                                               h + row * rows->h_stride);

      finite = finite && isfinite (variance);
    }
  weft_rows_barrier (rows);

  return finite;
}

/* ff = act (W1 h + b1), this member's columns. */
static void
expand (const WeftRows *rows, const WeftLinear *linear)
{
  const WeftKernels *kernels = rows->model->kernels;
  void (*activate) (float *, gsize) = rows->model->config.activation == WEFT_ACTIVATION_GELU ? kernels->gelu
                                                                                            : kernels->relu;
  gsize begin, end;

  weft_block_multiply (rows, linear, weft_rows_h (rows), rows->h_stride, rows->ff, rows->ff_stride, rows->n_rows);

  weft_share (linear->n_panels, rows->part, rows->n_parts, &begin, &end);
  for (gsize row = 0; row < rows->n_rows; row++)
    activate (rows->ff + row * rows->ff_stride + begin * WEFT_PANEL, (end - begin) * WEFT_PANEL);
}

/* Waits for the sums that the layer ends with; what comes next is another layer or the predictor. */
static void
meet_at_end (const WeftRows *rows, guint index)
{
  if (index + 1 < rows->model->config.n_layers)
    meet_before_qkv (rows, &rows->model->layers[index + 1].qkv);
  else
    meet_before (rows, &rows->model->predictor);
}

gboolean
weft_block_run (const WeftRows *rows, guint index)
{
  const WeftLayer *layer = &rows->model->layers[index];
  gboolean finite;

  if (count_heads_together (rows) != 0)
    attend_own_heads (rows, index);
  else
    attend_any_heads (rows, index);

  meet_before (rows, &layer->out);
  weft_block_multiply (rows, &layer->out, rows->read, rows->h_stride, rows->sum, rows->sum_stride, rows->n_rows);
  meet_before (rows, &layer->linear1);
  finite = add_and_norm (rows, &layer->norm1);
  weft_timing_lap (rows->timing, WEFT_TIMING_ATTENTION);

  expand (rows, &layer->linear1);
  meet_before (rows, &layer->linear2);
  weft_block_multiply (rows, &layer->linear2, rows->ff, rows->ff_stride, rows->sum, rows->sum_stride, rows->n_rows);
  meet_at_end (rows, index);

  finite = add_and_norm (rows, &layer->norm2) && finite;
  weft_timing_lap (rows->timing, WEFT_TIMING_FEED_FORWARD);
  return finite;
}
