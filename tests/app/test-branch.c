/* SPDX-License-Identifier: MIT */
/* Branches of a run: a job that goes on from a moment of another one, and its recipe, which replays to the same bits. */
#include "tests/app/jobs.h"
#include "tests/app/models.h"
#include "tests/app/recipes.h"

#define STEP 50

/* Goes on from the second picture at @n_known with what @recipe says of the rest. */
static StudioJob *
branch (TestOriginal *original, StudioRecipe *recipe, guint n_known, guint n_lanes)
{
  g_auto (StudioJobLane) lane = { 0 };
  StudioJobSpec spec = test_job_spec (original->model, recipe, n_lanes);

  spec.keyframe_bytes = STUDIO_KEYFRAMES_DEFAULT_BYTES;
  g_assert_true (studio_job_get_lane (original->job, 1, &lane));
  spec.origin = (StudioJobOrigin) { studio_frame_get_values (lane.frame, 1), n_known, lane.keyframes, 1 };
  return test_job_run (&spec);
}

static StudioRecipe *
cut_recipe (TestOriginal *original, guint n_known)
{
  g_auto (StudioJobLane) lane = { 0 };

  g_assert_true (studio_job_get_lane (original->job, 1, &lane));
  studio_recipe_cut (lane.recipe, n_known);
  return g_steal_pointer (&lane.recipe);
}

static void
test_same (TestOriginal *original, gconstpointer data)
{
  const guint steps[] = { 1, 31, 32, STEP, TEST_ORIGINAL_N_VALUES - 1, TEST_ORIGINAL_N_VALUES };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (StudioRecipe) recipe = cut_recipe (original, steps[i]);
      g_autoptr (StudioJob) job = branch (original, recipe, steps[i], 1);

      test_job_assert_same (job, 0, original->job, 1);
      test_job_assert_replays (job, 0);
    }
}

/* Each future of a fan is the branch with its address, and each recipe paints it again. */
static void
test_fan (TestOriginal *original, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = cut_recipe (original, STEP);
  g_autoptr (StudioJob) fan = NULL;

  studio_recipe_set_address (recipe, STEP, 5, 0);
  studio_recipe_set_temperature (recipe, STEP, 0.5);
  fan = branch (original, recipe, STEP, 4);
  for (guint lane = 0; lane < 4; lane++)
    {
      g_autoptr (StudioRecipe) single = studio_recipe_copy (recipe);
      g_autoptr (StudioJob) alone = NULL;

      studio_recipe_shift_image (single, lane);
      alone = branch (original, single, STEP, 1);
      test_job_assert_same (fan, lane, alone, 0);
      test_job_assert_replays (fan, lane);
    }
}

/* A value put in by hand is there, and the picture goes on from it. */
static void
test_override (TestOriginal *original, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = cut_recipe (original, STEP);
  g_autoptr (StudioJob) job = NULL;
  g_autoptr (StudioPicture) picture = NULL;

  studio_recipe_set_override (recipe, STEP, 123);
  job = branch (original, recipe, STEP, 1);
  picture = studio_job_dup_picture (job, 0);
  g_assert_cmpuint (studio_picture_get_values (picture)[STEP], ==, 123);
  test_job_assert_replays (job, 0);
}

/* What a recipe says of branches is checked before it is believed. */
static void
test_hostile (void)
{
  static const TestRecipePart parts[] = {
    { "\"branches\":7" },
    { "\"branches\":[7]" },
    { "\"branches\":[{}]" },
    { "\"branches\":[{\"step\":3}]" },
    { "\"branches\":[{\"step\":0,\"seed\":\"1\"}]" },
    { "\"branches\":[{\"step\":144,\"seed\":\"1\"}]" },
    { "\"branches\":[{\"step\":3,\"seed\":1}]" },
    { "\"branches\":[{\"step\":-3,\"seed\":\"1\"}]" },
    { "\"branches\":[{\"step\":3,\"seed\":\"18446744073709551616\"}]" },
    { "\"branches\":[{\"step\":3,\"seed\":\"1\"},{\"step\":3,\"seed\":\"2\"}]" },
    { "\"overrides\":{}" },
    { "\"overrides\":[[]]" },
    { "\"overrides\":[{\"step\":5}]" },
    { "\"overrides\":[{\"step\":0,\"value\":1}]" },
    { "\"overrides\":[{\"step\":144,\"value\":1}]" },
    { "\"overrides\":[{\"step\":5,\"value\":256}]" },
    { "\"overrides\":[{\"step\":5,\"value\":-1}]" },
    { "\"overrides\":[{\"step\":5,\"value\":1.5}]" },
    { "\"overrides\":[{\"step\":5,\"value\":1},{\"step\":4,\"value\":1}]" },
  };
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);

  test_recipe_assert_refused (weft_model_get_config (model), parts, G_N_ELEMENTS (parts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  test_original_add ("/branch/same", 2, test_same);
  test_original_add ("/branch/fan", 2, test_fan);
  test_original_add ("/branch/override", 2, test_override);
  g_test_add_func ("/branch/hostile", test_hostile);

  return g_test_run ();
}
