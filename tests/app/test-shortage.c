/* SPDX-License-Identifier: MIT */
/* What runs take is computed before they begin, and the smallest reduction with which they fit is found. */
#include "app/shortage.h"

#include "tests/app/models.h"

#include "engine/error.h"
#include "engine/generator.h"

#include <string.h>

#define N_LANES 16
#define KEYFRAMES STUDIO_KEYFRAMES_DEFAULT_BYTES

typedef struct {
  WeftModel *model;
  StudioRecipe *recipe;
  StudioJobSpec spec;
} Plan;

static void
plan_set_up (Plan *plan, WeftAttention attention)
{
  plan->model = test_model_new_sized (attention, WEFT_IMAGE_GRAY8, 24, 16);
  plan->recipe = studio_recipe_new ();
  plan->recipe->form = weft_form_default (weft_model_get_config (plan->model));
  plan->spec = (StudioJobSpec) { .model = plan->model, .recipe = plan->recipe, .n_lanes = N_LANES, .n_images = N_LANES,
                                 .n_threads = 1, .keyframe_bytes = KEYFRAMES };
}

static void
plan_clear (Plan *plan)
{
  weft_model_unref (plan->model);
  studio_recipe_free (plan->recipe);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static guint64
count (const Plan *plan, guint n_lanes, gsize keyframe_bytes)
{
  StudioJobSpec spec = plan->spec;

  spec.n_lanes = n_lanes;
  spec.n_images = n_lanes;
  spec.keyframe_bytes = keyframe_bytes;
  return studio_shortage_count_job (&spec);
}

/* All that a job holds, to the byte for what the engine allocates. */
static void
test_count (void)
{
  g_auto (Plan) plan = { 0 };
  guint64 generator, keyframes;

  plan_set_up (&plan, WEFT_ATTENTION_SOFTMAX);
  generator = weft_generator_count_bytes (plan.model, WEFT_FORM_SOFTMAX_CACHED, N_LANES, 1);
  keyframes = studio_keyframes_count_bytes (plan.model, WEFT_FORM_SOFTMAX_CACHED, N_LANES, KEYFRAMES);
  g_assert_cmpuint (keyframes, >, 0);
  g_assert_cmpuint (keyframes, <=, KEYFRAMES);
  g_assert_cmpuint (count (&plan, N_LANES, KEYFRAMES), ==, generator + keyframes + 2 * N_LANES * 24 * 16);

  /* Rounds that go on for ever have the next one's frame, and pictures that wait for whoever takes them. */
  plan.spec.n_images = 0;
  g_assert_cmpuint (studio_shortage_count_job (&plan.spec), ==,
                    generator + keyframes + (2 * N_LANES + STUDIO_JOB_MAX_WAITING) * 24 * 16);
}

static void
test_fits (void)
{
  g_auto (Plan) plan = { 0 };
  StudioShortage shortage;

  plan_set_up (&plan, WEFT_ATTENTION_LINEAR);
  g_assert_false (studio_shortage_find_in_job (&plan.spec, count (&plan, N_LANES, KEYFRAMES), &shortage));
  g_assert_true (studio_shortage_find_in_job (&plan.spec, count (&plan, N_LANES, KEYFRAMES) - 1, &shortage));
}

/* What nobody sees goes first: all pictures stay. */
static void
test_moments (void)
{
  g_auto (Plan) plan = { 0 };
  StudioShortage shortage;

  plan_set_up (&plan, WEFT_ATTENTION_SOFTMAX);
  g_assert_true (studio_shortage_find_in_job (&plan.spec, count (&plan, N_LANES, KEYFRAMES) - 1, &shortage));
  g_assert_cmpuint (shortage.needed, ==, count (&plan, N_LANES, KEYFRAMES));
  g_assert_cmpuint (shortage.available, ==, shortage.needed - 1);
  g_assert_cmpint (shortage.relief, ==, STUDIO_RELIEF_MOMENTS);
  g_assert_cmpuint (shortage.n_lanes, ==, N_LANES);
  g_assert_cmpuint (shortage.keyframe_bytes, <, KEYFRAMES);
  g_assert_cmpuint (shortage.relieved, ==, count (&plan, N_LANES, shortage.keyframe_bytes));
  g_assert_cmpuint (shortage.relieved, <=, shortage.available);
}

/* As many lanes as there is room for, and the job that then fits. */
static void
test_lanes (void)
{
  g_auto (Plan) plan = { 0 };
  StudioShortage shortage;
  StudioJobSpec relieved;

  plan_set_up (&plan, WEFT_ATTENTION_SOFTMAX);
  g_assert_true (studio_shortage_find_in_job (&plan.spec, count (&plan, 11, 0), &shortage));
  g_assert_cmpint (shortage.relief, ==, STUDIO_RELIEF_LANES);
  g_assert_cmpuint (shortage.n_asked, ==, N_LANES);
  g_assert_cmpuint (shortage.n_lanes, ==, 11);

  relieved = plan.spec;
  studio_shortage_relieve_job (&shortage, &relieved);
  g_assert_cmpuint (relieved.n_lanes, ==, 11);
  g_assert_cmpuint (relieved.n_images, ==, 11);
  g_assert_cmpuint (studio_shortage_count_job (&relieved), ==, shortage.relieved);
  g_assert_false (studio_shortage_find_in_job (&relieved, shortage.available, &shortage));

  /* A series of a hundred stays one of a hundred. */
  plan.spec.n_images = 100;
  g_assert_true (studio_shortage_find_in_job (&plan.spec, count (&plan, 11, 0), &shortage));
  relieved = plan.spec;
  studio_shortage_relieve_job (&shortage, &relieved);
  g_assert_cmpuint (relieved.n_lanes, <=, 11);
  g_assert_cmpuint (relieved.n_images, ==, 100);
}

static void
test_nothing_fits (void)
{
  g_auto (Plan) plan = { 0 };
  StudioShortage shortage;

  plan_set_up (&plan, WEFT_ATTENTION_SOFTMAX);
  g_assert_true (studio_shortage_find_in_job (&plan.spec, count (&plan, 1, 0) - 1, &shortage));
  g_assert_cmpint (shortage.relief, ==, STUDIO_RELIEF_NONE);
  g_assert_cmpuint (shortage.relieved, ==, count (&plan, 1, 0));
}

/* The lane that computes everything again has buffers for a whole prefix; a race goes on without it. */
static void
test_race (void)
{
  g_autoptr (WeftModel) model = test_model_new_sized (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8, 24, 16);
  StudioRaceSpec spec = STUDIO_RACE_SPEC_INIT;
  StudioShortage shortage;
  guint64 two, three;

  spec.entrants[0] = (StudioRaceEntrant) { model, WEFT_FORM_LINEAR, STUDIO_WEIGHTS_OWN };
  spec.entrants[1] = (StudioRaceEntrant) { model, WEFT_FORM_SOFTMAX_CACHED, STUDIO_WEIGHTS_SHAPES };
  spec.entrants[2] = (StudioRaceEntrant) { model, WEFT_FORM_SOFTMAX_RECOMPUTED, STUDIO_WEIGHTS_SHAPES };
  spec.n_threads = 1;
  spec.n_entrants = 2;
  two = studio_shortage_count_race (&spec);
  spec.n_entrants = 3;
  three = studio_shortage_count_race (&spec);
  g_assert_cmpuint (three, >, two);

  g_assert_false (studio_shortage_find_in_race (&spec, three, &shortage));
  g_assert_true (studio_shortage_find_in_race (&spec, two, &shortage));
  g_assert_true (shortage.is_race);
  g_assert_cmpint (shortage.relief, ==, STUDIO_RELIEF_RECOMPUTED);
  g_assert_cmpuint (shortage.relieved, ==, two);
  g_assert_true (studio_shortage_find_in_race (&spec, two - 1, &shortage));
  g_assert_cmpint (shortage.relief, ==, STUDIO_RELIEF_NONE);
}

static void
test_error (void)
{
  g_autoptr (GError) error = studio_shortage_make_error ("16 images need", 3 << 20, 1 << 20, "take fewer");

  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY);
  g_assert_nonnull (strstr (error->message, "16 images need 3.0"));
  g_assert_nonnull (strstr (error->message, "1.0"));
  g_assert_true (g_str_has_suffix (error->message, "are available (take fewer)"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shortage/count", test_count);
  g_test_add_func ("/shortage/fits", test_fits);
  g_test_add_func ("/shortage/moments", test_moments);
  g_test_add_func ("/shortage/lanes", test_lanes);
  g_test_add_func ("/shortage/nothing-fits", test_nothing_fits);
  g_test_add_func ("/shortage/race", test_race);
  g_test_add_func ("/shortage/error", test_error);
  return g_test_run ();
}
