/* SPDX-License-Identifier: MIT */
/* Memories changed by hand in mid-picture: what is painted before is what it was, what comes after replays and is
 * scrubbed to the same bits, and each kind of change is what it says. */
#include "app/moment-take.h"
#include "app/surgeon.h"
#include "app/timeline.h"

#include "engine/forward.h"
#include "tests/app/models.h"
#include "tests/app/operations.h"
#include "tests/app/recipes.h"

#define STEP 50 /* neither a whole pixel nor a keyframe */

/* By one nothing changes, not a bit. */
static void
test_scale_by_one (TestOriginal *original, gconstpointer data)
{
  const StudioSurgery surgery = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = WEFT_SURGERY_ALL,
                                  .head = WEFT_SURGERY_ALL, .factor = 1 };
  g_autoptr (StudioJob) job = test_job_operate (original->job, &surgery);

  test_job_assert_same (job, 0, original->job, 0);
  test_job_assert_replays (job, 0);
}

static void
test_scale (TestOriginal *original, gconstpointer data)
{
  const StudioSurgery surgeries[] = {
    { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 0, .head = 1, .factor = 0 },
    { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 1, .head = WEFT_SURGERY_ALL, .factor = 0.1 },
    { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = WEFT_SURGERY_ALL, .head = WEFT_SURGERY_ALL, .factor = 2.5 },
    { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = WEFT_SURGERY_ALL, .head = WEFT_SURGERY_ALL, .factor = 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (surgeries); i++)
    {
      g_autoptr (StudioJob) job = test_job_operate (original->job, &surgeries[i]);

      test_job_assert_branches_off (job, original->job, STEP);
      test_job_assert_replays (job, 0);
      test_job_assert_scrubs (job);
    }
}

/* What is done with step n is what the engine does to the state in which n values are known. */
static void
test_place (TestOriginal *original, gconstpointer data)
{
  const StudioSurgery surgery = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 1, .head = 0, .factor = 0.25 };
  g_autoptr (StudioJob) job = test_job_operate (original->job, &surgery);
  g_autoptr (StudioTimeline) untouched = studio_timeline_new (original->job, 0);
  g_autoptr (StudioTimeline) timeline = studio_timeline_new (job, 0);
  WeftGenerator *before = studio_timeline_seek (untouched, STEP, NULL);
  WeftGenerator *after = studio_timeline_seek (timeline, STEP, NULL);
  guint64 hash;

  g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (after), 0), ==,
                   weft_state_get_hash (weft_generator_get_state (before), 0));
  weft_surgery_scale (weft_generator_get_state (before), 0, 1, 0, 0.25f);
  g_assert_true (weft_generator_absorb (before, test_job_get_values (job) + STEP, 1, NULL));
  hash = weft_state_get_hash (weft_generator_get_state (before), 0);
  after = studio_timeline_seek (timeline, STEP + 1, NULL);
  g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (after), 0), ==, hash);
}

/* Changes on top of each other, at one step and at several. */
static void
test_several (TestOriginal *original, gconstpointer data)
{
  const StudioSurgery first = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 0, .head = 0, .factor = 0 };
  const StudioSurgery second = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 0, .head = 1, .factor = 0 };
  const StudioSurgery both = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 0, .head = WEFT_SURGERY_ALL };
  const StudioSurgery later = { .step = 100, .kind = STUDIO_SURGERY_SCALE, .layer = 1, .head = 1, .factor = 0.5 };
  g_autoptr (StudioJob) one = test_job_operate (original->job, &first);
  g_autoptr (StudioJob) two = test_job_operate (one, &second);
  g_autoptr (StudioJob) at_once = test_job_operate (original->job, &both);
  g_autoptr (StudioJob) three = test_job_operate (two, &later);

  test_job_assert_same (two, 0, at_once, 0);
  g_assert_cmpmem (test_job_get_values (three), 100, test_job_get_values (two), 100);
  test_job_assert_replays (three, 0);
  test_job_assert_scrubs (three);
}

/* A moment that is kept after a change goes on as the picture did. */
static void
test_moment (TestOriginal *original, gconstpointer data)
{
  const StudioSurgery surgery = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = WEFT_SURGERY_ALL, .head = 1 };
  g_autoptr (StudioJob) job = test_job_operate (original->job, &surgery);
  g_autoptr (StudioMoment) moment = studio_moment_take (job, 0, 90, NULL);
  g_autoptr (StudioJob) again = NULL;
  StudioJobSpec spec = test_job_spec (original->model, studio_moment_get_recipe (moment), 1);

  spec.origin = (StudioJobOrigin) { .values = studio_moment_get_values (moment), .n_known = 90, .moment = moment };
  again = test_job_run (&spec);
  test_job_assert_same (again, 0, job, 0);
  test_job_assert_replays (again, 0);
}

/* (transfer full): S and z at a step. */
static GBytes *
get_memory (TestOriginal *original, StudioJob *job, guint n_known)
{
  const WeftConfig *config = weft_model_get_config (original->model);
  const gsize n_z = (gsize) config->n_layers * config->width, n_s = n_z * weft_config_get_head_size (config);
  g_autoptr (StudioTimeline) timeline = studio_timeline_new (job, 0);
  WeftGenerator *found = studio_timeline_seek (timeline, n_known, NULL);
  float *memory = g_new (float, n_s + n_z);

  weft_state_export_linear (weft_generator_get_state (found), 0, memory, memory + n_s);
  return g_bytes_new_take (memory, (n_s + n_z) * sizeof (float));
}

/* What is frozen stays as it is, bit for bit, until it is thawed. */
static void
test_freeze (TestOriginal *original, gconstpointer data)
{
  const StudioSurgery freeze = { .step = STEP, .kind = STUDIO_SURGERY_FREEZE };
  const StudioSurgery thaw = { .step = 100, .kind = STUDIO_SURGERY_THAW };
  g_autoptr (StudioJob) frozen = test_job_operate (original->job, &freeze);
  g_autoptr (StudioJob) thawed = test_job_operate (frozen, &thaw);
  g_autoptr (GBytes) before = get_memory (original, original->job, STEP);
  g_autoptr (GBytes) at_once = get_memory (original, frozen, STEP + 1);
  g_autoptr (GBytes) at_end = get_memory (original, frozen, TEST_ORIGINAL_N_VALUES);
  g_autoptr (GBytes) until_thawed = get_memory (original, thawed, 100);
  g_autoptr (GBytes) after = get_memory (original, thawed, 101);

  test_job_assert_branches_off (frozen, original->job, STEP);
  g_assert_true (g_bytes_equal (at_once, before));
  g_assert_true (g_bytes_equal (at_end, before));
  g_assert_true (g_bytes_equal (until_thawed, before));
  g_assert_false (g_bytes_equal (after, before));
  g_assert_cmpmem (test_job_get_values (thawed), 100, test_job_get_values (frozen), 100);
  test_job_assert_replays (frozen, 0);
  test_job_assert_scrubs (frozen);
  test_job_assert_replays (thawed, 0);
  test_job_assert_scrubs (thawed);
}

/* By the engine alone: the same values, and a memory put back after each step that takes in one of @first .. @end - 1. */
static WeftState *
walk_without (TestOriginal *original, const guint8 *values, guint n_values, guint first, guint end)
{
  const guint max_steps = weft_model_get_config (original->model)->n_positions;
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftForward) forward = weft_forward_new (original->model, WEFT_FORM_LINEAR, 1, max_steps, team, NULL);
  g_autoptr (WeftState) before = weft_state_new (original->model, WEFT_FORM_LINEAR, 1, max_steps, NULL);
  WeftState *state = weft_state_new (original->model, WEFT_FORM_LINEAR, 1, max_steps, NULL);

  for (guint i = 0; i < n_values; i++)
    {
      weft_state_copy (before, state);
      g_assert_nonnull (weft_forward_step (forward, state, values + i, NULL));
      if (i >= first && i < end)
        weft_surgery_hold (state, before);
    }
  return state;
}

static void
test_forget (TestOriginal *original, gconstpointer data)
{
  const struct {
    guint first, end;
  } cases[] = { { 12, 24 }, { 0, 1 }, { 0, STEP }, { STEP - 1, STEP } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const StudioSurgery surgery = { .step = STEP, .kind = STUDIO_SURGERY_FORGET, .first = cases[i].first,
                                      .end = cases[i].end };
      g_autoptr (StudioJob) job = test_job_operate (original->job, &surgery);
      g_autoptr (WeftState) state = walk_without (original, test_job_get_values (job), STEP, cases[i].first,
                                                  cases[i].end);

      g_assert_cmpmem (test_job_get_values (job), STEP, test_job_get_values (original->job), STEP);
      g_assert_cmphex (test_job_get_hash_at (job, STEP), ==, test_job_get_hash_at (original->job, STEP));
      g_assert_cmphex (test_job_get_hash_at (job, STEP + 1), ==, weft_state_get_hash (state, 0));
      g_assert_cmphex (test_job_get_hash (job), !=, test_job_get_hash (original->job));
      test_job_assert_replays (job, 0);
      test_job_assert_scrubs (job);
    }
}

/* What was forgotten before stays forgotten, and other changes on the way are made again. */
static void
test_forget_more (TestOriginal *original, gconstpointer data)
{
  const StudioSurgery surgeries[] = {
    { .step = 30, .kind = STUDIO_SURGERY_SCALE, .layer = 0, .head = WEFT_SURGERY_ALL, .factor = 0.5 },
    { .step = STEP, .kind = STUDIO_SURGERY_FORGET, .first = 3, .end = 21 },
    { .step = 60, .kind = STUDIO_SURGERY_FREEZE },
    { .step = 70, .kind = STUDIO_SURGERY_THAW },
    { .step = 100, .kind = STUDIO_SURGERY_SCALE, .layer = 1, .head = 0, .factor = 2 },
    { .step = 100, .kind = STUDIO_SURGERY_FORGET, .first = 40, .end = 90 },
  };
  const StudioSurgery at_once[] = {
    surgeries[0], surgeries[2], surgeries[3], surgeries[4], surgeries[5],
    { .step = 100, .kind = STUDIO_SURGERY_FORGET, .first = surgeries[1].first, .end = surgeries[1].end },
  };
  g_autoptr (StudioJob) job = g_object_ref (original->job);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autoptr (StudioSurgeon) surgeon = NULL;
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = weft_generator_new (original->model, WEFT_FORM_LINEAR, 1, team, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (surgeries); i++)
    {
      StudioJob *next = test_job_operate (job, &surgeries[i]);

      g_object_unref (job);
      job = next;
      studio_surgeries_add (recipe->surgeries, &at_once[i]);
    }
  test_job_assert_replays (job, 0);
  test_job_assert_scrubs (job);

  /* The picture's own values, both forgotten where the second was: no picture, but the same memory. */
  surgeon = studio_surgeon_new (original->model, recipe);
  g_assert_true (weft_generator_begin_with (generator, 0, 0, test_job_get_values (job), 1, TRUE, NULL));
  g_assert_true (studio_surgeon_absorb (surgeon, generator, test_job_get_values (job) + 1, 100, NULL));
  g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (generator), 0), ==, test_job_get_hash_at (job, 101));
}

/* Several pictures side by side are changed each by itself. */
static void
test_lanes (TestOriginal *original, gconstpointer data)
{
  const StudioSurgery surgery = { .step = STEP, .kind = STUDIO_SURGERY_FORGET, .first = 10, .end = 30 };
  const StudioSurgery freeze = { .step = 120, .kind = STUDIO_SURGERY_FREEZE };
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autoptr (StudioJob) job = NULL;
  StudioJobSpec spec = test_job_spec (original->model, recipe, 1);

  recipe->seed = 5;
  studio_surgeries_add (recipe->surgeries, &surgery);
  studio_surgeries_add (recipe->surgeries, &freeze);
  spec.n_lanes = 3;
  spec.n_images = 3;
  job = test_job_run (&spec);
  for (guint lane = 0; lane < 3; lane++)
    {
      g_autoptr (StudioPicture) picture = studio_job_dup_picture (job, lane);
      StudioJobSpec single = test_job_spec (original->model, studio_picture_get_recipe (picture), 1);
      g_autoptr (StudioJob) alone = test_job_run (&single);

      g_assert_cmpmem (test_job_get_values (alone), TEST_ORIGINAL_N_VALUES, studio_picture_get_values (picture),
                       TEST_ORIGINAL_N_VALUES);
      g_assert_cmphex (test_job_get_hash (alone), ==, studio_picture_get_recipe (picture)->state_hash);
    }
}

/* Recipes that cannot be are refused, naming what is wrong. */
static void
test_refused (TestOriginal *original, gconstpointer data)
{
  static const TestRecipePart parts[] = {
    { "\"memory\":{}", "\"memory\" is not a list" },
    { "\"memory\":[{\"change\":\"thaw\"}]", "lacks \"step\"" },
    { "\"memory\":[{\"step\":5}]", "lacks \"change\"" },
    { "\"memory\":[{\"step\":5,\"change\":\"melt\"}]", "\"change\" is not a name we know" },
    { "\"memory\":[{\"step\":0,\"change\":\"freeze\"}]", "at value 0; values must not descend and lie from 1 to 143" },
    { "\"memory\":[{\"step\":144,\"change\":\"freeze\"}]", "at value 144" },
    { "\"memory\":[{\"step\":9,\"change\":\"freeze\"},{\"step\":8,\"change\":\"thaw\"}]",
      "change 1 of the memory is at value 8" },
    { "\"memory\":[{\"step\":5,\"change\":\"scale\"}]", "lacks \"factor\"" },
    { "\"memory\":[{\"step\":5,\"change\":\"scale\",\"layer\":2,\"factor\":1}]",
      "the checkpoint has 2 layers of 2 heads" },
    { "\"memory\":[{\"step\":5,\"change\":\"scale\",\"head\":2,\"factor\":1}]",
      "the checkpoint has 2 layers of 2 heads" },
    { "\"memory\":[{\"step\":5,\"change\":\"scale\",\"factor\":-1}]", "scaled by -1 at value 5, possible is 0 to 16" },
    { "\"memory\":[{\"step\":5,\"change\":\"scale\",\"factor\":16.5}]", "scaled by 16.5" },
    { "\"memory\":[{\"step\":5,\"change\":\"forget\",\"first\":0}]", "lacks \"end\"" },
    { "\"memory\":[{\"step\":5,\"change\":\"forget\",\"first\":2,\"end\":2}]", "values 2 up to 2" },
    { "\"memory\":[{\"step\":5,\"change\":\"forget\",\"first\":2,\"end\":6}]",
      "values 2 up to 6 are to be forgotten at value 5" },
    { "\"memory\":[{\"step\":5,\"change\":\"blend\",\"weight\":1.5,\"moment_hash\":\"0\"}]", "blended in by 1.5" },
  };

  test_recipe_assert_refused (weft_model_get_config (original->model), parts, G_N_ELEMENTS (parts));
}

/* Softmax attention has no such memory. */
static void
test_softmax (void)
{
  const StudioSurgery surgery = { .step = 5, .kind = STUDIO_SURGERY_FREEZE };
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_SOFTMAX, WEFT_IMAGE_GRAY8);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autoptr (GError) error = NULL;
  StudioJobSpec spec;

  recipe->form = WEFT_FORM_SOFTMAX_CACHED;
  studio_surgeries_add (recipe->surgeries, &surgery);
  spec = test_job_spec (model, recipe, 1);
  g_assert_null (studio_job_new (&spec, &error));
  g_assert_nonnull (strstr (error->message, "only linear attention's"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  test_original_add ("/surgeon/scale-by-one", 1, test_scale_by_one);
  test_original_add ("/surgeon/scale", 1, test_scale);
  test_original_add ("/surgeon/place", 1, test_place);
  test_original_add ("/surgeon/several", 1, test_several);
  test_original_add ("/surgeon/moment", 1, test_moment);
  test_original_add ("/surgeon/freeze", 1, test_freeze);
  test_original_add ("/surgeon/forget", 1, test_forget);
  test_original_add ("/surgeon/forget-more", 1, test_forget_more);
  test_original_add ("/surgeon/lanes", 1, test_lanes);
  test_original_add ("/surgeon/refused", 1, test_refused);
  g_test_add_func ("/surgeon/softmax", test_softmax);

  return g_test_run ();
}
