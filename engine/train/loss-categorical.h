/* SPDX-License-Identifier: MIT */
/* Cross-entropy of a softmax over all values, and its gradient in place of the logits. */
#pragma once

#include "engine/train/real.h"

/* y [n] logits become scale (p - [i = target]). Returns: -ln p of the target. */
static double
loss_categorical (Real *y, gsize n, guint8 target, Real scale)
{
  const Real wanted = y[target];
  Real largest = y[0], sum = 0;

  _Pragma ("omp simd reduction(max : largest)") for (gsize i = 1; i < n; i++)
    largest = y[i] > largest ? y[i] : largest;
  for (gsize i = 0; i < n; i++)
    y[i] -= largest;
  exp_all (y, n);
  _Pragma ("omp simd reduction(+ : sum)") for (gsize i = 0; i < n; i++)
    sum += y[i];
  for (gsize i = 0; i < n; i++)
    y[i] *= scale / sum;
  y[target] -= scale;

  return log ((double) sum) + (double) largest - (double) wanted;
}
