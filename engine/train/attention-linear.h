/* SPDX-License-Identifier: MIT */
/* Causal linear attention of one head over a block of positions, in chunks: forward by the running sums S and z, backward
 * by two cumulated sums, S once more from the start and R from the end. What is needed beyond a block is S, z, R and r.
 *
 *   a_i = (q_i^T S_i) / (q_i . z_i + 1e-6),  S_i = sum_{j <= i} k_j v_j^T,  z_i = sum_{j <= i} k_j,  q, k after phi
 *
 * With n_i = q_i . z_i + 1e-6, G_i = da_i / n_i and g_i = -(da_i . a_i) / n_i, a head's gradients are
 *
 *   dq_i = S_i G_i + g_i z_i
 *   dk_j = sum_{i >= j} q_i (G_i . v_j + g_i) = R_j v_j + r_j,  R_j = sum_{i >= j} q_i G_i^T,  r_j = sum_{i >= j} g_i q_i
 *   dv_j = R_j^T k_j
 *
 * and within a chunk the sums are products of matrices with the future masked. */
#pragma once

#include "engine/train/arithmetic.h"
#include "engine/train/product.h"

#define CHUNK ((gsize) 32)
#define N_CHUNKS (WEFT_TRAIN_BLOCK / CHUNK)
#define ATTENTION_EPSILON ((Real) 1e-6)

/* One head of a block: rows of q, k, v after phi, qkv_stride apart, and what attention read, read_stride apart. */
typedef struct {
  gsize m; /* positions */
  gsize e; /* head size */
  gsize qkv_stride, read_stride, norm_stride;
  const Real *q, *k, *v;
  Real *read;
  Real *norms; /* [m] 1 / n_i, norm_stride apart */

  /* backward */
  const Real *d_read;
  Real *dq, *dk, *dv; /* qkv_stride apart */
} HeadBlock;

/* S [e, e_stride] and behind it z [e]; or R and r. */
static gsize
memory_reals (gsize e)
{
  return (e + 1) * round_up (e, PANEL);
}

/* Buffers for one head of a block. */
typedef struct {
  Real *weights; /* [BLOCK, chunk_stride] P, or A of all chunks */
  Real *present; /* [CHUNK, chunk_stride] P in the backward pass */
  Real *memory;  /* memory_reals: S and z on their way */
  Real *g_rows;  /* [BLOCK, e_stride] G */
  Real *g;       /* [BLOCK] g */
  Real *panels;  /* one factor on the right */
} LinearScratch;

static gsize
chunk_stride (void)
{
  return round_up (CHUNK, PANEL);
}

static gsize
linear_scratch_panels (gsize e)
{
  const gsize widest = MAX (round_up (e, PANEL), chunk_stride ());

  return widest * widest;
}

static void
linear_scratch_reserve (WeftArena *arena, gsize e)
{
  weft_arena_reserve (arena, WEFT_TRAIN_BLOCK * chunk_stride (), sizeof (Real));
  weft_arena_reserve (arena, CHUNK * chunk_stride (), sizeof (Real));
  weft_arena_reserve (arena, memory_reals (e), sizeof (Real));
  weft_arena_reserve (arena, WEFT_TRAIN_BLOCK * round_up (e, PANEL), sizeof (Real));
  weft_arena_reserve (arena, WEFT_TRAIN_BLOCK, sizeof (Real));
  weft_arena_reserve (arena, linear_scratch_panels (e), sizeof (Real));
}

static void
linear_scratch_take (LinearScratch *scratch, WeftArena *arena, gsize e)
{
  scratch->weights = weft_arena_take (arena, WEFT_TRAIN_BLOCK * chunk_stride (), sizeof (Real));
  scratch->present = weft_arena_take (arena, CHUNK * chunk_stride (), sizeof (Real));
  scratch->memory = weft_arena_take (arena, memory_reals (e), sizeof (Real));
  scratch->g_rows = weft_arena_take (arena, WEFT_TRAIN_BLOCK * round_up (e, PANEL), sizeof (Real));
  scratch->g = weft_arena_take (arena, WEFT_TRAIN_BLOCK, sizeof (Real));
  scratch->panels = weft_arena_take (arena, linear_scratch_panels (e), sizeof (Real));
}

/* x = phi (x) over [m, n]: exp of what is below 0, plus what is above. scratch: [n] */
static void
phi_forward (Real *x, gsize stride, gsize m, gsize n, Real *scratch)
{
  for (gsize row = 0; row < m; row++)
    {
      Real *t = x + row * stride;

      for (gsize i = 0; i < n; i++)
        {
          scratch[i] = t[i] > 0 ? t[i] : 0;
          t[i] = t[i] > 0 ? 0 : t[i];
        }
      exp_all (t, n);
      for (gsize i = 0; i < n; i++)
        t[i] += scratch[i];
    }
}

/* d = d phi' over [m, n]; the slope is min (phi, 1). */
static void
phi_backward (const Real *phi, gsize stride, gsize m, gsize n, Real *d)
{
  for (gsize row = 0; row < m; row++)
    for (gsize i = 0; i < n; i++)
      d[row * stride + i] *= phi[row * stride + i] < 1 ? phi[row * stride + i] : 1;
}

/* Sets w [c, chunk_stride] to 0 where the key lies after the query. */
static void
mask_future (Real *w, gsize c)
{
  for (gsize row = 0; row + 1 < c; row++)
    memset (w + row * chunk_stride () + row + 1, 0, (c - row - 1) * sizeof (Real));
}

/* P [c, c] = q k^T without the future. */
static void
weigh (const HeadBlock *b, gsize first, gsize c, Real *panels, Real *p)
{
  const Real *keys = as_panels (b->k + first * b->qkv_stride, 1, b->qkv_stride, b->e, c, panels);

  product ((Left) { b->q + first * b->qkv_stride, b->qkv_stride, 1 }, keys, NULL, 0, p, chunk_stride (), c, c, b->e);
  mask_future (p, c);
}

/* S += k^T v, z += the sum of k; values: v in panels. */
static void
remember (const HeadBlock *b, gsize first, gsize c, const Real *values, Real *memory)
{
  const gsize e_stride = round_up (b->e, PANEL);
  const Real *k = b->k + first * b->qkv_stride;
  Real *z = memory + b->e * e_stride;

  product ((Left) { k, 1, b->qkv_stride }, values, memory, e_stride, memory, e_stride, b->e, b->e, c);
  for (gsize i = 0; i < c; i++)
    for (gsize j = 0; j < b->e; j++)
      z[j] += k[i * b->qkv_stride + j];
}

static Real
dot (const Real *x, const Real *y, gsize n)
{
  Real sum = 0;

  _Pragma ("omp simd reduction(+ : sum)") for (gsize i = 0; i < n; i++)
    sum += x[i] * y[i];
  return sum;
}

static Real
sum_of (const Real *x, gsize n)
{
  Real sum = 0;

  _Pragma ("omp simd reduction(+ : sum)") for (gsize i = 0; i < n; i++)
    sum += x[i];
  return sum;
}

/* Rows of what was read divided by n_i = q_i . (z + keys of the chunk up to i) + 1e-6. */
static void
normalize (const HeadBlock *b, gsize first, gsize c, const Real *p, const Real *z)
{
  for (gsize i = 0; i < c; i++)
    {
      const gsize row = first + i;
      const Real n = dot (b->q + row * b->qkv_stride, z, b->e) + sum_of (p + i * chunk_stride (), i + 1)
                     + ATTENTION_EPSILON;
      Real *read = b->read + row * b->read_stride;

      b->norms[row * b->norm_stride] = 1 / n;
      for (gsize j = 0; j < b->e; j++)
        read[j] *= 1 / n;
    }
}

/* before, after: memory_reals, S and z where the block begins and ends. */
static void
attention_linear_forward (const HeadBlock *b, const LinearScratch *scratch, const Real *before, Real *after)
{
  const gsize e = b->e, e_stride = round_up (e, PANEL);

  memcpy (after, before, memory_reals (e) * sizeof (Real));
  for (gsize first = 0; first < b->m; first += CHUNK)
    {
      const gsize c = MIN (b->m - first, CHUNK);
      const Left queries = { b->q + first * b->qkv_stride, b->qkv_stride, 1 };
      Real *read = b->read + first * b->read_stride;
      const Real *values;

      weigh (b, first, c, scratch->panels, scratch->weights);
      product (queries, as_panels (after, e_stride, 1, e, e, scratch->panels), NULL, 0, read, b->read_stride, c, e, e);
      values = as_panels (b->v + first * b->qkv_stride, b->qkv_stride, 1, c, e, scratch->panels);
      product ((Left) { scratch->weights, chunk_stride (), 1 }, values, read, b->read_stride, read, b->read_stride, c, e,
               c);
      normalize (b, first, c, scratch->weights, after + e * e_stride);
      remember (b, first, c, values, after);
    }
}

/* G and g of all rows. */
static void
divide_gradient (const HeadBlock *b, const LinearScratch *scratch)
{
  const gsize e_stride = round_up (b->e, PANEL);

  for (gsize row = 0; row < b->m; row++)
    {
      const Real *d = b->d_read + row * b->read_stride;
      const Real norm = b->norms[row * b->norm_stride];

      for (gsize j = 0; j < b->e; j++)
        scratch->g_rows[row * e_stride + j] = norm * d[j];
      scratch->g[row] = -norm * dot (d, b->read + row * b->read_stride, b->e);
    }
}

/* Forward over the chunks: A [c, c] = G v^T + g without the future, dq = A k + G S^T + g z. */
static void
backward_queries (const HeadBlock *b, const LinearScratch *scratch, const Real *before)
{
  const gsize e = b->e, e_stride = round_up (e, PANEL);
  Real *s = scratch->memory;
  const Real *z = s + e * e_stride;

  memcpy (s, before, memory_reals (e) * sizeof (Real));
  for (gsize first = 0; first < b->m; first += CHUNK)
    {
      const gsize c = MIN (b->m - first, CHUNK), stride = b->qkv_stride;
      const Real *v = b->v + first * stride;
      const Left g_rows = { scratch->g_rows + first * e_stride, e_stride, 1 };
      Real *a = scratch->weights + first * chunk_stride ();
      Real *dq = b->dq + first * stride;

      product (g_rows, as_panels (v, 1, stride, e, c, scratch->panels), NULL, 0, a, chunk_stride (), c, c, e);
      for (gsize i = 0; i < c; i++)
        {
          for (gsize j = 0; j <= i; j++)
            a[i * chunk_stride () + j] += scratch->g[first + i];
          for (gsize j = 0; j < e; j++)
            dq[i * stride + j] = scratch->g[first + i] * z[j];
        }
      mask_future (a, c);

      product ((Left) { a, chunk_stride (), 1 }, as_panels (b->k + first * stride, stride, 1, c, e, scratch->panels), dq,
               stride, dq, stride, c, e, c);
      product (g_rows, as_panels (s, 1, e_stride, e, e, scratch->panels), dq, stride, dq, stride, c, e, e);
      if (first + c < b->m)
        remember (b, first, c, as_panels (v, stride, 1, c, e, scratch->panels), s);
    }
}

/* Backward over the chunks: dk = A^T q + v R^T + r, dv = P^T G + k R; then R += q^T G, r += g q. */
static void
backward_keys (const HeadBlock *b, const LinearScratch *scratch, Real *later)
{
  const gsize e = b->e, e_stride = round_up (e, PANEL), stride = b->qkv_stride;
  Real *r = later + e * e_stride;

  for (gsize chunk = (b->m + CHUNK - 1) / CHUNK; chunk-- > 0;)
    {
      const gsize first = chunk * CHUNK, c = MIN (b->m - first, CHUNK);
      const Real *q = b->q + first * stride, *k = b->k + first * stride, *v = b->v + first * stride;
      const Real *a = scratch->weights + first * chunk_stride ();
      const Real *g_rows = scratch->g_rows + first * e_stride;
      Real *dk = b->dk + first * stride, *dv = b->dv + first * stride;
      const Real *g_panels;

      product ((Left) { a, 1, chunk_stride () }, as_panels (q, stride, 1, c, e, scratch->panels), r, 0, dk, stride, c, e,
               c);
      product ((Left) { v, stride, 1 }, as_panels (later, 1, e_stride, e, e, scratch->panels), dk, stride, dk, stride, c,
               e, e);

      weigh (b, first, c, scratch->panels, scratch->present);
      product ((Left) { k, stride, 1 }, as_panels (later, e_stride, 1, e, e, scratch->panels), NULL, 0, dv, stride, c, e,
               e);
      g_panels = as_panels (g_rows, e_stride, 1, c, e, scratch->panels);
      product ((Left) { scratch->present, 1, chunk_stride () }, g_panels, dv, stride, dv, stride, c, e, c);

      product ((Left) { q, 1, stride }, g_panels, later, e_stride, later, e_stride, e, e, c);
      for (gsize i = 0; i < c; i++)
        for (gsize j = 0; j < e; j++)
          r[j] += scratch->g[first + i] * q[i * stride + j];
    }
}

/* before: S and z where the block begins; later: R and r of the blocks after this one, then of this one too. */
static void
attention_linear_backward (const HeadBlock *b, const LinearScratch *scratch, const Real *before, Real *later)
{
  divide_gradient (b, scratch);
  backward_queries (b, scratch, before);
  backward_keys (b, scratch, later);
  phi_backward (b->q, b->qkv_stride, b->m, b->e, b->dq);
  phi_backward (b->k, b->qkv_stride, b->m, b->e, b->dk);
}
