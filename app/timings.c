/* SPDX-License-Identifier: MIT */
/* A ring of stop watches, and what they say together. */
#include "app/timings.h"

#include "app/statistics.h"

void
studio_timings_add (StudioTimings *timings, const WeftTiming *pixel)
{
  timings->pixels[timings->next] = *pixel;
  timings->next = (timings->next + 1) % STUDIO_TIMINGS_MAX;
  timings->n = MIN (timings->n + 1, STUDIO_TIMINGS_MAX);
}

static StudioTimingFigures
get_figures (const double *values, guint n)
{
  return (StudioTimingFigures) {
    .mean = studio_statistics_mean (values, n),
    .p50 = studio_statistics_median (values, n),
    .p95 = studio_statistics_percentile (values, n, 95),
  };
}

void
studio_timings_summarize (const StudioTimings *timings, StudioTimingFigures *parts, StudioTimingFigures *whole)
{
  double values[STUDIO_TIMINGS_MAX];

  g_return_if_fail (timings->n > 0);

  for (guint part = 0; part < WEFT_TIMING_N_PARTS; part++)
    {
      for (guint i = 0; i < timings->n; i++)
        values[i] = (double) timings->pixels[i].nanoseconds[part];
      parts[part] = get_figures (values, timings->n);
    }

  for (guint i = 0; i < timings->n; i++)
    values[i] = (double) weft_timing_get_total (&timings->pixels[i]);
  *whole = get_figures (values, timings->n);
}
