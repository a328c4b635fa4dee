/* SPDX-License-Identifier: MIT */
/* The kernels over vectors of 16 floats, included once by each instruction set after it has defined:
 *
 *   V16                      16 floats
 *   v_zero, v_set1 (f)       all zero, all f
 *   v_load, v_store          whole vectors, any alignment
 *   v_load_n, v_store_n      the first n < 16 elements; the rest is zero, or untouched
 *   v_load_bf16              16 weights widened to float
 *   v_store_bytes (p, x)     the low bytes of the 16 elements plus 128, of x after rounding by WEFT_ROUND_MAGIC
 *   v_fma (a, b, c)          a b + c, one rounding
 *   v_add, v_sub, v_mul, v_div
 *   v_max (a, b)             b where either is NaN or both are zero
 *   v_power (x)              the low bits of x shifted into an exponent, see exp1() in portable.c
 *   v_phi_select (x, a, b)   a where x > 0, else b
 *   v_copysign (a, b), v_abs (a)
 *   v_keep_n (a, n)          a with elements from n on zero
 *   v_sum, v_largest         the tree: 8, 4, 2, 1
 *   I16                      16 whole numbers of 32 bits
 *   i_zero, i_dot (a, u, w)  a + the dot product of each element's 4 unsigned bytes u, signed bytes w
 *   i_set1 (p), i_load (p)   the 4 bytes at p everywhere; 64 bytes
 *   i_float (a, offset)      a - offset, as floats
 *   MAX_LANES, SOLO_PANELS   accumulators that fit the registers: 2 vectors x lanes; panels x 2 vectors for one lane
 *   KERNELS, KERNELS_NAME    the table to define
 *
 * and may define LINEAR_INT8_MANY, another way to multiply int8 matrices from LINEAR_INT8_MANY_ROWS input rows on.
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
  if (precision == WEFT_PRECISION_BF16)
    return v_load_bf16 ((const guint16 *) panels + index);

  return v_load ((const float *) panels + index);
}

/* Rows of n_panels panels times n_lanes input rows, all sums in registers. */
INLINE void
tile_float (const WeftLinear *linear, WeftPrecision precision, guint n_panels, guint n_lanes, guint panel,
            const WeftInput *x, gsize lane, float *y, gsize y_stride)
{
  const float *values = x->values + lane * x->stride;
  const gsize n_in = linear->n_in;
  const gsize first = (gsize) panel * WEFT_PANEL;
  V16 sum[2 * 16];

  UNROLL for (guint p = 0; p < 2 * n_panels; p++)
    UNROLL for (guint l = 0; l < n_lanes; l++)
      sum[p * n_lanes + l] = v_load (linear->bias + first + p * 16);

  for (gsize k = 0; k < n_in; k++)
    UNROLL for (guint p = 0; p < n_panels; p++)
      {
        const gsize index = (first + p * WEFT_PANEL) * n_in + k * WEFT_PANEL;
        const V16 low = load_weights (precision, linear->panels, index);
        const V16 high = load_weights (precision, linear->panels, index + 16);

        UNROLL for (guint l = 0; l < n_lanes; l++)
          {
            const V16 value = v_set1 (values[l * x->stride + k]);

            sum[p * 2 * n_lanes + l] = v_fma (low, value, sum[p * 2 * n_lanes + l]);
            sum[(p * 2 + 1) * n_lanes + l] = v_fma (high, value, sum[(p * 2 + 1) * n_lanes + l]);
          }
      }

  UNROLL for (guint p = 0; p < 2 * n_panels; p++)
    UNROLL for (guint l = 0; l < n_lanes; l++)
      v_store (y + (lane + l) * y_stride + first + p * 16, sum[p * n_lanes + l]);
}

/* The same in whole numbers. */
INLINE void
tile_int8 (const WeftLinear *linear, guint n_panels, guint n_lanes, guint panel, const WeftInput *x, gsize lane,
           float *y, gsize y_stride)
{
  const guint8 *values = x->quantized + lane * x->quantized_stride;
  const gsize n_quads = linear->n_quads;
  const gsize first = (gsize) panel * WEFT_PANEL;
  const gint8 *panels = (const gint8 *) linear->panels + first * n_quads * 4;
  I16 sum[2 * 16];

  UNROLL for (guint i = 0; i < 2 * n_panels * n_lanes; i++)
    sum[i] = i_zero ();

  for (gsize k = 0; k < n_quads; k++)
    UNROLL for (guint p = 0; p < n_panels; p++)
      {
        const gint8 *weights = panels + (p * n_quads + k) * WEFT_PANEL * 4;
        const I16 low = i_load (weights);
        const I16 high = i_load (weights + 64);

        UNROLL for (guint l = 0; l < n_lanes; l++)
          {
            const I16 value = i_set1 (values + l * x->quantized_stride + 4 * k);

            sum[p * 2 * n_lanes + l] = i_dot (sum[p * 2 * n_lanes + l], value, low);
            sum[(p * 2 + 1) * n_lanes + l] = i_dot (sum[(p * 2 + 1) * n_lanes + l], value, high);
          }
      }

  UNROLL for (guint p = 0; p < 2 * n_panels; p++)
    UNROLL for (guint l = 0; l < n_lanes; l++)
      {
        const gsize row = first + p * 16;
        const V16 whole = i_float (sum[p * n_lanes + l], linear->offset + row);
        const V16 scale = v_mul (v_load (linear->scale + row), v_set1 (x->scales[lane + l]));

        v_store (y + (lane + l) * y_stride + row, v_fma (whole, scale, v_load (linear->bias + row)));
      }
}

INLINE void
tile (const WeftLinear *linear, WeftPrecision precision, guint n_panels, guint n_lanes, guint panel,
      const WeftInput *x, gsize lane, float *y, gsize y_stride)
{
  if (precision == WEFT_PRECISION_INT8)
    tile_int8 (linear, n_panels, n_lanes, panel, x, lane, y, y_stride);
  else
    tile_float (linear, precision, n_panels, n_lanes, panel, x, lane, y, y_stride);
}

/* Asks for all of an input row at once: what another member wrote comes from far, and line by line it would be waited for
 * line by line. */
INLINE void
prefetch_row (const float *x, gsize n)
{
  for (gsize k = 0; k < n; k += 16)
    __builtin_prefetch (x + k);
}

/* One lane: several panels at a time, so that enough chains are in flight. */
INLINE void
linear_solo (const WeftLinear *linear, WeftPrecision precision, guint panel_begin, guint panel_end,
             const WeftInput *x, float *y)
{
  guint panel = panel_begin;

  if (precision != WEFT_PRECISION_INT8)
    prefetch_row (x->values, linear->n_in);
  for (; panel + SOLO_PANELS <= panel_end; panel += SOLO_PANELS)
    tile (linear, precision, SOLO_PANELS, 1, panel, x, 0, y, 0);
  for (; panel + 2 <= panel_end; panel += 2)
    tile (linear, precision, 2, 1, panel, x, 0, y, 0);
  for (; panel < panel_end; panel++)
    tile (linear, precision, 1, 1, panel, x, 0, y, 0);
}

INLINE void
linear_tile (const WeftLinear *linear, WeftPrecision precision, guint n_lanes, guint panel, const WeftInput *x,
             gsize lane, float *y, gsize y_stride)
{
#define CASE(n) \
  case n: \
    if (n <= MAX_LANES) \
      tile (linear, precision, 1, n, panel, x, lane, y, y_stride); \
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
linear_lanes (const WeftLinear *linear, WeftPrecision precision, guint panel_begin, guint panel_end,
              const WeftInput *x, float *y, gsize y_stride, gsize n_lanes)
{
  const gsize n_tiles = (n_lanes + MAX_LANES - 1) / MAX_LANES;

  for (guint panel = panel_begin; panel < panel_end; panel++)
    for (gsize t = 0; t < n_tiles; t++)
      {
        const gsize begin = n_lanes * t / n_tiles;
        const gsize end = n_lanes * (t + 1) / n_tiles;

        linear_tile (linear, precision, (guint) (end - begin), panel, x, begin, y, y_stride);
      }
}

#define LINEAR(suffix, precision) \
  static void \
  linear_##suffix (const WeftLinear *linear, guint panel_begin, guint panel_end, const WeftInput *x, float *y, \
                   gsize y_stride, guint n_rows) \
  { \
    if (n_rows == 1) \
      linear_solo (linear, precision, panel_begin, panel_end, x, y); \
    else \
      linear_lanes (linear, precision, panel_begin, panel_end, x, y, y_stride, n_rows); \
  }

LINEAR (f32, WEFT_PRECISION_F32)
LINEAR (bf16, WEFT_PRECISION_BF16)
LINEAR (int8, WEFT_PRECISION_INT8)

static void
linear_any (const WeftLinear *linear, guint panel_begin, guint panel_end, const WeftInput *x, float *y, gsize y_stride,
            guint n_rows)
{
#if defined(LINEAR_INT8_MANY)
  if (linear->precision == WEFT_PRECISION_INT8 && n_rows >= LINEAR_INT8_MANY_ROWS)
    {
      LINEAR_INT8_MANY (linear, panel_begin, panel_end, x, y, y_stride, n_rows);
      return;
    }
#endif

  if (linear->precision == WEFT_PRECISION_INT8)
    linear_int8 (linear, panel_begin, panel_end, x, y, y_stride, n_rows);
  else if (linear->precision == WEFT_PRECISION_BF16)
    linear_bf16 (linear, panel_begin, panel_end, x, y, y_stride, n_rows);
  else
    linear_f32 (linear, panel_begin, panel_end, x, y, y_stride, n_rows);
}

INLINE V16
exp16 (V16 x)
{
  const V16 clamped = v_max (v_set1 (WEFT_EXP_LOWEST), x);
  const V16 shifted = v_fma (clamped, v_set1 (WEFT_EXP_LOG2E), v_set1 (WEFT_ROUND_MAGIC));
  const V16 n = v_sub (shifted, v_set1 (WEFT_ROUND_MAGIC));
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

static float
quantize (const float *x, gsize n, guint8 *u)
{
  const gsize whole = n / 16 * 16;
  V16 poison = v_zero ();
  V16 column = v_zero ();
  V16 inverse;
  float largest;

  for (gsize i = 0; i < n; i += 16)
    {
      const V16 value = load_part (x, i, n);

      column = v_max (column, v_abs (value));
      poison = v_fma (value, v_zero (), poison);
    }

  largest = v_largest (column);
  inverse = v_set1 (largest > 0.0f ? 127.0f / largest : 0.0f);
  for (gsize i = 0; i < whole; i += 16)
    v_store_bytes (u + i, v_fma (v_load (x + i), inverse, v_set1 (WEFT_ROUND_MAGIC)));
  if (whole < n)
    {
      guint8 rest[16];

      v_store_bytes (rest, v_fma (load_part (x, whole, n), inverse, v_set1 (WEFT_ROUND_MAGIC)));
      memcpy (u + whole, rest, (n - whole + 3) / 4 * 4);
    }

  return largest / 127.0f + v_sum (poison);
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

/* s += phi(k) v^T and phi(q)^T s, for n_vectors times 16 columns of which `left` exist: one chain a column. */
INLINE void
update_columns (float *s, gsize stride, gsize head_size, guint n_vectors, const float *phi_q, const float *phi_k,
                const float *v, gsize left, V16 denominator, float *out)
{
  V16 value[2], sum[2];

  UNROLL for (guint c = 0; c < n_vectors; c++)
    {
      value[c] = load_part (v, c * 16, left);
      sum[c] = v_zero ();
    }

  for (gsize e = 0; e < head_size; e++)
    {
      const V16 key = v_set1 (phi_k[e]);
      const V16 query = v_set1 (phi_q[e]);

      /* The next head's S lies behind this one's z; in batches it is not in the near cache. */
      UNROLL for (guint c = 0; c < n_vectors; c++)
        __builtin_prefetch (s + (head_size + 1 + e) * stride + c * 16, 1);

      UNROLL for (guint c = 0; c < n_vectors; c++)
        {
          const V16 row = v_fma (key, value[c], v_load (s + e * stride + c * 16));

          v_store (s + e * stride + c * 16, row);
          sum[c] = v_fma (query, row, sum[c]);
        }
    }

  UNROLL for (guint c = 0; c < n_vectors; c++)
    store_part (out, c * 16, left, v_div (sum[c], denominator));
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

  for (gsize m = 0; m < n; m += 32)
    {
      if (n - m > 16)
        update_columns (s + m, stride, n, 2, phi_q, phi_k, v + m, n - m, denominator, out + m);
      else
        update_columns (s + m, stride, n, 1, phi_q, phi_k, v + m, n - m, denominator, out + m);
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

/* sum_j p_j v_j for n_vectors times 16 columns; each row of values is read once, front to back. */
INLINE void
weigh_values (const float *p, const float *values, gsize stride, gsize n, guint n_vectors, V16 *out)
{
  V16 chain[2][4];
  gsize j = 0;

  UNROLL for (guint m = 0; m < n_vectors; m++)
    UNROLL for (guint c = 0; c < 4; c++)
      chain[m][c] = v_zero ();

  for (; j + 4 <= n; j += 4)
    UNROLL for (guint c = 0; c < 4; c++)
      UNROLL for (guint m = 0; m < n_vectors; m++)
        chain[m][c] = v_fma (v_set1 (p[j + c]), v_load (values + (j + c) * stride + m * 16), chain[m][c]);
  for (guint c = 0; j < n; j++, c++)
    UNROLL for (guint m = 0; m < n_vectors; m++)
      chain[m][c] = v_fma (v_set1 (p[j]), v_load (values + j * stride + m * 16), chain[m][c]);

  UNROLL for (guint m = 0; m < n_vectors; m++)
    out[m] = v_add (v_add (chain[m][0], chain[m][1]), v_add (chain[m][2], chain[m][3]));
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

  for (gsize m = 0; m < head_size; m += 32)
    {
      V16 sums[2];

      if (head_size - m > 16)
        {
          weigh_values (scratch, values + m, stride, n, 2, sums);
          store_part (out, m + 16, head_size, sums[1]);
        }
      else
        weigh_values (scratch, values + m, stride, n, 1, sums);
      store_part (out, m, head_size, sums[0]);
    }
}

const WeftKernels KERNELS = {
  .name = KERNELS_NAME,
  .linear = linear_any,
  .quantize = quantize,
  .relu = relu,
  .gelu = gelu,
  .layer_norm = layer_norm,
  .phi = phi,
  .softmax = softmax,
  .exp = exp_all,
  .attend_linear = attend_linear,
  .attend_softmax = attend_softmax,
};
