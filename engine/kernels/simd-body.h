/* SPDX-License-Identifier: MIT */
/* The kernels over vectors of 16 floats, included once by each instruction set after it has defined:
 *
 *   V16                      16 floats
 *   v_zero, v_set1 (f)       all zero, all f
 *   v_load, v_store          whole vectors, any alignment
 *   v_load_n, v_store_n      the first n < 16 elements; the rest is zero, or untouched
 *   v_load_bf16, v_load_i8   16 weights widened to float
 *   v_fma (a, b, c)          a b + c, one rounding
 *   v_add, v_sub, v_mul, v_div
 *   v_max (a, b)             b where either is NaN or both are zero
 *   v_power (x)              the low bits of x shifted into an exponent, see exp1() in portable.c
 *   v_phi_select (x, a, b)   a where x > 0, else b
 *   v_copysign (a, b), v_abs (a)
 *   v_keep_n (a, n)          a with elements from n on zero
 *   v_sum, v_largest         the tree: 8, 4, 2, 1
 *   MAX_LANES, SOLO_PANELS   accumulators that fit the registers: 2 vectors x lanes; panels x 2 vectors for one lane
 *   KERNELS, KERNELS_NAME    the table to define
 *
 * Each function gives the bits of its namesake in portable.c.
 */

#include "engine/kernels/tables.h"

#include <math.h>

#define INLINE static inline __attribute__ ((always_inline))

/* A tile's sums must stay in registers: its loops have constant bounds once inlined and are unrolled completely. */
#define UNROLL _Pragma ("GCC unroll 16")

INLINE V16
load_weights (WeftPrecision precision, const void *panels, gsize index)
{
  switch (precision)
    {
    case WEFT_PRECISION_BF16:
      return v_load_bf16 ((const guint16 *) panels + index);
    case WEFT_PRECISION_INT8:
      return v_load_i8 ((const gint8 *) panels + index);
    case WEFT_PRECISION_F32:
    default:
      return v_load ((const float *) panels + index);
    }
}

/* Rows of n_panels panels times n_lanes lanes, all sums in registers. */
INLINE void
tile (const WeftLinear *linear, WeftPrecision precision, guint n_panels, guint n_lanes, guint panel, const float *x,
      gsize x_stride, float *y, gsize y_stride)
{
  const gboolean scaled = precision == WEFT_PRECISION_INT8;
  const gsize n_in = linear->n_in;
  const gsize first = (gsize) panel * WEFT_PANEL;
  const gsize panel_size = n_in * WEFT_PANEL;
  V16 sum[2 * 16];

  UNROLL for (guint p = 0; p < n_panels; p++)
    UNROLL for (guint half = 0; half < 2; half++)
      UNROLL for (guint l = 0; l < n_lanes; l++)
        sum[(p * 2 + half) * n_lanes + l]
          = scaled ? v_zero () : v_load (linear->bias + first + p * WEFT_PANEL + half * 16);

  for (gsize k = 0; k < n_in; k++)
    {
      UNROLL for (guint p = 0; p < n_panels; p++)
        {
          const gsize index = first * n_in + p * panel_size + k * WEFT_PANEL;
          const V16 low = load_weights (precision, linear->panels, index);
          const V16 high = load_weights (precision, linear->panels, index + 16);

          UNROLL for (guint l = 0; l < n_lanes; l++)
            {
              const V16 value = v_set1 (x[l * x_stride + k]);

              sum[p * 2 * n_lanes + l] = v_fma (low, value, sum[p * 2 * n_lanes + l]);
              sum[(p * 2 + 1) * n_lanes + l] = v_fma (high, value, sum[(p * 2 + 1) * n_lanes + l]);
            }
        }
    }

  UNROLL for (guint p = 0; p < n_panels; p++)
    UNROLL for (guint half = 0; half < 2; half++)
      {
        const gsize row = first + p * WEFT_PANEL + half * 16;

        UNROLL for (guint l = 0; l < n_lanes; l++)
          {
            V16 result = sum[(p * 2 + half) * n_lanes + l];

            if (scaled)
              result = v_fma (result, v_load (linear->scale + row), v_load (linear->bias + row));
            v_store (y + l * y_stride + row, result);
          }
      }
}

/* One lane: several panels at a time, so that enough chains are in flight. */
INLINE void
linear_solo (const WeftLinear *linear, WeftPrecision precision, guint panel_begin, guint panel_end, const float *x,
             float *y)
{
  guint panel = panel_begin;

  for (; panel + SOLO_PANELS <= panel_end; panel += SOLO_PANELS)
    tile (linear, precision, SOLO_PANELS, 1, panel, x, 0, y, 0);
  for (; panel + 2 <= panel_end; panel += 2)
    tile (linear, precision, 2, 1, panel, x, 0, y, 0);
  for (; panel < panel_end; panel++)
    tile (linear, precision, 1, 1, panel, x, 0, y, 0);
}

INLINE void
linear_tile (const WeftLinear *linear, WeftPrecision precision, guint n_lanes, guint panel, const float *x,
             gsize x_stride, float *y, gsize y_stride)
{
#define CASE(n) \
  case n: \
    if (n <= MAX_LANES) \
      tile (linear, precision, 1, n, panel, x, x_stride, y, y_stride); \
    break
  switch (n_lanes)
    {
      CASE (1); CASE (2); CASE (3); CASE (4); CASE (5); CASE (6);
      CASE (7); CASE (8); CASE (9); CASE (10); CASE (11); CASE (12);
    default:
      break;
    }
#undef CASE
}

/* Many lanes: each panel is read once and meets all lanes while it is in the cache; tiles as even as possible. */
INLINE void
linear_lanes (const WeftLinear *linear, WeftPrecision precision, guint panel_begin, guint panel_end, const float *x,
              gsize x_stride, float *y, gsize y_stride, guint n_lanes)
{
  const guint n_tiles = (n_lanes + MAX_LANES - 1) / MAX_LANES;

  for (guint panel = panel_begin; panel < panel_end; panel++)
    for (guint t = 0; t < n_tiles; t++)
      {
        const guint begin = (guint) ((guint64) n_lanes * t / n_tiles);
        const guint end = (guint) ((guint64) n_lanes * (t + 1) / n_tiles);

        linear_tile (linear, precision, end - begin, panel, x + begin * x_stride, x_stride,
                     y + begin * y_stride, y_stride);
      }
}

#define LINEAR(suffix, precision) \
  static void \
  linear_##suffix (const WeftLinear *linear, guint panel_begin, guint panel_end, const float *x, gsize x_stride, \
                   float *y, gsize y_stride, guint n_lanes) \
  { \
    if (n_lanes == 1) \
      linear_solo (linear, precision, panel_begin, panel_end, x, y); \
    else \
      linear_lanes (linear, precision, panel_begin, panel_end, x, x_stride, y, y_stride, n_lanes); \
  }

LINEAR (f32, WEFT_PRECISION_F32)
LINEAR (bf16, WEFT_PRECISION_BF16)
LINEAR (int8, WEFT_PRECISION_INT8)

static void
linear_any (const WeftLinear *linear, guint panel_begin, guint panel_end, const float *x, gsize x_stride, float *y,
            gsize y_stride, guint n_lanes)
{
  switch (linear->precision)
    {
    case WEFT_PRECISION_BF16:
      linear_bf16 (linear, panel_begin, panel_end, x, x_stride, y, y_stride, n_lanes);
      break;
    case WEFT_PRECISION_INT8:
      linear_int8 (linear, panel_begin, panel_end, x, x_stride, y, y_stride, n_lanes);
      break;
    case WEFT_PRECISION_F32:
    default:
      linear_f32 (linear, panel_begin, panel_end, x, x_stride, y, y_stride, n_lanes);
      break;
    }
}

INLINE V16
exp16 (V16 x)
{
  const V16 clamped = v_max (v_set1 (WEFT_EXP_LOWEST), x);
  const V16 shifted = v_fma (clamped, v_set1 (WEFT_EXP_LOG2E), v_set1 (WEFT_EXP_MAGIC));
  const V16 n = v_sub (shifted, v_set1 (WEFT_EXP_MAGIC));
  const V16 r = v_fma (n, v_set1 (-WEFT_EXP_LN2_LOW), v_fma (n, v_set1 (-WEFT_EXP_LN2_HIGH), clamped));
  V16 p = v_set1 (WEFT_EXP_P0);

  p = v_fma (p, r, v_set1 (WEFT_EXP_P1));
  p = v_fma (p, r, v_set1 (WEFT_EXP_P2));
  p = v_fma (p, r, v_set1 (WEFT_EXP_P3));
  p = v_fma (p, r, v_set1 (WEFT_EXP_P4));
  p = v_fma (p, r, v_set1 (WEFT_EXP_P5));
  p = v_add (v_fma (p, v_mul (r, r), r), v_set1 (1.0f));

  return v_mul (p, v_power (shifted));
}

INLINE V16
erf16 (V16 x)
{
  const V16 a = v_abs (x);
  const V16 t = v_div (v_set1 (1.0f), v_fma (v_set1 (WEFT_ERF_P), a, v_set1 (1.0f)));
  V16 p = v_set1 (WEFT_ERF_A5);

  p = v_fma (p, t, v_set1 (WEFT_ERF_A4));
  p = v_fma (p, t, v_set1 (WEFT_ERF_A3));
  p = v_fma (p, t, v_set1 (WEFT_ERF_A2));
  p = v_fma (p, t, v_set1 (WEFT_ERF_A1));

  return v_copysign (v_fma (v_sub (v_zero (), v_mul (p, t)), exp16 (v_sub (v_zero (), v_mul (a, a))), v_set1 (1.0f)), x);
}

/* Elements [i, n) of x, at most a whole vector. */
INLINE V16
load_part (const float *x, gsize i, gsize n)
{
  return i + 16 <= n ? v_load (x + i) : v_load_n (x + i, n - i);
}

INLINE void
store_part (float *x, gsize i, gsize n, V16 value)
{
  if (i + 16 <= n)
    v_store (x + i, value);
  else
    v_store_n (x + i, n - i, value);
}

INLINE V16
keep_part (V16 value, gsize i, gsize n)
{
  return i + 16 <= n ? value : v_keep_n (value, n - i);
}

static void
relu (float *x, gsize n)
{
  for (gsize i = 0; i < n; i += 16)
    store_part (x, i, n, v_max (v_zero (), load_part (x, i, n)));
}

static void
gelu (float *x, gsize n)
{
  for (gsize i = 0; i < n; i += 16)
    {
      const V16 value = load_part (x, i, n);
      const V16 scaled = v_mul (value, v_set1 (WEFT_SQRT_HALF));

      store_part (x, i, n, v_mul (v_mul (v_set1 (0.5f), value), v_add (v_set1 (1.0f), erf16 (scaled))));
    }
}

static float
layer_norm (const float *x, const float *r, const float *gain, const float *bias, gsize n, float *y)
{
  V16 sum = v_zero ();
  V16 square = v_zero ();
  V16 mean, inverse;
  float variance;

  for (gsize i = 0; i < n; i += 16)
    {
      const V16 value = r != NULL ? v_add (load_part (x, i, n), load_part (r, i, n)) : load_part (x, i, n);

      store_part (y, i, n, value);
      sum = v_add (sum, value);
    }

  mean = v_set1 (v_sum (sum) / (float) n);
  for (gsize i = 0; i < n; i += 16)
    {
      const V16 value = keep_part (v_sub (load_part (y, i, n), mean), i, n);

      store_part (y, i, n, value);
      square = v_fma (value, value, square);
    }

  variance = v_sum (square) / (float) n;
  inverse = v_set1 (1.0f / sqrtf (variance + WEFT_NORM_EPSILON));
  for (gsize i = 0; i < n; i += 16)
    store_part (y, i, n, v_fma (v_mul (load_part (y, i, n), inverse), load_part (gain, i, n), load_part (bias, i, n)));

  return variance;
}

static void
phi (const float *x, float *y, gsize n)
{
  for (gsize i = 0; i < n; i += 16)
    {
      const V16 value = load_part (x, i, n);

      store_part (y, i, n, v_phi_select (value, v_add (value, v_set1 (1.0f)), exp16 (value)));
    }
}

static void
exp_all (float *x, gsize n)
{
  for (gsize i = 0; i < n; i += 16)
    store_part (x, i, n, exp16 (load_part (x, i, n)));
}

/* The largest of n elements; a NaN wins only if it comes last in its column, and then shows in the sum. */
INLINE float
largest_of (const float *x, gsize n)
{
  const gsize whole = n / 16 * 16;
  float largest = -INFINITY;

  if (whole > 0)
    {
      V16 column = v_set1 (-INFINITY);

      for (gsize i = 0; i < whole; i += 16)
        column = v_max (column, v_load (x + i));
      largest = v_largest (column);
    }

  for (gsize i = whole; i < n; i++)
    largest = largest > x[i] ? largest : x[i];

  return largest;
}

static void
softmax (float *x, gsize n)
{
  const V16 largest = v_set1 (largest_of (x, n));
  V16 partial = v_zero ();
  V16 sum;

  for (gsize i = 0; i < n; i += 16)
    {
      const V16 value = keep_part (exp16 (v_sub (load_part (x, i, n), largest)), i, n);

      store_part (x, i, n, value);
      partial = v_add (partial, value);
    }

  sum = v_set1 (v_sum (partial));
  for (gsize i = 0; i < n; i += 16)
    store_part (x, i, n, v_div (load_part (x, i, n), sum));
}

static void
attend_linear (float *s, float *z, guint head_size, const float *q, const float *k, const float *v, float *out,
               float *scratch)
{
  const gsize n = head_size;
  const gsize stride = weft_pad (n);
  float *phi_q = scratch;
  float *phi_k = scratch + stride;
  V16 dot = v_zero ();
  V16 denominator;

  phi (q, phi_q, n);
  phi (k, phi_k, n);

  for (gsize i = 0; i < n; i += 16)
    {
      const V16 sum = v_add (load_part (z, i, n), load_part (phi_k, i, n));

      store_part (z, i, n, sum);
      dot = v_fma (load_part (phi_q, i, n), sum, dot);
    }
  denominator = v_set1 (v_sum (dot) + WEFT_ATTENTION_EPSILON);

  for (gsize m = 0; m < n; m += 16)
    {
      const V16 value = load_part (v, m, n);
      V16 sum = v_zero ();

      for (gsize e = 0; e < n; e++)
        {
          const V16 row = v_fma (v_set1 (phi_k[e]), value, v_load (s + e * stride + m));

          v_store (s + e * stride + m, row);
          sum = v_fma (v_set1 (phi_q[e]), row, sum);
        }
      store_part (out, m, n, v_div (sum, denominator));
    }
}

/* scores[j] = q . k_j / sqrt E for the 64 positions of one block. */
INLINE void
score_block (const float *block, gsize head_size, const float *q, V16 scale, float *scores)
{
  V16 sum[WEFT_KEY_BLOCK / 16];

  UNROLL for (guint c = 0; c < WEFT_KEY_BLOCK / 16; c++)
    sum[c] = v_zero ();

  for (gsize e = 0; e < head_size; e++)
    {
      const V16 value = v_set1 (q[e]);

      UNROLL for (guint c = 0; c < WEFT_KEY_BLOCK / 16; c++)
        sum[c] = v_fma (value, v_load (block + e * WEFT_KEY_BLOCK + c * 16), sum[c]);
    }

  UNROLL for (guint c = 0; c < WEFT_KEY_BLOCK / 16; c++)
    v_store (scores + c * 16, v_mul (sum[c], scale));
}

/* Sixteen columns of sum_j p_j v_j. */
INLINE V16
weigh_values (const float *p, const float *values, gsize stride, gsize n)
{
  V16 chain[4] = { v_zero (), v_zero (), v_zero (), v_zero () };
  gsize j = 0;

  for (; j + 4 <= n; j += 4)
    UNROLL for (guint c = 0; c < 4; c++)
      chain[c] = v_fma (v_set1 (p[j + c]), v_load (values + (j + c) * stride), chain[c]);
  for (guint c = 0; j < n; j++, c++)
    chain[c] = v_fma (v_set1 (p[j]), v_load (values + j * stride), chain[c]);

  return v_add (v_add (chain[0], chain[1]), v_add (chain[2], chain[3]));
}

static void
attend_softmax (const float *keys, const float *values, guint head_size, guint n, const float *q, float *out,
                float *scratch)
{
  const gsize stride = weft_pad (head_size);
  const V16 scale = v_set1 (1.0f / sqrtf ((float) head_size));

  for (gsize j = 0; j < n; j += WEFT_KEY_BLOCK)
    score_block (keys + j * head_size, head_size, q, scale, scratch + j);

  softmax (scratch, n);

  for (gsize m = 0; m < head_size; m += 16)
    store_part (out, m, head_size, weigh_values (scratch, values + m, stride, n));
}

const WeftKernels KERNELS = {
  .name = KERNELS_NAME,
  .linear = linear_any,
  .relu = relu,
  .gelu = gelu,
  .layer_norm = layer_norm,
  .phi = phi,
  .softmax = softmax,
  .exp = exp_all,
  .attend_linear = attend_linear,
  .attend_softmax = attend_softmax,
};
