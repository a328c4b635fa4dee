/* SPDX-License-Identifier: MIT */
/* One layer: attention, feed-forward, and a norm after each. Members split matrix products by output row, attention by
 * (lane, head), norms by row; a barrier stands wherever one reads what another wrote. */
#include "engine/block.h"

#include <math.h>

/* x as an int8 matrix wants it. */
static WeftInput
quantize_rows (const WeftRows *rows, const float *x, gsize x_stride, gsize n_rows, gsize n_in, WeftTeam *team,
               guint member)
{
  const gsize place = weft_rows_place (rows, member);
  guint8 *quantized = rows->quantized + place * rows->quantized_stride;
  float *scales = rows->scales + place;
  gsize begin, end;

  weft_rows_share (rows, team, member, n_rows, &begin, &end);
  for (gsize row = begin; row < end; row++)
    scales[row] = rows->model->kernels->quantize (x + row * x_stride, n_in, quantized + row * rows->quantized_stride);
  weft_rows_barrier (rows, team, member);

  return (WeftInput) {
    .quantized = quantized,
    .quantized_stride = rows->quantized_stride,
    .scales = scales,
  };
}

void
weft_block_multiply (const WeftRows *rows, const WeftLinear *linear, const float *x, gsize x_stride, float *y,
                     gsize y_stride, guint n_rows, WeftTeam *team, guint member)
{
  const WeftInput input = linear->precision == WEFT_PRECISION_INT8
                            ? quantize_rows (rows, x, x_stride, n_rows, linear->n_in, team, member)
                            : (WeftInput) { .values = x, .stride = x_stride };
  gsize begin, end;

  weft_team_share (team, member, linear->n_panels, &begin, &end);
  rows->model->kernels->linear (linear, (guint) begin, (guint) end, &input, y, y_stride, n_rows);
}

/* The memory of one head: in the state, or, when recomputing, this member's own, filled anew from position 0. */
static float *
head_memory (const WeftRows *rows, guint layer, guint lane, guint head, guint member)
{
  const WeftConfig *config = &rows->model->config;
  const gsize index = ((gsize) layer * rows->n_lanes + lane) * config->n_heads + head;

  return rows->memory + (rows->attention->recomputes ? member : index) * rows->head_floats;
}

/* All rows of one lane through one head, in order. */
static void
attend_head (const WeftRows *rows, guint layer, guint lane, guint head, guint member)
{
  const guint size = weft_config_get_head_size (&rows->model->config);
  const guint d = rows->model->config.width;
  float *memory = head_memory (rows, layer, lane, head, member);
  float *scratch = rows->scratch + member * rows->scratch_stride;

  for (guint t = 0; t < rows->span; t++)
    {
      const gsize row = (gsize) lane * rows->span + t;
      const float *q = rows->qkv + row * rows->qkv_stride + (gsize) head * size;

      rows->attention->step (rows->model->kernels, memory, size, rows->max_steps, rows->first_position + t, q, q + d,
                             q + 2 * d, rows->read + row * rows->h_stride + (gsize) head * size, scratch);
    }
}

static void
attend (const WeftRows *rows, guint layer, WeftTeam *team, guint member)
{
  const guint n_heads = rows->model->config.n_heads;
  gsize begin, end;

  weft_team_share (team, member, (gsize) rows->n_lanes * n_heads, &begin, &end);
  for (gsize i = begin; i < end; i++)
    attend_head (rows, layer, (guint) (i / n_heads), (guint) (i % n_heads), member);
}

/* h = norm (h + sum), once sum is complete. */
static gboolean
add_and_norm (const WeftRows *rows, const WeftNorm *norm, WeftTeam *team, guint member)
{
  float *h = weft_rows_h (rows, member);
  gboolean finite = TRUE;
  gsize begin, end;

  weft_team_barrier (team, member);
  weft_rows_share (rows, team, member, rows->n_rows, &begin, &end);
  for (gsize row = begin; row < end; row++)
    {
      const float variance = rows->model->kernels->layer_norm (h + row * rows->h_stride,
                                                               rows->sum + row * rows->sum_stride, norm->gain,
                                                               norm->bias, rows->model->config.width,
                                                               h + row * rows->h_stride);

      finite = finite && isfinite (variance);
    }
  weft_rows_barrier (rows, team, member);

  return finite;
}

/* ff = act (W1 h + b1), this member's columns. */
static void
expand (const WeftRows *rows, const WeftLinear *linear, WeftTeam *team, guint member)
{
  const WeftKernels *kernels = rows->model->kernels;
  void (*activate) (float *, gsize) = rows->model->config.activation == WEFT_ACTIVATION_GELU ? kernels->gelu
                                                                                            : kernels->relu;
  gsize begin, end;

  weft_block_multiply (rows, linear, weft_rows_h (rows, member), rows->h_stride, rows->ff, rows->ff_stride,
                       rows->n_rows, team, member);

  weft_team_share (team, member, linear->n_panels, &begin, &end);
  for (gsize row = 0; row < rows->n_rows; row++)
    activate (rows->ff + row * rows->ff_stride + begin * WEFT_PANEL, (end - begin) * WEFT_PANEL);
}

gboolean
weft_block_run (WeftRows *rows, guint index, WeftTeam *team, guint member)
{
  const WeftLayer *layer = &rows->model->layers[index];
  gboolean finite;

  weft_block_multiply (rows, &layer->qkv, weft_rows_h (rows, member), rows->h_stride, rows->qkv, rows->qkv_stride,
                       rows->n_rows, team, member);
  weft_team_barrier (team, member);
  attend (rows, index, team, member);
  weft_team_barrier (team, member);
  weft_block_multiply (rows, &layer->out, rows->read, rows->h_stride, rows->sum, rows->sum_stride, rows->n_rows, team,
                       member);
  finite = add_and_norm (rows, &layer->norm1, team, member);

  expand (rows, &layer->linear1, team, member);
  weft_team_barrier (team, member);
  weft_block_multiply (rows, &layer->linear2, rows->ff, rows->ff_stride, rows->sum, rows->sum_stride, rows->n_rows,
                       team, member);

  return add_and_norm (rows, &layer->norm2, team, member) && finite;
}
