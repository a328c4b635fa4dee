/* SPDX-License-Identifier: MIT */
/* Summaries of the arms' rates. A ratio needs five repetitions of both arms; below that there is none. */
#include "app/cli/bench-report.h"

#include "app/cli/bench-arm.h"
#include "app/cli/bench-comparisons.h"
#include "app/cli/bench-json.h"
#include "app/cli/print.h"
#include "app/conditions.h"

#include "engine/blas.h"

static void
add_limit (StudioTable *table, const StudioBenchArm *arm)
{
  if (arm->limits->len == 0)
    {
      studio_table_add (table, "-");
      studio_table_add (table, "-");
      studio_table_add (table, "-");
      return;
    }

  studio_table_add (table, "%.4g", cli_bench_get_median (arm->limits));
  studio_table_add (table, "%.3f", cli_bench_get_fraction (arm));
  studio_table_add (table, "%s", arm->reads_bound ? "reading" : "multiplying");
}

static void
add_rate (StudioTable *table, const StudioBenchArm *arm, double rate)
{
  if (arm->rates->len == 0)
    studio_table_add (table, "-");
  else
    studio_table_add (table, "%.4g", rate);
}

static void
add_rates (StudioTable *table, const StudioBenchArm *arm)
{
  const double *rates = cli_bench_get_values (arm->rates);
  const gsize n = arm->rates->len;

  add_rate (table, arm, n > 0 ? studio_statistics_median (rates, n) : 0.0);
  add_rate (table, arm, n > 0 ? studio_statistics_mean (rates, n) : 0.0);
  add_rate (table, arm, n > 0 ? studio_statistics_deviation (rates, n) : 0.0);
  add_rate (table, arm, n > 0 ? studio_statistics_percentile (rates, n, 5.0) : 0.0);
  add_rate (table, arm, n > 0 ? studio_statistics_percentile (rates, n, 95.0) : 0.0);
}

static void
add_arm (StudioTable *table, const StudioBenchArm *arm, gboolean with_limits)
{
  g_autofree char *note = cli_bench_dup_note (arm);
  g_autofree char *steps = cli_bench_dup_steps (arm);

  studio_table_add (table, "%s", weft_form_to_string (arm->what.form));
  studio_table_add (table, "%s", weft_precision_to_string (cli_bench_get_precision (arm)));
  studio_table_add (table, "%u", cli_bench_get_threads (arm));
  studio_table_add (table, "%u", arm->what.n_lanes);
  studio_table_add (table, "%s", steps);
  studio_table_add (table, "%u", arm->rates->len);
  add_rates (table, arm);
  if (arm->rates->len > 0 && !cli_bench_is_window (arm))
    studio_table_add (table, "%.4g", cli_bench_get_images_per_second (arm));
  else
    studio_table_add (table, "-");
  studio_table_add (table, "%" G_GUINT64_FORMAT, arm->bytes);
  if (with_limits)
    add_limit (table, arm);
  studio_table_add (table, "%s", note);
}

static gboolean
has_limits (StudioBench *bench)
{
  for (guint i = 0; i < studio_bench_get_n_arms (bench); i++)
    if (studio_bench_get_arm (bench, i)->probe != NULL)
      return TRUE;

  return FALSE;
}

static void
print_arms (StudioBench *bench, StudioTableStyle style)
{
  static const char *const plain[] = {
    "attention", "precision", ">threads", ">batch", ">steps", ">repetitions", ">values/s median", ">mean",
    ">sd", ">p5", ">p95", ">images/s", ">bytes an image", "note", NULL,
  };
  static const char *const limited[] = {
    "attention", "precision", ">threads", ">batch", ">steps", ">repetitions", ">values/s median", ">mean",
    ">sd", ">p5", ">p95", ">images/s", ">bytes an image", ">limit values/s", ">of the limit", "limited by",
    "note", NULL,
  };
  const gboolean with_limits = has_limits (bench);
  g_autoptr (StudioTable) table = studio_table_new (with_limits ? limited : plain);

  for (guint i = 0; i < studio_bench_get_n_arms (bench); i++)
    add_arm (table, studio_bench_get_arm (bench, i), with_limits);

  cli_print_table (table, style);
}

static void
print_comparisons (GArray *comparisons, StudioTableStyle style)
{
  static const char *const headings[] = { "values/s of", ">ratio", ">95 % from", ">to", "with", NULL };
  g_autoptr (StudioTable) table = studio_table_new (headings);

  for (guint i = 0; i < comparisons->len; i++)
    {
      const CliBenchComparison *comparison = &g_array_index (comparisons, CliBenchComparison, i);

      studio_table_add (table, "%s", comparison->compared);
      if (comparison->has_ratio)
        {
          studio_table_add (table, "%.4g", comparison->ratio.value);
          studio_table_add (table, "%.4g", comparison->ratio.low);
          studio_table_add (table, "%.4g", comparison->ratio.high);
        }
      else
        {
          studio_table_add (table, "no ratio: it takes 5 repetitions of each");
          studio_table_add (table, "-");
          studio_table_add (table, "-");
        }
      studio_table_add (table, "%s", comparison->conditions);
    }

  cli_print_table (table, style);
}

/* Whether an arm before this one had the same threads and precision, and so the same limits. */
static gboolean
is_repeated (StudioBench *bench, guint index)
{
  const StudioBenchArm *arm = studio_bench_get_arm (bench, index);

  for (guint i = 0; i < index; i++)
    if (studio_bench_get_arm (bench, i)->probe == arm->probe
        && studio_bench_get_arm (bench, i)->limits->len > 0)
      return TRUE;

  return FALSE;
}

static void
print_limits (StudioBench *bench)
{
  static const char *const headings[] = {
    "limits of", ">threads", ">bytes read", ">GB/s", ">Gop/s", "multiplying with", NULL,
  };
  g_autoptr (StudioTable) table = studio_table_new (headings);

  for (guint i = 0; i < studio_bench_get_n_arms (bench); i++)
    {
      const StudioBenchArm *arm = studio_bench_get_arm (bench, i);

      if (arm->limits->len == 0 || is_repeated (bench, i))
        continue;

      studio_table_add (table, "%s", weft_precision_to_string (cli_bench_get_precision (arm)));
      studio_table_add (table, "%u", cli_bench_get_threads (arm));
      studio_table_add (
          table, "%" G_GUINT64_FORMAT,
          studio_limits_count_bytes (weft_model_get_config (arm->what.model), cli_bench_get_precision (arm)));
      studio_table_add (table, "%.3g", 1e-9 * cli_bench_get_median (arm->read));
      studio_table_add (table, "%.4g", 2e-9 * cli_bench_get_median (arm->multiply));
      studio_table_add (table, "%s",
                     cli_bench_get_precision (arm) == WEFT_PRECISION_INT8 ? "int8 dot products on registers"
                                                                : weft_blas_get_description ());
    }

  cli_print_table (table, STUDIO_TABLE_MARKDOWN);
}

static WeftModel *
get_first_model (StudioBench *bench)
{
  return studio_bench_get_arm (bench, 0)->what.model;
}

static void
print_conditions (StudioBench *bench, const char *what, const char *mark)
{
  WeftModel *model = get_first_model (bench);
  const WeftConfig *config = weft_model_get_config (model);
  g_autoptr (StudioConditions) machine = studio_conditions_read (NULL);

  cli_print ("%sWeft " WEFT_VERSION
             ", %s, kernels %s; %s: %u layers, %u heads, width %u, feed-forward %u, %u steps an image; "
             "one warm-up, arms in random order\n",
             mark, machine->processor, weft_model_get_kernels_name (model), what, config->n_layers, config->n_heads,
             config->width, config->feed_forward, config->n_positions);
}

void
cli_bench_report_print (StudioBench *bench, const char *what, CliBenchFormat format)
{
  g_autoptr (GArray) comparisons = cli_bench_compare (bench);

  switch (format)
    {
    case CLI_BENCH_MARKDOWN:
      print_conditions (bench, what, "");
      cli_print ("\n");
      print_arms (bench, STUDIO_TABLE_MARKDOWN);
      if (comparisons->len > 0)
        {
          cli_print ("\n");
          print_comparisons (comparisons, STUDIO_TABLE_MARKDOWN);
        }
      if (has_limits (bench))
        {
          cli_print ("\n");
          print_limits (bench);
        }
      break;
    case CLI_BENCH_CSV:
      print_conditions (bench, what, "# ");
      print_arms (bench, STUDIO_TABLE_CSV);
      break;
    case CLI_BENCH_JSON:
    default:
      cli_bench_json_print (bench, what, comparisons);
    }
}
