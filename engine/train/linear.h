/* SPDX-License-Identifier: MIT */
/* y = x W^T + b: its matrices packed once a step for both directions, and its gradients. */
#pragma once

#include "engine/train/arithmetic.h"
#include "engine/train/product.h"

/* One matrix as products read it. */
typedef struct {
  gsize n_in, n_out;
  WeftPlace place;
  Factor *forward;  /* W^T [n_in, n_out] in panels */
  Factor *backward; /* W [n_out, n_in] in panels */
  Real *bias;       /* [n_out] */
} Linear;

/* Buffers of a pass for factors. */
typedef struct {
  Factor *left;  /* [BLOCK, largest n / FACTOR_DEPTH] */
  Factor *right; /* [largest n rounded up, BLOCK / FACTOR_DEPTH] */
} FactorScratch;

static gsize
forward_factors (gsize n_in, gsize n_out)
{
  return factor_depth (n_in) * round_up (n_out, PANEL);
}

static void
linear_reserve (WeftArena *arena, gsize n_in, gsize n_out)
{
  weft_arena_reserve (arena, forward_factors (n_in, n_out), sizeof (Factor));
  weft_arena_reserve (arena, forward_factors (n_out, n_in), sizeof (Factor));
  weft_arena_reserve (arena, n_out, sizeof (Real));
}

static void
linear_take (Linear *linear, WeftArena *arena, WeftPlace place, gsize n_in, gsize n_out)
{
  *linear = (Linear) {
    .n_in = n_in,
    .n_out = n_out,
    .place = place,
    .forward = weft_arena_take (arena, forward_factors (n_in, n_out), sizeof (Factor)),
    .backward = weft_arena_take (arena, forward_factors (n_out, n_in), sizeof (Factor)),
    .bias = weft_arena_take (arena, n_out, sizeof (Real)),
  };
}

static void
linear_pack (Linear *linear, const Real *weights)
{
  const Real *w = weights + linear->place.weight;

  pack_factor (w, 1, linear->n_in, linear->n_in, linear->n_out, linear->forward);
  pack_factor (w, linear->n_in, 1, linear->n_out, linear->n_in, linear->backward);
  memcpy (linear->bias, weights + linear->place.bias, linear->n_out * sizeof (Real));
}

/* y [m, n_out] = x W^T + b. */
static void
linear_forward (const Linear *linear, const FactorScratch *scratch, const Real *x, gsize x_stride, Real *y, gsize y_stride,
                gsize m)
{
  const FactorLeft left = left_factor (x, x_stride, m, linear->n_in, scratch->left);

  factor_product (left, linear->forward, linear->bias, 0, y, y_stride, m, linear->n_out, factor_depth (linear->n_in));
}

/* dx [m, n_in] = start + dy W; start as dx, or NULL for 0. */
static void
linear_backward (const Linear *linear, const FactorScratch *scratch, const Real *dy, gsize dy_stride, const Real *start,
                 Real *dx, gsize dx_stride, gsize m)
{
  const FactorLeft left = left_factor (dy, dy_stride, m, linear->n_out, scratch->left);

  factor_product (left, linear->backward, start, dx_stride, dx, dx_stride, m, linear->n_in,
                  factor_depth (linear->n_out));
}

/* dW [n_out, n_in] += dy^T x, db += the sum of the rows of dy. */
static void
linear_gradient (const Linear *linear, const FactorScratch *scratch, const Real *dy, gsize dy_stride, const Real *x,
                 gsize x_stride, gsize m, Real *gradient)
{
  const FactorLeft left = left_factor_transposed (dy, dy_stride, linear->n_out, m, scratch->left);
  Real *dw = gradient + linear->place.weight;
  Real *db = gradient + linear->place.bias;

  pack_factor (x, x_stride, 1, m, linear->n_in, scratch->right);
  factor_product (left, scratch->right, dw, linear->n_in, dw, linear->n_in, linear->n_out, linear->n_in,
                  factor_depth (m));

  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < linear->n_out; j++)
      db[j] += dy[i * dy_stride + j];
}
