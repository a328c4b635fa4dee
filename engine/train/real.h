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

typedef Real Sum __attribute__ ((vector_size (VECTOR_BYTES))); /* in a register */
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

/* x = exp (x). */
static inline void
exp_all (Real *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] = exp (x[i]);
}
#else
#define real_sqrt sqrtf

typedef gint32 Whole __attribute__ ((vector_size (VECTOR_BYTES)));

/* exp by a power of two and a polynomial: x = n ln 2 + r. */
INLINE Sum
exp_vector (Sum x)
{
  const Whole low = x < -87.0f, high = x > 88.0f, inside = ~(low | high);
  const Sum least = (Sum) { 0 } - 87.0f, most = (Sum) { 0 } + 88.0f;
  const Sum bounded = (Sum) ((inside & (Whole) x) | (low & (Whole) least) | (high & (Whole) most));
  const Sum scaled = bounded * 1.44269504f;
  const Sum half = (Sum) (((Whole) scaled & G_MININT32) | (Whole) ((Sum) { 0 } + 0.5f));
  const Whole n = __builtin_convertvector (scaled + half, Whole);
  const Sum whole = __builtin_convertvector (n, Sum);
  const Sum r = (bounded - whole * 0.693359375f) + whole * 2.12194440e-4f;
  Sum p = (Sum) { 0 } + 1.9875691500e-4f;

  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  return p * (Sum) ((n << 23) + 0x3f800000);
}

/* x = exp (x); below -87 and above 88 as there. */
static inline void
exp_all (Real *x, gsize n)
{
  gsize i = 0;

  for (; i + VECTOR <= n; i += VECTOR)
    *(Vector *) (x + i) = (Vector) exp_vector ((Sum) *(Vector *) (x + i));
  if (i < n)
    {
      Sum rest = { 0 };

      memcpy (&rest, x + i, (n - i) * sizeof (Real));
      rest = exp_vector (rest);
      memcpy (x + i, &rest, (n - i) * sizeof (Real));
    }
}

/* The same of one number. */
INLINE float
real_exp (float x)
{
  return exp_vector ((Sum) { 0 } + x)[0];
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
