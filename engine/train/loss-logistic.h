/* SPDX-License-Identifier: MIT */
/* Mixture of logistics over bytes: likelihood as in engine/head-logistic.c, and its gradient, in double precision. */
#pragma once

#include "engine/train/real.h"

#define MAX_MIXTURES 64
#define MIN_LOG_SCALE -7.0
#define HALF_BIN (1.0 / 255.0)
#define MIN_BIN_PROBABILITY 1e-5 /* below, the density at the middle stands for the difference */

/* ln of what one component gives to a byte, and its slopes. */
typedef struct {
  double log_p;
  double by_mean;
  double by_scale; /* by the raw scale */
} Component;

static double
sigmoid (double t)
{
  return 1.0 / (1.0 + exp (-t));
}

static double
softplus (double t)
{
  return t > 20.0 ? t : log1p (exp (t));
}

/* The slopes by mean and log scale of a function of u = inverse (centred + offset), given its slope by u. */
static void
add_slopes (Component *c, double inverse, double u, double by_u)
{
  c->by_mean -= inverse * by_u;
  c->by_scale -= u * by_u;
}

static Component
component_at (double mean, double raw_scale, guint8 value)
{
  const double log_scale = fmax (raw_scale, MIN_LOG_SCALE);
  const double inverse = exp (-log_scale);
  const double centred = (double) (2.0f * value / 255.0f - 1.0f) - mean;
  const double upper = inverse * (centred + HALF_BIN);
  const double lower = inverse * (centred - HALF_BIN);
  const double middle = inverse * centred;
  const double p_upper = sigmoid (upper), p_lower = sigmoid (lower);
  const double p = p_upper - p_lower;
  Component c = { 0 };

  if (value == 0)
    {
      c.log_p = upper - softplus (upper);
      add_slopes (&c, inverse, upper, 1.0 - p_upper);
    }
  else if (value == 255)
    {
      c.log_p = -softplus (lower);
      add_slopes (&c, inverse, lower, -p_lower);
    }
  else if (p > MIN_BIN_PROBABILITY)
    {
      c.log_p = log (p);
      add_slopes (&c, inverse, upper, p_upper * (1.0 - p_upper) / p);
      add_slopes (&c, inverse, lower, -p_lower * (1.0 - p_lower) / p);
    }
  else
    {
      c.log_p = middle - log_scale - 2.0 * softplus (middle) - log (127.5);
      add_slopes (&c, inverse, middle, 1.0 - 2.0 * sigmoid (middle));
      c.by_scale -= 1.0;
    }

  if (raw_scale < MIN_LOG_SCALE)
    c.by_scale = 0.0;
  return c;
}

static double
log_sum_exp (const double *x, gsize n)
{
  double largest = x[0], sum = 0.0;

  for (gsize i = 1; i < n; i++)
    largest = fmax (largest, x[i]);
  for (gsize i = 0; i < n; i++)
    sum += exp (x[i] - largest);
  return largest + log (sum);
}

/* y [3 M] logits, means, raw scales become scale times the slopes of -ln p of the target. Returns: -ln p. */
static double
loss_logistic (Real *y, gsize n, guint8 target, Real scale)
{
  const gsize m = n / 3;
  Component components[MAX_MIXTURES];
  double logits[MAX_MIXTURES] = { 0 }, joint[MAX_MIXTURES] = { 0 }, log_total, log_p;

  for (gsize k = 0; k < m; k++)
    {
      components[k] = component_at (y[m + k], y[2 * m + k], target);
      logits[k] = y[k];
      joint[k] = logits[k] + components[k].log_p;
    }
  log_total = log_sum_exp (logits, m);
  log_p = log_sum_exp (joint, m);

  for (gsize k = 0; k < m; k++)
    {
      const double share = exp (joint[k] - log_p); /* of this component in what happened */

      y[k] = (Real) (scale * (exp (logits[k] - log_total) - share));
      y[m + k] = (Real) (scale * -share * components[k].by_mean);
      y[2 * m + k] = (Real) (scale * -share * components[k].by_scale);
    }

  return log_total - log_p;
}
