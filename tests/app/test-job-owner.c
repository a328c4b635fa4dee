/* SPDX-License-Identifier: MIT */
/* What the owner of a job takes and hears: pictures in order, states, and nothing once it is dropped. */
#include "tests/app/jobs.h"
#include "tests/app/models.h"

/* Until stopped: rounds go on while pictures are taken, wait while they are not, and end whole. */
static void
test_endless (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_INDEXED8);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec = test_job_spec (model, recipe, 1);
  g_autoptr (StudioJob) job = NULL;
  StudioPicture *picture;
  guint64 n = 0;

  spec.n_images = 0;
  spec.n_lanes = 7;
  job = test_job_start (&spec);
  for (; n < 200; n++)
    {
      while ((picture = studio_job_take_picture (job)) == NULL)
        studio_job_wait (job, G_USEC_PER_SEC);
      g_assert_true (studio_picture_get_recipe (picture)->image == n);
      g_object_unref (picture);
    }

  studio_job_finish (job);
  while (!studio_activity_is_final (STUDIO_ACTIVITY (job)) || studio_job_wait (job, 0))
    {
      picture = studio_job_take_picture (job);
      if (picture == NULL && studio_activity_is_final (STUDIO_ACTIVITY (job)))
        break;
      if (picture == NULL)
        continue;
      g_assert_true (studio_picture_get_recipe (picture)->image == n++);
      test_picture_assert_straight (picture, model);
      g_object_unref (picture);
    }
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (job)), ==, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (n % 7, ==, 0);
}

/* Pictures nobody takes stop the thread, and a cancel reaches it there. */
static void
test_full_queue (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_INDEXED8);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec = test_job_spec (model, recipe, 1);
  g_autoptr (StudioJob) job = NULL;
  StudioPicture *picture;
  guint n = 0;

  spec.n_images = 0;
  spec.n_lanes = 16;
  job = test_job_start (&spec);

  /* The fifth round is whole, but its sixteen pictures find no room. */
  while (TRUE)
    {
      g_autoptr (StudioPicture) last = studio_job_dup_picture (job, 0);

      if (last != NULL && studio_picture_get_recipe (last)->image == 64
          && studio_picture_get_is_complete (last) && studio_picture_get_recipe (last)->has_state_hash)
        break;
      g_usleep (100);
    }
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (job)), ==, STUDIO_RUN_RUNNING);

  studio_activity_cancel (STUDIO_ACTIVITY (job));
  test_activity_wait (STUDIO_ACTIVITY (job));
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (job)), ==, STUDIO_RUN_CANCELLED);
  while ((picture = studio_job_take_picture (job)) != NULL)
    {
      g_object_unref (picture);
      n++;
    }
  g_assert_cmpuint (n, ==, STUDIO_JOB_MAX_WAITING);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
count_cb (GObject *object, gpointer other, gpointer data)
{
  (*(guint *) data)++;
}

static void
count_pictures_cb (GObject *object, gpointer data)
{
  (*(guint *) data)++;
}

/* The owner hears of states and pictures in its main context, and of nothing once the job is dropped. */
static void
test_signals (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec = test_job_spec (model, recipe, 1);
  guint n_states = 0;
  guint n_pictures = 0;
  StudioJob *job = test_job_start (&spec);

  g_signal_connect (job, "notify::state", G_CALLBACK (count_cb), &n_states);
  g_signal_connect (job, "picture", G_CALLBACK (count_pictures_cb), &n_pictures);
  while (n_pictures == 0 || studio_activity_get_state (STUDIO_ACTIVITY (job)) != STUDIO_RUN_FINISHED || n_states == 0)
    g_main_context_iteration (NULL, TRUE);
  iterate ();
  g_assert_finalize_object (job);

  for (guint i = 0; i < 100; i++)
    {
      guint n_late = 0;

      job = test_job_start (&spec);
      g_signal_connect (job, "notify::state", G_CALLBACK (count_cb), &n_late);
      g_usleep (g_test_rand_int_range (0, 300));
      g_assert_finalize_object (job);
      iterate ();
      g_assert_cmpuint (n_late, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job-owner/endless", test_endless);
  g_test_add_func ("/job-owner/full-queue", test_full_queue);
  g_test_add_func ("/job-owner/signals", test_signals);

  return g_test_run ();
}
