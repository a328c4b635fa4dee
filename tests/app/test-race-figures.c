/* SPDX-License-Identifier: MIT */
/* What is told of a race: every figure that was measured, no ratio that was not, and text that other programs can read. */
#include "app/race-figures.h"

#include "app/race-private.h"

#include "tests/app/jobs.h"
#include "tests/app/models.h"

#include <jansson.h>
#include <locale.h>
#include <string.h>

#define N_STEPS 47

/* Lane k takes (k + 1) ms a step. */
static StudioRaceResult *
make_result (guint n_repetitions, double other_load)
{
  static float steps[2][5 * N_STEPS];
  static double totals[2][5];
  StudioRaceLaneResult lanes[2];

  for (guint k = 0; k < 2; k++)
    {
      for (guint i = 0; i < 5 * N_STEPS; i++)
        steps[k][i] = 1e-3f * (float) (k + 1);
      for (guint r = 0; r < 5; r++)
        totals[k][r] = 1e-3 * (k + 1) * N_STEPS;
      lanes[k] = (StudioRaceLaneResult) {
        .form = k == 0 ? WEFT_FORM_LINEAR : WEFT_FORM_SOFTMAX_CACHED,
        .weights = k == 0 ? STUDIO_WEIGHTS_OWN : STUDIO_WEIGHTS_SHAPES,
        .n_steps = N_STEPS, .n_repetitions = n_repetitions, .step_seconds = steps[k], .totals = totals[k],
        .state_bytes = 1024 * (k + 1),
      };
    }

  return studio_race_result_new (lanes, 2, 1, 1, other_load);
}

static void
assert_row (StudioTable *table, guint row, const char *const *expected)
{
  for (guint i = 0; i < studio_table_get_n_columns (table); i++)
    g_assert_cmpstr (studio_table_get_cell (table, row, i), ==, expected[i]);
}

/* Under five runs the cell of the ratio says that this is no measurement. */
static void
test_table (void)
{
  const char *linear[] = { "Linear", "trained so", NULL, "1000", "1000", "0.0000", "1.00", "1.00", "1.00", "0.0000",
                           "–", "1.0\302\240KiB" };
  const char *cached[] = { "Cached softmax", "sizes only", NULL, "500", "500", "0.0000", "2.00", "2.00", "2.00", "0.0000",
                           NULL, "2.0\302\240KiB" };
  const struct {
    guint n_repetitions;
    const char *runs;
    const char *ratio;
  } cases[] = { { 1, "1", "not a measurement" }, { 4, "4", "not a measurement" }, { 5, "5", "2.00 [2.00, 2.00]" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StudioRaceResult) result = make_result (cases[i].n_repetitions, 0);
      g_autoptr (StudioTable) table = studio_race_figures_dup_table (result);
      g_autofree char *markdown = studio_table_to_text (table, STUDIO_TABLE_MARKDOWN);

      linear[2] = cached[2] = cases[i].runs;
      linear[5] = cached[5] = cases[i].n_repetitions > 1 ? "0.0000" : "–";
      cached[10] = cases[i].ratio;
      g_assert_cmpuint (studio_table_get_n_rows (table), ==, 3);
      assert_row (table, 1, linear);
      assert_row (table, 2, cached);
      g_assert_true (g_str_has_prefix (markdown, "| Attention"));
      g_assert_nonnull (strstr (markdown, cases[i].ratio));
    }
}

/* The decimal point is a point, whatever the user's language has. */
static void
test_csv (void)
{
  g_autoptr (StudioRaceResult) few = make_result (1, 0);
  g_autoptr (StudioRaceResult) enough = make_result (5, 0);
  g_autofree char *bare = studio_race_figures_to_csv (few);
  g_autofree char *full = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_nonnull (strstr (bare, "softmax-cached,sizes-only,1,47,"));
  g_assert_nonnull (strstr (bare, ",,,,2048\n"));
  setlocale (LC_NUMERIC, "de_DE.UTF-8");
  full = studio_race_figures_to_csv (enough);
  setlocale (LC_NUMERIC, "C");
  lines = g_strsplit (full, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[0], "attention,weights,runs,steps,pixels_per_second,"));
  g_assert_true (g_str_has_prefix (lines[2], "softmax-cached,sizes-only,5,47,500,500,"));
  g_assert_true (g_str_has_suffix (lines[2], ",2,2,2,2048"));
}

static json_t *
parse (const char *text)
{
  json_error_t error;
  json_t *root = json_loads (text, JSON_REJECT_DUPLICATES, &error);

  g_assert_nonnull (root);
  return root;
}

static StudioRace *
run_race (WeftModel *model, guint n_repetitions)
{
  StudioRaceSpec spec = STUDIO_RACE_SPEC_INIT;
  StudioRace *race;

  spec.n_entrants = 2;
  spec.entrants[0] = (StudioRaceEntrant) { model, WEFT_FORM_LINEAR, STUDIO_WEIGHTS_OWN };
  spec.entrants[1] = (StudioRaceEntrant) { model, WEFT_FORM_SOFTMAX_CACHED, STUDIO_WEIGHTS_SHAPES };
  spec.n_repetitions = n_repetitions;
  spec.n_threads = 1;
  race = studio_race_new (&spec, NULL);
  test_activity_run (STUDIO_ACTIVITY (race));
  return race;
}

static void
test_json (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8);

  for (guint n_repetitions = 1; n_repetitions <= 5; n_repetitions += 4)
    {
      g_autoptr (StudioRace) race = run_race (model, n_repetitions);
      g_autoptr (StudioRaceResult) result = make_result (n_repetitions, 0.2);
      g_autofree char *text = studio_race_figures_to_json (race, result);
      json_t *root = parse (text);
      json_t *lane = json_array_get (json_object_get (root, "lanes"), 1);
      json_t *conditions = json_object_get (root, "conditions");

      g_assert_cmpstr (json_string_value (json_object_get (root, "format")), ==, "weft-race");
      g_assert_cmpstr (json_string_value (json_object_get (root, "order")), ==, "turns");
      g_assert_cmpint (json_integer_value (json_object_get (root, "warmup_steps")), ==, 16);
      g_assert_cmpstr (json_string_value (json_object_get (lane, "weights")), ==, "sizes-only");
      g_assert_cmpuint (json_array_size (json_object_get (lane, "seconds_of_each_run")), ==, n_repetitions);
      g_assert_cmpint (json_is_null (json_object_get (lane, "ratio_to_first")), ==, n_repetitions < 5);
      g_assert_cmpint (json_integer_value (json_object_get (lane, "slower_than_first_from_step")), ==, 0);
      g_assert_true (json_is_true (json_object_get (conditions, "caution")));
      g_assert_cmpstr (json_string_value (json_object_get (conditions, "precision")), ==, "f32");
      g_assert_nonnull (json_string_value (json_object_get (conditions, "processor")));
      json_decref (root);
    }
}

/* The lines as numbers: pixels double, and memory is what the sizes say. */
static void
test_curve_table (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8);
  g_autoptr (StudioRace) race = run_race (model, 1);
  g_autoptr (StudioRaceResult) result = studio_race_dup_result (race);
  g_autoptr (StudioTable) table = studio_race_figures_dup_curve_table (race, result);
  const char *const pixels[] = { "Pixel", "1", "2", "4", "8", "16", "32", "47" };
  g_autofree char *first = g_format_size_full (weft_config_get_cache_bytes (weft_model_get_config (model), 1),
                                               G_FORMAT_SIZE_IEC_UNITS);

  g_assert_cmpuint (studio_table_get_n_columns (table), ==, 5);
  g_assert_cmpuint (studio_table_get_n_rows (table), ==, G_N_ELEMENTS (pixels));
  for (guint i = 0; i < G_N_ELEMENTS (pixels); i++)
    g_assert_cmpstr (studio_table_get_cell (table, i, 0), ==, pixels[i]);
  g_assert_cmpstr (studio_table_get_cell (table, 1, 2), ==, studio_table_get_cell (table, 7, 2));
  g_assert_cmpstr (studio_table_get_cell (table, 1, 4), ==, first);
}

static StudioScaling *
run_scaling (WeftModel *model, double budget)
{
  StudioScalingSpec spec = STUDIO_SCALING_SPEC_INIT;
  StudioScaling *scaling;

  spec.config = weft_model_get_config (model);
  spec.precision = WEFT_PRECISION_F32;
  spec.forms[1] = WEFT_FORM_SOFTMAX_CACHED;
  spec.n_forms = 2;
  spec.max_length = 256;
  spec.budget = budget;
  spec.n_threads = 1;
  scaling = studio_scaling_new (&spec, NULL);
  test_activity_run (STUDIO_ACTIVITY (scaling));
  return scaling;
}

/* A form that hit its budget says so in the first row it has not reached, and nothing is said below. */
static void
test_scaling (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8);
  g_autoptr (StudioScaling) whole = run_scaling (model, 100);
  g_autoptr (StudioScaling) stopped = run_scaling (model, 1e-9);
  g_autoptr (StudioTable) table = studio_scaling_figures_dup_table (whole);
  g_autoptr (StudioTable) empty = studio_scaling_figures_dup_table (stopped);
  g_autofree char *csv = studio_scaling_figures_to_csv (whole);
  g_autofree char *text = studio_scaling_figures_to_json (stopped);
  json_t *root = parse (text);
  json_t *lane = json_array_get (json_object_get (root, "lanes"), 1);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  g_assert_cmpuint (studio_table_get_n_rows (table), ==, 4);
  for (guint row = 1; row < 4; row++)
    for (guint column = 1; column < 3; column++)
      g_assert_true (g_str_has_suffix (studio_table_get_cell (table, row, column), " s"));

  g_assert_cmpstr (studio_table_get_cell (empty, 1, 1), ==, "stopped at 0 s");
  g_assert_cmpstr (studio_table_get_cell (empty, 2, 1), ==, "–");
  g_assert_cmpstr (studio_table_get_cell (empty, 3, 2), ==, "–");

  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 6 + 1);
  g_assert_cmpstr (lines[0], ==, "attention,length,seconds,bytes");
  g_assert_true (g_str_has_prefix (lines[6], "softmax-cached,256,"));

  g_assert_true (json_is_true (json_object_get (lane, "stopped_at_budget")));
  g_assert_cmpuint (json_array_size (json_object_get (lane, "points")), ==, 0);
  json_decref (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-figures/table", test_table);
  g_test_add_func ("/race-figures/csv", test_csv);
  g_test_add_func ("/race-figures/json", test_json);
  g_test_add_func ("/race-figures/curve-table", test_curve_table);
  g_test_add_func ("/race-figures/scaling", test_scaling);
  return g_test_run ();
}
