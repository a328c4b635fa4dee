/* SPDX-License-Identifier: MIT */
/* The step that is seen: all that is painted, or less; going back and on, and playing what is known. */
#include "app/workspace-private.h"

#define PLAY_INTERVAL 33   /* milliseconds between two steps of playing */
#define PLAY_SECONDS 2.0   /* a whole picture takes when there is no pace */

static guint
count_known (StudioWorkspace *self)
{
  g_autoptr (StudioFrame) frame = self->job != NULL ? studio_job_dup_frame (self->job) : NULL;

  return frame != NULL ? studio_frame_get_n_known (frame) : 0;
}

static guint
get_n_channels (StudioWorkspace *self)
{
  return weft_config_get_n_channels (weft_model_get_config (studio_job_get_model (self->job)));
}

gboolean
studio_workspace_get_is_following (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), TRUE);

  return self->shown_step == G_MAXUINT;
}

guint
studio_workspace_get_shown_step (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), 0);

  return MIN (self->shown_step, count_known (self));
}

static void
show_step (StudioWorkspace *self, guint n_known)
{
  if (self->shown_step == n_known)
    return;

  self->shown_step = n_known;
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_SHOWN_STEP);
}

/* Whole pixels, but for the value an image begins with; from the last one on it follows. */
static void
show_at_most (StudioWorkspace *self, guint n_known)
{
  const guint n_channels = get_n_channels (self);

  show_step (self, n_known >= count_known (self) ? G_MAXUINT : MAX (n_known - n_known % n_channels, 1));
}

void
studio_workspace_set_shown_step (StudioWorkspace *self, guint n_known)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->job == NULL)
    return;

  studio_workspace_stop_playing (self);
  if (n_known < count_known (self))
    studio_activity_pause (STUDIO_ACTIVITY (self->job));
  show_at_most (self, n_known);
}

void
studio_workspace_move (StudioWorkspace *self, gint n_pixels)
{
  gint64 pixel;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->job == NULL)
    return;

  pixel = (gint64) (studio_workspace_get_shown_step (self) / get_n_channels (self)) + n_pixels;
  studio_workspace_set_shown_step (self, (guint) CLAMP (pixel * get_n_channels (self), 0, G_MAXUINT));
}

void
studio_workspace_show_all (StudioWorkspace *self)
{
  studio_workspace_stop_playing (self);
  g_clear_object (&self->timeline);
  show_step (self, G_MAXUINT);
  studio_workspace_set_shown_lane (self, 0);
}

/* Playing */

gboolean
studio_workspace_get_playing (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), FALSE);

  return self->playing_id != 0;
}

gboolean
studio_workspace_stop_playing (StudioWorkspace *self)
{
  if (self->playing_id == 0)
    return FALSE;

  g_clear_handle_id (&self->playing_id, g_source_remove);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_PLAYING);
  return TRUE;
}

/* Pixels that are due since the last showing. */
static guint
count_due (StudioWorkspace *self)
{
  const WeftConfig *config = weft_model_get_config (studio_job_get_model (self->job));
  const double pace = self->pace > 0 ? self->pace : config->image_width * config->image_height / PLAY_SECONDS;
  const gint64 now = g_get_monotonic_time ();
  guint due;

  self->played_debt += pace * (double) (now - self->played_at) / G_USEC_PER_SEC;
  self->played_at = now;
  due = (guint) MIN (self->played_debt, (double) config->image_width * config->image_height);
  self->played_debt -= due;
  return due;
}

static gboolean
play_cb (gpointer data)
{
  StudioWorkspace *self = data;

  show_at_most (self, studio_workspace_get_shown_step (self) + count_due (self) * get_n_channels (self));
  if (!studio_workspace_get_is_following (self))
    return G_SOURCE_CONTINUE;

  self->playing_id = 0;
  studio_activity_resume (STUDIO_ACTIVITY (self->job));
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_PLAYING);
  return G_SOURCE_REMOVE;
}

gboolean
studio_workspace_play (StudioWorkspace *self)
{
  if (studio_workspace_get_is_following (self))
    return FALSE;
  if (self->playing_id != 0)
    return TRUE;

  self->played_at = g_get_monotonic_time ();
  self->played_debt = 0;
  self->playing_id = g_timeout_add (PLAY_INTERVAL, play_cb, self);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_PLAYING);
  return TRUE;
}

/* The lane, and its timeline */

guint
studio_workspace_get_shown_lane (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), 0);

  return self->shown_lane;
}

void
studio_workspace_set_shown_lane (StudioWorkspace *self, guint lane)
{
  const guint n_lanes = self->job != NULL ? studio_job_get_n_lanes (self->job) : 1;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  lane = MIN (lane, n_lanes - 1);
  if (self->shown_lane == lane)
    return;

  self->shown_lane = lane;
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_SHOWN_LANE);
}

/* Whether it is about what is seen, and not another lane or an earlier round. */
static gboolean
is_current (StudioWorkspace *self, StudioTimeline *timeline)
{
  const StudioJobLane *lane = studio_timeline_get_lane (timeline);
  g_autoptr (StudioFrame) frame = studio_job_dup_frame (self->job);

  return lane->frame == frame && lane->lane == self->shown_lane;
}

StudioTimeline *
studio_workspace_get_timeline (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  if (self->job == NULL)
    return NULL;

  if (self->timeline != NULL && !is_current (self, self->timeline))
    g_clear_object (&self->timeline);
  if (self->timeline == NULL)
    self->timeline = studio_timeline_new (self->job, self->shown_lane);
  return self->timeline;
}
