/* SPDX-License-Identifier: MIT */
/* The race: lanes that take turns paint what they would paint alone, and every step is on the clock once. */
#include "app/race-private.h"

#include "engine/error.h"
#include "tests/app/jobs.h"
#include "tests/app/models.h"

#include <math.h>

static StudioRaceSpec
make_spec (WeftModel *linear, WeftModel *softmax)
{
  StudioRaceSpec spec = STUDIO_RACE_SPEC_INIT;

  spec.n_entrants = 3;
  spec.entrants[0] = (StudioRaceEntrant) { linear, WEFT_FORM_LINEAR, STUDIO_WEIGHTS_OWN };
  spec.entrants[1] = (StudioRaceEntrant) { softmax, WEFT_FORM_SOFTMAX_CACHED, STUDIO_WEIGHTS_TWIN };
  spec.entrants[2] = (StudioRaceEntrant) { linear, WEFT_FORM_SOFTMAX_RECOMPUTED, STUDIO_WEIGHTS_SHAPES };
  spec.seed = 77;
  spec.image = 5;
  spec.slice_us = 50;
  spec.n_threads = 1;
  return spec;
}

static StudioRace *
start (const StudioRaceSpec *spec)
{
  GError *error = NULL;
  StudioRace *race = studio_race_new (spec, &error);

  g_assert_no_error (error);
  g_assert_true (studio_activity_start (STUDIO_ACTIVITY (race), &error));
  return race;
}

static void
assert_pictures (StudioRace *race, const StudioRaceSpec *spec)
{
  for (guint k = 0; k < spec->n_entrants; k++)
    {
      g_autoptr (StudioFrame) frame = studio_race_dup_frame (race, k);
      const guint n_known = studio_frame_get_n_known (frame);
      guint8 expected[8 * 6 * 3];

      test_model_paint (spec->entrants[k].model, spec->entrants[k].form, spec->seed, spec->image,
                        &spec->sampling, expected);
      g_assert_cmpmem (studio_frame_get_values (frame, 0), n_known, expected, n_known);
      g_assert_true (studio_frame_get_run (frame) == studio_race_get_run (race));
    }
}

static void
test_equals_plain_runs (void)
{
  const WeftImageMode modes[] = { WEFT_IMAGE_GRAY8, WEFT_IMAGE_RGB8, WEFT_IMAGE_INDEXED8 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (modes); i++)
    {
      const WeftImageMode mode = modes[i / 2];
      g_autoptr (WeftModel) linear = test_model_new (WEFT_ATTENTION_LINEAR, mode);
      g_autoptr (WeftModel) softmax = test_model_new (WEFT_ATTENTION_SOFTMAX, mode);
      StudioRaceSpec spec = make_spec (linear, softmax);
      g_autoptr (StudioRace) race = NULL;
      g_autoptr (StudioRaceResult) result = NULL;
      const guint n_channels = mode == WEFT_IMAGE_RGB8 ? 3 : 1;

      spec.n_repetitions = 5;
      spec.n_threads = i + 1;
      spec.concurrent = i % 2;
      race = start (&spec);
      test_activity_wait (STUDIO_ACTIVITY (race));
      g_assert_cmpint (studio_race_get_is_concurrent (race), ==, spec.concurrent);
      g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (race)), ==, STUDIO_RUN_FINISHED);
      g_assert_false (studio_race_get_is_warming_up (race));
      assert_pictures (race, &spec);

      result = studio_race_dup_result (race);
      for (guint k = 0; k < 3; k++)
        {
          const StudioRaceLaneResult *lane = studio_race_result_get_lane (result, k);
          StudioInterval ratio;

          g_assert_cmpuint (lane->n_repetitions, ==, 5);
          g_assert_cmpint (lane->form, ==, spec.entrants[k].form);
          g_assert_cmpint (lane->weights, ==, spec.entrants[k].weights);
          g_assert_cmpuint (lane->n_steps, ==, 48 * n_channels - 1);
          for (guint r = 0; r < 5; r++)
            {
              double sum = 0;

              for (guint step = 0; step < lane->n_steps; step++)
                {
                  g_assert_cmpfloat (lane->step_seconds[r * lane->n_steps + step], >, 0);
                  sum += lane->step_seconds[r * lane->n_steps + step];
                }
              g_assert_cmpfloat_with_epsilon (lane->totals[r], sum, 1e-5 * sum);
            }
          g_assert_cmpfloat (lane->rate, >, 0);
          g_assert_true (studio_race_result_get_ratio (result, k, 0, &ratio));
          g_assert_true (ratio.low <= ratio.value && ratio.value <= ratio.high);
        }

      /* The state of the linear lane is what the sizes say; the cache has grown to its full length. */
      g_assert_cmpuint (studio_race_get_state_bytes (race, 0), ==,
                        weft_config_get_state_bytes (weft_model_get_config (linear)));
      g_assert_cmpuint (studio_race_get_state_bytes (race, 1), ==,
                        weft_config_get_cache_bytes (weft_model_get_config (linear), 48 * n_channels - 1));
    }
}

/* Paused, resumed, slowed and cancelled at random moments: what is painted is right, as far as it goes. */
static void
test_random_hands (void)
{
  g_autoptr (WeftModel) linear = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  g_autoptr (WeftModel) softmax = test_model_new (WEFT_ATTENTION_SOFTMAX, WEFT_IMAGE_RGB8);

  for (guint round = 0; round < 60; round++)
    {
      const gboolean cancels = g_test_rand_int_range (0, 3) == 0;
      StudioRaceSpec spec = make_spec (linear, softmax);
      g_autoptr (StudioRace) race = NULL;

      spec.seed = round;
      spec.n_entrants = g_test_rand_int_range (2, 4);
      spec.slowdown = g_test_rand_bit () ? 1 : 3;
      spec.concurrent = g_test_rand_bit ();
      race = start (&spec);
      for (gint32 n = g_test_rand_int_range (0, 20); n > 0; n--)
        {
          if (g_test_rand_bit ())
            studio_activity_pause (STUDIO_ACTIVITY (race));
          else
            studio_activity_resume (STUDIO_ACTIVITY (race));
          g_usleep (g_test_rand_int_range (0, 100));
        }

      if (cancels)
        studio_activity_cancel (STUDIO_ACTIVITY (race));
      studio_race_set_slowdown (race, 0);
      studio_activity_resume (STUDIO_ACTIVITY (race));
      test_activity_wait (STUDIO_ACTIVITY (race));
      g_assert_true (cancels || studio_activity_get_state (STUDIO_ACTIVITY (race)) == STUDIO_RUN_FINISHED);
      assert_pictures (race, &spec);
    }
}

/* The steps before the first repetition are shown and told, and enter no total: every repetition has all of its own. */
static void
test_warmup (void)
{
  g_autoptr (WeftModel) linear = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8);
  const guint warmups[] = { 0, 7, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (warmups); i++)
    {
      StudioRaceSpec spec = make_spec (linear, linear);
      g_autoptr (StudioRace) race = NULL;
      g_autoptr (StudioRaceResult) result = NULL;
      g_autofree float *seconds = NULL;
      guint n_steps;

      spec.n_warmup = warmups[i];
      race = start (&spec);
      test_activity_wait (STUDIO_ACTIVITY (race));
      result = studio_race_dup_result (race);
      seconds = studio_race_dup_warmup (race, 1, &n_steps);
      g_assert_cmpuint (n_steps, ==, MIN (warmups[i], 47));
      for (guint k = 0; k < n_steps; k++)
        g_assert_cmpfloat (seconds[k], >, 0);
      g_assert_cmpuint (studio_race_result_get_lane (result, 1)->n_steps, ==, 47);
      g_assert_cmpuint (studio_race_result_get_lane (result, 1)->n_repetitions, ==, 1);
    }
}

/* Absorbed before the clock starts, and alike in every lane. */
static void
test_prompt (void)
{
  g_autoptr (WeftModel) linear = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_INDEXED8);
  const guint8 prompt[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  StudioRaceSpec spec = make_spec (linear, linear);
  g_autoptr (StudioRace) race = NULL;
  g_autoptr (StudioRaceResult) result = NULL;

  spec.prompt = prompt;
  spec.n_prompt = G_N_ELEMENTS (prompt);
  race = start (&spec);
  test_activity_wait (STUDIO_ACTIVITY (race));
  result = studio_race_dup_result (race);
  for (guint k = 0; k < 3; k++)
    {
      g_autoptr (StudioFrame) frame = studio_race_dup_frame (race, k);

      g_assert_cmpmem (studio_frame_get_values (frame, 0), 8, prompt, 8);
      g_assert_cmpuint (studio_race_result_get_lane (result, k)->n_steps, ==, 40);
    }
}

/* A show is slowed for the eye, a measurement never; a slowdown that was asked for holds. */
static void
test_slowdown (void)
{
  g_autoptr (WeftModel) linear = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_INDEXED8);
  const struct {
    double asked;
    guint n_repetitions;
    gboolean is_slow;
  } cases[] = { { 0, 1, TRUE }, { 0, 2, FALSE }, { 1, 1, FALSE }, { 3, 2, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StudioRaceSpec spec = make_spec (linear, linear);
      g_autoptr (StudioRace) race = NULL;

      spec.slowdown = cases[i].asked;
      spec.n_repetitions = cases[i].n_repetitions;
      race = start (&spec);
      while (studio_race_get_is_warming_up (race))
        g_usleep (100);
      g_assert_cmpint (studio_race_get_slowdown (race) > 1, ==, cases[i].is_slow);
      studio_race_set_slowdown (race, 1);
      test_activity_wait (STUDIO_ACTIVITY (race));
      assert_pictures (race, &spec);
    }
}

/* Interrupted steps, a tenth of them, hardly lengthen a show; steps that really grow are shown as they are. */
static void
test_shown_steps (void)
{
  double typical = 1e-4, shown = 0, true_time = 0;

  for (guint i = 0; i < 1000; i++)
    shown += studio_race_show_step (&typical, i % 10 == 9 ? 4e-3 : 1e-4);
  g_assert_cmpfloat (shown, <, 1.4 * 1000 * 1e-4);
  g_assert_cmpfloat (shown, >=, 0.9 * 1000 * 1e-4);

  typical = 1e-4;
  shown = 0;
  for (guint i = 0; i < 1000; i++)
    {
      const double seconds = 1e-4 * (1 + i / 100.0);

      shown += studio_race_show_step (&typical, seconds);
      true_time += seconds;
    }
  g_assert_cmpfloat_with_epsilon (shown, true_time, 1e-9);
}

static void
test_refusals (void)
{
  g_autoptr (WeftModel) grey = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8);
  g_autoptr (WeftModel) colour = test_model_new (WEFT_ATTENTION_SOFTMAX, WEFT_IMAGE_RGB8);
  const guint8 prompt[48] = { 0 };

  for (guint i = 0; i < 5; i++)
    {
      StudioRaceSpec spec = make_spec (grey, i == 0 ? colour : grey);
      g_autoptr (GError) error = NULL;

      if (i == 1)
        spec.n_entrants = 1;
      else if (i == 2)
        spec.n_repetitions = 0;
      else if (i == 3)
        spec.sampling.temperature = NAN;
      else if (i == 4)
        {
          spec.prompt = prompt;
          spec.n_prompt = 48;
        }

      g_assert_null (studio_race_new (&spec, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
      g_test_message ("%s", error->message);
    }
}

/* Dropped at any moment, nothing arrives later. */
static void
test_dropped (void)
{
  g_autoptr (WeftModel) linear = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);

  for (guint i = 0; i < 50; i++)
    {
      const StudioRaceSpec spec = make_spec (linear, linear);
      StudioRace *race = start (&spec);

      g_usleep (g_test_rand_int_range (0, 500));
      g_assert_finalize_object (race);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/race/equals-plain-runs", test_equals_plain_runs);
  g_test_add_func ("/race/random-hands", test_random_hands);
  g_test_add_func ("/race/warmup", test_warmup);
  g_test_add_func ("/race/prompt", test_prompt);
  g_test_add_func ("/race/slowdown", test_slowdown);
  g_test_add_func ("/race/shown-steps", test_shown_steps);
  g_test_add_func ("/race/refusals", test_refusals);
  g_test_add_func ("/race/dropped", test_dropped);

  return g_test_run ();
}
