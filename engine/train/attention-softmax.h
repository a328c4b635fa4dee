/* SPDX-License-Identifier: MIT */
/* Causal softmax attention of one head, a block of queries against one block of keys after the other, as in FlashAttention
 * (Dao et al. 2022): no matrix of all weights is ever kept, what lies after a query is never computed but in the block on
 * the diagonal, and the backward pass computes the weights again from each row's log-sum-exp.
 *
 *   a_i = sum_{j <= i} p_ij v_j,  p_ij = exp (q_i . k_j / sqrt e - l_i)
 *   dv_j = sum_i p_ij da_i
 *   ds_ij = p_ij (da_i . v_j - da_i . a_i) / sqrt e,  dq_i = sum_j ds_ij k_j,  dk_j = sum_i ds_ij q_i
 *
 * Blocks of queries go backward from the last to the first: when one is done, so are its keys and values. */
#pragma once

#include "engine/train/attention-linear.h"

/* Buffers for one head of a block. */
typedef struct {
  Real *weights;   /* [BLOCK, weights_stride] p */
  Real *gradients; /* [BLOCK, weights_stride] ds */
  Real *largest;   /* [BLOCK] of a row's scores so far; backward: da_i . a_i */
  Real *panels;    /* one factor on the right */
} SoftmaxScratch;

static gsize
weights_stride (void)
{
  return round_up (WEFT_TRAIN_BLOCK, PANEL);
}

static void
softmax_scratch_reserve (WeftArena *arena, gsize e)
{
  weft_arena_reserve (arena, WEFT_TRAIN_BLOCK * weights_stride (), sizeof (Real));
  weft_arena_reserve (arena, WEFT_TRAIN_BLOCK * weights_stride (), sizeof (Real));
  weft_arena_reserve (arena, WEFT_TRAIN_BLOCK, sizeof (Real));
  weft_arena_reserve (arena, MAX (round_up (e, PANEL), weights_stride ()) * MAX (e, WEFT_TRAIN_BLOCK), sizeof (Real));
}

static void
softmax_scratch_take (SoftmaxScratch *scratch, WeftArena *arena, gsize e)
{
  scratch->weights = weft_arena_take (arena, WEFT_TRAIN_BLOCK * weights_stride (), sizeof (Real));
  scratch->gradients = weft_arena_take (arena, WEFT_TRAIN_BLOCK * weights_stride (), sizeof (Real));
  scratch->largest = weft_arena_take (arena, WEFT_TRAIN_BLOCK, sizeof (Real));
  scratch->panels = weft_arena_take (arena, MAX (round_up (e, PANEL), weights_stride ()) * MAX (e, WEFT_TRAIN_BLOCK),
                                     sizeof (Real));
}

/* The block's keys and values `back` blocks before it. */
static gsize
keys_offset (const HeadBlock *b, gsize back)
{
  return back * WEFT_TRAIN_BLOCK * b->qkv_stride;
}

/* w [m, n_keys] = q . k. */
static void
score (const HeadBlock *b, gsize back, gsize n_keys, Real *panels, Real *w)
{
  const Real *keys = as_panels (b->k - keys_offset (b, back), 1, b->qkv_stride, b->e, n_keys, panels);

  product ((Left) { b->q, b->qkv_stride, 1 }, keys, NULL, 0, w, weights_stride (), b->m, n_keys, b->e);
}

/* Keys of a block that row i may see. */
static gsize
count_seen (gsize back, gsize i, gsize n_keys)
{
  return back == 0 ? i + 1 : n_keys;
}

/* One row's scores become exp (score - largest), what it had read so far shrinks alike; sum: of all weights so far. */
static void
soften_row (Real *w, gsize n_seen, gsize n_keys, Real scale, Real *largest, Real *sum, Real *read, gsize e)
{
  Real most = *largest, total, shrink;

  _Pragma ("omp simd reduction(max : most)") for (gsize j = 0; j < n_seen; j++)
    most = scale * w[j] > most ? scale * w[j] : most;
  for (gsize j = 0; j < n_seen; j++)
    w[j] = scale * w[j] - most;
  exp_all (w, n_seen);
  total = sum_of (w, n_seen);
  memset (w + n_seen, 0, (n_keys - n_seen) * sizeof (Real));

  shrink = real_exp (*largest - most);
  for (gsize j = 0; j < e; j++)
    read[j] *= shrink;
  *sum = *sum * shrink + total;
  *largest = most;
}

/* n_before: blocks before this one. The norms become the rows' log-sum-exp. */
static void
attention_softmax_forward (const HeadBlock *b, const SoftmaxScratch *scratch, gsize n_before)
{
  const Real scale = 1 / real_sqrt ((Real) b->e);

  for (gsize i = 0; i < b->m; i++)
    {
      memset (b->read + i * b->read_stride, 0, b->e * sizeof (Real));
      scratch->largest[i] = -(Real) 1e30;
      b->norms[i * b->norm_stride] = 0;
    }

  for (gsize back = n_before + 1; back-- > 0;)
    {
      const gsize n_keys = back == 0 ? b->m : WEFT_TRAIN_BLOCK;
      const Real *values;

      score (b, back, n_keys, scratch->panels, scratch->weights);
      for (gsize i = 0; i < b->m; i++)
        soften_row (scratch->weights + i * weights_stride (), count_seen (back, i, n_keys), n_keys, scale,
                    &scratch->largest[i], &b->norms[i * b->norm_stride], b->read + i * b->read_stride, b->e);
      values = as_panels (b->v - keys_offset (b, back), b->qkv_stride, 1, n_keys, b->e, scratch->panels);
      product ((Left) { scratch->weights, weights_stride (), 1 }, values, b->read, b->read_stride, b->read,
               b->read_stride, b->m, b->e, n_keys);
    }

  for (gsize i = 0; i < b->m; i++)
    {
      Real *norm = &b->norms[i * b->norm_stride];

      for (gsize j = 0; j < b->e; j++)
        b->read[i * b->read_stride + j] /= *norm;
      *norm = scratch->largest[i] + (Real) log ((double) *norm);
    }
}

/* p and ds of the block against the keys `back` blocks before it. */
static void
weigh_again (const HeadBlock *b, const SoftmaxScratch *scratch, gsize back, gsize n_keys)
{
  const Real scale = 1 / real_sqrt ((Real) b->e);
  const Real *values;

  score (b, back, n_keys, scratch->panels, scratch->weights);
  values = as_panels (b->v - keys_offset (b, back), 1, b->qkv_stride, b->e, n_keys, scratch->panels);
  product ((Left) { b->d_read, b->read_stride, 1 }, values, NULL, 0, scratch->gradients, weights_stride (), b->m, n_keys,
           b->e);

  for (gsize i = 0; i < b->m; i++)
    {
      Real *p = scratch->weights + i * weights_stride ();
      Real *ds = scratch->gradients + i * weights_stride ();
      const gsize n_seen = count_seen (back, i, n_keys);

      for (gsize j = 0; j < n_seen; j++)
        p[j] = scale * p[j] - b->norms[i * b->norm_stride];
      exp_all (p, n_seen);
      for (gsize j = 0; j < n_seen; j++)
        ds[j] = scale * p[j] * (ds[j] - scratch->largest[i]);
      memset (p + n_seen, 0, (n_keys - n_seen) * sizeof (Real));
      memset (ds + n_seen, 0, (n_keys - n_seen) * sizeof (Real));
    }
}

/* dq, dk and dv of this block and of those before it increase. */
static void
attention_softmax_backward (const HeadBlock *b, const SoftmaxScratch *scratch, gsize n_before)
{
  const gsize stride = b->qkv_stride, e = b->e;

  for (gsize i = 0; i < b->m; i++)
    scratch->largest[i] = dot (b->d_read + i * b->read_stride, b->read + i * b->read_stride, e);

  for (gsize back = n_before + 1; back-- > 0;)
    {
      const gsize n_keys = back == 0 ? b->m : WEFT_TRAIN_BLOCK, offset = keys_offset (b, back);
      const Left transposed = { scratch->gradients, 1, weights_stride () };

      weigh_again (b, scratch, back, n_keys);
      product ((Left) { scratch->gradients, weights_stride (), 1 },
               as_panels (b->k - offset, stride, 1, n_keys, e, scratch->panels), b->dq, stride, b->dq, stride, b->m, e,
               n_keys);
      product (transposed, as_panels (b->q, stride, 1, b->m, e, scratch->panels), b->dk - offset, stride,
               b->dk - offset, stride, n_keys, e, b->m);
      product ((Left) { scratch->weights, 1, weights_stride () },
               as_panels (b->d_read, b->read_stride, 1, b->m, e, scratch->panels), b->dv - offset, stride,
               b->dv - offset, stride, n_keys, e, b->m);
    }
}
