/* SPDX-License-Identifier: MIT */
/* An image depends on model, precision, form, seed, number, given values and sampling, and on nothing else: not on lanes,
 * members, pauses. Everything here is compared bit for bit. */
#include "engine/generator.h"

#include "engine/error.h"
#include "engine/model-private.h"
#include "tests/support/generators.h"
#include "tests/support/models.h"
#include "tests/support/tiny-checkpoint.h"

#include <math.h>
#include <string.h>

#define N_LANES 4
#define SEED 77

static const WeftSampling plain = WEFT_SAMPLING_INIT;

/* Lane k of n is image k alone, and images 3, 4, .. are the same begun at 3. */
static void
check_lanes (WeftModel *model, WeftForm form)
{
  const guint n = test_generator_length (form);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) together = test_generator_new (model, form, N_LANES, team);
  g_autoptr (WeftGenerator) alone = test_generator_new (model, form, 1, team);

  weft_generator_begin (together, SEED, 2);
  test_generator_paint_to (together, &plain, n);
  for (guint lane = 0; lane < N_LANES; lane++)
    {
      weft_generator_begin (alone, SEED, 2 + lane);
      test_generator_paint_to (alone, &plain, n);
      test_generator_assert_same (together, lane, alone, 0);
    }
}

static void
test_lanes (void)
{
  test_generator_for_each (check_lanes);
}

static void
check_members (WeftModel *model, WeftForm form)
{
  const guint n = 24;
  g_autoptr (WeftTeam) one = weft_team_new (1, NULL);
  g_autoptr (WeftTeam) three = weft_team_new (3, NULL);
  g_autoptr (WeftGenerator) alone = test_generator_new (model, form, N_LANES, one);
  g_autoptr (WeftGenerator) shared = test_generator_new (model, form, N_LANES, three);

  weft_generator_begin (alone, SEED, 0);
  weft_generator_begin (shared, SEED, 0);
  test_generator_paint_to (alone, &plain, n);
  test_generator_paint_to (shared, &plain, n);
  for (guint lane = 0; lane < N_LANES; lane++)
    test_generator_assert_same (alone, lane, shared, lane);
}

static void
test_members (void)
{
  test_generator_for_each (check_members);
}

/* Two generators share a team and take turns, in pieces of any length, as a race does. */
static void
check_pauses (WeftModel *model, WeftForm form)
{
  const guint n = test_generator_length (form);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) straight = test_generator_new (model, form, 2, team);
  g_autoptr (WeftGenerator) paused = test_generator_new (model, form, 2, team);
  g_autoptr (WeftGenerator) other = test_generator_new (model, form, 3, team);

  weft_generator_begin (straight, SEED, 0);
  test_generator_paint_to (straight, &plain, n);

  weft_generator_begin (paused, SEED, 0);
  weft_generator_begin (other, SEED + 1, 0);
  for (guint to = 1; to < n; to = 2 * to + 3)
    {
      test_generator_paint_to (paused, &plain, to);
      test_generator_paint_to (other, &plain, (to + 1) / 2);
    }
  test_generator_paint_to (paused, &plain, n);

  test_generator_assert_same (straight, 0, paused, 0);
  test_generator_assert_same (straight, 1, paused, 1);
}

static void
test_pauses (void)
{
  test_generator_for_each (check_pauses);
}

/* Recomputing the prefix and keeping its keys and values is the same arithmetic. */
static void
check_cached (WeftModel *model, WeftForm form)
{
  const guint n = test_generator_length (WEFT_FORM_SOFTMAX_CACHED);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) cached = NULL;
  g_autoptr (WeftGenerator) recomputed = NULL;

  if (form != WEFT_FORM_SOFTMAX_RECOMPUTED)
    return;

  cached = test_generator_new (model, WEFT_FORM_SOFTMAX_CACHED, 2, team);
  recomputed = test_generator_new (model, form, 2, team);
  weft_generator_begin (cached, SEED, 0);
  weft_generator_begin (recomputed, SEED, 0);
  while (weft_generator_get_n_known (cached) < n)
    {
      const gsize n_outputs = 2 * weft_model_get_config (model)->n_outputs;

      test_generator_paint_to (cached, &plain, weft_generator_get_n_known (cached) + 1);
      test_generator_paint_to (recomputed, &plain, weft_generator_get_n_known (cached));
      g_assert_cmpmem (weft_generator_get_outputs (cached, 0), n_outputs * sizeof (float),
                       weft_generator_get_outputs (recomputed, 0), n_outputs * sizeof (float));
    }
  test_generator_assert_same_image (cached, 0, recomputed, 0);
  test_generator_assert_same_image (cached, 1, recomputed, 1);
}

static void
test_cached (void)
{
  test_generator_for_each (check_cached);
}

/* Temperature takes effect at the next value, and only there. */
static void
test_sampling (void)
{
  static const WeftSampling coldest = { .temperature = 0.0, .top_p = 1.0 };
  guint n_models;
  const TestModel *row = test_models_get (&n_models);
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 61);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) straight = test_generator_new (model, WEFT_FORM_LINEAR, 1, team);
  g_autoptr (WeftGenerator) cooled = test_generator_new (model, WEFT_FORM_LINEAR, 1, team);

  weft_generator_begin (straight, SEED, 0);
  test_generator_paint_to (straight, &plain, 40);
  weft_generator_begin (cooled, SEED, 0);
  test_generator_paint_to (cooled, &plain, 40);
  test_generator_assert_same (straight, 0, cooled, 0);

  for (guint i = 0; i < 20; i++)
    {
      const float *outputs;

      test_generator_paint_to (cooled, &coldest, 41 + i);
      outputs = weft_generator_get_outputs (cooled, 0);
      g_assert_cmpuint (weft_generator_get_values (cooled, 0)[40 + i], ==,
                        weft_head_sample (&row->config, outputs, &coldest, 0.5, 0.5));
    }
}

/* Frequencies of the first drawn value over many images are the probabilities of the outputs: chi-squared, with a fixed
 * seed and so no lottery. */
static void
test_frequencies (void)
{
  const guint n_lanes = 4096;
  guint n_models;
  const TestModel *row = test_models_get (&n_models) + 3;
  const guint n_values = row->config.n_values;
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 61);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (WeftTeam) team = weft_team_new (2, NULL);
  g_autoptr (WeftGenerator) generator = test_generator_new (model, WEFT_FORM_LINEAR, n_lanes, team);
  double probabilities[WEFT_MAX_VALUES], chi_squared = 0.0;
  guint counts[WEFT_MAX_VALUES] = { 0 };

  g_assert_cmpint (row->config.output, ==, WEFT_OUTPUT_CATEGORICAL);
  weft_generator_begin (generator, SEED, 0);
  test_generator_paint_to (generator, &plain, 2);
  weft_head_probabilities (&row->config, weft_generator_get_outputs (generator, 0), probabilities);
  for (guint lane = 0; lane < n_lanes; lane++)
    counts[weft_generator_get_values (generator, lane)[1]]++;

  for (guint v = 0; v < n_values; v++)
    chi_squared += pow (counts[v] - n_lanes * probabilities[v], 2) / (n_lanes * probabilities[v]);
  g_test_message ("chi-squared %.1f of %u degrees", chi_squared, n_values - 1);
  g_assert_cmpfloat (chi_squared, <, (n_values - 1) + 4 * sqrt (2.0 * (n_values - 1)));
}

/* First values follow first_value_counts, here 0, 1, 2, ..: value 0 never, 6 most often. */
static void
test_first_values (void)
{
  const WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL,
                                                   WEFT_IMAGE_INDEXED8, FALSE);
  static const WeftTestTiny tiny = { .first_value_counts = TRUE };
  g_autoptr (WeftCheckpoint) checkpoint = weft_test_tiny_open (&config, 1, &tiny);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = test_generator_new (model, WEFT_FORM_LINEAR, 4096, team);
  double chi_squared = 0.0;
  guint counts[7] = { 0 };

  weft_generator_begin (generator, SEED, 0);
  for (guint lane = 0; lane < 4096; lane++)
    counts[weft_generator_get_values (generator, lane)[0]]++;

  g_assert_cmpuint (counts[0], ==, 0);
  for (guint v = 1; v < 7; v++)
    chi_squared += pow (counts[v] - 4096 * v / 21.0, 2) / (4096 * v / 21.0);
  g_assert_cmpfloat (chi_squared, <, 5 + 4 * sqrt (2.0 * 5));
}

/* A whole image: every value known to the model, and then it is done. */
static void
test_done (void)
{
  for (WeftForm form = WEFT_FORM_LINEAR; form <= WEFT_FORM_SOFTMAX_RECOMPUTED; form++)
    {
      const WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL,
                                                       WEFT_IMAGE_INDEXED8, TRUE);
      const guint n = weft_config_get_image_values (&config);
      g_autoptr (WeftCheckpoint) checkpoint = weft_test_tiny_open (&config, 1, NULL);
      g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
      g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
      g_autoptr (WeftGenerator) generator = test_generator_new (model, form, 2, team);
      guint8 values[15];

      weft_generator_begin (generator, SEED, 0);
      g_assert_false (weft_generator_is_done (generator));
      test_generator_paint_to (generator, &plain, n);
      g_assert_true (weft_generator_is_done (generator));
      for (guint i = 0; i < n; i++)
        g_assert_cmpuint (weft_generator_get_values (generator, 1)[i], <, config.n_values);

      memcpy (values, weft_generator_get_values (generator, 0), n);
      g_assert_true (weft_generator_begin_with (generator, SEED, 0, values, n, TRUE, NULL));
      g_assert_true (weft_generator_is_done (generator));
      weft_generator_begin (generator, SEED, 0);
      g_assert_cmpuint (weft_generator_get_n_known (generator), ==, 1);
    }
}

static void
test_unknown_value (void)
{
  const WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL,
                                                   WEFT_IMAGE_INDEXED8, FALSE);
  static const guint8 values[] = { 0, 6, 7, 1 };
  g_autoptr (WeftCheckpoint) checkpoint = weft_test_tiny_open (&config, 1, NULL);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = test_generator_new (model, WEFT_FORM_LINEAR, 2, team);
  g_autoptr (GError) error = NULL;

  g_assert_false (weft_generator_begin_with (generator, SEED, 0, values, 4, TRUE, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
  g_assert_true (weft_generator_begin_with (generator, SEED, 0, values, 2, TRUE, NULL));
}

static void
test_not_finite (void)
{
  guint n_models;
  const TestModel *row = test_models_get (&n_models);

  for (WeftForm form = WEFT_FORM_LINEAR; form <= WEFT_FORM_SOFTMAX_RECOMPUTED; form++)
    {
      g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 61);
      g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
      g_autoptr (WeftTeam) team = weft_team_new (2, NULL);
      g_autoptr (WeftGenerator) generator = test_generator_new (model, form, 2, team);
      g_autoptr (GError) error = NULL;
      guint8 values[4] = { 1, 2, 3, 4 };

      model->value_embedding[3 * row->config.width / 2] = 3e38f;
      g_assert_true (weft_generator_begin_with (generator, SEED, 0, values, 3, TRUE, NULL));
      g_assert_false (weft_generator_next (generator, &plain, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE);
      g_assert_nonnull (strstr (error->message, "layer 0 of 2"));
      g_assert_nonnull (strstr (error->message, "at step 2 "));
      g_assert_cmpuint (weft_generator_get_n_known (generator), ==, 3);

      g_clear_error (&error);
      g_assert_false (weft_generator_begin_with (generator, SEED, 0, values, 4, TRUE, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/generator/lanes", test_lanes);
  g_test_add_func ("/generator/members", test_members);
  g_test_add_func ("/generator/pauses", test_pauses);
  g_test_add_func ("/generator/cached-is-recomputed", test_cached);
  g_test_add_func ("/generator/sampling", test_sampling);
  g_test_add_func ("/generator/frequencies", test_frequencies);
  g_test_add_func ("/generator/first-values", test_first_values);
  g_test_add_func ("/generator/done", test_done);
  g_test_add_func ("/generator/unknown-value", test_unknown_value);
  g_test_add_func ("/generator/not-finite", test_not_finite);

  return g_test_run ();
}
