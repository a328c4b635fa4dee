/* SPDX-License-Identifier: MIT */
/* The fairness rules of the race, as far as they are words. */
#include "ui/race-report.h"

#include "ui/format.h"

#include "app/conditions.h"
#include "app/race-figures.h"
#include "engine/kernels/kernels.h"

#include <glib/gi18n.h>

/* The fastest lane at present, and the fastest of the others. */
static void
find_leaders (StudioRace *race, guint *ahead, guint *behind)
{
  *ahead = 0;
  for (guint i = 1; i < studio_race_get_n_lanes (race); i++)
    if (studio_race_get_rate (race, i) > studio_race_get_rate (race, *ahead))
      *ahead = i;

  *behind = *ahead == 0 ? 1 : 0;
  for (guint i = 0; i < studio_race_get_n_lanes (race); i++)
    if (i != *ahead && studio_race_get_rate (race, i) > studio_race_get_rate (race, *behind))
      *behind = i;
}

static char *
dup_live_verdict (StudioRace *race)
{
  g_autofree char *fast = NULL, *slow = NULL;
  guint ahead, behind;

  if (studio_race_get_is_warming_up (race))
    return g_strdup (_("Warming up; nothing counts yet."));
  for (guint i = 0; i < studio_race_get_n_lanes (race); i++)
    if (studio_race_get_rate (race, i) <= 0)
      return g_strdup (_("On your marks."));

  find_leaders (race, &ahead, &behind);
  fast = ui_format_rate (studio_race_get_rate (race, ahead));
  slow = ui_format_rate (studio_race_get_rate (race, behind));
  return g_strdup_printf (_("Faster at this pixel: %s, %s against %s."),
                          studio_race_form_to_name (studio_race_get_form (race, ahead)), fast, slow);
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
                          first_time, studio_race_form_to_name (studio_race_get_form (race, 0)),
                          second_time, studio_race_form_to_name (studio_race_get_form (race, 1)),
                          first->n_repetitions);
}

static char *
dup_ratio (StudioRace *race, const StudioRaceResult *result, guint lane, const StudioInterval *ratio)
{
  const char *linear = studio_race_form_to_name (studio_race_get_form (race, 0));
  const char *other = studio_race_form_to_name (studio_race_get_form (race, lane));
  guint n = studio_race_result_get_lane (result, lane)->n_repetitions;

  if (ratio->low <= 1 && ratio->high >= 1)
    return g_strdup_printf (_("No difference to be seen: it takes %s %.2f times as long as %s "
                              "(95 %% interval %.2f to %.2f, %u runs)."),
                            other, ratio->value, linear, ratio->low, ratio->high, n);
  if (ratio->high < 1)
    return g_strdup_printf (_("Here %s wins: it takes only %.2f times as long as %s (95 %% interval %.2f to %.2f, %u runs)."),
                            other, ratio->value, linear, ratio->low, ratio->high, n);

  return g_strdup_printf (_("It takes %s %.2f times as long as %s (95 %% interval %.2f to %.2f, %u runs)."), other,
                          ratio->value, linear, ratio->low, ratio->high, n);
}

static char *
dup_crossover (StudioRace *race, const StudioRaceResult *result)
{
  const WeftConfig *config = weft_model_get_config (studio_race_get_model (race, 0));
  const char *other = studio_race_form_to_name (studio_race_get_form (race, 1));
  guint step;

  if (!studio_race_result_find_crossover (result, 1, 0, &step))
    return g_strdup_printf (_("At no pixel is %s the slower one."), other);
  if (step <= weft_config_get_image_values (config) / config->image_height)
    return g_strdup_printf (_("From the first row on, %s is the slower one."), other);

  return g_strdup_printf (_("Up to pixel %u, %s is the faster one; after it, the slower one."),
                          step / weft_config_get_n_channels (config), other);
}

/* The third lane, of which nobody doubts how it ends. */
static char *
dup_third (StudioRace *race, const StudioRaceResult *result)
{
  StudioInterval ratio;

  if (studio_race_result_get_n_lanes (result) < 3 || !studio_race_result_get_ratio (result, 2, 0, &ratio))
    return g_strdup ("");
  return dup_ratio (race, result, 2, &ratio);
}

static char *
dup_final_verdict (StudioRace *race, const StudioRaceResult *result)
{
  g_autofree char *crossover = NULL, *ratio_text = NULL, *third = NULL, *text = NULL;
  StudioInterval ratio;

  if (!studio_race_result_get_ratio (result, 1, 0, &ratio))
    return dup_times (race, result);

  ratio_text = dup_ratio (race, result, 1, &ratio);
  crossover = dup_crossover (race, result);
  third = dup_third (race, result);
  text = g_strdup_printf ("%s %s %s", ratio_text, crossover, third);
  return g_strdup (g_strchomp (text));
}

char *
ui_race_report_dup_verdict (StudioRace *race)
{
  g_autoptr (StudioRaceResult) result = NULL;

  if (race == NULL)
    return g_strdup (_("The same picture from the same seed, painted twice: once with a state of constant size, "
                       "once with a memory that grows. Both take turns on the same threads."));

  switch (studio_activity_get_state (STUDIO_ACTIVITY (race)))
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

  if (race != NULL && studio_race_get_is_concurrent (race))
    return g_strdup (_("all lanes at the same time, each in the others' way"));
  if (race == NULL || studio_race_get_slowdown (race) != 1)
    return g_strdup (_("short turns in random order"));
  return g_strdup_printf (_("turns of %u ms in random order"), spec.slice_us / 1000);
}

/* Slowed down for the eye, all lanes alike: whoever watches must know. */
static char *
dup_slowdown (StudioRace *race)
{
  double slowdown = race != NULL ? studio_race_get_slowdown (race) : 0;

  if (slowdown <= 1)
    return NULL;
  return g_strdup_printf (_("shown %.0f times slower than it runs, all alike; all figures are of the true clock"), slowdown);
}

static char *
dup_shape (const WeftConfig *config)
{
  if (config == NULL)
    return NULL;
  return g_strdup_printf (_("same sizes (%u layers, %u heads, width %u, %u × %u pixels), sampler and random numbers"),
                          config->n_layers, config->n_heads, config->width, config->image_width, config->image_height);
}

/* What the machine says of its own speed. */
static void
add_machine (GPtrArray *parts)
{
  g_autoptr (StudioConditions) machine = studio_conditions_read (NULL);

  g_ptr_array_add (parts, g_strdup (machine->processor));
  if (machine->governor != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_("governor %s"), machine->governor));
  if (machine->power == STUDIO_POWER_BATTERY)
    g_ptr_array_add (parts, g_strdup (_("⚠ on battery")));
  else if (machine->power == STUDIO_POWER_MAINS)
    g_ptr_array_add (parts, g_strdup (_("on mains")));
}

static void
add_load (GPtrArray *parts, StudioRace *race)
{
  g_autoptr (StudioRaceResult) result = race != NULL ? studio_race_dup_result (race) : NULL;
  double load = result != NULL ? studio_race_result_get_other_load (result) : -1;

  if (load >= STUDIO_LOAD_CAUTION)
    g_ptr_array_add (parts, g_strdup_printf (_("⚠ other programs used %.0f %% of the machine: take the figures with caution"),
                                             100 * load));
  else if (load >= 0)
    g_ptr_array_add (parts, g_strdup_printf (_("other programs used %.0f %% of the machine"), 100 * load));
}

static void
add_part (GPtrArray *parts, char *text)
{
  if (text != NULL)
    g_ptr_array_add (parts, text);
}

char *
ui_race_report_dup_conditions (StudioRace *race, const WeftConfig *config, WeftPrecision precision)
{
  const StudioRaceSpec spec = STUDIO_RACE_SPEC_INIT;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint threads = race != NULL ? studio_race_get_n_threads (race) : 0;

  add_load (parts, race);
  add_part (parts, dup_shape (config));
  add_machine (parts);
  g_ptr_array_add (parts, g_strdup_printf (_("%s kernels"), weft_kernels_get ()->name));
  g_ptr_array_add (parts, g_ascii_strup (weft_precision_to_string (precision), -1));
  if (threads > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u thread", "%u threads", threads), threads));
  g_ptr_array_add (parts, dup_turns (race));
  g_ptr_array_add (parts, g_strdup_printf (_("warm-up of %u steps in grey, not counted"), spec.n_warmup));
  g_ptr_array_add (parts, g_strdup (_("drawing off the clock")));
  add_part (parts, dup_slowdown (race));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

/* All steps of the pixels @begin .. @end - 1 of all repetitions. @seconds: [(end - begin) * n_repetitions] */
static gsize
collect_steps (const StudioRaceLaneResult *lane, guint begin, guint end, double *seconds)
{
  gsize n = 0;

  for (guint repetition = 0; repetition < lane->n_repetitions; repetition++)
    for (guint step = begin; step < end; step++)
      seconds[n++] = (double) lane->step_seconds[(gsize) repetition * lane->n_steps + step];
  return n;
}

/* Adds what is to be told of the steps of a row, around pixel @x. @seconds: [n]; @scale: to milliseconds a pixel. */
typedef void (*RowFunc) (GArray *rows, double x, const double *seconds, gsize n, double scale);

static GArray *
collect_rows (const StudioRaceLaneResult *lane, const WeftConfig *config, guint size, RowFunc add)
{
  GArray *rows = g_array_new (FALSE, FALSE, size);
  const guint channels = weft_config_get_n_channels (config);
  const guint window = config->image_width * channels;
  g_autofree double *seconds = g_new (double, (gsize) window * lane->n_repetitions);

  for (guint begin = 0; begin < lane->n_steps; begin += window)
    {
      const guint end = MIN (begin + window, lane->n_steps);
      const gsize n = collect_steps (lane, begin, end, seconds);

      add (rows, (begin + end) / 2.0 / channels, seconds, n, 1000.0 * channels);
    }

  return rows;
}

static void
add_band (GArray *rows, double x, const double *seconds, gsize n, double scale)
{
  const UiChartBand band = {
    .x = x,
    .low = scale * studio_statistics_percentile (seconds, n, 5),
    .high = scale * studio_statistics_percentile (seconds, n, 95),
  };

  g_array_append_val (rows, band);
}

GArray *
ui_race_report_dup_band (const StudioRaceLaneResult *lane, const WeftConfig *config)
{
  return collect_rows (lane, config, sizeof (UiChartBand), add_band);
}

static void
add_median (GArray *rows, double x, const double *seconds, gsize n, double scale)
{
  const UiChartPoint point = { x, scale * studio_statistics_median (seconds, n) };

  g_array_append_val (rows, point);
}

GArray *
ui_race_report_dup_curve (const StudioRaceLaneResult *lane, const WeftConfig *config)
{
  return collect_rows (lane, config, sizeof (UiChartPoint), add_median);
}
