/* SPDX-License-Identifier: MIT */
/* Summaries of timings. */
#include "app/statistics.h"

#include <math.h>
#include <stdlib.h>

#define N_RESAMPLES 2000

static int
compare_cb (const void *a, const void *b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
percentile_of_sorted (const double *values, gsize n, double percent)
{
  const double rank = percent / 100.0 * (double) (n - 1);
  const gsize below = (gsize) rank;
  const gsize above = MIN (below + 1, n - 1);

  return values[below] + (rank - (double) below) * (values[above] - values[below]);
}

static double
percentile_in_place (double *values, gsize n, double percent)
{
  qsort (values, n, sizeof *values, compare_cb);
  return percentile_of_sorted (values, n, percent);
}

double
studio_statistics_percentile (const double *values, gsize n, double percent)
{
  g_autofree double *copy = NULL;

  g_return_val_if_fail (n >= 1, NAN);
  g_return_val_if_fail (percent >= 0 && percent <= 100, NAN);

  copy = g_memdup2 (values, n * sizeof *values);
  return percentile_in_place (copy, n, percent);
}

double
studio_statistics_median (const double *values, gsize n)
{
  return studio_statistics_percentile (values, n, 50);
}

double
studio_statistics_mean (const double *values, gsize n)
{
  double sum = 0;

  g_return_val_if_fail (n >= 1, NAN);

  for (gsize i = 0; i < n; i++)
    sum += values[i];
  return sum / (double) n;
}

double
studio_statistics_deviation (const double *values, gsize n)
{
  const double mean = studio_statistics_mean (values, n);
  double sum = 0;

  if (n < 2)
    return 0;

  for (gsize i = 0; i < n; i++)
    sum += (values[i] - mean) * (values[i] - mean);
  return sqrt (sum / (double) (n - 1));
}

double
studio_statistics_slope (const double *x, const double *y, gsize n)
{
  g_autofree double *slopes = g_new (double, MAX (n * (n - 1) / 2, 1));
  gsize n_slopes = 0;

  g_return_val_if_fail (n >= 1, NAN);

  for (gsize i = 0; i < n; i++)
    for (gsize k = i + 1; k < n; k++)
      slopes[n_slopes++] = (y[k] - y[i]) / (x[k] - x[i]);

  return n_slopes > 0 ? percentile_in_place (slopes, n_slopes, 50) : 0;
}

/* One draw with replacement: both sides at the same places if they were measured together. */
static double
resample_ratio (GRand *random, const double *a, gsize n_a, const double *b, gsize n_b, gboolean paired,
                double *drawn_a, double *drawn_b)
{
  for (gsize i = 0; i < n_a; i++)
    {
      const gsize pick = g_rand_int_range (random, 0, (gint32) n_a);

      drawn_a[i] = a[pick];
      if (paired)
        drawn_b[i] = b[pick];
    }

  for (gsize i = 0; i < n_b && !paired; i++)
    drawn_b[i] = b[g_rand_int_range (random, 0, (gint32) n_b)];

  return percentile_in_place (drawn_a, n_a, 50) / percentile_in_place (drawn_b, n_b, 50);
}

gboolean
studio_statistics_ratio (const double *a, gsize n_a, const double *b, gsize n_b, gboolean paired,
                         guint64 seed, StudioInterval *ratio)
{
  const guint32 seeds[] = { (guint32) seed, (guint32) (seed >> 32) };
  g_autoptr (GRand) random = NULL;
  g_autofree double *ratios = NULL;
  g_autofree double *drawn_a = NULL;
  g_autofree double *drawn_b = NULL;

  g_return_val_if_fail (!paired || n_a == n_b, FALSE);

  if (n_a < STUDIO_STATISTICS_MIN_REPETITIONS || n_b < STUDIO_STATISTICS_MIN_REPETITIONS)
    return FALSE;

  random = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  ratios = g_new (double, N_RESAMPLES);
  drawn_a = g_new (double, n_a);
  drawn_b = g_new (double, n_b);
  for (guint i = 0; i < N_RESAMPLES; i++)
    ratios[i] = resample_ratio (random, a, n_a, b, n_b, paired, drawn_a, drawn_b);

  *ratio = (StudioInterval) {
    .value = studio_statistics_median (a, n_a) / studio_statistics_median (b, n_b),
    .low = percentile_in_place (ratios, N_RESAMPLES, 2.5),
    .high = percentile_in_place (ratios, N_RESAMPLES, 97.5),
  };
  return TRUE;
}
