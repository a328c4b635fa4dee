/* SPDX-License-Identifier: MIT */
/* What a lane can be had again from: the latest memory before a step, wherever it is kept. */
#include "app/job.h"

void
studio_job_lane_clear (StudioJobLane *lane)
{
  g_clear_pointer (&lane->frame, studio_frame_unref);
  g_clear_pointer (&lane->keyframes, studio_keyframes_unref);
  g_clear_pointer (&lane->moment, studio_moment_unref);
  g_clear_pointer (&lane->recipe, studio_recipe_free);
}

static guint
find_keyframe (const StudioJobLane *lane, guint n_known)
{
  return lane->keyframes != NULL ? studio_keyframes_find (lane->keyframes, n_known) : 0;
}

static guint
find_moment (const StudioJobLane *lane, guint n_known)
{
  const guint found = lane->moment != NULL ? studio_moment_get_n_known (lane->moment) : 0;

  return found <= n_known ? found : 0;
}

guint
studio_job_lane_find (const StudioJobLane *lane, guint n_known)
{
  return MAX (MAX (find_keyframe (lane, n_known), find_moment (lane, n_known)), 1);
}

static gboolean
restore_moment (const StudioJobLane *lane, WeftModel *model, WeftState *state, GError **error)
{
  g_autoptr (WeftState) kept = studio_moment_make_state (lane->moment, model, error);

  if (kept == NULL)
    return FALSE;

  weft_state_copy_lane (state, 0, kept, 0);
  return TRUE;
}

gboolean
studio_job_lane_restore (const StudioJobLane *lane, WeftModel *model, guint n_known, WeftState *state, GError **error)
{
  const guint keyframe = find_keyframe (lane, n_known), moment = find_moment (lane, n_known);

  if (moment > keyframe)
    return restore_moment (lane, model, state, error);

  if (keyframe == 0 || studio_keyframes_restore (lane->keyframes, lane->lane, n_known, state) == 0)
    weft_state_reset (state);
  return TRUE;
}
