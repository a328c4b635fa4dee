/* SPDX-License-Identifier: MIT */
/* What a race has measured: copied out of it, then summed up. */
#include "app/race-private.h"

#include "app/statistics.h"

#define CROSSOVER_WINDOW 16 /* steps */

struct _StudioRaceResult {
  guint n_lanes;
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

static void
sum_up (StudioRaceLaneResult *lane, guint n_pixels)
{
  const gsize n = (gsize) lane->n_repetitions * lane->n_steps;
  g_autofree double *steps = widen (lane->step_seconds, n);

  lane->rate = n_pixels / studio_statistics_median (lane->totals, lane->n_repetitions);
  lane->step_median = studio_statistics_median (steps, n);
  lane->step_p95 = studio_statistics_percentile (steps, n, 95);
}

StudioRaceResult *
studio_race_result_new (const StudioRaceLaneResult *lanes, guint n_lanes, guint n_channels, guint64 seed)
{
  StudioRaceResult *result = g_new0 (StudioRaceResult, 1);

  result->n_lanes = n_lanes;
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

/* The median time of the steps of one window, over all repetitions. */
static double
median_of_window (const StudioRaceLaneResult *lane, guint begin)
{
  const guint width = MIN (CROSSOVER_WINDOW, lane->n_steps - begin);
  g_autofree double *steps = g_new (double, (gsize) width * lane->n_repetitions);
  gsize n = 0;

  for (guint repetition = 0; repetition < lane->n_repetitions; repetition++)
    for (guint i = 0; i < width; i++)
      steps[n++] = lane->step_seconds[(gsize) repetition * lane->n_steps + begin + i];

  return studio_statistics_median (steps, n);
}

gboolean
studio_race_result_find_crossover (const StudioRaceResult *result, guint lane, guint base, guint *step)
{
  const StudioRaceLaneResult *a = studio_race_result_get_lane (result, lane);
  const StudioRaceLaneResult *b = studio_race_result_get_lane (result, base);
  guint begin = (a->n_steps - 1) / CROSSOVER_WINDOW * CROSSOVER_WINDOW;

  if (median_of_window (a, begin) <= median_of_window (b, begin))
    return FALSE;

  while (begin > 0
         && median_of_window (a, begin - CROSSOVER_WINDOW) > median_of_window (b, begin - CROSSOVER_WINDOW))
    begin -= CROSSOVER_WINDOW;

  *step = begin;
  return TRUE;
}
