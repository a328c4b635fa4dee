/* SPDX-License-Identifier: MIT */
#include "app/cli/bench-arm.h"

#define RESAMPLING_SEED 1

const double *
cli_bench_get_values (GArray *array)
{
  return (const double *) array->data;
}

double
cli_bench_get_median (GArray *array)
{
  return studio_statistics_median (cli_bench_get_values (array), array->len);
}

WeftPrecision
cli_bench_get_precision (const StudioBenchArm *arm)
{
  return weft_model_get_precision (arm->what.model);
}

guint
cli_bench_get_threads (const StudioBenchArm *arm)
{
  return weft_team_get_n_members (arm->what.team);
}

gboolean
cli_bench_is_window (const StudioBenchArm *arm)
{
  return arm->what.plan == STUDIO_BENCH_WINDOW;
}

char *
cli_bench_dup_steps (const StudioBenchArm *arm)
{
  if (cli_bench_is_window (arm))
    return g_strdup_printf ("at %u", arm->what.position);

  return g_strdup_printf ("%u", arm->what.n_steps);
}

char *
cli_bench_dup_note (const StudioBenchArm *arm)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();

  if (arm->rates->len < STUDIO_STATISTICS_MIN_REPETITIONS)
    g_ptr_array_add (notes, (gpointer) "no measurement: fewer than 5 repetitions");
  if (arm->is_stopped)
    g_ptr_array_add (notes, (gpointer) "stopped at budget");
  if (arm->what.plan == STUDIO_BENCH_SAMPLED)
    g_ptr_array_add (notes, (gpointer) "measured at 3 positions and integrated over the sequence");
  if (cli_bench_is_window (arm) && arm->what.form != WEFT_FORM_LINEAR)
    g_ptr_array_add (notes, (gpointer) "its past is made up");
  g_ptr_array_add (notes, NULL);

  return g_strjoinv ("; ", (char **) notes->pdata);
}

gboolean
cli_bench_get_ratio (const StudioBenchArm *a, const StudioBenchArm *b, StudioInterval *ratio)
{
  return studio_statistics_ratio (cli_bench_get_values (a->rates), a->rates->len,
                                  cli_bench_get_values (b->rates), b->rates->len,
                                  a->rates->len == b->rates->len, RESAMPLING_SEED, ratio);
}

double
cli_bench_get_fraction (const StudioBenchArm *arm)
{
  g_autoptr (GArray) fractions = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < arm->limits->len; i++)
    {
      const double fraction = cli_bench_get_values (arm->rates)[i] / cli_bench_get_values (arm->limits)[i];

      g_array_append_val (fractions, fraction);
    }

  return cli_bench_get_median (fractions);
}

double
cli_bench_get_images_per_second (const StudioBenchArm *arm)
{
  return cli_bench_get_median (arm->rates) / weft_model_get_config (arm->what.model)->n_positions;
}
