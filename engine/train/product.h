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
  (sum) = (Sum) _mm512_dpbf16_ps ((__m512) (sum), (__m512bh) (left), (__m512bh) (right))
#define NAME(name) name##_bf16
#include "engine/train/product-body.h"

typedef guint32 Factor; /* two bfloat16, the lower half first along the sum */
typedef Left_bf16 FactorLeft;
#define FACTOR_DEPTH 2
#define factor_product product_bf16

/* The pairs (low[i step], high[i step]) of n numbers, each rounded to the nearest bfloat16, ties to even; high NULL: 0. */
static void
round_pairs (const Real *low, const Real *high, gsize step, gsize n, Factor *to)
{
  for (gsize i = 0; i < n; i += VECTOR)
    {
      const __mmask16 some = (__mmask16) (n - i < VECTOR ? (1u << (n - i)) - 1 : 0xffff);
      const __m512i places = _mm512_mullo_epi32 (_mm512_setr_epi32 (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
                                                 _mm512_set1_epi32 ((int) step));
      const __m512 zero = _mm512_setzero_ps ();
      const __m512 a = step == 1 ? _mm512_maskz_loadu_ps (some, low + i)
                                 : _mm512_mask_i32gather_ps (zero, some, places, low + i * step, 4);
      const __m512 b = high == NULL ? zero
                       : step == 1  ? _mm512_maskz_loadu_ps (some, high + i)
                                    : _mm512_mask_i32gather_ps (zero, some, places, high + i * step, 4);
      const __m512i lower = _mm512_cvtepu16_epi32 ((__m256i) _mm512_cvtneps_pbh (a));
      const __m512i upper = _mm512_slli_epi32 (_mm512_cvtepu16_epi32 ((__m256i) _mm512_cvtneps_pbh (b)), 16);

      _mm512_mask_storeu_epi32 (to + i, some, _mm512_or_si512 (lower, upper));
    }
}

/* n numbers that lie one behind the other, as pairs; the last is paired with 0 where n is odd. */
static void
round_row (const Real *from, gsize n, Factor *to)
{
  guint16 *halves = (guint16 *) to;

  for (gsize i = 0; i < n; i += VECTOR)
    {
      const __mmask16 some = (__mmask16) (n - i < VECTOR ? (1u << (n - i)) - 1 : 0xffff);

      _mm256_mask_storeu_epi16 (halves + i, some, (__m256i) _mm512_cvtneps_pbh (_mm512_maskz_loadu_ps (some, from + i)));
    }
  if (n % 2 != 0)
    halves[n] = 0;
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

        round_pairs (low, 2 * pair + 1 < n_k ? high : NULL, step, n_columns, to);
      }
}

/* x [m, n_k] as a factor on the left. */
static FactorLeft
left_factor (const Real *x, gsize stride, gsize m, gsize n_k, Factor *scratch)
{
  const gsize n_pairs = (n_k + 1) / 2;

  for (gsize i = 0; i < m; i++)
    round_row (x + i * stride, n_k, scratch + i * n_pairs);

  return (FactorLeft) { scratch, n_pairs, 1 };
}

/* The transposed of x [n_k, m] as a factor on the left. */
static FactorLeft
left_factor_transposed (const Real *x, gsize stride, gsize m, gsize n_k, Factor *scratch)
{
  for (gsize pair = 0; pair < (n_k + 1) / 2; pair++)
    {
      const Real *low = x + 2 * pair * stride;

      round_pairs (low, 2 * pair + 1 < n_k ? low + stride : NULL, 1, m, scratch + pair * m);
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
