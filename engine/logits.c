/* SPDX-License-Identifier: MIT */
/* The largest logit, and their sum as probabilities, in double precision. */
#include "engine/logits.h"

#include <math.h>

guint
weft_logits_arg_max (const float *x, guint n)
{
  guint best = 0;

  for (guint i = 1; i < n; i++)
    if (x[i] > x[best])
      best = i;

  return best;
}

double
weft_logits_log_sum_exp (const float *x, guint n)
{
  const double max = x[weft_logits_arg_max (x, n)];
  double sum = 0.0;

  for (guint i = 0; i < n; i++)
    sum += exp (x[i] - max);

  return max + log (sum);
}
