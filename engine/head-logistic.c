/* SPDX-License-Identifier: MIT */
/* Mixture of logistics over bytes, as in PixelCNN++: outputs are M logits, M means in -1 .. 1, M raw scales. */
#include "engine/head-private.h"

#include "engine/logits.h"

#include <math.h>

#define MIN_LOG_SCALE -7.0 /* of the likelihood */
#define MIN_SCALE 1e-4     /* of the sampler: elu (raw) + 1.0001 */
#define HALF_BIN (1.0 / 255.0)
#define MIN_BIN_PROBABILITY 1e-5 /* below, the density at the middle stands for the difference */

static double
sigmoid (double t)
{
  return 1.0 / (1.0 + exp (-t));
}

/* Above 20 the rest, below 2e-9, is left out: so do the authors, and a likelihood is compared to the tenth digit. */
static double
softplus (double t)
{
  return t > 20.0 ? t : log1p (exp (t));
}

/* The middle of a byte's bin in -1 .. 1, rounded to single precision as the authors do: 2e-5 nats where scales are small. */
static double
bin_middle (guint8 value)
{
  return 2.0f * value / 255.0f - 1.0f;
}

/* ln of the probability that one logistic gives to the bin of @value; the outermost bins reach to infinity. */
static double
component_log_p (double mean, double raw_scale, guint8 value)
{
  const double log_scale = fmax (raw_scale, MIN_LOG_SCALE);
  const double inverse = exp (-log_scale);
  const double centred = bin_middle (value) - mean;
  const double upper = inverse * (centred + HALF_BIN);
  const double lower = inverse * (centred - HALF_BIN);
  const double middle = inverse * centred;
  double p;

  if (value == 0)
    return upper - softplus (upper);
  if (value == 255)
    return -softplus (lower);

  p = sigmoid (upper) - sigmoid (lower);
  if (p > MIN_BIN_PROBABILITY)
    return log (p);

  return middle - log_scale - 2.0 * softplus (middle) - log (127.5);
}

/* One more summand, kept relative to the largest so far: exp (max) * sum is the total. */
static void
accumulate (double log_p, double *max, double *sum)
{
  if (log_p > *max)
    {
      *sum = *sum * exp (*max - log_p) + 1.0;
      *max = log_p;
    }
  else
    {
      *sum += exp (log_p - *max);
    }
}

double
weft_head_logistic_nll (guint n_mixtures, const float *outputs, guint8 value)
{
  const float *logits = outputs;
  const float *means = outputs + n_mixtures;
  const float *raw_scales = outputs + 2 * n_mixtures;
  const double log_total = weft_logits_log_sum_exp (logits, n_mixtures);
  double max = -INFINITY, sum = 0.0;

  for (guint k = 0; k < n_mixtures; k++)
    accumulate (logits[k] - log_total + component_log_p (means[k], raw_scales[k], value), &max, &sum);

  return -(max + log (sum));
}

/* k ~ softmax (logits / T), cumulated in index order. */
static guint
choose_component (guint n_mixtures, const float *logits, double temperature, double u)
{
  const guint heaviest = weft_logits_arg_max (logits, n_mixtures);
  const double max = logits[heaviest];
  double total = 0.0, below = 0.0;

  if (temperature == 0.0)
    return heaviest;

  for (guint k = 0; k < n_mixtures; k++)
    total += exp ((logits[k] - max) / temperature);

  for (guint k = 0; k < n_mixtures; k++)
    {
      below += exp ((logits[k] - max) / temperature);
      if (below > u * total)
        return k;
    }

  return heaviest; /* u * total was rounded up to the total */
}

/* The width that a component is drawn with. */
static double
sampling_scale (float raw_scale, double temperature)
{
  const double elu_plus_1 = raw_scale > 0.0f ? raw_scale + 1.0 : exp (raw_scale);

  return temperature * (elu_plus_1 + MIN_SCALE);
}

static guint8
to_byte (double v)
{
  return (guint8) CLAMP (rint ((v + 1.0) / 2.0 * 255.0), 0.0, 255.0);
}

guint8
weft_head_logistic_value (float mean, float raw_scale, double temperature, double u_value)
{
  double v = mean;

  if (temperature > 0.0)
    v += sampling_scale (raw_scale, temperature) * (log (u_value) - log (1.0 - u_value));

  return to_byte (v);
}

guint8
weft_head_logistic_sample (guint n_mixtures, const float *outputs, double temperature, double u_component,
                           double u_value)
{
  const guint k = choose_component (n_mixtures, outputs, temperature, u_component);

  return weft_head_logistic_value (outputs[n_mixtures + k], outputs[2 * n_mixtures + k], temperature, u_value);
}

/* The weight with which choose_component() chooses one. */
static double
component_weight (guint n_mixtures, const float *logits, double temperature, guint component)
{
  const guint heaviest = weft_logits_arg_max (logits, n_mixtures);
  double total = 0.0;

  if (temperature == 0.0)
    return component == heaviest ? 1.0 : 0.0;

  for (guint k = 0; k < n_mixtures; k++)
    total += exp (((double) logits[k] - logits[heaviest]) / temperature);

  return exp (((double) logits[component] - logits[heaviest]) / temperature) / total;
}

void
weft_head_logistic_component (guint n_mixtures, const float *outputs, double temperature, guint component,
                              double *probabilities)
{
  const float mean = outputs[n_mixtures + component];
  const double scale = sampling_scale (outputs[2 * n_mixtures + component], temperature);
  const double weight = component_weight (n_mixtures, outputs, temperature, component);
  double below = 0.0;

  for (guint v = 0; v < WEFT_MAX_VALUES; v++)
    {
      const double edge = (v + 0.5) * 2.0 / 255.0 - 1.0; /* of the bin, to the next one */
      double up_to = v >= to_byte (mean);

      if (temperature > 0.0)
        up_to = v == WEFT_MAX_VALUES - 1 ? 1.0 : sigmoid ((edge - mean) / scale);
      probabilities[v] = weight * (up_to - below);
      below = up_to;
    }
}
