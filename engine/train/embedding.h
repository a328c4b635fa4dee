/* SPDX-License-Identifier: MIT */
/* From values at positions to the vectors that enter the first layer: value + contexts, then position. */
#pragma once

#include "engine/train/arithmetic.h"
#include "engine/train/real.h"

/* The row that context @k adds where the value after @position is predicted; V stands for "before the image". */
static gsize
context_row (const WeftConfig *config, guint k, const guint8 *values, gsize position)
{
  const gsize offset = config->context_offsets[k];

  return position + 1 >= offset ? values[position + 1 - offset] : config->n_values;
}

/* h [m, d] of positions first .. first + m - 1. */
static void
embedding_forward (const WeftPlan *plan, const Real *weights, const guint8 *values, gsize first, gsize m, Real *h,
                   gsize stride)
{
  const WeftConfig *config = plan->config;
  const gsize half = config->width / 2;

  for (gsize row = 0; row < m; row++)
    {
      const gsize position = first + row;
      Real *to = h + row * stride;

      memcpy (to, weights + plan->parameters->value_embedding + values[position] * half, half * sizeof (Real));
      for (guint k = 0; k < config->n_context; k++)
        {
          const Real *from = weights + plan->parameters->context[k] + context_row (config, k, values, position) * half;

          for (gsize i = 0; i < half; i++)
            to[i] += from[i];
        }
      for (gsize i = 0; i < half; i++)
        to[half + i] = plan->positions[position * half + i];
    }
}

/* The gradient of each table's row increases by dh of the positions that read it; the position table is not trained. */
static void
embedding_backward (const WeftPlan *plan, const guint8 *values, gsize first, gsize m, const Real *dh, gsize stride,
                    Real *gradient)
{
  const WeftConfig *config = plan->config;
  const gsize half = config->width / 2;

  for (gsize row = 0; row < m; row++)
    {
      const gsize position = first + row;
      const Real *from = dh + row * stride;
      Real *to = gradient + plan->parameters->value_embedding + values[position] * half;

      for (gsize i = 0; i < half; i++)
        to[i] += from[i];
      for (guint k = 0; k < config->n_context; k++)
        {
          to = gradient + plan->parameters->context[k] + context_row (config, k, values, position) * half;
          for (gsize i = 0; i < half; i++)
            to[i] += from[i];
        }
    }
}
