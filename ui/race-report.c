/* SPDX-License-Identifier: MIT */
/* The fairness rules of the race, as far as they are words. */
#include "ui/race-report.h"

#include "ui/format.h"
#include "ui/race-lane.h"

#include "engine/kernels/kernels.h"

#include <glib/gi18n.h>

static char *
dup_live_verdict (StudioRace *race)
{
  double first = studio_race_get_rate (race, 0), second = studio_race_get_rate (race, 1);
  guint ahead = first >= second ? 0 : 1;
  g_autofree char *fast = ui_format_rate (MAX (first, second));
  g_autofree char *slow = ui_format_rate (MIN (first, second));

  if (studio_race_get_is_warming_up (race))
    return g_strdup (_("Warming up; nothing counts yet."));
  if (first <= 0 || second <= 0)
    return g_strdup (_("On your marks."));

  return g_strdup_printf (_("Faster at this pixel: %s, %s against %s."),
                          ui_race_form_to_name (studio_race_get_form (race, ahead)), fast, slow);
}

/* Fewer repetitions than make a measurement: times, but no ratio. */
static char *
dup_times (StudioRace *race, const StudioRaceResult *result)
{
  const StudioRaceLaneResult *first = studio_race_result_get_lane (result, 0);
  const StudioRaceLaneResult *second = studio_race_result_get_lane (result, 1);
  double first_median = 1000 * studio_statistics_median (first->totals, first->n_repetitions);
  double second_median = 1000 * studio_statistics_median (second->totals, second->n_repetitions);
  g_autofree char *first_time = ui_format_milliseconds (first_median);
  g_autofree char *second_time = ui_format_milliseconds (second_median);

  return g_strdup_printf (ngettext ("%s for %s, %s for %s. %u run, not a measurement.",
                                    "%s for %s, %s for %s. %u runs, not a measurement.", first->n_repetitions),
                          first_time, ui_race_form_to_name (studio_race_get_form (race, 0)),
                          second_time, ui_race_form_to_name (studio_race_get_form (race, 1)),
                          first->n_repetitions);
}

static char *
dup_ratio (StudioRace *race, const StudioRaceResult *result, const StudioInterval *ratio)
{
  const char *linear = ui_race_form_to_name (studio_race_get_form (race, 0));
  const char *other = ui_race_form_to_name (studio_race_get_form (race, 1));
  guint n = studio_race_result_get_lane (result, 1)->n_repetitions;

  if (ratio->low <= 1 && ratio->high >= 1)
    return g_strdup_printf (_("No difference to be seen: it takes %s %.2f times as long as %s "
                              "(95 %% interval %.2f to %.2f, %u runs)."),
                            other, ratio->value, linear, ratio->low, ratio->high, n);

  return g_strdup_printf (_("It takes %s %.2f times as long as %s (95 %% interval %.2f to %.2f, %u runs)."), other,
                          ratio->value, linear, ratio->low, ratio->high, n);
}

static char *
dup_crossover (StudioRace *race, const StudioRaceResult *result)
{
  const WeftConfig *config = weft_model_get_config (studio_race_get_model (race, 0));
  const char *other = ui_race_form_to_name (studio_race_get_form (race, 1));
  guint step;

  if (!studio_race_result_find_crossover (result, 1, 0, &step))
    return g_strdup_printf (_("At no pixel is %s the slower one."), other);
  if (step <= weft_config_get_image_values (config) / config->image_height)
    return g_strdup_printf (_("From the first row on, %s is the slower one."), other);

  return g_strdup_printf (_("Up to pixel %u, %s is the faster one; after it, the slower one."),
                          step / weft_config_get_n_channels (config), other);
}

static char *
dup_final_verdict (StudioRace *race, const StudioRaceResult *result)
{
  g_autofree char *crossover = NULL, *ratio_text = NULL;
  StudioInterval ratio;

  if (!studio_race_result_get_ratio (result, 1, 0, &ratio))
    return dup_times (race, result);

  ratio_text = dup_ratio (race, result, &ratio);
  crossover = dup_crossover (race, result);
  return g_strdup_printf ("%s %s", ratio_text, crossover);
}

char *
ui_race_report_dup_verdict (StudioRace *race)
{
  g_autoptr (StudioRaceResult) result = NULL;

  if (race == NULL)
    return g_strdup (_("The same picture from the same seed, painted twice: once with a state of constant size, "
                       "once with a memory that grows. Both take turns on the same threads."));

  switch (studio_race_get_state (race))
    {
    case STUDIO_RUN_FINISHED:
      result = studio_race_dup_result (race);
      return result != NULL ? dup_final_verdict (race, result) : g_strdup (_("Finished."));
    case STUDIO_RUN_CANCELLED:
      return g_strdup (_("Stopped before the end; nothing was measured."));
    case STUDIO_RUN_FAILED:
      return g_strdup (_("The race could not be finished."));
    case STUDIO_RUN_PAUSED:
      return g_strdup (_("Paused."));
    case STUDIO_RUN_READY:
    case STUDIO_RUN_RUNNING:
    default:
      return dup_live_verdict (race);
    }
}

/* In slow motion a turn is as few steps as fit into the same time to the eye, one at least. */
static char *
dup_turns (StudioRace *race)
{
  const StudioRaceSpec spec = STUDIO_RACE_SPEC_INIT;

  if (race == NULL || studio_race_get_slowdown (race) != 1)
    return g_strdup (_("short turns"));
  return g_strdup_printf (_("turns of %u ms"), spec.slice_us / 1000);
}

/* Slowed down for the eye, all lanes alike: whoever watches must know. */
static char *
dup_slowdown (StudioRace *race)
{
  double slowdown = race != NULL ? studio_race_get_slowdown (race) : 0;

  if (slowdown <= 1)
    return g_strdup ("");
  return g_strdup_printf (_(" · shown %.0f times slower than it runs, both alike; all figures are of the true clock"),
                          slowdown);
}

char *
ui_race_report_dup_conditions (StudioRace *race, WeftPrecision precision)
{
  const StudioRaceSpec spec = STUDIO_RACE_SPEC_INIT;
  g_autofree char *turns = dup_turns (race), *slowdown = dup_slowdown (race);
  guint threads = g_get_num_processors ();
  g_autofree char *thread_text = g_strdup_printf (ngettext ("%u thread", "%u threads", threads), threads);
  g_autofree char *name = g_ascii_strup (weft_precision_to_string (precision), -1);

  return g_strdup_printf (_("Same sizes, sampler and random numbers · %s · %s · %s kernels · %s in random "
                            "order · warm-up of %u steps not counted · drawing off the clock%s"),
                          thread_text, name, weft_kernels_get ()->name, turns, spec.n_warmup, slowdown);
}

GArray *
ui_race_report_dup_curve (const StudioRaceLaneResult *lane, const WeftConfig *config)
{
  GArray *curve = g_array_new (FALSE, FALSE, sizeof (UiChartPoint));
  guint channels = weft_config_get_n_channels (config);
  guint window = config->image_width * channels;
  g_autofree double *seconds = g_new (double, (gsize) window * lane->n_repetitions);

  for (guint begin = 0; begin < lane->n_steps; begin += window)
    {
      guint end = MIN (begin + window, lane->n_steps);
      gsize n = 0;
      UiChartPoint point = { .x = (begin + end) / 2.0 / channels };

      for (guint repetition = 0; repetition < lane->n_repetitions; repetition++)
        for (guint step = begin; step < end; step++)
          seconds[n++] = (double) lane->step_seconds[(gsize) repetition * lane->n_steps + step];
      point.y = 1000.0 * channels * studio_statistics_median (seconds, n);
      g_array_append_val (curve, point);
    }

  return curve;
}
