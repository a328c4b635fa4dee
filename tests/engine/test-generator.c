/* SPDX-License-Identifier: MIT */
/* An image depends on model, precision, form, seed, number, given values and sampling, and on nothing else: not on lanes,
 * members, pauses, copies. Everything here is compared bit for bit. */
#include "engine/generator.h"

#include "engine/error.h"
#include "engine/model-private.h"
#include "tests/support/models.h"
#include "tests/support/tiny-checkpoint.h"

#include <math.h>
#include <string.h>

#define N_LANES 4
#define SEED 77

static const WeftSampling plain = WEFT_SAMPLING_INIT;

static WeftGenerator *
make (WeftModel *model, WeftForm form, guint n_lanes, WeftTeam *team)
{
  g_autoptr (GError) error = NULL;
  WeftGenerator *generator = weft_generator_new (model, form, n_lanes, team, &error);

  g_assert_no_error (error);
  return generator;
}

static void
paint_to (WeftGenerator *generator, const WeftSampling *sampling, guint n_known)
{
  while (weft_generator_get_n_known (generator) < n_known)
    {
      g_autoptr (GError) error = NULL;

      weft_generator_next (generator, sampling, &error);
      g_assert_no_error (error);
    }
}

static void
assert_same_image (WeftGenerator *a, guint a_lane, WeftGenerator *b, guint b_lane)
{
  const guint n = weft_generator_get_n_known (a);

  g_assert_cmpuint (n, ==, weft_generator_get_n_known (b));
  g_assert_cmpmem (weft_generator_get_values (a, a_lane), n, weft_generator_get_values (b, b_lane), n);
}

/* Values agree easily; the state behind them shows every bit. */
static void
assert_same (WeftGenerator *a, guint a_lane, WeftGenerator *b, guint b_lane)
{
  assert_same_image (a, a_lane, b, b_lane);
  g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (a), a_lane), ==,
                   weft_state_get_hash (weft_generator_get_state (b), b_lane));
}

/* Values of the images compared here: more than a block of keys; fewer where the cost is quadratic. */
static guint
length (WeftForm form)
{
  return form == WEFT_FORM_SOFTMAX_RECOMPUTED ? 24 : 75;
}

typedef void (*CheckFunc) (WeftModel *model, WeftForm form);

/* Every model of the table at every precision in every form. */
static void
for_each (CheckFunc check)
{
  guint n_models;
  const TestModel *models = test_models_get (&n_models);

  for (guint m = 0; m < n_models; m++)
    for (WeftPrecision precision = WEFT_PRECISION_F32; precision <= WEFT_PRECISION_INT8; precision++)
      {
        g_autoptr (WeftCheckpoint) checkpoint = test_model_open (&models[m], 61);
        g_autoptr (WeftModel) model = test_model_load (checkpoint, precision);

        for (WeftForm form = WEFT_FORM_LINEAR; form <= WEFT_FORM_SOFTMAX_RECOMPUTED; form++)
          {
            g_test_message ("%s, %s, %s", models[m].name, weft_precision_to_string (precision),
                            weft_form_to_string (form));
            check (model, form);
          }
      }
}

/* Lane k of n is image k alone, and images 3, 4, .. are the same begun at 3. */
static void
check_lanes (WeftModel *model, WeftForm form)
{
  const guint n = length (form);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) together = make (model, form, N_LANES, team);
  g_autoptr (WeftGenerator) alone = make (model, form, 1, team);

  weft_generator_begin (together, SEED, 2);
  paint_to (together, &plain, n);
  for (guint lane = 0; lane < N_LANES; lane++)
    {
      weft_generator_begin (alone, SEED, 2 + lane);
      paint_to (alone, &plain, n);
      assert_same (together, lane, alone, 0);
    }
}

static void
test_lanes (void)
{
  for_each (check_lanes);
}

static void
check_members (WeftModel *model, WeftForm form)
{
  const guint n = 24;
  g_autoptr (WeftTeam) one = weft_team_new (1, NULL);
  g_autoptr (WeftTeam) three = weft_team_new (3, NULL);
  g_autoptr (WeftGenerator) alone = make (model, form, N_LANES, one);
  g_autoptr (WeftGenerator) shared = make (model, form, N_LANES, three);

  weft_generator_begin (alone, SEED, 0);
  weft_generator_begin (shared, SEED, 0);
  paint_to (alone, &plain, n);
  paint_to (shared, &plain, n);
  for (guint lane = 0; lane < N_LANES; lane++)
    assert_same (alone, lane, shared, lane);
}

static void
test_members (void)
{
  for_each (check_members);
}

/* Two generators share a team and take turns, in pieces of any length, as a race does. */
static void
check_pauses (WeftModel *model, WeftForm form)
{
  const guint n = length (form);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) straight = make (model, form, 2, team);
  g_autoptr (WeftGenerator) paused = make (model, form, 2, team);
  g_autoptr (WeftGenerator) other = make (model, form, 3, team);

  weft_generator_begin (straight, SEED, 0);
  paint_to (straight, &plain, n);

  weft_generator_begin (paused, SEED, 0);
  weft_generator_begin (other, SEED + 1, 0);
  for (guint to = 1; to < n; to = 2 * to + 3)
    {
      paint_to (paused, &plain, to);
      paint_to (other, &plain, (to + 1) / 2);
    }
  paint_to (paused, &plain, n);

  assert_same (straight, 0, paused, 0);
  assert_same (straight, 1, paused, 1);
}

static void
test_pauses (void)
{
  for_each (check_pauses);
}

/* A copy made on the way goes on like its original, also when that is gone; and the original is not disturbed. */
static void
check_copies (WeftModel *model, WeftForm form)
{
  const guint n = length (form);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) straight = make (model, form, 2, team);
  g_autoptr (WeftGenerator) copy = make (model, form, 2, team);
  WeftGenerator *original = make (model, form, 2, team);

  weft_generator_begin (straight, SEED, 0);
  paint_to (straight, &plain, n);

  weft_generator_begin (copy, SEED + 1, 5);
  paint_to (copy, &plain, n - 4);
  weft_generator_begin (original, SEED, 0);
  paint_to (original, &plain, n / 2);
  weft_generator_copy (copy, original);
  paint_to (original, &plain, n);
  assert_same (straight, 1, original, 1);
  weft_generator_free (original);

  g_assert_null (weft_generator_get_outputs (copy, 0));
  paint_to (copy, &plain, n);
  assert_same (straight, 0, copy, 0);
  assert_same (straight, 1, copy, 1);
}

static void
test_copies (void)
{
  for_each (check_copies);
}

/* An image begun with its own first values becomes the same image, whatever else has been painted before. */
static void
check_completion (WeftModel *model, WeftForm form)
{
  const guint n = length (form);
  const guint prefixes[] = { 1, 2, n / 2, n };
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) straight = make (model, form, 2, team);
  g_autoptr (WeftGenerator) completed = make (model, form, 2, team);
  guint8 values[2 * 75];

  weft_generator_begin (straight, SEED, 0);
  paint_to (straight, &plain, n);

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      const guint n_given = prefixes[i];

      for (guint lane = 0; lane < 2; lane++)
        memcpy (values + lane * n_given, weft_generator_get_values (straight, lane), n_given);
      g_assert_true (weft_generator_begin_with (completed, SEED, 0, values, n_given, FALSE, NULL));
      g_assert_cmpuint (weft_generator_get_n_known (completed), ==, n_given);
      paint_to (completed, &plain, n);
      assert_same (straight, 0, completed, 0);
      assert_same (straight, 1, completed, 1);

      /* the same prefix for all: lane 0 is the image, lane 1 another one that begins alike */
      g_assert_true (weft_generator_begin_with (completed, SEED, 0, values, n_given, TRUE, NULL));
      g_assert_cmpmem (weft_generator_get_values (completed, 1), n_given, values, n_given);
      paint_to (completed, &plain, n);
      assert_same (straight, 0, completed, 0);
    }
}

static void
test_completion (void)
{
  for_each (check_completion);
}

/* An image goes on from a state kept on the way, in any lane and with any number of further values known, like the image
 * it was kept from; other addresses and a value put in by hand make other images of the same beginning. */
static void
check_moments (WeftModel *model, WeftForm form)
{
  const guint n = length (form), kept = n / 3;
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) straight = make (model, form, 2, team);
  g_autoptr (WeftGenerator) resumed = make (model, form, 3, team);
  g_autoptr (WeftGenerator) alone = make (model, form, 1, team);
  g_autoptr (WeftState) state = weft_state_new (model, form, 2, weft_model_get_config (model)->n_positions, NULL);
  const guint8 *values = weft_generator_get_values (straight, 1);
  guint8 other;

  weft_generator_begin (straight, SEED, 0);
  paint_to (straight, &plain, kept);
  weft_state_copy (state, weft_generator_get_state (straight));
  paint_to (straight, &plain, n);

  for (guint known = kept; known <= n; known += n - kept)
    {
      g_assert_true (weft_generator_begin_from (resumed, SEED, 1, state, 1, values, known, NULL));
      g_assert_cmpuint (weft_generator_get_n_known (resumed), ==, known);
      g_assert_cmpmem (weft_generator_get_values (resumed, 2), known, values, known);
      paint_to (resumed, &plain, n);
      assert_same (resumed, 0, straight, 1);
    }

  /* lane 2 draws as image 3, from a value put in by hand on */
  other = (guint8) ((values[kept] + 1) % weft_model_get_config (model)->n_values);
  g_assert_true (weft_generator_begin_from (resumed, SEED, 1, state, 1, values, kept, NULL));
  g_assert_true (weft_generator_absorb (resumed, &other, 1, NULL));
  paint_to (resumed, &plain, n);
  g_assert_true (weft_generator_begin_with (alone, SEED, 3, values, kept, TRUE, NULL));
  g_assert_true (weft_generator_absorb (alone, &other, 1, NULL));
  paint_to (alone, &plain, n);
  g_assert_cmpuint (weft_generator_get_values (alone, 0)[kept], ==, other);
  assert_same (resumed, 2, alone, 0);
}

static void
test_moments (void)
{
  for_each (check_moments);
}

/* A first value that was given stays when the address changes. */
static void
test_given_first_value (void)
{
  guint n_models;
  const TestModel *row = test_models_get (&n_models);
  g_autoptr (WeftCheckpoint) checkpoint = test_model_open (row, 61);
  g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = make (model, WEFT_FORM_LINEAR, 1, team);

  for (guint8 value = 0; value < 3; value++)
    {
      g_assert_true (weft_generator_begin_with (generator, 1, 0, &value, 1, TRUE, NULL));
      weft_generator_set_address (generator, 0, SEED, 9);
      g_assert_cmpuint (weft_generator_get_values (generator, 0)[0], ==, value);
    }
}

/* A lane's address may be given at any time: it decides the values from then on. */
static void
check_address (WeftModel *model, WeftForm form)
{
  const guint n = length (form);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) straight = make (model, form, 1, team);
  g_autoptr (WeftGenerator) addressed = make (model, form, 3, team);

  weft_generator_begin (straight, SEED, 9);
  paint_to (straight, &plain, n);

  weft_generator_begin (addressed, 1, 0);
  weft_generator_set_address (addressed, 1, SEED, 9);
  paint_to (addressed, &plain, n);
  assert_same (straight, 0, addressed, 1);

  g_assert_true (weft_generator_begin_with (addressed, 1, 0, weft_generator_get_values (straight, 0), n / 2, TRUE, NULL));
  weft_generator_set_address (addressed, 2, SEED, 9);
  paint_to (addressed, &plain, n);
  assert_same (straight, 0, addressed, 2);
}

static void
test_address (void)
{
  for_each (check_address);
}

/* Recomputing the prefix and keeping its keys and values is the same arithmetic. */
static void
check_cached (WeftModel *model, WeftForm form)
{
  const guint n = length (WEFT_FORM_SOFTMAX_CACHED);
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) cached = NULL;
  g_autoptr (WeftGenerator) recomputed = NULL;

  if (form != WEFT_FORM_SOFTMAX_RECOMPUTED)
    return;

  cached = make (model, WEFT_FORM_SOFTMAX_CACHED, 2, team);
  recomputed = make (model, form, 2, team);
  weft_generator_begin (cached, SEED, 0);
  weft_generator_begin (recomputed, SEED, 0);
  while (weft_generator_get_n_known (cached) < n)
    {
      const gsize n_outputs = 2 * weft_model_get_config (model)->n_outputs;

      paint_to (cached, &plain, weft_generator_get_n_known (cached) + 1);
      paint_to (recomputed, &plain, weft_generator_get_n_known (cached));
      g_assert_cmpmem (weft_generator_get_outputs (cached, 0), n_outputs * sizeof (float),
                       weft_generator_get_outputs (recomputed, 0), n_outputs * sizeof (float));
    }
  assert_same_image (cached, 0, recomputed, 0);
  assert_same_image (cached, 1, recomputed, 1);
}

static void
test_cached (void)
{
  for_each (check_cached);
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
  g_autoptr (WeftGenerator) straight = make (model, WEFT_FORM_LINEAR, 1, team);
  g_autoptr (WeftGenerator) cooled = make (model, WEFT_FORM_LINEAR, 1, team);

  weft_generator_begin (straight, SEED, 0);
  paint_to (straight, &plain, 40);
  weft_generator_begin (cooled, SEED, 0);
  paint_to (cooled, &plain, 40);
  assert_same (straight, 0, cooled, 0);

  for (guint i = 0; i < 20; i++)
    {
      const float *outputs;

      paint_to (cooled, &coldest, 41 + i);
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
  g_autoptr (WeftGenerator) generator = make (model, WEFT_FORM_LINEAR, n_lanes, team);
  double probabilities[WEFT_MAX_VALUES], chi_squared = 0.0;
  guint counts[WEFT_MAX_VALUES] = { 0 };

  g_assert_cmpint (row->config.output, ==, WEFT_OUTPUT_CATEGORICAL);
  weft_generator_begin (generator, SEED, 0);
  paint_to (generator, &plain, 2);
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
  g_autoptr (WeftGenerator) generator = make (model, WEFT_FORM_LINEAR, 4096, team);
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
      g_autoptr (WeftGenerator) generator = make (model, form, 2, team);
      guint8 values[15];

      weft_generator_begin (generator, SEED, 0);
      g_assert_false (weft_generator_is_done (generator));
      paint_to (generator, &plain, n);
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
  g_autoptr (WeftGenerator) generator = make (model, WEFT_FORM_LINEAR, 2, team);
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
      g_autoptr (WeftGenerator) generator = make (model, form, 2, team);
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
  g_test_add_func ("/generator/copies", test_copies);
  g_test_add_func ("/generator/completion", test_completion);
  g_test_add_func ("/generator/moments", test_moments);
  g_test_add_func ("/generator/given-first-value", test_given_first_value);
  g_test_add_func ("/generator/address", test_address);
  g_test_add_func ("/generator/cached-is-recomputed", test_cached);
  g_test_add_func ("/generator/sampling", test_sampling);
  g_test_add_func ("/generator/frequencies", test_frequencies);
  g_test_add_func ("/generator/first-values", test_first_values);
  g_test_add_func ("/generator/done", test_done);
  g_test_add_func ("/generator/unknown-value", test_unknown_value);
  g_test_add_func ("/generator/not-finite", test_not_finite);

  return g_test_run ();
}
