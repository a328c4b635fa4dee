/* SPDX-License-Identifier: MIT */
/* Many steps of the network on one screen: embed a chunk of rows, blocks, norm, predictor. */
#include "engine/parallel.h"

#include "engine/attention-parallel.h"
#include "engine/blas.h"
#include "engine/dense-private.h"
#include "engine/denormals.h"
#include "engine/embedding.h"
#include "engine/error.h"
#include "engine/state-private.h"

#include <math.h>
#include <string.h>

struct _WeftParallel {
  WeftDense *dense; /* owned reference */

  /* one row a position of the chunk */
  WeftArena arena;
  gsize h_stride, qkv_stride, ff_stride;
  float *h;    /* [CHUNK, h_stride] the residual stream */
  float *qkv;  /* [CHUNK, qkv_stride] */
  float *read; /* [CHUNK, h_stride] what attention reads */
  float *sum;  /* [CHUNK, h_stride] what is added to h */
  float *ff;   /* [CHUNK, ff_stride] inside of the feed-forward */

  /* int8 only: one row as the kernels quantize it, and the inputs of a product rounded so */
  gsize rounded_stride;
  guint8 *quantized; /* [rounded_stride] */
  float *rounded;    /* [CHUNK, rounded_stride] */

  WeftArena scratch_arena;
  float *scratch; /* [scratch_floats] of one head's attention */
  gsize scratch_floats;
};

/* The chunk at work. */
typedef struct {
  WeftState *state;
  guint lane;
  guint position; /* of the first row */
  gsize n_rows;
} Chunk;

static gboolean
allocate (WeftParallel *parallel, GError **error)
{
  const WeftModel *model = parallel->dense->model;
  const WeftConfig *config = &model->config;
  struct {
    float **array;
    gsize stride;
  } arrays[] = {
    { &parallel->h, parallel->h_stride = weft_pad (config->width) },
    { &parallel->qkv, parallel->qkv_stride = weft_pad (3 * (gsize) config->width) },
    { &parallel->read, parallel->h_stride },
    { &parallel->sum, parallel->h_stride },
    { &parallel->ff, parallel->ff_stride = weft_pad (config->feed_forward) },
    { &parallel->rounded, parallel->rounded_stride = model->precision == WEFT_PRECISION_INT8
                                                       ? MAX (parallel->h_stride, parallel->ff_stride) : 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    weft_arena_reserve (&parallel->arena, arrays[i].stride * WEFT_PARALLEL_CHUNK, sizeof (float));
  weft_arena_reserve (&parallel->arena, parallel->rounded_stride, 1);
  if (!weft_arena_allocate (&parallel->arena, "the buffers of the parallel form", error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    *arrays[i].array = weft_arena_take (&parallel->arena, arrays[i].stride * WEFT_PARALLEL_CHUNK, sizeof (float));
  parallel->quantized = weft_arena_take (&parallel->arena, parallel->rounded_stride, 1);

  return TRUE;
}

WeftParallel *
weft_parallel_new (WeftDense *dense, GError **error)
{
  WeftParallel *parallel;

  if (!weft_blas_reserve (1, error))
    return NULL;

  parallel = g_new0 (WeftParallel, 1);
  parallel->dense = weft_dense_ref (dense);
  if (!allocate (parallel, error))
    g_clear_pointer (&parallel, weft_parallel_free);

  return parallel;
}

void
weft_parallel_free (WeftParallel *parallel)
{
  if (parallel == NULL)
    return;

  weft_arena_clear (&parallel->scratch_arena);
  weft_arena_clear (&parallel->arena);
  weft_dense_unref (parallel->dense);
  g_free (parallel);
}

/* Attention weights of a chunk: for softmax they grow with the state's capacity, so they are made on first use. */
static gboolean
ensure_scratch (WeftParallel *parallel, const WeftState *state, GError **error)
{
  const gsize n = state->form == WEFT_FORM_LINEAR
                    ? weft_attention_linear_chunk_floats (WEFT_PARALLEL_CHUNK)
                    : weft_attention_softmax_chunk_floats (WEFT_PARALLEL_CHUNK, state->max_steps);

  if (n <= parallel->scratch_floats)
    return TRUE;

  weft_arena_clear (&parallel->scratch_arena);
  parallel->scratch_floats = 0;
  weft_arena_reserve (&parallel->scratch_arena, n, sizeof (float));
  if (!weft_arena_allocate (&parallel->scratch_arena, "the attention weights of the parallel form", error))
    return FALSE;

  parallel->scratch = weft_arena_take (&parallel->scratch_arena, n, sizeof (float));
  parallel->scratch_floats = n;
  return TRUE;
}

/* rounded = x as an int8 matrix sees it when stepping: (u - 128) scale. */
static void
round_inputs (WeftParallel *parallel, const float *x, gsize x_stride, gsize n_in, gsize n_rows)
{
  const WeftKernels *kernels = parallel->dense->model->kernels;

  for (gsize row = 0; row < n_rows; row++)
    {
      const float scale = kernels->quantize (x + row * x_stride, n_in, parallel->quantized);
      float *rounded = parallel->rounded + row * parallel->rounded_stride;

      for (gsize k = 0; k < n_in; k++)
        rounded[k] = scale * (float) (parallel->quantized[k] - 128);
    }
}

/* y = x W^T + b. */
static void
multiply (WeftParallel *parallel, const WeftDenseLinear *linear, const float *x, gsize x_stride, float *y,
          gsize y_stride, gsize n_rows)
{
  if (parallel->rounded_stride > 0)
    {
      round_inputs (parallel, x, x_stride, linear->n_in, n_rows);
      x = parallel->rounded;
      x_stride = parallel->rounded_stride;
    }

  weft_dense_multiply (linear, x, x_stride, y, y_stride, n_rows);
}

static void
embed (WeftParallel *parallel, const Chunk *chunk)
{
  const guint8 *values = chunk->state->values + (gsize) chunk->lane * chunk->state->max_steps;

  for (gsize row = 0; row < chunk->n_rows; row++)
    weft_embedding_read (parallel->dense->model, values, chunk->position + (guint) row,
                         parallel->h + row * parallel->h_stride);
}

/* All heads: qkv -> read, and the state moves on. */
static void
attend (WeftParallel *parallel, const Chunk *chunk, guint layer)
{
  const WeftModel *model = parallel->dense->model;
  const gsize width = model->config.width;
  const gsize head_size = weft_config_get_head_size (&model->config);

  for (guint head = 0; head < model->config.n_heads; head++)
    {
      float *q = parallel->qkv + head * head_size;
      float *memory = weft_state_get_head (chunk->state, chunk->lane, layer, head);
      const WeftAttentionChunk of_head = {
        .kernels = model->kernels,
        .n_rows = chunk->n_rows,
        .head_size = head_size,
        .stride = parallel->qkv_stride,
        .q = q,
        .k = q + width,
        .v = q + 2 * width,
        .out = parallel->read + head * head_size,
        .out_stride = parallel->h_stride,
      };

      if (chunk->state->form == WEFT_FORM_LINEAR)
        weft_attention_linear_absorb (&of_head, memory, parallel->scratch);
      else
        weft_attention_softmax_absorb (&of_head, memory, chunk->state->max_steps, chunk->position, parallel->scratch);
    }
}

/* The first row of x [n_rows, n] that has a number which is not finite, or n_rows. */
static gsize
find_broken_row (const float *x, gsize stride, gsize n_rows, gsize n)
{
  for (gsize row = 0; row < n_rows; row++)
    {
      gboolean finite = TRUE;

      for (gsize i = 0; i < n; i++)
        finite &= isfinite (x[row * stride + i]);
      if (!finite)
        return row;
    }

  return n_rows;
}

/* h = norm (h + sum). Returns the first row that is no longer finite, or n_rows. */
static gsize
add_and_norm (WeftParallel *parallel, const Chunk *chunk, const WeftNorm *norm)
{
  const WeftModel *model = parallel->dense->model;

  for (gsize row = 0; row < chunk->n_rows; row++)
    {
      float *h = parallel->h + row * parallel->h_stride;
      const float *sum = parallel->sum + row * parallel->h_stride;

      if (!isfinite (model->kernels->layer_norm (h, sum, norm->gain, norm->bias, model->config.width, h)))
        return row;
    }

  return chunk->n_rows;
}

static void
feed_forward (WeftParallel *parallel, const Chunk *chunk, const WeftDenseLayer *layer)
{
  const WeftModel *model = parallel->dense->model;
  const gsize n = chunk->n_rows;

  multiply (parallel, &layer->linear1, parallel->h, parallel->h_stride, parallel->ff, parallel->ff_stride, n);
  if (model->config.activation == WEFT_ACTIVATION_RELU)
    model->kernels->relu (parallel->ff, n * parallel->ff_stride);
  else
    model->kernels->gelu (parallel->ff, n * parallel->ff_stride);
  multiply (parallel, &layer->linear2, parallel->ff, parallel->ff_stride, parallel->sum, parallel->h_stride, n);
}

/* h = norm1 (h + Wo attention (h) + bo). Returns the first row that is no longer finite, or n_rows. One value that is not
 * finite spoils its whole chunk, even the rows before it, whose weight for it is 0; so then the culprit is looked up. */
static gsize
run_attention (WeftParallel *parallel, const Chunk *chunk, guint index)
{
  const WeftDenseLayer *layer = &parallel->dense->layers[index];
  const WeftNorm *norm = &parallel->dense->model->layers[index].norm1;
  const gsize n = chunk->n_rows;
  gsize broken, culprit;

  multiply (parallel, &layer->qkv, parallel->h, parallel->h_stride, parallel->qkv, parallel->qkv_stride, n);
  attend (parallel, chunk, index);
  multiply (parallel, &layer->out, parallel->read, parallel->h_stride, parallel->sum, parallel->h_stride, n);

  broken = add_and_norm (parallel, chunk, norm);
  if (broken == n)
    return n;

  culprit = find_broken_row (parallel->qkv, parallel->qkv_stride, n, layer->qkv.n_out);
  return culprit < n ? culprit : broken;
}

/* One layer. Returns the first row that is no longer finite, or n_rows. */
static gsize
run_layer (WeftParallel *parallel, const Chunk *chunk, guint index)
{
  const gsize broken = run_attention (parallel, chunk, index);

  if (broken < chunk->n_rows)
    return broken;

  feed_forward (parallel, chunk, &parallel->dense->layers[index]);
  return add_and_norm (parallel, chunk, &parallel->dense->model->layers[index].norm2);
}

/* outputs [n_rows, n_outputs] = predictor (norm (h)). Returns the first row that is not finite, or n_rows. */
static gsize
predict (WeftParallel *parallel, const Chunk *chunk, float *outputs)
{
  const WeftModel *model = parallel->dense->model;
  const gsize n_outputs = model->config.n_outputs;

  for (gsize row = 0; row < chunk->n_rows; row++)
    {
      float *h = parallel->h + row * parallel->h_stride;

      model->kernels->layer_norm (h, NULL, model->norm.gain, model->norm.bias, model->config.width, h);
    }

  multiply (parallel, &parallel->dense->predictor, parallel->h, parallel->h_stride, outputs, n_outputs,
                       chunk->n_rows);
  return find_broken_row (outputs, n_outputs, chunk->n_rows, n_outputs);
}

static gboolean
absorb_chunk (WeftParallel *parallel, const Chunk *chunk, float *outputs, GError **error)
{
  const guint n_layers = parallel->dense->model->config.n_layers;
  gsize broken = chunk->n_rows;

  embed (parallel, chunk);
  for (guint layer = 0; layer < n_layers; layer++)
    {
      broken = run_layer (parallel, chunk, layer);
      if (broken < chunk->n_rows)
        {
          weft_error_set_not_finite (error, layer, n_layers, chunk->position + (guint) broken);
          return FALSE;
        }
    }

  if (outputs != NULL)
    broken = predict (parallel, chunk, outputs);
  if (broken < chunk->n_rows)
    weft_error_set_not_finite (error, n_layers, n_layers, chunk->position + (guint) broken);

  return broken == chunk->n_rows;
}

static gboolean
absorb (WeftParallel *parallel, WeftState *state, guint lane, const guint8 *values, guint n_values, float *outputs,
        GError **error)
{
  const gsize n_outputs = parallel->dense->model->config.n_outputs;

  memcpy (state->values + (gsize) lane * state->max_steps + state->position, values, n_values);

  for (guint done = 0; done < n_values; done += WEFT_PARALLEL_CHUNK)
    {
      const Chunk chunk = {
        .state = state,
        .lane = lane,
        .position = state->position + done,
        .n_rows = MIN (n_values - done, WEFT_PARALLEL_CHUNK),
      };

      if (!absorb_chunk (parallel, &chunk, outputs != NULL ? outputs + done * n_outputs : NULL, error))
        return FALSE;
    }

  if (state->n_lanes == 1)
    state->position += n_values;
  return TRUE;
}

gboolean
weft_parallel_absorb (WeftParallel *parallel, WeftState *state, guint lane, const guint8 *values, guint n_values,
                      float *outputs, GError **error)
{
  guint32 before;
  gboolean absorbed;

  g_return_val_if_fail (state->form != WEFT_FORM_SOFTMAX_RECOMPUTED && lane < state->n_lanes, FALSE);
  g_return_val_if_fail (n_values <= state->max_steps - state->position, FALSE);

  if (!ensure_scratch (parallel, state, error))
    return FALSE;

  before = weft_denormals_flush ();
  absorbed = absorb (parallel, state, lane, values, n_values, outputs, error);
  weft_denormals_restore (before);

  return absorbed;
}
