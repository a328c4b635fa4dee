/* SPDX-License-Identifier: MIT */
#include "tests/app/jobs.h"

#include "app/recipe-json.h"
#include "app/shortage.h"

#include "tests/app/models.h"

#define SEED 77

void
test_activity_wait (StudioActivity *activity)
{
  while (!studio_activity_is_final (activity))
    g_usleep (100);
}

static void
start (StudioActivity *activity)
{
  GError *error = NULL;

  g_assert_true (studio_activity_start (activity, &error));
  g_assert_no_error (error);
}

static void
assert_finished (StudioActivity *activity)
{
  g_assert_no_error (studio_activity_dup_error (activity));
  g_assert_cmpint (studio_activity_get_state (activity), ==, STUDIO_RUN_FINISHED);
}

void
test_activity_run (StudioActivity *activity)
{
  start (activity);
  test_activity_wait (activity);
  assert_finished (activity);
}

StudioJobSpec
test_job_spec (WeftModel *model, const StudioRecipe *recipe, guint n_lanes)
{
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;

  spec.model = model;
  spec.recipe = recipe;
  spec.n_lanes = n_lanes;
  spec.n_images = n_lanes;
  spec.n_threads = 1;
  return spec;
}

guint64
test_job_count_bytes (WeftModel *model, guint n_lanes, gsize keyframe_bytes)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec = test_job_spec (model, recipe, n_lanes);

  recipe->form = WEFT_FORM_LINEAR;
  spec.keyframe_bytes = keyframe_bytes;
  return studio_shortage_count_job (&spec);
}

StudioJob *
test_job_start (const StudioJobSpec *spec)
{
  GError *error = NULL;
  StudioJob *job = studio_job_new (spec, &error);

  g_assert_no_error (error);
  start (STUDIO_ACTIVITY (job));
  return job;
}

StudioJob *
test_job_run (const StudioJobSpec *spec)
{
  StudioJob *job = test_job_start (spec);

  test_activity_wait (STUDIO_ACTIVITY (job));
  assert_finished (STUDIO_ACTIVITY (job));
  return job;
}

void
test_picture_assert_straight (StudioPicture *picture, WeftModel *model)
{
  const StudioRecipe *recipe = studio_picture_get_recipe (picture);
  const WeftSampling sampling = studio_recipe_get_sampling (recipe, 0);
  g_autofree guint8 *expected = g_malloc (weft_config_get_image_values (weft_model_get_config (model)));
  const guint64 hash = test_model_paint (model, recipe->form, recipe->seed, recipe->image, &sampling, expected);

  g_assert_cmpmem (studio_picture_get_values (picture), recipe->steps_done, expected, recipe->steps_done);
  if (recipe->has_state_hash)
    g_assert_cmphex (recipe->state_hash, ==, hash);
}

void
test_job_assert_same (StudioJob *a, guint a_lane, StudioJob *b, guint b_lane)
{
  g_autoptr (StudioPicture) first = studio_job_dup_picture (a, a_lane);
  g_autoptr (StudioPicture) second = studio_job_dup_picture (b, b_lane);
  const guint n_values = weft_config_get_image_values (weft_model_get_config (studio_job_get_model (a)));

  g_assert_true (studio_picture_get_is_complete (first) && studio_picture_get_is_complete (second));
  g_assert_cmpmem (studio_picture_get_values (first), n_values, studio_picture_get_values (second), n_values);
  g_assert_true (studio_picture_get_recipe (first)->has_state_hash);
  g_assert_cmphex (studio_picture_get_recipe (first)->state_hash, ==, studio_picture_get_recipe (second)->state_hash);
}

void
test_job_assert_replays (StudioJob *job, guint lane)
{
  g_autoptr (StudioPicture) picture = studio_job_dup_picture (job, lane);
  g_autofree char *json = studio_recipe_to_json (studio_picture_get_recipe (picture));
  GError *error = NULL;
  g_autoptr (StudioRecipe) recipe = studio_recipe_from_json (json, -1, &error);
  g_autoptr (StudioJob) again = NULL;
  StudioJobSpec spec;

  g_assert_no_error (error);
  g_assert_true (studio_recipe_equal (recipe, studio_picture_get_recipe (picture)));
  spec = test_job_spec (studio_job_get_model (job), recipe, 1);
  again = test_job_run (&spec);
  test_job_assert_same (again, 0, job, lane);
}

static void
set_up (TestOriginal *original, gconstpointer n_lanes)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec;

  recipe->seed = SEED;
  original->model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  spec = test_job_spec (original->model, recipe, GPOINTER_TO_UINT (n_lanes));
  spec.keyframe_bytes = STUDIO_KEYFRAMES_DEFAULT_BYTES;
  original->job = test_job_run (&spec);
}

static void
tear_down (TestOriginal *original, gconstpointer data)
{
  g_object_unref (original->job);
  weft_model_unref (original->model);
}

void
test_original_add (const char *path, guint n_lanes, void (*test) (TestOriginal *original, gconstpointer data))
{
  g_test_add (path, TestOriginal, GUINT_TO_POINTER (n_lanes), set_up, test, tear_down);
}
