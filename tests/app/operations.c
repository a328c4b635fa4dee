/* SPDX-License-Identifier: MIT */
#include "tests/app/operations.h"

#include "app/surgeon.h"
#include "app/timeline.h"

#include <string.h>

static guint
count_values (StudioJob *job)
{
  return weft_config_get_image_values (weft_model_get_config (studio_job_get_model (job)));
}

StudioJob *
test_job_operate (StudioJob *job, const StudioSurgery *surgery)
{
  g_auto (StudioJobLane) lane = { 0 };
  StudioJobSpec spec;

  g_assert_true (studio_job_get_lane (job, 0, &lane));
  studio_recipe_cut_after (lane.recipe, surgery->step);
  studio_surgeries_add (lane.recipe->surgeries, surgery);
  spec = test_job_spec (studio_job_get_model (job), lane.recipe, 1);
  spec.keyframe_bytes = STUDIO_KEYFRAMES_DEFAULT_BYTES;
  spec.origin = (StudioJobOrigin) { studio_frame_get_values (lane.frame, 0), surgery->step, lane.keyframes, 0,
                                    lane.moment };
  return test_job_run (&spec);
}

const guint8 *
test_job_get_values (StudioJob *job)
{
  g_autoptr (StudioFrame) frame = studio_job_dup_frame (job);

  return studio_frame_get_values (frame, 0); /* the job keeps it alive */
}

guint64
test_job_get_hash (StudioJob *job)
{
  g_autoptr (StudioPicture) picture = studio_job_dup_picture (job, 0);

  g_assert_true (studio_picture_get_recipe (picture)->has_state_hash);
  return studio_picture_get_recipe (picture)->state_hash;
}

guint64
test_job_get_hash_at (StudioJob *job, guint n_known)
{
  g_autoptr (StudioTimeline) timeline = studio_timeline_new (job, 0);

  return weft_state_get_hash (weft_generator_get_state (studio_timeline_seek (timeline, n_known, NULL)), 0);
}

/* The state at every step, walked through in one go. */
static void
walk (StudioJob *job, guint64 *hashes)
{
  WeftModel *model = studio_job_get_model (job);
  const guint n_values = count_values (job);
  g_auto (StudioJobLane) lane = { 0 };
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = weft_generator_new (model, WEFT_FORM_LINEAR, 1, team, NULL);
  g_autoptr (StudioSurgeon) surgeon = NULL;
  const guint8 *values = test_job_get_values (job);

  g_assert_true (studio_job_get_lane (job, 0, &lane));
  surgeon = studio_surgeon_new (model, lane.recipe);
  g_assert_true (weft_generator_begin_with (generator, 0, 0, values, 1, TRUE, NULL));
  for (guint n = 1; n < n_values; n++)
    {
      hashes[n] = weft_state_get_hash (weft_generator_get_state (generator), 0);
      g_assert_true (studio_surgeon_absorb (surgeon, generator, values + n, 1, NULL));
    }
  hashes[n_values] = weft_state_get_hash (weft_generator_get_state (generator), 0);
}

void
test_job_assert_scrubs (StudioJob *job)
{
  const guint n_values = count_values (job);
  g_autofree guint64 *hashes = g_new (guint64, n_values + 1);

  walk (job, hashes);
  g_assert_cmphex (hashes[n_values], ==, test_job_get_hash (job));
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (StudioTimeline) timeline = studio_timeline_new (job, 0);

      for (guint i = 0; i < 40; i++)
        {
          const guint n_known = 1 + (i * 89 + 7 * round) % n_values;
          WeftGenerator *found = studio_timeline_seek (timeline, n_known, NULL);

          g_assert_nonnull (found);
          g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (found), 0), ==, hashes[n_known]);
        }
      studio_keyframes_drop (studio_timeline_get_lane (timeline)->keyframes);
    }
}

void
test_job_assert_branches_off (StudioJob *job, StudioJob *original, guint step)
{
  const guint8 *values = test_job_get_values (job);
  const guint8 *before = test_job_get_values (original);

  g_assert_cmpmem (values, step, before, step);
  g_assert_cmpint (memcmp (values + step, before + step, count_values (job) - step), !=, 0);
}
