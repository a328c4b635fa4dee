/* SPDX-License-Identifier: MIT */
/* One run, driven every way: whatever is done to it, the picture is the one a straight run paints. */
#include "engine/error.h"
#include "tests/app/jobs.h"
#include "tests/app/models.h"

#define MAX_VALUES (8 * 6 * 3)

static void
wait_for (StudioJob *job, StudioRunState state)
{
  while (studio_activity_get_state (STUDIO_ACTIVITY (job)) != state)
    {
      g_assert_false (studio_activity_is_final (STUDIO_ACTIVITY (job))
                      && !studio_run_state_is_final (state));
      g_usleep (50);
    }
}

/* Any number of images in any number of lanes on any number of threads, in order. */
static void
test_straight_runs (void)
{
  const WeftImageMode modes[] = { WEFT_IMAGE_GRAY8, WEFT_IMAGE_RGB8, WEFT_IMAGE_INDEXED8 };

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, modes[i % 3]);
      g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
      StudioJobSpec spec = test_job_spec (model, recipe, 1);
      g_autoptr (StudioJob) job = NULL;
      guint64 n = 0;

      recipe->seed = (guint64) g_test_rand_int () << 20;
      recipe->image = 1000;
      recipe->form = (WeftForm) g_test_rand_int_range (0, 3);
      studio_recipe_set_temperature (recipe, 0, 0.7);
      spec.n_lanes = g_test_rand_int_range (1, 6);
      spec.n_images = g_test_rand_int_range (1, 20);
      spec.n_threads = g_test_rand_int_range (1, 4);
      job = test_job_start (&spec);

      while (n < spec.n_images)
        {
          g_autoptr (StudioPicture) picture = studio_job_take_picture (job);

          if (picture == NULL)
            {
              studio_job_wait (job, G_USEC_PER_SEC);
              continue;
            }

          g_assert_true (studio_picture_get_is_complete (picture));
          g_assert_true (studio_picture_get_recipe (picture)->image == 1000 + n);
          g_assert_true (studio_picture_get_recipe (picture)->has_state_hash);
          test_picture_assert_straight (picture, model);
          n++;
        }

      test_activity_wait (STUDIO_ACTIVITY (job));
      g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (job)), ==, STUDIO_RUN_FINISHED);
      g_assert_null (studio_job_take_picture (job));
      g_assert_cmpuint (studio_job_get_state_bytes (job), >, 0);
    }
}

/* Pause, resume, step, pace and temperature to the same value at random moments, and sometimes a cancel. */
static void
test_random_hands (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);

  for (guint round = 0; round < 200; round++)
    {
      const gboolean cancels = g_test_rand_int_range (0, 3) == 0;
      g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
      StudioJobSpec spec = test_job_spec (model, recipe, 1);
      g_autoptr (StudioJob) job = NULL;
      g_autoptr (StudioPicture) picture = NULL;

      recipe->seed = round;
      spec.n_lanes = g_test_rand_int_range (1, 4);
      spec.n_images = spec.n_lanes;
      spec.start_paused = g_test_rand_bit ();
      spec.demote = g_test_rand_bit ();
      job = test_job_start (&spec);

      for (gint32 n = g_test_rand_int_range (0, 30); n > 0; n--)
        {
          switch (g_test_rand_int_range (0, 6))
            {
            case 0:
              studio_activity_pause (STUDIO_ACTIVITY (job));
              break;
            case 1:
              studio_activity_resume (STUDIO_ACTIVITY (job));
              break;
            case 2:
              studio_job_step (job);
              break;
            case 3:
              studio_job_set_pace (job, g_test_rand_bit () ? 0 : 100000);
              break;
            case 4:
              studio_job_set_temperature (job, 1);
              break;
            default:
              g_usleep (g_test_rand_int_range (0, 100));
              break;
            }
        }

      if (cancels)
        studio_activity_cancel (STUDIO_ACTIVITY (job));
      studio_job_set_pace (job, 0);
      studio_activity_resume (STUDIO_ACTIVITY (job));
      test_activity_wait (STUDIO_ACTIVITY (job));

      if (!cancels)
        g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (job)), ==, STUDIO_RUN_FINISHED);
      picture = studio_job_dup_picture (job, 0);
      if (picture != NULL)
        test_picture_assert_straight (picture, model);
      g_assert_true (cancels || studio_picture_get_is_complete (picture));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

/* A step is one pixel in every lane, whatever a pixel has in values. */
static void
test_steps (void)
{
  const WeftImageMode modes[] = { WEFT_IMAGE_GRAY8, WEFT_IMAGE_RGB8 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      const guint n_channels = modes[i] == WEFT_IMAGE_RGB8 ? 3 : 1;
      g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, modes[i]);
      g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
      StudioJobSpec spec = test_job_spec (model, recipe, 1);
      g_autoptr (StudioJob) job = NULL;
      g_autoptr (StudioFrame) frame = NULL;
      guint n_known = n_channels == 1 ? 1 : 0;

      spec.start_paused = TRUE;
      job = test_job_start (&spec);
      wait_for (job, STUDIO_RUN_PAUSED);
      frame = studio_job_dup_frame (job);
      g_assert_cmpuint (studio_frame_get_n_known (frame), ==, 1);
      g_assert_true (studio_frame_get_run (frame) == studio_job_get_run (job));

      while (n_known < 48 * n_channels)
        {
          studio_job_step (job);
          n_known += n_channels;
          while (studio_frame_get_n_known (frame) < n_known)
            g_usleep (20);
          g_assert_cmpuint (studio_frame_get_n_known (frame), ==, n_known);
        }
      test_activity_wait (STUDIO_ACTIVITY (job));
      g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (job)), ==, STUDIO_RUN_FINISHED);
    }
}

/* A temperature set on the way acts at the next value, is written down, and painting by that recipe gives the
 * same. */
static void
test_temperature (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_INDEXED8);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec = test_job_spec (model, recipe, 1);
  g_autoptr (StudioJob) job = NULL;
  g_autoptr (StudioJob) again = NULL;
  g_autoptr (StudioPicture) picture = NULL;
  g_autoptr (StudioPicture) repeated = NULL;
  const StudioRecipe *written;

  spec.start_paused = TRUE;
  job = test_job_start (&spec);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (StudioFrame) frame = studio_job_dup_frame (job);

      wait_for (job, STUDIO_RUN_PAUSED);
      studio_job_set_temperature (job, i % 2 == 0 ? 0 : 5);
      studio_job_step (job);
      while (studio_frame_get_n_known (frame) < i + 2)
        g_usleep (20);
    }
  studio_activity_resume (STUDIO_ACTIVITY (job));
  test_activity_wait (STUDIO_ACTIVITY (job));
  picture = studio_job_take_picture (job);
  written = studio_picture_get_recipe (picture);

  g_assert_cmpuint (written->temperatures->len, ==, 6);
  g_assert_cmpfloat (studio_recipe_get_temperature (written, 0), ==, 1);
  for (guint step = 1; step < 6; step++)
    g_assert_cmpfloat (studio_recipe_get_temperature (written, step), ==, step % 2 == 1 ? 0 : 5);

  spec.recipe = written;
  spec.start_paused = FALSE;
  again = test_job_start (&spec);
  test_activity_wait (STUDIO_ACTIVITY (again));
  repeated = studio_job_take_picture (again);
  g_assert_cmpmem (studio_picture_get_values (repeated), 48, studio_picture_get_values (picture), 48);
  g_assert_true (studio_picture_get_recipe (repeated)->state_hash == written->state_hash);
}

/* Given values stand at the beginning, in every lane. */
static void
test_kept_values (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_SOFTMAX, WEFT_IMAGE_GRAY8);
  const WeftSampling sampling = WEFT_SAMPLING_INIT;
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec = test_job_spec (model, recipe, 1);
  guint8 expected[MAX_VALUES];
  g_autoptr (StudioJob) job = NULL;
  g_autoptr (StudioPicture) picture = NULL;

  /* The first half of picture 3, given to be completed as picture 3, becomes picture 3. */
  recipe->form = WEFT_FORM_SOFTMAX_CACHED;
  test_model_paint (model, recipe->form, 9, 3, &sampling, expected);
  recipe->seed = 9;
  recipe->image = 2;
  recipe->kept_values = g_bytes_new (expected, 24);
  spec.n_lanes = 2;
  spec.n_images = 2;
  job = test_job_start (&spec);
  test_activity_wait (STUDIO_ACTIVITY (job));
  g_object_unref (studio_job_take_picture (job));
  picture = studio_job_take_picture (job);
  g_assert_cmpmem (studio_picture_get_values (picture), 48, expected, 48);
}

/* A pace so slow that nothing comes of it, until it is lifted. */
static void
test_pace (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec = test_job_spec (model, recipe, 1);
  g_autoptr (StudioJob) job = NULL;
  g_autoptr (StudioFrame) frame = NULL;

  spec.pace = 1e-6;
  job = test_job_start (&spec);
  frame = studio_job_dup_frame (job);
  while (studio_frame_get_n_known (frame) == 0)
    g_usleep (20);
  g_usleep (2000);
  g_assert_cmpuint (studio_frame_get_n_known (frame), ==, 1);
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (job)), ==, STUDIO_RUN_RUNNING);

  studio_job_set_temperature (job, 1);
  studio_job_set_pace (job, 0);
  test_activity_wait (STUDIO_ACTIVITY (job));
  g_assert_cmpuint (studio_frame_get_n_known (frame), ==, 48);
}

/* No machine paints a million pixels a second: what is missing is told, and only to those who asked for a pace. */
static void
test_late (void)
{
  g_autoptr (WeftModel) model = test_model_new_sized (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8, 64, 64);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
      StudioJobSpec spec = test_job_spec (model, recipe, 1);
      g_autoptr (StudioJob) job = NULL;
      const gint64 begin = g_get_monotonic_time ();
      double seconds, late;

      spec.n_lanes = spec.n_images = 16;
      spec.pace = i == 0 ? 0 : 1e6;
      job = test_job_start (&spec);
      test_activity_wait (STUDIO_ACTIVITY (job));
      seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
      late = studio_job_get_seconds_late (job);
      if (i == 0)
        g_assert_cmpfloat (late, ==, 0);
      else
        g_assert_cmpfloat (late, <=, seconds - 64 * 64 / 1e6);
      if (i == 1 && seconds > 0.2) /* what is caught up with is no more than 50 ms */
        g_assert_cmpfloat (late, >, 0);
    }
}

static void
test_refusals (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_INDEXED8);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
      StudioJobSpec spec = test_job_spec (model, recipe, 1);
      g_autoptr (GError) error = NULL;

      if (i == 0)
        spec.n_lanes = 0;
      else if (i == 1)
        spec.n_lanes = 17;
      else if (i == 2)
        recipe->kept_values = g_bytes_new ("\0\13", 2);
      else
        recipe->top_p = 2;

      g_assert_null (studio_job_new (&spec, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
      g_test_message ("%s", error->message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job/straight-runs", test_straight_runs);
  g_test_add_func ("/job/random-hands", test_random_hands);
  g_test_add_func ("/job/steps", test_steps);
  g_test_add_func ("/job/temperature", test_temperature);
  g_test_add_func ("/job/kept-values", test_kept_values);
  g_test_add_func ("/job/pace", test_pace);
  g_test_add_func ("/job/late", test_late);
  g_test_add_func ("/job/refusals", test_refusals);

  return g_test_run ();
}
