/* SPDX-License-Identifier: MIT */
/* What the tables share: their names, the constants of their formulas, and floats as bits. */
#pragma once

#include "engine/kernels/kernels.h"

#include <string.h>

extern const WeftKernels weft_kernels_portable;
extern const WeftKernels weft_kernels_avx2;
extern const WeftKernels weft_kernels_avx512;
extern const WeftKernels weft_kernels_avx512_vnni;
extern const WeftKernels weft_kernels_amx;
extern const WeftKernels weft_kernels_neon;

#define WEFT_NORM_EPSILON 1e-5f
#define WEFT_ATTENTION_EPSILON 1e-6f
#define WEFT_ROUND_MAGIC 12582912.0f /* 1.5 * 2^23: adding it rounds to a whole number, kept in the low bits */
#define WEFT_SQRT_HALF 0.707106781186547524f

/* exp: Cephes expf, S. L. Moshier. Below WEFT_EXP_LOWEST the result would be denormal. */
#define WEFT_EXP_LOWEST -87.3365402f
#define WEFT_EXP_LOG2E 1.44269504088896341f
#define WEFT_EXP_LN2_HIGH 0.693359375f
#define WEFT_EXP_LN2_LOW -2.12194440e-4f
#define WEFT_EXP_P0 1.9875691500e-4f
#define WEFT_EXP_P1 1.3981999507e-3f
#define WEFT_EXP_P2 8.3334519073e-3f
#define WEFT_EXP_P3 4.1665795894e-2f
#define WEFT_EXP_P4 1.6666665459e-1f
#define WEFT_EXP_P5 5.0000001201e-1f

/* erf: Abramowitz and Stegun, 7.1.26. */
#define WEFT_ERF_P 0.3275911f
#define WEFT_ERF_A1 0.254829592f
#define WEFT_ERF_A2 -0.284496736f
#define WEFT_ERF_A3 1.421413741f
#define WEFT_ERF_A4 -1.453152027f
#define WEFT_ERF_A5 1.061405429f

static inline float
weft_float_from_bits (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static inline guint32
weft_float_to_bits (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}
