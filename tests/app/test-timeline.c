/* SPDX-License-Identifier: MIT */
/* Any step again: the state at it is the original run's, bit for bit, by its hash. */
#include "app/timeline.h"

#include "tests/app/jobs.h"
#include "tests/app/models.h"
#include "tests/support/last-reference.h"

#include <stdlib.h>

#define SEED 77
#define N_SEEKS 200
#define N_COLOUR (32 * 32 * 3)

static StudioJob *
start (WeftModel *model, WeftForm form, guint n_lanes, gsize keyframe_bytes)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec = test_job_spec (model, recipe, n_lanes);

  recipe->seed = SEED;
  recipe->form = form;
  spec.keyframe_bytes = keyframe_bytes;
  return test_job_start (&spec);
}

static void
wait_for_end (StudioJob *job)
{
  test_activity_wait (STUDIO_ACTIVITY (job));
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (job)), ==, STUDIO_RUN_FINISHED);
}

/* Hashes of the state of image @image at some steps of a straight run. */
static guint64 *
paint_straight (WeftModel *model, WeftForm form, guint64 image, const gboolean *is_wanted, guint n_values)
{
  static const WeftSampling plain = WEFT_SAMPLING_INIT;
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = weft_generator_new (model, form, 1, team, NULL);
  guint64 *hashes = g_new0 (guint64, n_values + 1);

  weft_generator_begin (generator, SEED, image);
  for (guint n = 1; n <= n_values; n++)
    {
      if (is_wanted[n])
        hashes[n] = weft_state_get_hash (weft_generator_get_state (generator), 0);
      if (n < n_values)
        g_assert_true (weft_generator_next (generator, &plain, NULL));
    }

  return hashes;
}

static void
assert_at (WeftGenerator *generator, guint n_known, guint64 hash)
{
  g_assert_nonnull (generator);
  g_assert_cmpuint (weft_generator_get_n_known (generator), ==, n_known);
  g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (generator), 0), ==, hash);
}

/* 200 random steps of the second of two pictures, in random order. */
static void
check_random_steps (WeftAttention attention, WeftForm form, WeftImageMode mode, guint n_values, gsize keyframe_bytes)
{
  const guint height = n_values / (mode == WEFT_IMAGE_RGB8 ? 96 : 32);
  g_autoptr (WeftModel) model = test_model_new_sized (attention, mode, 32, height);
  g_autoptr (StudioJob) job = start (model, form, 2, keyframe_bytes);
  g_autoptr (StudioTimeline) timeline = NULL;
  g_autofree gboolean *is_wanted = g_new0 (gboolean, n_values + 1);
  g_autofree guint64 *hashes = NULL;
  gint32 steps[N_SEEKS];

  for (guint i = 0; i < N_SEEKS; i++)
    {
      steps[i] = g_test_rand_int_range (1, (gint32) n_values + 1);
      is_wanted[steps[i]] = TRUE;
    }
  hashes = paint_straight (model, form, 1, is_wanted, n_values);
  wait_for_end (job);

  timeline = studio_timeline_new (job, 1);
  g_assert_cmpuint (studio_timeline_get_n_known (timeline), ==, n_values);
  for (guint i = 0; i < N_SEEKS; i++)
    assert_at (studio_timeline_seek (timeline, (guint) steps[i], NULL), (guint) steps[i], hashes[steps[i]]);
}

static void
test_colour (void)
{
  check_random_steps (WEFT_ATTENTION_LINEAR, WEFT_FORM_LINEAR, WEFT_IMAGE_RGB8, N_COLOUR,
                      STUDIO_KEYFRAMES_DEFAULT_BYTES);
}

/* Without keyframes everything is replayed from the beginning, or from where the last seek ended. */
static void
test_no_keyframes (void)
{
  check_random_steps (WEFT_ATTENTION_LINEAR, WEFT_FORM_LINEAR, WEFT_IMAGE_INDEXED8, 320, 0);
  check_random_steps (WEFT_ATTENTION_LINEAR, WEFT_FORM_LINEAR, WEFT_IMAGE_INDEXED8, 320, 1);
}

static void
test_forms (void)
{
  check_random_steps (WEFT_ATTENTION_SOFTMAX, WEFT_FORM_SOFTMAX_CACHED, WEFT_IMAGE_INDEXED8, 320,
                      STUDIO_KEYFRAMES_DEFAULT_BYTES);
  check_random_steps (WEFT_ATTENTION_SOFTMAX, WEFT_FORM_SOFTMAX_RECOMPUTED, WEFT_IMAGE_INDEXED8, 64,
                      STUDIO_KEYFRAMES_DEFAULT_BYTES);
}

/* What is asked for without waiting. */
typedef struct {
  guint n_done;
  guint n_stale;
  guint n_known; /* of the last answer */
  guint64 hash;
} Answers;

static void
sought_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answers *answers = data;
  g_autoptr (GError) error = NULL;
  WeftGenerator *generator = studio_timeline_seek_finish (STUDIO_TIMELINE (source), result, &error);

  if (generator == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      answers->n_stale++;
      return;
    }

  answers->n_done++;
  answers->n_known = weft_generator_get_n_known (generator);
  answers->hash = weft_state_get_hash (weft_generator_get_state (generator), 0);
}

/* Of many wishes in a row the last is granted, and those that were overtaken say so. */
static void
test_stale (void)
{
  g_autoptr (WeftModel) model = test_model_new_sized (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8, 32, 32);
  g_autoptr (StudioJob) job = start (model, WEFT_FORM_LINEAR, 1, 0);
  StudioTimeline *timeline;
  g_autoptr (StudioTimeline) other = NULL;
  Answers answers = { 0 };

  wait_for_end (job);
  timeline = studio_timeline_new (job, 0);
  other = studio_timeline_new (job, 0);
  for (guint i = 0; i < 50; i++)
    {
      studio_timeline_seek_async (timeline, N_COLOUR - 7 * i, sought_cb, &answers);
      if (i % 10 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  while (answers.n_done + answers.n_stale < 50)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (answers.n_stale, >, 0);
  g_assert_cmpuint (answers.n_known, ==, N_COLOUR - 7 * 49);
  assert_at (studio_timeline_seek (other, answers.n_known, NULL), answers.n_known, answers.hash);
  test_assert_finalize_after_tasks (timeline);
}

/* A picture that is still being painted can be gone back in, and is not disturbed. */
static void
test_running (void)
{
  g_autoptr (WeftModel) model = test_model_new_sized (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8, 32, 32);
  g_autoptr (StudioJob) job = start (model, WEFT_FORM_LINEAR, 1, STUDIO_KEYFRAMES_DEFAULT_BYTES);
  g_autoptr (StudioTimeline) timeline = studio_timeline_new (job, 0);
  g_autofree gboolean *is_wanted = g_new (gboolean, N_COLOUR + 1);
  g_autofree guint64 *hashes = NULL;
  g_autoptr (StudioPicture) picture = NULL;

  for (guint n = 0; n <= N_COLOUR; n++)
    is_wanted[n] = TRUE;
  hashes = paint_straight (model, WEFT_FORM_LINEAR, 0, is_wanted, N_COLOUR);

  while (studio_timeline_get_n_known (timeline) < N_COLOUR)
    {
      const guint n_known = studio_timeline_get_n_known (timeline);

      if (n_known > 1)
        assert_at (studio_timeline_seek (timeline, n_known / 2, NULL), n_known / 2, hashes[n_known / 2]);
    }

  wait_for_end (job);
  picture = studio_job_take_picture (job);
  g_assert_cmphex (studio_picture_get_recipe (picture)->state_hash, ==, hashes[N_COLOUR]);
  assert_at (studio_timeline_seek (timeline, N_COLOUR, NULL), N_COLOUR, hashes[N_COLOUR]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/timeline/colour", test_colour);
  g_test_add_func ("/timeline/no-keyframes", test_no_keyframes);
  g_test_add_func ("/timeline/forms", test_forms);
  g_test_add_func ("/timeline/stale", test_stale);
  g_test_add_func ("/timeline/running", test_running);

  return g_test_run ();
}
