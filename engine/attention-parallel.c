/* SPDX-License-Identifier: MIT */
/* Chunks of causal attention as matrix products. The cost of linear attention stays linear in the length: a chunk meets
 * its past only through S and z. */
#include "engine/attention-parallel.h"

#include "engine/attention.h"
#include "engine/blas.h"

#include <math.h>
#include <string.h>

#define DENOMINATOR_EPSILON 1e-6f /* as in the single step */

gsize
weft_attention_linear_chunk_floats (gsize n_rows)
{
  return n_rows * n_rows + 2 * n_rows;
}

static void
apply_phi (const WeftAttentionChunk *c)
{
  for (gsize row = 0; row < c->n_rows; row++)
    {
      float *q = c->q + row * c->stride;
      float *k = c->k + row * c->stride;

      c->kernels->phi (q, q, c->head_size);
      c->kernels->phi (k, k, c->head_size);
    }
}

/* Sets weights [n_rows, n_rows] to 0 where the key lies after the query. */
static void
mask_future (float *weights, gsize n_rows)
{
  for (gsize row = 0; row + 1 < n_rows; row++)
    memset (weights + row * n_rows + row + 1, 0, (n_rows - row - 1) * sizeof (float));
}

static void
divide_rows (const WeftAttentionChunk *c, const float *denominators)
{
  for (gsize row = 0; row < c->n_rows; row++)
    for (gsize e = 0; e < c->head_size; e++)
      c->out[row * c->out_stride + e] /= denominators[row] + DENOMINATOR_EPSILON;
}

void
weft_attention_linear_absorb (const WeftAttentionChunk *c, float *memory, float *scratch)
{
  const gsize n = c->n_rows, e = c->head_size, s_stride = weft_pad (e);
  float *s = memory;
  float *z = weft_attention_linear_z (memory, (guint) e);
  float *weights = scratch;            /* A [C, C] */
  float *denominators = weights + n * n; /* [C, 1] */
  float *ones = denominators + n;      /* [C, 1] */

  for (gsize row = 0; row < n; row++)
    ones[row] = 1.0f;

  apply_phi (c);
  weft_blas_gemm (FALSE, TRUE, n, n, e, 1.0f, c->q, c->stride, c->k, c->stride, 0.0f, weights, n);
  mask_future (weights, n);

  weft_blas_gemm (FALSE, FALSE, n, e, e, 1.0f, c->q, c->stride, s, s_stride, 0.0f, c->out, c->out_stride);
  weft_blas_gemm (FALSE, FALSE, n, e, n, 1.0f, weights, n, c->v, c->stride, 1.0f, c->out, c->out_stride);
  weft_blas_gemm (FALSE, FALSE, n, 1, e, 1.0f, c->q, c->stride, z, 1, 0.0f, denominators, 1);
  weft_blas_gemm (FALSE, FALSE, n, 1, n, 1.0f, weights, n, ones, 1, 1.0f, denominators, 1);
  divide_rows (c, denominators);

  weft_blas_gemm (TRUE, FALSE, e, e, n, 1.0f, c->k, c->stride, c->v, c->stride, 1.0f, s, s_stride);
  weft_blas_gemm (TRUE, FALSE, e, 1, n, 1.0f, c->k, c->stride, ones, 1, 1.0f, z, 1);
}

static gsize
round_to_blocks (gsize n)
{
  return (n + WEFT_KEY_BLOCK - 1) / WEFT_KEY_BLOCK * WEFT_KEY_BLOCK;
}

gsize
weft_attention_softmax_chunk_floats (gsize n_rows, guint max_steps)
{
  return n_rows * round_to_blocks (max_steps);
}

static void
append (const WeftAttentionChunk *c, float *memory, guint max_steps, guint position)
{
  for (gsize row = 0; row < c->n_rows; row++)
    weft_attention_softmax_append (memory, (guint) c->head_size, max_steps, position + (guint) row,
                                   c->k + row * c->stride, c->v + row * c->stride);
}

/* Softmax over what each row may see; the rest of the n_known columns becomes 0. */
static void
normalize_rows (const WeftAttentionChunk *c, float *weights, gsize weights_stride, gsize position, gsize n_known)
{
  for (gsize row = 0; row < c->n_rows; row++)
    {
      float *w = weights + row * weights_stride;
      const gsize n_seen = position + row + 1;

      c->kernels->softmax (w, n_seen);
      memset (w + n_seen, 0, (n_known - n_seen) * sizeof (float));
    }
}

void
weft_attention_softmax_absorb (const WeftAttentionChunk *c, float *memory, guint max_steps, guint position,
                               float *scratch)
{
  const gsize n = c->n_rows, e = c->head_size;
  const gsize n_known = position + n;
  const gsize stride = round_to_blocks (n_known);
  const float scale = 1.0f / sqrtf ((float) e);
  float *values;

  append (c, memory, max_steps, position);
  values = weft_attention_softmax_values (memory, (guint) e, max_steps);

  for (gsize first = 0; first < n_known; first += WEFT_KEY_BLOCK)
    weft_blas_gemm (FALSE, FALSE, n, WEFT_KEY_BLOCK, e, scale, c->q, c->stride, memory + first * e, WEFT_KEY_BLOCK,
                    0.0f, scratch + first, stride);

  normalize_rows (c, scratch, stride, position, n_known);
  weft_blas_gemm (FALSE, FALSE, n, e, n_known, 1.0f, scratch, stride, values, weft_pad (e),
                  0.0f, c->out, c->out_stride);
}
