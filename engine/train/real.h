/* SPDX-License-Identifier: MIT */
/* The numbers of a pass: Real is float, or double for the tests of gradients; vectors as wide as the file that includes
 * body.h says. */
#pragma once

#include <glib.h>
#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__ ((always_inline))

#ifdef WEFT_TRAIN_DOUBLE
typedef double Real;
#else
typedef float Real;
#endif

/* VECTOR_BYTES: a register. A panel is two of them. */
#define VECTOR ((gsize) (VECTOR_BYTES / sizeof (Real)))
#define PANEL (2 * VECTOR)

typedef Real Vector __attribute__ ((vector_size (VECTOR_BYTES), aligned (sizeof (Real)), may_alias));

static inline gsize
round_up (gsize n, gsize unit)
{
  return (n + unit - 1) / unit * unit;
}

#ifdef WEFT_TRAIN_DOUBLE
#define real_exp exp
#define real_erf erf
#define real_sqrt sqrt
#else
#define real_sqrt sqrtf

/* exp by a power of two and a polynomial, without a branch, so that loops over it become vectors: x = n ln 2 + r. */
INLINE float
real_exp (float x)
{
  const float bounded = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
  const float scaled = bounded * 1.44269504f;
  const gint32 n = (gint32) (scaled + (scaled < 0.0f ? -0.5f : 0.5f));
  const float r = (bounded - (float) n * 0.693359375f) + (float) n * 2.12194440e-4f;
  const gint32 bits = (gint32) ((guint32) n << 23) + 0x3f800000;
  float power, p = 1.9875691500e-4f;

  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;

  memcpy (&power, &bits, sizeof power);
  return x != x ? x : p * power;
}

/* Abramowitz and Stegun 7.1.26, as the kernels have it. */
INLINE float
real_erf (float x)
{
  const float t = 1.0f / (1.0f + 0.3275911f * fabsf (x));
  const float y = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;

  return copysignf (1.0f - y * real_exp (-x * x), x);
}
#endif
