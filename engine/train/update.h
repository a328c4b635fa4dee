/* SPDX-License-Identifier: MIT */
/* What is done to every weight alone: gradients of all members summed in one order, a step of AdamW or RAdam, averages. */
#pragma once

#include "engine/train/arithmetic.h"
#include "engine/train/real.h"

static double
reduce (const gpointer *parts, guint n_parts, gpointer sum, gsize begin, gsize end)
{
  Real *to = sum;
  double squares = 0.0;

  for (gsize i = begin; i < end; i++)
    to[i] = ((const Real *) parts[0])[i];
  for (guint p = 1; p < n_parts; p++)
    for (gsize i = begin; i < end; i++)
      to[i] += ((const Real *) parts[p])[i];
  _Pragma ("omp simd reduction(+ : squares)") for (gsize i = begin; i < end; i++)
    squares += (double) to[i] * (double) to[i];

  return squares;
}

/* Without rectification the step is that of momentum alone: RAdam's first steps. */
static void
update (const WeftUpdate *u, gpointer weights, const gpointer gradient, gpointer moment1, gpointer moment2,
        gpointer average, gsize begin, gsize end)
{
  Real *w = weights, *m = moment1, *v = moment2, *a = average;
  const Real *g = gradient;
  const Real scale = (Real) u->scale, beta1 = (Real) u->beta1, beta2 = (Real) u->beta2;
  const Real shrink = (Real) (1.0 - u->rate * u->decay);
  const Real adaptive = (Real) (u->rate * u->rectification / u->correction1);
  const Real plain = u->rectification > 0.0 ? 0 : (Real) (u->rate / u->correction1);
  const Real second = (Real) (1.0 / sqrt (u->correction2)), epsilon = (Real) u->epsilon;
  const Real towards = (Real) u->average_weight;

  for (gsize i = begin; i < end; i++)
    {
      const Real d = scale * g[i];

      m[i] = beta1 * m[i] + (1 - beta1) * d;
      v[i] = beta2 * v[i] + (1 - beta2) * d * d;
      w[i] = shrink * w[i] - m[i] * (adaptive / (real_sqrt (v[i]) * second + epsilon) + plain);
      a[i] += towards * (w[i] - a[i]);
    }
}
