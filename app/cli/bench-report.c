/* SPDX-License-Identifier: MIT */
/* Summaries of the arms' rates. A ratio needs five repetitions of both arms; below that there is none. */
#include "app/cli/bench-report.h"

#include "app/cli/print.h"

#include "app/statistics.h"

#include <string.h>

#define RESAMPLING_SEED 1

typedef struct {
  CliBench *bench;  /* borrowed, as all of these */
  WeftModel *model;
  WeftTeam *team;
  const char *what;
  char *processor;  /* owned */
} Report;

static char *
dup_processor (void)
{
  g_autofree char *text = NULL;
  const char *name;

  if (!g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL)
      || (name = strstr (text, "model name")) == NULL || (name = strchr (name, ':')) == NULL)
    return g_strdup ("unknown processor");

  return g_strstrip (g_strndup (name + 1, strcspn (name + 1, "\n")));
}

static const double *
get_rates (const CliBenchArm *arm)
{
  return (const double *) arm->rates->data;
}

/* What must be known before a row is believed. */
static char *
dup_note (const CliBenchArm *arm)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();

  if (arm->rates->len < STUDIO_STATISTICS_MIN_REPETITIONS)
    g_ptr_array_add (notes, (gpointer) "no measurement: fewer than 5 repetitions");
  if (arm->is_stopped)
    g_ptr_array_add (notes, (gpointer) "stopped at budget");
  if (arm->is_sampled)
    g_ptr_array_add (notes, (gpointer) "3 steps measured and integrated over the sequence");
  g_ptr_array_add (notes, NULL);

  return g_strjoinv ("; ", (char **) notes->pdata);
}

/* values/s of linear over those of @other, or the reason why there is none. */
static gboolean
get_ratio (const CliBenchArm *linear, const CliBenchArm *other, StudioInterval *ratio)
{
  return studio_statistics_ratio (get_rates (linear), linear->rates->len, get_rates (other),
                                  other->rates->len, linear->rates->len == other->rates->len, RESAMPLING_SEED,
                                  ratio);
}

static const CliBenchArm *
find_linear (CliBench *bench, const CliBenchArm *like)
{
  for (guint i = 0; i < cli_bench_get_n_arms (bench); i++)
    {
      const CliBenchArm *arm = cli_bench_get_arm (bench, i);

      if (arm->form == WEFT_FORM_LINEAR && arm->n_lanes == like->n_lanes && arm->n_steps == like->n_steps)
        return arm;
    }

  return NULL;
}

static void
add_rate (CliTable *table, const CliBenchArm *arm, double (*summarize) (const double *, gsize), double scale)
{
  if (arm->rates->len == 0)
    cli_table_add (table, "-");
  else
    cli_table_add (table, "%.4g", scale * summarize (get_rates (arm), arm->rates->len));
}

static double
percentile_5 (const double *rates, gsize n)
{
  return studio_statistics_percentile (rates, n, 5.0);
}

static double
percentile_95 (const double *rates, gsize n)
{
  return studio_statistics_percentile (rates, n, 95.0);
}

static void
add_arm (CliTable *table, const CliBenchArm *arm, guint image_values)
{
  g_autofree char *note = dup_note (arm);

  cli_table_add (table, "%s", weft_form_to_string (arm->form));
  cli_table_add (table, "%u", arm->n_lanes);
  cli_table_add (table, "%u", arm->n_steps);
  cli_table_add (table, "%u", arm->rates->len);
  add_rate (table, arm, studio_statistics_median, 1.0);
  add_rate (table, arm, studio_statistics_mean, 1.0);
  add_rate (table, arm, studio_statistics_deviation, 1.0);
  add_rate (table, arm, percentile_5, 1.0);
  add_rate (table, arm, percentile_95, 1.0);
  add_rate (table, arm, studio_statistics_median, 1.0 / image_values);
  cli_table_add (table, "%" G_GUINT64_FORMAT, arm->bytes);
  cli_table_add (table, "%s", note);
}

static void
print_arms (const Report *report, CliTableStyle style)
{
  static const char *const headings[] = {
    "attention", ">batch", ">steps", ">repetitions", ">values/s median", ">mean", ">sd", ">p5", ">p95",
    ">images/s", ">bytes an image", "note", NULL,
  };
  const guint image_values = weft_config_get_image_values (weft_model_get_config (report->model));
  g_autoptr (CliTable) table = cli_table_new (headings);

  for (guint i = 0; i < cli_bench_get_n_arms (report->bench); i++)
    add_arm (table, cli_bench_get_arm (report->bench, i), image_values);

  cli_table_print (table, style);
}

static void
print_ratios (const Report *report)
{
  for (guint i = 0; i < cli_bench_get_n_arms (report->bench); i++)
    {
      const CliBenchArm *arm = cli_bench_get_arm (report->bench, i);
      const CliBenchArm *linear = arm->form != WEFT_FORM_LINEAR ? find_linear (report->bench, arm) : NULL;
      StudioInterval ratio;

      if (linear == NULL)
        continue;

      cli_print ("\nlinear / %s, batch %u, %u steps: ", weft_form_to_string (arm->form), arm->n_lanes,
                 arm->n_steps);
      if (get_ratio (linear, arm, &ratio))
        cli_print ("%.3g times the values/s (95 %% between %.3g and %.3g)\n", ratio.value, ratio.low,
                   ratio.high);
      else
        cli_print ("no ratio, it takes 5 repetitions of each\n");
    }
}

static void
print_conditions (const Report *report, const char *mark)
{
  const WeftConfig *config = weft_model_get_config (report->model);

  cli_print ("%sWeft " WEFT_VERSION
             ", %s, kernels %s, threads %u, %s; %s: %u layers, %u heads, width %u, feed-forward %u, "
             "%u steps an image; one warm-up, arms in random order\n",
             mark, report->processor, weft_model_get_kernels_name (report->model),
             weft_team_get_n_members (report->team),
             weft_precision_to_string (weft_model_get_precision (report->model)), report->what,
             config->n_layers, config->n_heads, config->width, config->feed_forward, config->n_positions);
}

static json_t *
describe_arm (const Report *report, const CliBenchArm *arm)
{
  const CliBenchArm *linear = arm->form != WEFT_FORM_LINEAR ? find_linear (report->bench, arm) : NULL;
  const guint image_values = weft_config_get_image_values (weft_model_get_config (report->model));
  const guint n = arm->rates->len;
  g_autofree char *note = dup_note (arm);
  json_t *rates = json_array ();
  json_t *object = json_pack ("{s:s, s:i, s:i, s:I, s:b, s:b, s:b, s:s}", "attention",
                              weft_form_to_string (arm->form), "batch", arm->n_lanes, "steps", arm->n_steps,
                              "bytes_per_image", (json_int_t) arm->bytes, "is_measurement",
                              n >= STUDIO_STATISTICS_MIN_REPETITIONS, "stopped_at_budget", arm->is_stopped,
                              "sampled", arm->is_sampled, "note", note);
  StudioInterval ratio;

  for (guint i = 0; i < n; i++)
    json_array_append_new (rates, json_real (get_rates (arm)[i]));
  json_object_set_new (object, "values_per_second", rates);
  if (n > 0)
    {
      json_object_set_new (object, "median", json_real (studio_statistics_median (get_rates (arm), n)));
      json_object_set_new (object, "mean", json_real (studio_statistics_mean (get_rates (arm), n)));
      json_object_set_new (object, "sd", json_real (studio_statistics_deviation (get_rates (arm), n)));
      json_object_set_new (object, "p5", json_real (percentile_5 (get_rates (arm), n)));
      json_object_set_new (object, "p95", json_real (percentile_95 (get_rates (arm), n)));
      json_object_set_new (object, "images_per_second",
                           json_real (studio_statistics_median (get_rates (arm), n) / image_values));
    }
  if (linear != NULL && get_ratio (linear, arm, &ratio))
    json_object_set_new (object, "linear_over_this",
                         json_pack ("{s:f, s:f, s:f}", "ratio", ratio.value, "low", ratio.low, "high",
                                    ratio.high));

  return object;
}

static void
print_json (const Report *report)
{
  const WeftConfig *config = weft_model_get_config (report->model);
  json_t *arms = json_array ();
  json_t *document;

  for (guint i = 0; i < cli_bench_get_n_arms (report->bench); i++)
    json_array_append_new (arms, describe_arm (report, cli_bench_get_arm (report->bench, i)));

  document = json_pack ("{s:s, s:o, s:s, s:i, s:s, s:o, s:i, s:i, s:i, s:i, s:i, s:o}", "version",
                        WEFT_VERSION, "processor", cli_json_text (report->processor), "kernels",
                        weft_model_get_kernels_name (report->model), "threads",
                        weft_team_get_n_members (report->team), "precision",
                        weft_precision_to_string (weft_model_get_precision (report->model)), "model",
                        cli_json_text (report->what), "layers", config->n_layers, "heads", config->n_heads,
                        "width", config->width, "feed_forward", config->feed_forward, "positions",
                        config->n_positions, "arms", arms);
  cli_print_json (document);
  json_decref (document);
}

void
cli_bench_report_print (CliBench *bench, WeftModel *model, WeftTeam *team, const char *what,
                        CliBenchFormat format)
{
  Report report = {
    .bench = bench, .model = model, .team = team, .what = what, .processor = dup_processor ()
  };

  switch (format)
    {
    case CLI_BENCH_MARKDOWN:
      print_conditions (&report, "");
      cli_print ("\n");
      print_arms (&report, CLI_TABLE_MARKDOWN);
      print_ratios (&report);
      break;
    case CLI_BENCH_CSV:
      print_conditions (&report, "# ");
      print_arms (&report, CLI_TABLE_CSV);
      break;
    case CLI_BENCH_JSON:
    default:
      print_json (&report);
    }

  g_free (report.processor);
}
