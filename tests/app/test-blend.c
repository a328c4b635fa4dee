/* SPDX-License-Identifier: MIT */
/* Another picture's memory blended in: what it is, and what a recipe and a moment of it can tell. */
#include "app/moment-take.h"
#include "app/recipe-json.h"
#include "app/store.h"
#include "app/timeline.h"

#include "engine/error.h"
#include "tests/app/operations.h"
#include "tests/support/folder.h"

#include <string.h>

#define STEP 50 /* neither a whole pixel nor a keyframe */

/* (transfer full): of another picture, at another step. */
static StudioMoment *
take_other (TestOriginal *original)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autoptr (StudioJob) job = NULL;
  StudioJobSpec spec = test_job_spec (original->model, recipe, 1);

  recipe->seed = 5;
  job = test_job_run (&spec);
  return studio_moment_take (job, 0, 71, NULL);
}

static StudioSurgery
make_blend (StudioMoment *other, double weight)
{
  return (StudioSurgery) { .step = STEP, .kind = STUDIO_SURGERY_BLEND, .weight = weight, .other = other,
                           .other_hash = studio_moment_get_hash (other) };
}

/* Nothing of the other is the picture itself, and all of it is the other's memory. */
static void
test_weights (TestOriginal *original, gconstpointer data)
{
  const double weights[] = { 0, 0.3, 1 };
  g_autoptr (StudioMoment) other = take_other (original);
  g_autoptr (WeftState) state = studio_moment_make_state (other, original->model, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      const StudioSurgery surgery = make_blend (other, weights[i]);
      g_autoptr (StudioJob) job = test_job_operate (original->job, &surgery);
      g_autoptr (StudioTimeline) timeline = studio_timeline_new (original->job, 0);
      WeftGenerator *mixed = studio_timeline_seek (timeline, STEP, NULL);

      weft_surgery_mix (weft_generator_get_state (mixed), 0, state, 0, (float) weights[i]);
      g_assert_true (weft_generator_absorb (mixed, test_job_get_values (job) + STEP, 1, NULL));
      g_assert_cmphex (test_job_get_hash_at (job, STEP + 1), ==,
                       weft_state_get_hash (weft_generator_get_state (mixed), 0));
      test_job_assert_scrubs (job);
      if (weights[i] == 0)
        test_job_assert_same (job, 0, original->job, 0);
      else
        test_job_assert_branches_off (job, original->job, STEP);
    }
}

/* As long as somebody has the moment, a recipe paints the blend again; written down, it says what is missing. */
static void
test_recipe (TestOriginal *original, gconstpointer data)
{
  g_autoptr (StudioMoment) other = take_other (original);
  const StudioSurgery surgery = make_blend (other, 0.5);
  g_autoptr (StudioJob) job = test_job_operate (original->job, &surgery);
  g_autoptr (StudioPicture) picture = studio_job_dup_picture (job, 0);
  const StudioRecipe *recipe = studio_picture_get_recipe (picture);
  g_autofree char *json = studio_recipe_to_json (recipe);
  g_autofree char *hash = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", studio_moment_get_hash (other));
  g_autoptr (StudioRecipe) read = studio_recipe_from_json (json, -1, NULL);
  StudioJobSpec spec = test_job_spec (original->model, recipe, 1);
  g_autoptr (StudioJob) again = test_job_run (&spec);
  g_autoptr (GError) error = NULL;

  test_job_assert_same (again, 0, job, 0);
  g_assert_true (studio_recipe_equal (read, recipe));
  spec.recipe = read;
  g_assert_null (studio_job_new (&spec, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, hash));
  g_assert_nonnull (strstr (error->message, "which a recipe does not hold"));
}

/* (transfer full): through a file, which knows the other moment by its hash. */
static StudioMoment *
through_file (StudioMoment *moment)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_dup_path (folder, "a.moment");
  g_autoptr (GBytes) bytes = studio_moment_to_bytes (moment, NULL);

  g_assert_true (studio_store_write (path, bytes, STUDIO_STORE_NEW, NULL));
  return studio_moment_open (path, NULL);
}

/* A saved moment of a blend goes on, is scrubbed and branched from where it was kept on. Of what lies between the blend and
 * it there is no memory. */
static void
test_moment (TestOriginal *original, gconstpointer data)
{
  const StudioSurgery later = { .step = 100, .kind = STUDIO_SURGERY_SCALE, .layer = 0, .head = 0, .factor = 0 };
  g_autoptr (StudioMoment) other = take_other (original);
  const StudioSurgery surgery = make_blend (other, 0.5);
  g_autoptr (StudioJob) job = test_job_operate (original->job, &surgery);
  g_autoptr (StudioMoment) kept = studio_moment_take (job, 0, 90, NULL);
  g_autoptr (StudioMoment) moment = through_file (kept);
  StudioJobSpec spec = test_job_spec (original->model, studio_moment_get_recipe (moment), 1);
  g_autoptr (StudioJob) again = NULL;
  g_autoptr (StudioJob) branch = NULL;
  g_autoptr (StudioJob) expected = test_job_operate (job, &later);
  g_autoptr (StudioTimeline) timeline = NULL;
  g_autoptr (GError) error = NULL;

  spec.keyframe_bytes = STUDIO_KEYFRAMES_DEFAULT_BYTES;
  spec.origin = (StudioJobOrigin) { .values = studio_moment_get_values (moment), .n_known = 90, .moment = moment };
  again = test_job_run (&spec);
  test_job_assert_same (again, 0, job, 0);

  timeline = studio_timeline_new (again, 0);
  studio_keyframes_drop (studio_timeline_get_lane (timeline)->keyframes);
  g_assert_cmphex (test_job_get_hash_at (again, 90), ==, test_job_get_hash_at (job, 90));
  g_assert_cmphex (test_job_get_hash_at (again, 120), ==, test_job_get_hash_at (job, 120));
  g_assert_cmphex (test_job_get_hash_at (again, 40), ==, test_job_get_hash_at (job, 40));
  g_assert_null (studio_timeline_seek (timeline, 70, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);

  branch = test_job_operate (again, &later);
  test_job_assert_same (branch, 0, expected, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  test_original_add ("/blend/weights", 1, test_weights);
  test_original_add ("/blend/recipe", 1, test_recipe);
  test_original_add ("/blend/moment", 1, test_moment);

  return g_test_run ();
}
