/* SPDX-License-Identifier: MIT */
/* The function between the two matrices of a feed-forward, and its slope. Both are computed from what enters. */
#pragma once

#include "engine/config.h"
#include "engine/train/real.h"

/* a [m, n] = f (u). */
static void
activation_forward (WeftActivation kind, const Real *u, gsize stride, gsize m, gsize n, Real *a)
{
  for (gsize row = 0; row < m; row++)
    {
      const Real *from = u + row * stride;
      Real *to = a + row * stride;

      if (kind == WEFT_ACTIVATION_RELU)
        for (gsize i = 0; i < n; i++)
          to[i] = from[i] > 0 ? from[i] : 0;
      else
        for (gsize i = 0; i < n; i++)
          to[i] = from[i] * (Real) 0.5 * (1 + real_erf (from[i] * (Real) G_SQRT2 * (Real) 0.5));
    }
}

/* d [m, n] = d f' (u); gelu: f' = Phi (u) + u phi (u). */
static void
activation_backward (WeftActivation kind, const Real *u, gsize stride, gsize m, gsize n, Real *d)
{
  const Real density = (Real) 0.39894228040143267794; /* 1 / sqrt (2 pi) */

  for (gsize row = 0; row < m; row++)
    {
      const Real *from = u + row * stride;
      Real *to = d + row * stride;

      if (kind == WEFT_ACTIVATION_RELU)
        for (gsize i = 0; i < n; i++)
          to[i] = from[i] > 0 ? to[i] : 0;
      else
        for (gsize i = 0; i < n; i++)
          to[i] *= (Real) 0.5 * (1 + real_erf (from[i] * (Real) G_SQRT2 * (Real) 0.5))
                   + from[i] * density * real_exp (from[i] * from[i] * (Real) -0.5);
    }
}
