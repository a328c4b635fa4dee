/* SPDX-License-Identifier: MIT */
/* Branches of a run: a job that goes on from a moment of another one, and its recipe, which replays to the same bits. */
#include "app/recipe-json.h"
#include "app/timeline.h"

#include "engine/error.h"
#include "tests/app/jobs.h"
#include "tests/app/models.h"

#include <string.h>

#define N_VALUES (8 * 6 * 3)
#define STEP 50

typedef struct {
  WeftModel *model;
  StudioJob *job; /* the original: two pictures, finished */
} Fixture;

static StudioJobSpec
make_spec (WeftModel *model, const StudioRecipe *recipe, guint n_lanes)
{
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;

  spec.model = model;
  spec.recipe = recipe;
  spec.n_lanes = n_lanes;
  spec.n_images = n_lanes;
  spec.n_threads = 1;
  spec.keyframe_bytes = STUDIO_KEYFRAMES_DEFAULT_BYTES;
  return spec;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec;

  recipe->seed = 77;
  fixture->model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  spec = make_spec (fixture->model, recipe, 2);
  fixture->job = test_job_run (&spec);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->job);
  weft_model_unref (fixture->model);
}

/* Goes on from the second picture at @n_known with what @recipe says of the rest. */
static StudioJob *
branch (Fixture *fixture, StudioRecipe *recipe, guint n_known, guint n_lanes)
{
  g_auto (StudioJobLane) lane = { 0 };
  StudioJobSpec spec = make_spec (fixture->model, recipe, n_lanes);

  g_assert_true (studio_job_get_lane (fixture->job, 1, &lane));
  spec.origin = (StudioJobOrigin) { studio_frame_get_values (lane.frame, 1), n_known, lane.keyframes, 1 };
  return test_job_run (&spec);
}

static StudioRecipe *
cut_recipe (Fixture *fixture, guint n_known)
{
  g_auto (StudioJobLane) lane = { 0 };

  g_assert_true (studio_job_get_lane (fixture->job, 1, &lane));
  studio_recipe_cut (lane.recipe, n_known);
  return g_steal_pointer (&lane.recipe);
}

static void
assert_same (StudioJob *a, guint a_lane, StudioJob *b, guint b_lane)
{
  g_autoptr (StudioPicture) first = studio_job_dup_picture (a, a_lane);
  g_autoptr (StudioPicture) second = studio_job_dup_picture (b, b_lane);

  g_assert_cmpmem (studio_picture_get_values (first), N_VALUES, studio_picture_get_values (second), N_VALUES);
  g_assert_true (studio_picture_get_recipe (first)->has_state_hash);
  g_assert_cmphex (studio_picture_get_recipe (first)->state_hash, ==, studio_picture_get_recipe (second)->state_hash);
}

/* What a picture's recipe, written and read, paints from its beginning is the picture. */
static void
assert_replays (Fixture *fixture, StudioJob *job, guint lane)
{
  g_autoptr (StudioPicture) picture = studio_job_dup_picture (job, lane);
  g_autofree char *json = studio_recipe_to_json (studio_picture_get_recipe (picture));
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioRecipe) recipe = studio_recipe_from_json (json, -1, &error);
  g_autoptr (StudioJob) again = NULL;
  StudioJobSpec spec;

  g_assert_no_error (error);
  g_assert_true (studio_recipe_equal (recipe, studio_picture_get_recipe (picture)));
  spec = make_spec (fixture->model, recipe, 1);
  again = test_job_run (&spec);
  assert_same (again, 0, job, lane);
}

static void
test_same (Fixture *fixture, gconstpointer data)
{
  const guint steps[] = { 1, 31, 32, STEP, N_VALUES - 1, N_VALUES };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (StudioRecipe) recipe = cut_recipe (fixture, steps[i]);
      g_autoptr (StudioJob) job = branch (fixture, recipe, steps[i], 1);

      assert_same (job, 0, fixture->job, 1);
      assert_replays (fixture, job, 0);
    }
}

/* Each future of a fan is the branch with its address, and each recipe paints it again. */
static void
test_fan (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = cut_recipe (fixture, STEP);
  g_autoptr (StudioJob) fan = NULL;

  studio_recipe_set_address (recipe, STEP, 5, 0);
  studio_recipe_set_temperature (recipe, STEP, 0.5);
  fan = branch (fixture, recipe, STEP, 4);
  for (guint lane = 0; lane < 4; lane++)
    {
      g_autoptr (StudioRecipe) single = studio_recipe_copy (recipe);
      g_autoptr (StudioJob) alone = NULL;

      studio_recipe_shift_image (single, lane);
      alone = branch (fixture, single, STEP, 1);
      assert_same (fan, lane, alone, 0);
      assert_replays (fixture, fan, lane);
    }
}

/* A value put in by hand is there, and the picture goes on from it. */
static void
test_override (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = cut_recipe (fixture, STEP);
  g_autoptr (StudioJob) job = NULL;
  g_autoptr (StudioPicture) picture = NULL;

  studio_recipe_set_override (recipe, STEP, 123);
  job = branch (fixture, recipe, STEP, 1);
  picture = studio_job_dup_picture (job, 0);
  g_assert_cmpuint (studio_picture_get_values (picture)[STEP], ==, 123);
  assert_replays (fixture, job, 0);
}

/* What a recipe says of branches is checked before it is believed. */
static void
test_hostile (void)
{
  static const char *const parts[] = {
    "\"branches\":7", "\"branches\":[7]", "\"branches\":[{}]", "\"branches\":[{\"step\":3}]",
    "\"branches\":[{\"step\":0,\"seed\":\"1\"}]", "\"branches\":[{\"step\":144,\"seed\":\"1\"}]",
    "\"branches\":[{\"step\":3,\"seed\":1}]", "\"branches\":[{\"step\":-3,\"seed\":\"1\"}]",
    "\"branches\":[{\"step\":3,\"seed\":\"18446744073709551616\"}]",
    "\"branches\":[{\"step\":3,\"seed\":\"1\"},{\"step\":3,\"seed\":\"2\"}]",
    "\"overrides\":{}", "\"overrides\":[[]]", "\"overrides\":[{\"step\":5}]",
    "\"overrides\":[{\"step\":0,\"value\":1}]", "\"overrides\":[{\"step\":144,\"value\":1}]",
    "\"overrides\":[{\"step\":5,\"value\":256}]", "\"overrides\":[{\"step\":5,\"value\":-1}]",
    "\"overrides\":[{\"step\":5,\"value\":1.5}]",
    "\"overrides\":[{\"step\":5,\"value\":1},{\"step\":4,\"value\":1}]",
  };
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autofree char *json = NULL;

  recipe->shape = *weft_model_get_config (model);
  json = studio_recipe_to_json (recipe);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *bad = g_strdup_printf ("{%s,%s", parts[i], json + 1);
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_recipe_from_json (bad, -1, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/branch/same", Fixture, NULL, set_up, test_same, tear_down);
  g_test_add ("/branch/fan", Fixture, NULL, set_up, test_fan, tear_down);
  g_test_add ("/branch/override", Fixture, NULL, set_up, test_override, tear_down);
  g_test_add_func ("/branch/hostile", test_hostile);

  return g_test_run ();
}
