/* SPDX-License-Identifier: MIT */
/* What a race has measured: copied out of it, then summed up. */
#include "app/race-private.h"

#include "app/statistics.h"

#define WINDOW 16 /* steps whose median stands for a place in the picture */

struct _StudioRaceResult {
  guint n_lanes;
  guint n_channels;
  double other_load;
  guint64 seed;
  StudioRaceLaneResult lanes[STUDIO_RACE_MAX_LANES]; /* their arrays are owned */
};

static double *
widen (const float *values, gsize n)
{
  double *wide = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    wide[i] = values[i];
  return wide;
}

/* The median time of the steps of one window, over all repetitions. */
static double
median_of_window (const StudioRaceLaneResult *lane, guint begin)
{
  const guint width = MIN (WINDOW, lane->n_steps - begin);
  g_autofree double *steps = g_new (double, (gsize) width * lane->n_repetitions);
  gsize n = 0;

  for (guint repetition = 0; repetition < lane->n_repetitions; repetition++)
    for (guint i = 0; i < width; i++)
      steps[n++] = lane->step_seconds[(gsize) repetition * lane->n_steps + begin + i];

  return studio_statistics_median (steps, n);
}

/* Fitted through the medians of windows, so that a disturbed step bends nothing. */
static double
fit_growth (const StudioRaceLaneResult *lane)
{
  const guint n = (lane->n_steps + WINDOW - 1) / WINDOW;
  g_autofree double *places = g_new (double, n);
  g_autofree double *seconds = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      places[i] = i * WINDOW + MIN (WINDOW, lane->n_steps - i * WINDOW) / 2.0;
      seconds[i] = median_of_window (lane, i * WINDOW);
    }

  return studio_statistics_slope (places, seconds, n);
}

static void
sum_up (StudioRaceLaneResult *lane, guint n_pixels)
{
  const gsize n = (gsize) lane->n_repetitions * lane->n_steps;
  g_autofree double *steps = widen (lane->step_seconds, n);
  g_autofree double *rates = g_new (double, lane->n_repetitions);

  for (guint i = 0; i < lane->n_repetitions; i++)
    rates[i] = n_pixels / lane->totals[i];

  lane->rate = n_pixels / studio_statistics_median (lane->totals, lane->n_repetitions);
  lane->rate_mean = studio_statistics_mean (rates, lane->n_repetitions);
  lane->rate_deviation = studio_statistics_deviation (rates, lane->n_repetitions);
  lane->step_p5 = studio_statistics_percentile (steps, n, 5);
  lane->step_median = studio_statistics_median (steps, n);
  lane->step_p95 = studio_statistics_percentile (steps, n, 95);
  lane->growth = fit_growth (lane);
}

StudioRaceResult *
studio_race_result_new (const StudioRaceLaneResult *lanes, guint n_lanes, guint n_channels, guint64 seed,
                        double other_load)
{
  StudioRaceResult *result = g_new0 (StudioRaceResult, 1);

  result->n_lanes = n_lanes;
  result->n_channels = n_channels;
  result->other_load = other_load;
  result->seed = seed;
  for (guint i = 0; i < n_lanes; i++)
    {
      StudioRaceLaneResult *lane = &result->lanes[i];
      const gsize n = (gsize) lanes[i].n_repetitions * lanes[i].n_steps;

      *lane = lanes[i];
      lane->step_seconds = g_memdup2 (lanes[i].step_seconds, n * sizeof *lane->step_seconds);
      lane->totals = g_memdup2 (lanes[i].totals, lanes[i].n_repetitions * sizeof *lane->totals);
      sum_up (lane, lane->n_steps / n_channels);
    }

  return result;
}

void
studio_race_result_free (StudioRaceResult *result)
{
  if (result == NULL)
    return;

  for (guint i = 0; i < result->n_lanes; i++)
    {
      g_free ((gpointer) result->lanes[i].step_seconds);
      g_free ((gpointer) result->lanes[i].totals);
    }
  g_free (result);
}

guint
studio_race_result_get_n_lanes (const StudioRaceResult *result)
{
  return result->n_lanes;
}

guint
studio_race_result_get_n_channels (const StudioRaceResult *result)
{
  return result->n_channels;
}

double
studio_race_result_get_other_load (const StudioRaceResult *result)
{
  return result->other_load;
}

const StudioRaceLaneResult *
studio_race_result_get_lane (const StudioRaceResult *result, guint lane)
{
  g_return_val_if_fail (lane < result->n_lanes, NULL);

  return &result->lanes[lane];
}

gboolean
studio_race_result_get_ratio (const StudioRaceResult *result, guint lane, guint base, StudioInterval *ratio)
{
  const StudioRaceLaneResult *a = studio_race_result_get_lane (result, lane);
  const StudioRaceLaneResult *b = studio_race_result_get_lane (result, base);
  const guint n = MIN (a->n_repetitions, b->n_repetitions);

  return studio_statistics_ratio (a->totals, n, b->totals, n, TRUE, result->seed, ratio);
}

gboolean
studio_race_result_find_crossover (const StudioRaceResult *result, guint lane, guint base, guint *step)
{
  const StudioRaceLaneResult *a = studio_race_result_get_lane (result, lane);
  const StudioRaceLaneResult *b = studio_race_result_get_lane (result, base);
  guint begin = (a->n_steps - 1) / WINDOW * WINDOW;

  if (median_of_window (a, begin) <= median_of_window (b, begin))
    return FALSE;

  while (begin > 0
         && median_of_window (a, begin - WINDOW) > median_of_window (b, begin - WINDOW))
    begin -= WINDOW;

  *step = begin;
  return TRUE;
}

double
studio_race_result_get_median_at (const StudioRaceResult *result, guint lane, guint step)
{
  const StudioRaceLaneResult *own = studio_race_result_get_lane (result, lane);

  g_return_val_if_fail (step < own->n_steps, 0);

  return median_of_window (own, step / WINDOW * WINDOW);
}
