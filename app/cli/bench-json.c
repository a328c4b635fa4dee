/* SPDX-License-Identifier: MIT */
#include "app/cli/bench-json.h"

#include "app/cli/bench-arm.h"
#include "app/cli/bench-comparisons.h"
#include "app/cli/print.h"
#include "app/conditions.h"

static json_t *
describe_numbers (GArray *array)
{
  json_t *numbers = json_array ();

  for (guint i = 0; i < array->len; i++)
    json_array_append_new (numbers, json_real (cli_bench_get_values (array)[i]));

  return numbers;
}

static void
describe_limits (const StudioBenchArm *arm, json_t *object)
{
  if (arm->limits->len == 0)
    return;

  json_object_set_new (object, "limit_values_per_second", describe_numbers (arm->limits));
  json_object_set_new (object, "read_bytes_per_second", describe_numbers (arm->read));
  json_object_set_new (object, "multiply_adds_per_second", describe_numbers (arm->multiply));
  json_object_set_new (object, "fraction_of_limit", json_real (cli_bench_get_fraction (arm)));
  json_object_set_new (object, "limited_by", json_string (arm->reads_bound ? "reading" : "multiplying"));
}

static json_t *
describe_arm (const StudioBenchArm *arm)
{
  const guint n = arm->rates->len;
  g_autofree char *note = cli_bench_dup_note (arm);
  json_t *object = json_pack ("{s:s, s:s, s:i, s:i, s:I, s:b, s:b, s:b, s:s, s:o}", "attention",
                              weft_form_to_string (arm->what.form), "precision",
                              weft_precision_to_string (cli_bench_get_precision (arm)), "threads",
                              cli_bench_get_threads (arm),
                              "batch", arm->what.n_lanes, "bytes_per_image", (json_int_t) arm->bytes,
                              "is_measurement", n >= STUDIO_STATISTICS_MIN_REPETITIONS, "stopped_at_budget",
                              arm->is_stopped, "sampled", arm->what.plan == STUDIO_BENCH_SAMPLED, "note",
                              note, "values_per_second", describe_numbers (arm->rates));

  json_object_set_new (object, cli_bench_is_window (arm) ? "at_step" : "steps",
                       json_integer (cli_bench_is_window (arm) ? arm->what.position : arm->what.n_steps));
  if (n > 0)
    {
      json_object_set_new (object, "median", json_real (cli_bench_get_median (arm->rates)));
      json_object_set_new (object, "mean", json_real (studio_statistics_mean (cli_bench_get_values (arm->rates), n)));
      json_object_set_new (object, "sd",
                           json_real (studio_statistics_deviation (cli_bench_get_values (arm->rates), n)));
      json_object_set_new (object, "p5",
                           json_real (studio_statistics_percentile (cli_bench_get_values (arm->rates), n, 5.0)));
      json_object_set_new (object, "p95",
                           json_real (studio_statistics_percentile (cli_bench_get_values (arm->rates), n, 95.0)));
      if (!cli_bench_is_window (arm))
        json_object_set_new (object, "images_per_second", json_real (cli_bench_get_images_per_second (arm)));
    }
  describe_limits (arm, object);

  return object;
}

static json_t *
describe_comparisons (GArray *comparisons)
{
  json_t *array = json_array ();

  for (guint i = 0; i < comparisons->len; i++)
    {
      const CliBenchComparison *comparison = &g_array_index (comparisons, CliBenchComparison, i);

      if (comparison->has_ratio)
        json_array_append_new (array,
                               json_pack ("{s:s, s:s, s:f, s:f, s:f}", "compared", comparison->compared,
                                          "with", comparison->conditions, "ratio", comparison->ratio.value,
                                          "low", comparison->ratio.low, "high", comparison->ratio.high));
    }

  return array;
}

void
cli_bench_json_print (StudioBench *bench, const char *what, GArray *comparisons)
{
  WeftModel *model = studio_bench_get_arm (bench, 0)->what.model;
  const WeftConfig *config = weft_model_get_config (model);
  g_autoptr (StudioConditions) machine = studio_conditions_read (NULL);
  json_t *arms = json_array ();
  json_t *document;

  for (guint i = 0; i < studio_bench_get_n_arms (bench); i++)
    json_array_append_new (arms, describe_arm (studio_bench_get_arm (bench, i)));

  document =
      json_pack ("{s:s, s:o, s:s, s:o, s:i, s:i, s:i, s:i, s:i, s:o, s:o}", "version", WEFT_VERSION,
                 "processor", cli_json_text (machine->processor), "kernels", weft_model_get_kernels_name (model),
                 "model", cli_json_text (what), "layers", config->n_layers, "heads", config->n_heads, "width",
                 config->width, "feed_forward", config->feed_forward, "positions", config->n_positions,
                 "arms", arms, "ratios", describe_comparisons (comparisons));
  cli_print_json (document);
  json_decref (document);
}
