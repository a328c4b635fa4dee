/* SPDX-License-Identifier: MIT */
/* Softmax over the logits of all values, with top-k and top-p; top-p looks at what top-k has left. */
#include "engine/head-private.h"

#include "engine/logits.h"

#include <math.h>
#include <string.h>

double
weft_head_categorical_nll (guint n_values, const float *outputs, guint8 value)
{
  return weft_logits_log_sum_exp (outputs, n_values) - outputs[value];
}

/* One integer that orders as the logits do, and among equal ones puts the lower index above. */
static guint64
rank_key (float logit, guint index)
{
  const float no_minus_zero = logit + 0.0f;
  guint32 bits;

  memcpy (&bits, &no_minus_zero, sizeof bits);
  bits = bits & 0x80000000u ? ~bits : bits | 0x80000000u;
  return (guint64) bits << 8 | (WEFT_MAX_VALUES - 1 - index);
}

/* Shell's sort, largest first: a few microseconds for 256 keys, without calls or allocation. */
static void
sort_descending (guint64 *keys, guint n)
{
  static const guint gaps[] = { 57, 23, 10, 4, 1 };

  for (guint g = 0; g < G_N_ELEMENTS (gaps); g++)
    for (guint i = gaps[g]; i < n; i++)
      {
        const guint64 key = keys[i];
        guint j = i;

        for (; j >= gaps[g] && keys[j - gaps[g]] < key; j -= gaps[g])
          keys[j] = keys[j - gaps[g]];
        keys[j] = key;
      }
}

/* Sets the weight of every value to 0 that top-k and top-p drop; the most likely one always stays. */
static void
drop_unlikely (guint n_values, const float *logits, const WeftSampling *sampling, double *weights)
{
  guint64 keys[WEFT_MAX_VALUES];
  guint8 order[WEFT_MAX_VALUES];
  guint n_kept = sampling->top_k == 0 ? n_values : MIN (sampling->top_k, n_values);
  double total = 0.0, reached = 0.0;

  for (guint v = 0; v < n_values; v++)
    keys[v] = rank_key (logits[v], v);
  sort_descending (keys, n_values);
  for (guint i = 0; i < n_values; i++)
    order[i] = (guint8) (WEFT_MAX_VALUES - 1 - (keys[i] & 0xFF));

  for (guint i = 0; i < n_kept; i++)
    total += weights[order[i]];
  for (guint i = 0; i < n_kept; i++)
    {
      reached += weights[order[i]];
      if (sampling->top_p < 1.0 && reached >= sampling->top_p * total)
        n_kept = i + 1;
    }

  for (guint i = n_kept; i < n_values; i++)
    weights[order[i]] = 0.0;
}

/* i ~ weights, cumulated in index order. */
static guint
draw (const double *weights, guint n, double u)
{
  double total = 0.0, below = 0.0;
  guint last = 0;

  for (guint i = 0; i < n; i++)
    total += weights[i];

  for (guint i = 0; i < n; i++)
    if (weights[i] > 0.0)
      {
        below += weights[i];
        last = i;
        if (below > u * total)
          break;
      }

  return last;
}

/* How likely each value is to be drawn, not normalized; above temperature 0. */
static void
weigh (guint n_values, const float *outputs, const WeftSampling *sampling, guint best, double *weights)
{
  for (guint v = 0; v < n_values; v++)
    weights[v] = exp (((double) outputs[v] - outputs[best]) / sampling->temperature);

  if (sampling->top_k != 0 || sampling->top_p < 1.0)
    drop_unlikely (n_values, outputs, sampling, weights);
}

guint8
weft_head_categorical_sample (guint n_values, const float *outputs, const WeftSampling *sampling, double u_value)
{
  const guint best = weft_logits_arg_max (outputs, n_values);
  double weights[WEFT_MAX_VALUES];

  if (sampling->temperature == 0.0)
    return (guint8) best;

  weigh (n_values, outputs, sampling, best, weights);
  return (guint8) draw (weights, n_values, u_value);
}

void
weft_head_categorical_probabilities (guint n_values, const float *outputs, const WeftSampling *sampling,
                                     double *probabilities)
{
  const guint best = weft_logits_arg_max (outputs, n_values);
  double total = 0.0;

  for (guint v = 0; v < n_values; v++)
    probabilities[v] = v == best;
  if (sampling->temperature > 0.0)
    weigh (n_values, outputs, sampling, best, probabilities);

  for (guint v = 0; v < n_values; v++)
    total += probabilities[v];
  for (guint v = 0; v < n_values; v++)
    probabilities[v] /= total;
}
