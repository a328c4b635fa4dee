/* SPDX-License-Identifier: MIT */
/* The image is walked through in short pieces, and beside a run that takes all it can get only seldom. */
#include "app/microscope-private.h"

#define PIECE 20000         /* microseconds of one piece */
#define MAX_SHARE 0.02      /* of the time, while a run is as fast as possible */
#define MAX_SHARE_PACED 0.5 /* while it waits for its pace anyway */

/* A piece of the way. */
typedef struct {
  WeftTrace *trace;  /* the microscope's, as is the next: it waits for the end before it frees them */
  StudioSurgeon *surgeon;
  StudioSight sight; /* n_known: as far as there are values */
  gint64 duration;
} Piece;

static void
piece_free (gpointer data)
{
  studio_sight_clear (&((Piece *) data)->sight);
  g_free (data);
}

static void
piece_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Piece *piece = data;
  const guint8 *values = studio_frame_get_values (piece->sight.frame, piece->sight.lane);
  const gint64 start = g_get_monotonic_time ();
  WeftState *state = weft_trace_get_state (piece->trace);
  GError *error = NULL;

  for (guint i = weft_trace_get_n_steps (piece->trace); i + 1 < piece->sight.n_known && error == NULL; i++)
    {
      if (studio_surgeon_begin_step (piece->surgeon, state, &error)
          && weft_trace_step (piece->trace, values[i], values[i + 1], &error))
        studio_surgeon_end_step (piece->surgeon, state);
      if (g_get_monotonic_time () - start > PIECE)
        break;
    }

  piece->duration = g_get_monotonic_time () - start;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
is_wanted (StudioMicroscope *self)
{
  return self->holders[STUDIO_LOOK_TRACE] + self->holders[STUDIO_LOOK_ATTENTION] > 0 && self->sight.frame != NULL;
}

static void
piece_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  StudioMicroscope *self = STUDIO_MICROSCOPE (object);
  Piece *piece = g_task_get_task_data (G_TASK (result));
  const gboolean is_paced = studio_workspace_get_pace (self->workspace) > 0;
  const double share = is_paced ? MAX_SHARE_PACED : MAX_SHARE;
  g_autoptr (GError) error = NULL;

  self->is_tracing = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      studio_microscope_drop_trace (self);
      studio_microscope_take_error (self, g_steal_pointer (&error));
      studio_microscope_emit_changed (self);
      return;
    }

  self->traced.n_known = weft_trace_get_n_steps (self->trace) + 1;
  self->rests_until = self->is_running ? g_get_monotonic_time () + (gint64) (piece->duration * (1 / share - 1)) : 0;
  studio_microscope_update_trace (self);
  studio_microscope_emit_changed (self);
}

/* Whose memory is followed. Without a moment that was blended in, it is the one there would be without all changes. */
static void
follow_recipe (StudioMicroscope *self)
{
  StudioJob *job = studio_workspace_get_job (self->workspace);
  g_auto (StudioJobLane) lane = { 0 };

  g_clear_pointer (&self->trace_surgeon, studio_surgeon_free);
  studio_sight_set (&self->traced, self->sight.frame, self->sight.lane, 1);
  if (job != NULL && studio_job_get_lane (job, self->sight.lane, &lane)
      && studio_surgeries_check_others (lane.recipe->surgeries, 0, NULL))
    self->trace_surgeon = studio_surgeon_new (self->model, lane.recipe);
}

/* A trace of the image in sight, from its beginning, with all that is wanted of it. */
static gboolean
prepare (StudioMicroscope *self)
{
  const gboolean needs_attention = self->holders[STUDIO_LOOK_ATTENTION] > 0;
  const gboolean is_other = self->traced.frame != self->sight.frame || self->traced.lane != self->sight.lane;
  const WeftForm form = self->form == WEFT_FORM_LINEAR ? WEFT_FORM_LINEAR : WEFT_FORM_SOFTMAX_CACHED;
  GError *error = NULL;

  if (self->trace_model != self->model || self->trace_form != form || (needs_attention && !self->has_attention))
    studio_microscope_drop_trace (self);
  else if (is_other && self->trace != NULL)
    {
      weft_trace_reset (self->trace);
      follow_recipe (self);
    }
  if (self->trace != NULL)
    return TRUE;

  self->trace_form = form;
  self->trace_model = weft_model_ref (self->model);
  self->trace_team = weft_team_new (1, &error);
  if (self->trace_team != NULL)
    self->trace = weft_trace_new (self->model, form, self->trace_team, needs_attention, &error);
  self->has_attention = needs_attention;
  follow_recipe (self);
  if (self->trace != NULL)
    return TRUE;

  studio_microscope_drop_trace (self);
  studio_microscope_take_error (self, error);
  return FALSE;
}

void
studio_microscope_update_trace (StudioMicroscope *self)
{
  g_autoptr (GTask) task = NULL;
  Piece *piece;

  if (self->is_tracing || !is_wanted (self) || self->problem != NULL || !prepare (self))
    return;
  if (self->traced.n_known >= self->sight.n_known
      || (self->is_running && g_get_monotonic_time () < self->rests_until)) /* after the run nobody asks again */
    return;

  piece = g_new0 (Piece, 1);
  piece->trace = self->trace;
  piece->surgeon = self->trace_surgeon;
  studio_sight_set (&piece->sight, self->sight.frame, self->sight.lane, self->sight.n_known);
  self->is_tracing = TRUE;
  task = g_task_new (self, NULL, piece_done_cb, NULL);
  g_task_set_task_data (task, piece, piece_free);
  g_task_run_in_thread (task, piece_thread);
}

/* Only while no piece is on its way. */
void
studio_microscope_drop_trace (StudioMicroscope *self)
{
  g_assert (!self->is_tracing);

  g_clear_pointer (&self->trace, weft_trace_free);
  g_clear_pointer (&self->trace_surgeon, studio_surgeon_free);
  g_clear_pointer (&self->trace_team, weft_team_free);
  g_clear_pointer (&self->trace_model, weft_model_unref);
  studio_sight_clear (&self->traced);
  self->has_attention = FALSE;
}
