/* SPDX-License-Identifier: MIT */
#include "app/cli/bench-comparisons.h"

#include "app/cli/bench-arm.h"

/* Bits for the things in which two arms differ. */
enum {
  FORM = 1,
  PRECISION = 2,
  THREADS = 4,
  BATCH = 8,
  POSITION = 16,
  LENGTH = 32,
};

static guint
find_differences (const StudioBenchArm *a, const StudioBenchArm *b)
{
  return (a->what.form != b->what.form ? FORM : 0)
         | (cli_bench_get_precision (a) != cli_bench_get_precision (b) ? PRECISION : 0)
         | (cli_bench_get_threads (a) != cli_bench_get_threads (b) ? THREADS : 0)
         | (a->what.n_lanes != b->what.n_lanes ? BATCH : 0)
         | (cli_bench_is_window (a) && cli_bench_is_window (b) && a->what.position != b->what.position ? POSITION : 0)
         | (!cli_bench_is_window (a) && a->what.n_steps != b->what.n_steps ? LENGTH : 0);
}

/* What the value of @arm is in the thing that @difference names. */
static char *
dup_side (const StudioBenchArm *arm, guint difference)
{
  switch (difference)
    {
    case FORM:
      return g_strdup (weft_form_to_string (arm->what.form));
    case PRECISION:
      return g_strdup (weft_precision_to_string (cli_bench_get_precision (arm)));
    case THREADS:
      return g_strdup_printf ("%u thread%s", cli_bench_get_threads (arm), cli_bench_get_threads (arm) == 1 ? "" : "s");
    case BATCH:
      return g_strdup_printf ("batch %u", arm->what.n_lanes);
    default:
      return g_strdup_printf ("step %u", arm->what.position);
    }
}

static char *
dup_conditions (const StudioBenchArm *arm, guint difference)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint thing = FORM; thing <= BATCH; thing *= 2)
    if (thing != difference)
      g_ptr_array_add (words, dup_side (arm, thing));
  if (difference != POSITION)
    {
      g_autofree char *steps = cli_bench_dup_steps (arm);

      g_ptr_array_add (words, cli_bench_is_window (arm) ? g_strdup (steps) : g_strdup_printf ("%s steps", steps));
    }
  g_ptr_array_add (words, NULL);

  return g_strjoinv (", ", (char **) words->pdata);
}

/* @a is compared with @base: its values per second over those of @base. For forms linear is above the line,
 * whichever comes first; for positions it is the time of a step. */
static void
add_comparison (GArray *comparisons, const StudioBenchArm *base, const StudioBenchArm *a, guint difference)
{
  const gboolean swap = (difference == FORM && base->what.form == WEFT_FORM_LINEAR);
  const StudioBenchArm *over = swap || difference == POSITION ? base : a;
  const StudioBenchArm *under = over == base ? a : base;
  g_autofree char *upper = dup_side (difference == POSITION ? a : over, difference);
  g_autofree char *lower = dup_side (difference == POSITION ? base : under, difference);
  CliBenchComparison comparison = {
    .compared = g_strdup_printf ("%s / %s%s", upper, lower, difference == POSITION ? ", time of a step" : ""),
    .conditions = dup_conditions (base, difference),
  };

  comparison.has_ratio = cli_bench_get_ratio (over, under, &comparison.ratio);
  g_array_append_val (comparisons, comparison);
}

static void
clear_comparison (gpointer data)
{
  CliBenchComparison *comparison = data;

  g_free (comparison->compared);
  g_free (comparison->conditions);
}

GArray *
cli_bench_compare (StudioBench *bench)
{
  GArray *comparisons = g_array_new (FALSE, FALSE, sizeof (CliBenchComparison));

  g_array_set_clear_func (comparisons, clear_comparison);
  for (guint thing = FORM; thing <= POSITION; thing *= 2)
    for (guint i = 0; i < studio_bench_get_n_arms (bench); i++)
      {
        const StudioBenchArm *arm = studio_bench_get_arm (bench, i);

        for (guint j = 0; j < studio_bench_get_n_arms (bench); j++)
          {
            const StudioBenchArm *base = studio_bench_get_arm (bench, j);

            if (find_differences (base, arm) != thing
                || (thing == FORM && base->what.form != WEFT_FORM_LINEAR))
              continue;
            if (thing == FORM || j < i)
              add_comparison (comparisons, base, arm, thing);
            break;
          }
      }

  return comparisons;
}
