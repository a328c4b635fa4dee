/* SPDX-License-Identifier: MIT */
/* Summaries of timings: median, percentiles, and how sure a ratio is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_statistics_percentile: linear interpolation between the closest ranks.
 * @values: [n], in any order; not changed
 * @n: 1 ..
 * @percent: 0 .. 100
 *
 * Threads: any.
 */
double studio_statistics_percentile (const double *values, gsize n, double percent);

double studio_statistics_median (const double *values, gsize n);
double studio_statistics_mean   (const double *values, gsize n);

/**
 * studio_statistics_deviation: of the sample, with n - 1; 0 for a single value.
 */
double studio_statistics_deviation (const double *values, gsize n);

/**
 * studio_statistics_slope: of the line through points, by Theil and Sen: the median of the slopes of all pairs, which a
 * quarter of the points may spoil as they like.
 * @x: [n], all different
 * @y: [n]
 *
 * Returns: 0 for a single point.
 */
double studio_statistics_slope (const double *x, const double *y, gsize n);

/* A figure and the interval it lies in with 95 percent confidence. */
typedef struct {
  double value;
  double low;
  double high;
} StudioInterval;

#define STUDIO_STATISTICS_MIN_REPETITIONS 5 /* fewer are no measurement and give no ratio */

/**
 * studio_statistics_ratio: median (a) / median (b) with a bootstrap interval.
 * @a: [n_a], all > 0
 * @b: [n_b], all > 0
 * @paired: whether a[i] and b[i] were measured together, and are drawn together; then n_a = n_b
 * @seed: of the resampling
 *
 * Returns: FALSE if either has fewer than STUDIO_STATISTICS_MIN_REPETITIONS; @ratio is then untouched.
 */
gboolean studio_statistics_ratio (const double *a, gsize n_a, const double *b, gsize n_b, gboolean paired,
                                  guint64 seed, StudioInterval *ratio);

G_END_DECLS
