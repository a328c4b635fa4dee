/* SPDX-License-Identifier: MIT */
/* The truth in plain loops: every other table must give these bits. */
#include "engine/kernels/tables.h"

#include <math.h>
#include <string.h>

static float
load_weight (const WeftLinear *linear, gsize index)
{
  if (linear->precision == WEFT_PRECISION_BF16)
    return weft_float_from_bits ((guint32) ((const guint16 *) linear->panels)[index] << 16);

  return ((const float *) linear->panels)[index];
}

static float
multiply_row (const WeftLinear *linear, gsize row, const float *x)
{
  const gsize first = row / WEFT_PANEL * linear->n_in * WEFT_PANEL + row % WEFT_PANEL;
  float sum = linear->bias[row];

  for (gsize k = 0; k < linear->n_in; k++)
    sum = fmaf (load_weight (linear, first + k * WEFT_PANEL), x[k], sum);

  return sum;
}

static float
multiply_row_int8 (const WeftLinear *linear, gsize row, const guint8 *u, float scale)
{
  const gsize panel = row / WEFT_PANEL * linear->n_quads * WEFT_PANEL * 4;
  const gint8 *weights = (const gint8 *) linear->panels + panel + row % WEFT_PANEL * 4;
  gint32 sum = 0;

  for (gsize k = 0; k < 4 * (gsize) linear->n_quads; k++)
    sum += weights[k / 4 * WEFT_PANEL * 4 + k % 4] * (gint32) u[k];

  return fmaf ((float) (sum - linear->offset[row]), linear->scale[row] * scale, linear->bias[row]);
}

static void
linear (const WeftLinear *linear, guint panel_begin, guint panel_end, const WeftInput *x, float *y, gsize y_stride,
        guint n_rows)
{
  const gsize begin = (gsize) panel_begin * WEFT_PANEL;
  const gsize end = (gsize) panel_end * WEFT_PANEL;

  for (gsize row = begin; row < end; row++)
    for (gsize l = 0; l < n_rows; l++)
      y[l * y_stride + row] = linear->precision == WEFT_PRECISION_INT8
                                ? multiply_row_int8 (linear, row, x->quantized + l * x->quantized_stride, x->scales[l])
                                : multiply_row (linear, row, x->values + l * x->stride);
}

/* max that keeps a NaN in b, as the vector instructions do. */
static float
max2 (float a, float b)
{
  return a > b ? a : b;
}

/* exp (x) = 2^n e^r with n = round (x / ln 2); Cephes' polynomial for e^r on |r| <= ln 2 / 2. Adding WEFT_ROUND_MAGIC
 * rounds, and leaves n in the low bits, ready to be shifted into an exponent. */
static float
exp1 (float x)
{
  const float clamped = max2 (WEFT_EXP_LOWEST, x);
  const float shifted = fmaf (clamped, WEFT_EXP_LOG2E, WEFT_ROUND_MAGIC);
  const float n = shifted - WEFT_ROUND_MAGIC;
  const float r = fmaf (n, -WEFT_EXP_LN2_LOW, fmaf (n, -WEFT_EXP_LN2_HIGH, clamped));
  const float power = weft_float_from_bits ((weft_float_to_bits (shifted) << 23) + 0x3f800000u);
  float p = WEFT_EXP_P0;

  p = fmaf (p, r, WEFT_EXP_P1);
  p = fmaf (p, r, WEFT_EXP_P2);
  p = fmaf (p, r, WEFT_EXP_P3);
  p = fmaf (p, r, WEFT_EXP_P4);
  p = fmaf (p, r, WEFT_EXP_P5);
  p = fmaf (p, r * r, r) + 1.0f;

  return p * power;
}

static float
reduce (const float *partial)
{
  float sum[WEFT_VECTOR];

  memcpy (sum, partial, sizeof sum);
  for (guint half = WEFT_VECTOR / 2; half > 0; half /= 2)
    for (guint i = 0; i < half; i++)
      sum[i] = sum[i] + sum[i + half];

  return sum[0];
}

static float
dot (const float *a, const float *b, gsize n)
{
  float partial[WEFT_VECTOR] = { 0 };

  for (gsize i = 0; i < n; i++)
    partial[i % WEFT_VECTOR] = fmaf (a[i], b[i], partial[i % WEFT_VECTOR]);

  return reduce (partial);
}

/* Adding WEFT_ROUND_MAGIC rounds, and leaves the whole number in the low bits. */
static float
quantize (const float *x, gsize n, guint8 *u)
{
  float poison[WEFT_VECTOR] = { 0 };
  float largest = 0.0f;
  float inverse;

  for (gsize i = 0; i < n; i++)
    {
      largest = max2 (largest, fabsf (x[i]));
      poison[i % WEFT_VECTOR] = fmaf (x[i], 0.0f, poison[i % WEFT_VECTOR]);
    }

  inverse = largest > 0.0f ? 127.0f / largest : 0.0f;
  for (gsize i = 0; i < (n + 3) / 4 * 4; i++)
    u[i] = i < n ? (guint8) (weft_float_to_bits (fmaf (x[i], inverse, WEFT_ROUND_MAGIC)) + 128u) : 128;

  return largest / 127.0f + reduce (poison);
}

static void
relu (float *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] = max2 (0.0f, x[i]);
}

static float
erf1 (float x)
{
  const float a = fabsf (x);
  const float t = 1.0f / fmaf (WEFT_ERF_P, a, 1.0f);
  float p = WEFT_ERF_A5;

  p = fmaf (p, t, WEFT_ERF_A4);
  p = fmaf (p, t, WEFT_ERF_A3);
  p = fmaf (p, t, WEFT_ERF_A2);
  p = fmaf (p, t, WEFT_ERF_A1);

  return copysignf (fmaf (-(p * t), exp1 (-(a * a)), 1.0f), x);
}

static void
gelu (float *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] = (0.5f * x[i]) * (1.0f + erf1 (x[i] * WEFT_SQRT_HALF));
}

static float
layer_norm (const float *x, const float *r, const float *gain, const float *bias, gsize n, float *y)
{
  float sum[WEFT_VECTOR] = { 0 };
  float square[WEFT_VECTOR] = { 0 };
  float mean, variance, inverse;

  for (gsize i = 0; i < n; i++)
    {
      y[i] = r != NULL ? x[i] + r[i] : x[i];
      sum[i % WEFT_VECTOR] += y[i];
    }

  mean = reduce (sum) / (float) n;
  for (gsize i = 0; i < n; i++)
    {
      y[i] -= mean;
      square[i % WEFT_VECTOR] = fmaf (y[i], y[i], square[i % WEFT_VECTOR]);
    }

  variance = reduce (square) / (float) n;
  inverse = 1.0f / sqrtf (variance + WEFT_NORM_EPSILON);
  for (gsize i = 0; i < n; i++)
    y[i] = fmaf (y[i] * inverse, gain[i], bias[i]);

  return variance;
}

static void
phi (const float *x, float *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] > 0.0f ? x[i] + 1.0f : exp1 (x[i]);
}

static void
exp_all (float *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] = exp1 (x[i]);
}

static void
softmax (float *x, gsize n)
{
  float partial[WEFT_VECTOR] = { 0 };
  float largest = -INFINITY;
  float sum;

  for (gsize i = 0; i < n; i++)
    largest = max2 (largest, x[i]);

  for (gsize i = 0; i < n; i++)
    {
      x[i] = exp1 (x[i] - largest);
      partial[i % WEFT_VECTOR] += x[i];
    }

  sum = reduce (partial);
  for (gsize i = 0; i < n; i++)
    x[i] = x[i] / sum;
}

static void
attend_linear (float *s, float *z, guint head_size, const float *q, const float *k, const float *v, float *out,
               float *scratch)
{
  const gsize stride = weft_pad (head_size);
  float *phi_q = scratch;
  float *phi_k = scratch + stride;
  float denominator;

  phi (q, phi_q, head_size);
  phi (k, phi_k, head_size);

  for (gsize e = 0; e < head_size; e++)
    z[e] += phi_k[e];
  denominator = dot (phi_q, z, head_size) + WEFT_ATTENTION_EPSILON;

  for (gsize m = 0; m < head_size; m++)
    {
      float sum = 0.0f;

      for (gsize e = 0; e < head_size; e++)
        {
          s[e * stride + m] = fmaf (phi_k[e], v[m], s[e * stride + m]);
          sum = fmaf (phi_q[e], s[e * stride + m], sum);
        }
      out[m] = sum / denominator;
    }
}

static void
attend_softmax (const float *keys, const float *values, guint head_size, guint n, const float *q, float *out,
                float *scratch)
{
  const gsize stride = weft_pad (head_size);
  const float scale = 1.0f / sqrtf ((float) head_size);

  for (gsize j = 0; j < n; j++)
    {
      const float *block = keys + j / WEFT_KEY_BLOCK * WEFT_KEY_BLOCK * head_size;
      float score = 0.0f;

      for (gsize e = 0; e < head_size; e++)
        score = fmaf (q[e], block[e * WEFT_KEY_BLOCK + j % WEFT_KEY_BLOCK], score);
      scratch[j] = score * scale;
    }

  softmax (scratch, n);

  for (gsize m = 0; m < head_size; m++)
    {
      float chain[4] = { 0 };

      for (gsize j = 0; j < n; j++)
        chain[j % 4] = fmaf (scratch[j], values[j * stride + m], chain[j % 4]);
      out[m] = (chain[0] + chain[1]) + (chain[2] + chain[3]);
    }
}

const WeftKernels weft_kernels_portable = {
  .name = "portable",
  .linear = linear,
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
