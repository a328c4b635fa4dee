/* SPDX-License-Identifier: MIT */
/* Products of matrices: of Reals, and with factors rounded to bfloat16 where the including file asks for it. Factors on the
 * right are packed in panels first; those on the left are read where they lie. */
#pragma once

#include "engine/train/real.h"

#define ELEMENT Real
#define MULTIPLY_ADD(sum, left, right) (sum) += (left) * (right)
#define NAME(name) name
#include "engine/train/product-body.h"

/* panels [n / PANEL rounded up][n_k][PANEL] = the matrix [n_k, n] with element (k, j) at from[k * row + j * step]. */
static void
pack (const Real *from, gsize row, gsize step, gsize n_k, gsize n, Real *panels)
{
  for (gsize column = 0; column < n; column += PANEL)
    {
      const gsize n_columns = MIN (n - column, PANEL);
      const Real *first = from + column * step;
      Real *panel = panels + column * n_k;

      if (step == 1)
        for (gsize k = 0; k < n_k; k++)
          memcpy (panel + k * PANEL, first + k * row, n_columns * sizeof (Real));
      else
        for (gsize j = 0; j < n_columns; j++)
          for (gsize k = 0; k < n_k; k++)
            panel[k * PANEL + j] = first[k * row + j * step];
    }
}

#ifdef WEFT_TRAIN_BF16
#include <immintrin.h>

#define ELEMENT guint32
#define MULTIPLY_ADD(sum, left, right) \
  (sum) = (Vector) _mm512_dpbf16_ps ((__m512) (sum), (__m512bh) (left), (__m512bh) (right))
#define NAME(name) name##_bf16
#include "engine/train/product-body.h"

typedef guint32 Factor; /* two bfloat16, the lower half first along the sum */
typedef Left_bf16 FactorLeft;
#define FACTOR_DEPTH 2
#define factor_product product_bf16

/* To the nearest bfloat16, ties to even. */
INLINE guint32
round_bits (float x)
{
  guint32 bits;

  memcpy (&bits, &x, sizeof bits);
  return (bits + 0x7fffu + (bits >> 16 & 1)) >> 16;
}

INLINE guint32
round_pair (float low, float high)
{
  return round_bits (low) | round_bits (high) << 16;
}

/* As pack, two k in one element; the last is paired with 0 where n_k is odd. */
static void
pack_factor (const Real *from, gsize row, gsize step, gsize n_k, gsize n, Factor *panels)
{
  const gsize n_pairs = (n_k + 1) / 2;

  for (gsize column = 0; column < n; column += PANEL)
    for (gsize pair = 0; pair < n_pairs; pair++)
      {
        const Real *low = from + 2 * pair * row + column * step;
        const Real *high = low + row;
        const gsize n_columns = MIN (n - column, PANEL);
        Factor *to = panels + column * n_pairs + pair * PANEL;

        if (2 * pair + 1 == n_k)
          for (gsize j = 0; j < n_columns; j++)
            to[j] = round_bits (low[j * step]);
        else
          for (gsize j = 0; j < n_columns; j++)
            to[j] = round_pair (low[j * step], high[j * step]);
      }
}

/* x [m, n_k] as a factor on the left. */
static FactorLeft
left_factor (const Real *x, gsize stride, gsize m, gsize n_k, Factor *scratch)
{
  const gsize n_pairs = (n_k + 1) / 2;

  for (gsize i = 0; i < m; i++)
    {
      const Real *from = x + i * stride;
      Factor *to = scratch + i * n_pairs;

      for (gsize pair = 0; pair < n_k / 2; pair++)
        to[pair] = round_pair (from[2 * pair], from[2 * pair + 1]);
      if (n_k % 2 != 0)
        to[n_pairs - 1] = round_bits (from[n_k - 1]);
    }

  return (FactorLeft) { scratch, n_pairs, 1 };
}

/* The transposed of x [n_k, m] as a factor on the left. */
static FactorLeft
left_factor_transposed (const Real *x, gsize stride, gsize m, gsize n_k, Factor *scratch)
{
  for (gsize pair = 0; pair < (n_k + 1) / 2; pair++)
    {
      const Real *low = x + 2 * pair * stride;
      Factor *to = scratch + pair * m;

      if (2 * pair + 1 == n_k)
        for (gsize i = 0; i < m; i++)
          to[i] = round_bits (low[i]);
      else
        for (gsize i = 0; i < m; i++)
          to[i] = round_pair (low[i], low[i + stride]);
    }

  return (FactorLeft) { scratch, 1, m };
}

#else

typedef Real Factor;
typedef Left FactorLeft;
#define FACTOR_DEPTH 1
#define factor_product product
#define pack_factor pack

static FactorLeft
left_factor (const Real *x, gsize stride, gsize m, gsize n_k, Factor *scratch)
{
  return (FactorLeft) { x, stride, 1 };
}

static FactorLeft
left_factor_transposed (const Real *x, gsize stride, gsize m, gsize n_k, Factor *scratch)
{
  return (FactorLeft) { x, 1, stride };
}

#endif

/* Elements of the sum as factors count them. */
static gsize
factor_depth (gsize n_k)
{
  return (n_k + FACTOR_DEPTH - 1) / FACTOR_DEPTH;
}

/* A small matrix as panels: where it lies if it is one already, else packed into scratch. */
static const Real *
as_panels (const Real *from, gsize row, gsize step, gsize n_k, gsize n, Real *scratch)
{
  if (step == 1 && row == PANEL && n <= PANEL)
    return from;

  pack (from, row, step, n_k, n, scratch);
  return scratch;
}
