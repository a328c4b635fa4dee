/* SPDX-License-Identifier: MIT */
/* Layer norm: y = gain xhat + bias with xhat = (t - mean t) / sqrt (var t + 1e-5). What is kept is xhat and 1 / sqrt. */
#pragma once

#include "engine/train/real.h"

#define NORM_EPSILON ((Real) 1e-5)

/* normal [m, n] = xhat of x + r; inverse [m] = 1 / sqrt (var + epsilon). r: NULL for none. normal may be x. */
static void
norm_forward (const Real *x, const Real *r, gsize stride, gsize m, gsize n, Real *normal, Real *inverse)
{
  for (gsize row = 0; row < m; row++)
    {
      const Real *a = x + row * stride;
      const Real *b = r != NULL ? r + row * stride : NULL;
      Real *t = normal + row * stride;
      Real sum = 0, squares = 0;

      _Pragma ("omp simd reduction(+ : sum)") for (gsize i = 0; i < n; i++)
        {
          t[i] = b != NULL ? a[i] + b[i] : a[i];
          sum += t[i];
        }
      _Pragma ("omp simd reduction(+ : squares)") for (gsize i = 0; i < n; i++)
        {
          t[i] -= sum / (Real) n;
          squares += t[i] * t[i];
        }
      inverse[row] = 1 / real_sqrt (squares / (Real) n + NORM_EPSILON);
      for (gsize i = 0; i < n; i++)
        t[i] *= inverse[row];
    }
}

/* y [m, n] = gain normal + bias. */
static void
norm_apply (const Real *normal, gsize stride, gsize m, gsize n, const Real *gain, const Real *bias, Real *y)
{
  for (gsize row = 0; row < m; row++)
    for (gsize i = 0; i < n; i++)
      y[row * stride + i] = gain[i] * normal[row * stride + i] + bias[i];
}

/* With g = gain dy: dt = inverse (g - mean g - xhat mean (g xhat)). dt may be dy.
 * dgain += sum dy xhat, dbias += sum dy over the rows. */
static void
norm_backward (const Real *dy, const Real *normal, const Real *inverse, gsize stride, gsize m, gsize n, const Real *gain,
               Real *dt, Real *dgain, Real *dbias)
{
  for (gsize row = 0; row < m; row++)
    {
      const Real *d = dy + row * stride;
      const Real *x = normal + row * stride;
      Real *out = dt + row * stride;
      Real sum = 0, along = 0;

      _Pragma ("omp simd reduction(+ : sum, along)") for (gsize i = 0; i < n; i++)
        {
          const Real g = gain[i] * d[i];

          dgain[i] += d[i] * x[i];
          dbias[i] += d[i];
          sum += g;
          along += g * x[i];
        }
      for (gsize i = 0; i < n; i++)
        out[i] = inverse[row] * (gain[i] * d[i] - sum / (Real) n - x[i] * (along / (Real) n));
    }
}
