/* SPDX-License-Identifier: MIT */
/* Memories changed by hand in mid-picture: what is painted before is what it was, what comes after replays and is scrubbed to
 * the same bits, and each kind of change is what it says. */
#include "app/moment-take.h"
#include "app/recipe-json.h"
#include "app/store.h"
#include "app/surgeon.h"
#include "app/timeline.h"

#include "engine/error.h"
#include "engine/forward.h"
#include "tests/app/jobs.h"
#include "tests/app/models.h"
#include "tests/support/folder.h"

#include <string.h>

#define N_VALUES (8 * 6 * 3)
#define STEP 50 /* neither a whole pixel nor a keyframe */

typedef struct {
  WeftModel *model;
  StudioJob *job; /* the original, finished */
} Fixture;

static StudioJobSpec
make_spec (WeftModel *model, const StudioRecipe *recipe)
{
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;

  spec.model = model;
  spec.recipe = recipe;
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
  spec = make_spec (fixture->model, recipe);
  fixture->job = test_job_run (&spec);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->job);
  weft_model_unref (fixture->model);
}

/* Goes on from a finished picture with its memory changed. */
static StudioJob *
operate (Fixture *fixture, StudioJob *job, const StudioSurgery *surgery)
{
  g_auto (StudioJobLane) lane = { 0 };
  StudioJobSpec spec;

  g_assert_true (studio_job_get_lane (job, 0, &lane));
  studio_recipe_cut_after (lane.recipe, surgery->step);
  studio_surgeries_add (lane.recipe->surgeries, surgery);
  spec = make_spec (fixture->model, lane.recipe);
  spec.origin = (StudioJobOrigin) { studio_frame_get_values (lane.frame, 0), surgery->step, lane.keyframes, 0, lane.moment };
  return test_job_run (&spec);
}

static const guint8 *
get_values (StudioJob *job)
{
  g_autoptr (StudioFrame) frame = studio_job_dup_frame (job);

  return studio_frame_get_values (frame, 0); /* the job keeps it alive */
}

static guint64
get_hash (StudioJob *job)
{
  g_autoptr (StudioPicture) picture = studio_job_dup_picture (job, 0);

  g_assert_true (studio_picture_get_recipe (picture)->has_state_hash);
  return studio_picture_get_recipe (picture)->state_hash;
}

static void
assert_same (StudioJob *a, StudioJob *b)
{
  g_assert_cmpmem (get_values (a), N_VALUES, get_values (b), N_VALUES);
  g_assert_cmphex (get_hash (a), ==, get_hash (b));
}

/* What the picture's recipe, written and read, paints from its beginning is the picture. */
static void
assert_replays (Fixture *fixture, StudioJob *job)
{
  g_autoptr (StudioPicture) picture = studio_job_dup_picture (job, 0);
  g_autofree char *json = studio_recipe_to_json (studio_picture_get_recipe (picture));
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioRecipe) recipe = studio_recipe_from_json (json, -1, &error);
  g_autoptr (StudioJob) again = NULL;
  StudioJobSpec spec;

  g_assert_no_error (error);
  g_assert_true (studio_recipe_equal (recipe, studio_picture_get_recipe (picture)));
  spec = make_spec (fixture->model, recipe);
  again = test_job_run (&spec);
  assert_same (again, job);
}

/* The state at every step, walked through in one go. */
static void
walk (Fixture *fixture, StudioJob *job, guint64 *hashes)
{
  g_auto (StudioJobLane) lane = { 0 };
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = weft_generator_new (fixture->model, WEFT_FORM_LINEAR, 1, team, NULL);
  g_autoptr (StudioSurgeon) surgeon = NULL;
  const guint8 *values = get_values (job);

  g_assert_true (studio_job_get_lane (job, 0, &lane));
  surgeon = studio_surgeon_new (fixture->model, lane.recipe);
  g_assert_true (weft_generator_begin_with (generator, 0, 0, values, 1, TRUE, NULL));
  for (guint n = 1; n < N_VALUES; n++)
    {
      hashes[n] = weft_state_get_hash (weft_generator_get_state (generator), 0);
      g_assert_true (studio_surgeon_absorb (surgeon, generator, values + n, 1, NULL));
    }
  hashes[N_VALUES] = weft_state_get_hash (weft_generator_get_state (generator), 0);
}

/* Scrubbed to in any order, with keyframes and without, a step's state is what it was. */
static void
assert_scrubs (Fixture *fixture, StudioJob *job)
{
  guint64 hashes[N_VALUES + 1];

  walk (fixture, job, hashes);
  g_assert_cmphex (hashes[N_VALUES], ==, get_hash (job));
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (StudioTimeline) timeline = studio_timeline_new (job, 0);

      for (guint i = 0; i < 40; i++)
        {
          const guint n_known = 1 + (i * 89 + 7 * round) % N_VALUES;
          WeftGenerator *found = studio_timeline_seek (timeline, n_known, NULL);

          g_assert_nonnull (found);
          g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (found), 0), ==, hashes[n_known]);
        }
      studio_keyframes_drop (studio_timeline_get_lane (timeline)->keyframes);
    }
}

/* The picture up to the change, and only up to there. */
static void
assert_branches_off (Fixture *fixture, StudioJob *job)
{
  g_assert_cmpmem (get_values (job), STEP, get_values (fixture->job), STEP);
  g_assert_cmpint (memcmp (get_values (job) + STEP, get_values (fixture->job) + STEP, N_VALUES - STEP), !=, 0);
}

/* By one nothing changes, not a bit. */
static void
test_scale_by_one (Fixture *fixture, gconstpointer data)
{
  const StudioSurgery surgery = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = WEFT_SURGERY_ALL,
                                  .head = WEFT_SURGERY_ALL, .factor = 1 };
  g_autoptr (StudioJob) job = operate (fixture, fixture->job, &surgery);

  assert_same (job, fixture->job);
  assert_replays (fixture, job);
}

static void
test_scale (Fixture *fixture, gconstpointer data)
{
  const StudioSurgery surgeries[] = {
    { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 0, .head = 1, .factor = 0 },
    { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 1, .head = WEFT_SURGERY_ALL, .factor = 0.1 },
    { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = WEFT_SURGERY_ALL, .head = WEFT_SURGERY_ALL, .factor = 2.5 },
    { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = WEFT_SURGERY_ALL, .head = WEFT_SURGERY_ALL, .factor = 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (surgeries); i++)
    {
      g_autoptr (StudioJob) job = operate (fixture, fixture->job, &surgeries[i]);

      assert_branches_off (fixture, job);
      assert_replays (fixture, job);
      assert_scrubs (fixture, job);
    }
}

/* What is done with step n is what the engine does to the state in which n values are known. */
static void
test_place (Fixture *fixture, gconstpointer data)
{
  const StudioSurgery surgery = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 1, .head = 0, .factor = 0.25 };
  g_autoptr (StudioJob) job = operate (fixture, fixture->job, &surgery);
  g_autoptr (StudioTimeline) original = studio_timeline_new (fixture->job, 0);
  g_autoptr (StudioTimeline) timeline = studio_timeline_new (job, 0);
  WeftGenerator *before = studio_timeline_seek (original, STEP, NULL);
  WeftGenerator *after = studio_timeline_seek (timeline, STEP, NULL);
  guint64 hash;

  g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (after), 0), ==,
                   weft_state_get_hash (weft_generator_get_state (before), 0));
  weft_surgery_scale (weft_generator_get_state (before), 0, 1, 0, 0.25f);
  g_assert_true (weft_generator_absorb (before, get_values (job) + STEP, 1, NULL));
  hash = weft_state_get_hash (weft_generator_get_state (before), 0);
  after = studio_timeline_seek (timeline, STEP + 1, NULL);
  g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (after), 0), ==, hash);
}

/* Changes on top of each other, at one step and at several. */
static void
test_several (Fixture *fixture, gconstpointer data)
{
  const StudioSurgery first = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 0, .head = 0, .factor = 0 };
  const StudioSurgery second = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 0, .head = 1, .factor = 0 };
  const StudioSurgery both = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = 0, .head = WEFT_SURGERY_ALL };
  const StudioSurgery later = { .step = 100, .kind = STUDIO_SURGERY_SCALE, .layer = 1, .head = 1, .factor = 0.5 };
  g_autoptr (StudioJob) one = operate (fixture, fixture->job, &first);
  g_autoptr (StudioJob) two = operate (fixture, one, &second);
  g_autoptr (StudioJob) at_once = operate (fixture, fixture->job, &both);
  g_autoptr (StudioJob) three = operate (fixture, two, &later);

  assert_same (two, at_once);
  g_assert_cmpmem (get_values (three), 100, get_values (two), 100);
  assert_replays (fixture, three);
  assert_scrubs (fixture, three);
}

/* A moment that is kept after a change goes on as the picture did. */
static void
test_moment (Fixture *fixture, gconstpointer data)
{
  const StudioSurgery surgery = { .step = STEP, .kind = STUDIO_SURGERY_SCALE, .layer = WEFT_SURGERY_ALL, .head = 1 };
  g_autoptr (StudioJob) job = operate (fixture, fixture->job, &surgery);
  g_autoptr (StudioMoment) moment = studio_moment_take (job, 0, 90, NULL);
  g_autoptr (StudioJob) again = NULL;
  StudioJobSpec spec = make_spec (fixture->model, studio_moment_get_recipe (moment));

  spec.origin = (StudioJobOrigin) { .values = studio_moment_get_values (moment), .n_known = 90, .moment = moment };
  again = test_job_run (&spec);
  assert_same (again, job);
  assert_replays (fixture, again);
}

/* (transfer full): S and z at a step. */
static GBytes *
get_memory (Fixture *fixture, StudioJob *job, guint n_known)
{
  const WeftConfig *config = weft_model_get_config (fixture->model);
  const gsize n_z = (gsize) config->n_layers * config->width, n_s = n_z * weft_config_get_head_size (config);
  g_autoptr (StudioTimeline) timeline = studio_timeline_new (job, 0);
  WeftGenerator *found = studio_timeline_seek (timeline, n_known, NULL);
  float *memory = g_new (float, n_s + n_z);

  weft_state_export_linear (weft_generator_get_state (found), 0, memory, memory + n_s);
  return g_bytes_new_take (memory, (n_s + n_z) * sizeof (float));
}

/* What is frozen stays as it is, bit for bit, until it is thawed. */
static void
test_freeze (Fixture *fixture, gconstpointer data)
{
  const StudioSurgery freeze = { .step = STEP, .kind = STUDIO_SURGERY_FREEZE };
  const StudioSurgery thaw = { .step = 100, .kind = STUDIO_SURGERY_THAW };
  g_autoptr (StudioJob) frozen = operate (fixture, fixture->job, &freeze);
  g_autoptr (StudioJob) thawed = operate (fixture, frozen, &thaw);
  g_autoptr (GBytes) before = get_memory (fixture, fixture->job, STEP);
  g_autoptr (GBytes) at_once = get_memory (fixture, frozen, STEP + 1);
  g_autoptr (GBytes) at_end = get_memory (fixture, frozen, N_VALUES);
  g_autoptr (GBytes) until_thawed = get_memory (fixture, thawed, 100);
  g_autoptr (GBytes) after = get_memory (fixture, thawed, 101);

  assert_branches_off (fixture, frozen);
  g_assert_true (g_bytes_equal (at_once, before));
  g_assert_true (g_bytes_equal (at_end, before));
  g_assert_true (g_bytes_equal (until_thawed, before));
  g_assert_false (g_bytes_equal (after, before));
  g_assert_cmpmem (get_values (thawed), 100, get_values (frozen), 100);
  assert_replays (fixture, frozen);
  assert_scrubs (fixture, frozen);
  assert_replays (fixture, thawed);
  assert_scrubs (fixture, thawed);
}

/* By the engine alone: the same values, and a memory put back after each step that takes in one of @first .. @end - 1. */
static WeftState *
walk_without (Fixture *fixture, const guint8 *values, guint n_values, guint first, guint end)
{
  const guint max_steps = weft_model_get_config (fixture->model)->n_positions;
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftForward) forward = weft_forward_new (fixture->model, WEFT_FORM_LINEAR, 1, max_steps, team, NULL);
  g_autoptr (WeftState) before = weft_state_new (fixture->model, WEFT_FORM_LINEAR, 1, max_steps, NULL);
  WeftState *state = weft_state_new (fixture->model, WEFT_FORM_LINEAR, 1, max_steps, NULL);

  for (guint i = 0; i < n_values; i++)
    {
      weft_state_copy (before, state);
      g_assert_nonnull (weft_forward_step (forward, state, values + i, NULL));
      if (i >= first && i < end)
        weft_surgery_hold (state, before);
    }
  return state;
}

static guint64
get_hash_at (StudioJob *job, guint n_known)
{
  g_autoptr (StudioTimeline) timeline = studio_timeline_new (job, 0);

  return weft_state_get_hash (weft_generator_get_state (studio_timeline_seek (timeline, n_known, NULL)), 0);
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  const struct {
    guint first, end;
  } cases[] = { { 12, 24 }, { 0, 1 }, { 0, STEP }, { STEP - 1, STEP } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const StudioSurgery surgery = { .step = STEP, .kind = STUDIO_SURGERY_FORGET, .first = cases[i].first,
                                      .end = cases[i].end };
      g_autoptr (StudioJob) job = operate (fixture, fixture->job, &surgery);
      g_autoptr (WeftState) state = walk_without (fixture, get_values (job), STEP, cases[i].first, cases[i].end);

      g_assert_cmpmem (get_values (job), STEP, get_values (fixture->job), STEP);
      g_assert_cmphex (get_hash_at (job, STEP), ==, get_hash_at (fixture->job, STEP));
      g_assert_cmphex (get_hash_at (job, STEP + 1), ==, weft_state_get_hash (state, 0));
      g_assert_cmphex (get_hash (job), !=, get_hash (fixture->job));
      assert_replays (fixture, job);
      assert_scrubs (fixture, job);
    }
}

/* What was forgotten before stays forgotten, and other changes on the way are made again. */
static void
test_forget_more (Fixture *fixture, gconstpointer data)
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
  g_autoptr (StudioJob) job = g_object_ref (fixture->job);
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autoptr (StudioSurgeon) surgeon = NULL;
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = weft_generator_new (fixture->model, WEFT_FORM_LINEAR, 1, team, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (surgeries); i++)
    {
      StudioJob *next = operate (fixture, job, &surgeries[i]);

      g_object_unref (job);
      job = next;
      studio_surgeries_add (recipe->surgeries, &at_once[i]);
    }
  assert_replays (fixture, job);
  assert_scrubs (fixture, job);

  /* The picture's own values, both forgotten where the second was: no picture, but the same memory. */
  surgeon = studio_surgeon_new (fixture->model, recipe);
  g_assert_true (weft_generator_begin_with (generator, 0, 0, get_values (job), 1, TRUE, NULL));
  g_assert_true (studio_surgeon_absorb (surgeon, generator, get_values (job) + 1, 100, NULL));
  g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (generator), 0), ==, get_hash_at (job, 101));
}

/* Several pictures side by side are changed each by itself. */
static void
test_lanes (Fixture *fixture, gconstpointer data)
{
  const StudioSurgery surgery = { .step = STEP, .kind = STUDIO_SURGERY_FORGET, .first = 10, .end = 30 };
  const StudioSurgery freeze = { .step = 120, .kind = STUDIO_SURGERY_FREEZE };
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autoptr (StudioJob) job = NULL;
  StudioJobSpec spec = make_spec (fixture->model, recipe);

  recipe->seed = 5;
  studio_surgeries_add (recipe->surgeries, &surgery);
  studio_surgeries_add (recipe->surgeries, &freeze);
  spec.n_lanes = 3;
  spec.n_images = 3;
  job = test_job_run (&spec);
  for (guint lane = 0; lane < 3; lane++)
    {
      g_autoptr (StudioPicture) picture = studio_job_dup_picture (job, lane);
      StudioJobSpec single = make_spec (fixture->model, studio_picture_get_recipe (picture));
      g_autoptr (StudioJob) alone = test_job_run (&single);

      g_assert_cmpmem (get_values (alone), N_VALUES, studio_picture_get_values (picture), N_VALUES);
      g_assert_cmphex (get_hash (alone), ==, studio_picture_get_recipe (picture)->state_hash);
    }
}

/* (transfer full): of another picture, at another step. */
static StudioMoment *
take_other (Fixture *fixture)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autoptr (StudioJob) job = NULL;
  StudioJobSpec spec = make_spec (fixture->model, recipe);

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
test_blend (Fixture *fixture, gconstpointer data)
{
  const double weights[] = { 0, 0.3, 1 };
  g_autoptr (StudioMoment) other = take_other (fixture);
  g_autoptr (WeftState) state = studio_moment_make_state (other, fixture->model, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      const StudioSurgery surgery = make_blend (other, weights[i]);
      g_autoptr (StudioJob) job = operate (fixture, fixture->job, &surgery);
      g_autoptr (StudioTimeline) timeline = studio_timeline_new (fixture->job, 0);
      WeftGenerator *mixed = studio_timeline_seek (timeline, STEP, NULL);

      weft_surgery_mix (weft_generator_get_state (mixed), 0, state, 0, (float) weights[i]);
      g_assert_true (weft_generator_absorb (mixed, get_values (job) + STEP, 1, NULL));
      g_assert_cmphex (get_hash_at (job, STEP + 1), ==, weft_state_get_hash (weft_generator_get_state (mixed), 0));
      assert_scrubs (fixture, job);
      if (weights[i] == 0)
        assert_same (job, fixture->job);
      else
        assert_branches_off (fixture, job);
    }
}

/* As long as somebody has the moment, a recipe paints the blend again; written down, it says what is missing. */
static void
test_blend_recipe (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioMoment) other = take_other (fixture);
  const StudioSurgery surgery = make_blend (other, 0.5);
  g_autoptr (StudioJob) job = operate (fixture, fixture->job, &surgery);
  g_autoptr (StudioPicture) picture = studio_job_dup_picture (job, 0);
  const StudioRecipe *recipe = studio_picture_get_recipe (picture);
  g_autofree char *json = studio_recipe_to_json (recipe);
  g_autofree char *hash = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", studio_moment_get_hash (other));
  g_autoptr (StudioRecipe) read = studio_recipe_from_json (json, -1, NULL);
  StudioJobSpec spec = make_spec (fixture->model, recipe);
  g_autoptr (StudioJob) again = test_job_run (&spec);
  g_autoptr (GError) error = NULL;

  assert_same (again, job);
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
test_blend_moment (Fixture *fixture, gconstpointer data)
{
  const StudioSurgery later = { .step = 100, .kind = STUDIO_SURGERY_SCALE, .layer = 0, .head = 0, .factor = 0 };
  g_autoptr (StudioMoment) other = take_other (fixture);
  const StudioSurgery surgery = make_blend (other, 0.5);
  g_autoptr (StudioJob) job = operate (fixture, fixture->job, &surgery);
  g_autoptr (StudioMoment) kept = studio_moment_take (job, 0, 90, NULL);
  g_autoptr (StudioMoment) moment = through_file (kept);
  StudioJobSpec spec = make_spec (fixture->model, studio_moment_get_recipe (moment));
  g_autoptr (StudioJob) again = NULL;
  g_autoptr (StudioJob) branch = NULL;
  g_autoptr (StudioJob) expected = operate (fixture, job, &later);
  g_autoptr (StudioTimeline) timeline = NULL;
  g_autoptr (GError) error = NULL;

  spec.origin = (StudioJobOrigin) { .values = studio_moment_get_values (moment), .n_known = 90, .moment = moment };
  again = test_job_run (&spec);
  assert_same (again, job);

  timeline = studio_timeline_new (again, 0);
  studio_keyframes_drop (studio_timeline_get_lane (timeline)->keyframes);
  g_assert_cmphex (get_hash_at (again, 90), ==, get_hash_at (job, 90));
  g_assert_cmphex (get_hash_at (again, 120), ==, get_hash_at (job, 120));
  g_assert_cmphex (get_hash_at (again, 40), ==, get_hash_at (job, 40));
  g_assert_null (studio_timeline_seek (timeline, 70, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);

  branch = operate (fixture, again, &later);
  assert_same (branch, expected);
}

/* Recipes that cannot be are refused, naming what is wrong. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  const struct {
    const char *memory;
    const char *message;
  } cases[] = {
    { "{}", "\"memory\" is not a list" },
    { "[{\"change\":\"thaw\"}]", "lacks \"step\"" },
    { "[{\"step\":5}]", "lacks \"change\"" },
    { "[{\"step\":5,\"change\":\"melt\"}]", "\"change\" is not a name we know" },
    { "[{\"step\":0,\"change\":\"freeze\"}]", "at value 0; values must not descend and lie from 1 to 143" },
    { "[{\"step\":144,\"change\":\"freeze\"}]", "at value 144" },
    { "[{\"step\":9,\"change\":\"freeze\"},{\"step\":8,\"change\":\"thaw\"}]", "change 1 of the memory is at value 8" },
    { "[{\"step\":5,\"change\":\"scale\"}]", "lacks \"factor\"" },
    { "[{\"step\":5,\"change\":\"scale\",\"layer\":2,\"factor\":1}]", "the checkpoint has 2 layers of 2 heads" },
    { "[{\"step\":5,\"change\":\"scale\",\"head\":2,\"factor\":1}]", "the checkpoint has 2 layers of 2 heads" },
    { "[{\"step\":5,\"change\":\"scale\",\"factor\":-1}]", "scaled by -1 at value 5, possible is 0 to 16" },
    { "[{\"step\":5,\"change\":\"scale\",\"factor\":16.5}]", "scaled by 16.5" },
    { "[{\"step\":5,\"change\":\"forget\",\"first\":0}]", "lacks \"end\"" },
    { "[{\"step\":5,\"change\":\"forget\",\"first\":2,\"end\":2}]", "values 2 up to 2" },
    { "[{\"step\":5,\"change\":\"forget\",\"first\":2,\"end\":6}]", "values 2 up to 6 are to be forgotten at value 5" },
    { "[{\"step\":5,\"change\":\"blend\",\"weight\":1.5,\"moment_hash\":\"0\"}]", "blended in by 1.5" },
  };
  g_autoptr (StudioPicture) picture = studio_job_dup_picture (fixture->job, 0);
  g_autofree char *json = studio_recipe_to_json (studio_picture_get_recipe (picture));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"memory\":%s,%s", cases[i].memory, json + 1);
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_recipe_from_json (text, -1, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("%s: %s", cases[i].memory, error->message);
    }
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
  spec = make_spec (model, recipe);
  g_assert_null (studio_job_new (&spec, &error));
  g_assert_nonnull (strstr (error->message, "only linear attention's"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/surgeon/scale-by-one", Fixture, NULL, set_up, test_scale_by_one, tear_down);
  g_test_add ("/surgeon/scale", Fixture, NULL, set_up, test_scale, tear_down);
  g_test_add ("/surgeon/place", Fixture, NULL, set_up, test_place, tear_down);
  g_test_add ("/surgeon/several", Fixture, NULL, set_up, test_several, tear_down);
  g_test_add ("/surgeon/moment", Fixture, NULL, set_up, test_moment, tear_down);
  g_test_add ("/surgeon/freeze", Fixture, NULL, set_up, test_freeze, tear_down);
  g_test_add ("/surgeon/forget", Fixture, NULL, set_up, test_forget, tear_down);
  g_test_add ("/surgeon/forget-more", Fixture, NULL, set_up, test_forget_more, tear_down);
  g_test_add ("/surgeon/blend", Fixture, NULL, set_up, test_blend, tear_down);
  g_test_add ("/surgeon/blend-recipe", Fixture, NULL, set_up, test_blend_recipe, tear_down);
  g_test_add ("/surgeon/blend-moment", Fixture, NULL, set_up, test_blend_moment, tear_down);
  g_test_add ("/surgeon/lanes", Fixture, NULL, set_up, test_lanes, tear_down);
  g_test_add ("/surgeon/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add_func ("/surgeon/softmax", test_softmax);

  return g_test_run ();
}
