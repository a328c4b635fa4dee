/* SPDX-License-Identifier: MIT */
/* Where a glimpse comes from: out of the hands of the thread that paints, or painted again up to the step in question. */
#include "app/microscope-private.h"

/* One step painted again. Owned by the task while it is on its way. */
typedef struct {
  StudioJobLane lane;
  guint n_known; /* values, after the step */
  WeftModel *model;
  WeftForm form;
  WeftTeam *team;
  WeftGenerator *generator;
  StudioSurgeon *surgeon; /* NULL: the memory is left alone */
  StudioGlimpse *glimpse;
} Replay;

static void
replay_free (gpointer data)
{
  Replay *replay = data;

  studio_job_lane_clear (&replay->lane);
  studio_glimpse_free (replay->glimpse);
  g_clear_pointer (&replay->generator, weft_generator_free);
  g_clear_pointer (&replay->surgeon, studio_surgeon_free);
  g_clear_pointer (&replay->team, weft_team_free);
  weft_model_unref (replay->model);
  g_free (replay);
}

/* What the glimpse has room for is where the nearest keyframe goes, and where what follows it begins. */
static gboolean
approach (Replay *replay, const guint8 *values, GError **error)
{
  const guint before = replay->n_known - 1;
  WeftState *state = replay->glimpse->state;
  guint found;

  if (state == NULL)
    return weft_generator_begin_with (replay->generator, 0, 0, values, before, TRUE, error);
  if (!studio_job_lane_restore (&replay->lane, replay->model, before, state, error))
    return FALSE;

  found = weft_state_get_position (state) + 1;
  return weft_generator_begin_from (replay->generator, 0, 0, state, 0, values, found, error)
         && studio_surgeon_absorb (replay->surgeon, replay->generator, values + found, before - found, error);
}

/* A generator of one lane that stands before the step. */
static gboolean
prepare (Replay *replay, const guint8 *values, GError **error)
{
  if (replay->team == NULL)
    replay->team = weft_team_new (1, error);
  if (replay->team == NULL)
    return FALSE;

  if (replay->generator == NULL)
    replay->generator = weft_generator_new (replay->model, replay->form, 1, replay->team, error);
  if (replay->generator == NULL)
    return FALSE;

  return approach (replay, values, error);
}

/* The state does not depend on the value that is drawn after it, so that any draw will do; what was drawn is known. */
static void
replay_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Replay *replay = data;
  const guint8 *values = studio_frame_get_values (replay->lane.frame, replay->lane.lane);
  const WeftSampling sampling = studio_recipe_get_sampling (replay->lane.recipe, replay->n_known - 1);
  GError *error = NULL;

  if (prepare (replay, values, &error))
    {
      studio_glimpse_begin (replay->glimpse, replay->generator);
      if (studio_surgeon_next (replay->surgeon, replay->generator, &sampling, &error))
        studio_glimpse_end (replay->glimpse, replay->generator, &sampling);
      replay->glimpse->value = values[replay->n_known - 1];
    }

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* What is filled becomes what is shown, and the other way round. */
static void
show (StudioMicroscope *self, StudioGlimpse *glimpse, StudioFrame *frame, guint lane)
{
  studio_glimpse_free (self->spare);
  self->spare = self->glimpse;
  self->glimpse = glimpse;
  studio_sight_set (&self->seen, frame, lane, glimpse->n_known);
}

/* Recomputing each step from nothing would take very long, and a cache is the same. */
static WeftForm
get_replay_form (StudioMicroscope *self)
{
  return self->form == WEFT_FORM_LINEAR ? WEFT_FORM_LINEAR : WEFT_FORM_SOFTMAX_CACHED;
}

static void
replayed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  StudioMicroscope *self = STUDIO_MICROSCOPE (object);
  Replay *replay = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  const gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  self->is_replaying = FALSE;
  if (replay->model == self->model && replay->form == get_replay_form (self))
    {
      self->replay_team = g_steal_pointer (&replay->team);
      self->replayer = g_steal_pointer (&replay->generator);
    }
  if (done && !self->is_frozen && replay->lane.frame == self->sight.frame)
    show (self, g_steal_pointer (&replay->glimpse), replay->lane.frame, replay->lane.lane);
  else if (!done)
    studio_microscope_take_error (self, g_steal_pointer (&error));

  if (done)
    studio_microscope_update_glimpse (self);
  studio_microscope_emit_changed (self);
}

/* An empty glimpse, or NULL if there is no memory for one. */
static StudioGlimpse *
take_spare (StudioMicroscope *self)
{
  GError *error = NULL;
  StudioGlimpse *spare = g_steal_pointer (&self->spare);

  if (spare == NULL)
    spare = studio_glimpse_new (self->model, self->form, &error);
  if (spare == NULL)
    studio_microscope_take_error (self, error);
  return spare;
}

static void
start_replay (StudioMicroscope *self, guint n_known)
{
  StudioJobLane lane;
  g_autoptr (GTask) task = NULL;
  StudioGlimpse *spare;
  Replay *replay;

  if (!studio_job_get_lane (studio_workspace_get_job (self->workspace), self->sight.lane, &lane))
    return;

  spare = take_spare (self);
  if (spare == NULL)
    {
      studio_job_lane_clear (&lane);
      return;
    }

  replay = g_new0 (Replay, 1);
  replay->lane = lane;
  replay->n_known = n_known;
  replay->model = weft_model_ref (self->model);
  replay->form = get_replay_form (self);
  replay->team = g_steal_pointer (&self->replay_team);
  replay->generator = g_steal_pointer (&self->replayer);
  replay->surgeon = studio_surgeon_new (self->model, lane.recipe);
  replay->glimpse = spare;
  spare->lane = 0;

  self->is_replaying = TRUE;
  task = g_task_new (self, NULL, replayed_cb, NULL);
  g_task_set_task_data (task, replay, replay_free);
  g_task_run_in_thread (task, replay_thread);
}

/* Asks the run for its next step, once. */
static void
ask (StudioMicroscope *self, StudioJob *job)
{
  StudioGlimpse *spare;

  if (self->asked_run == studio_job_get_run (job))
    return;

  spare = take_spare (self);
  if (spare == NULL)
    return;

  spare->lane = self->sight.lane;
  self->asked_run = studio_job_get_run (job);
  studio_job_ask_glimpse (job, spare);
}

static gboolean
take_answer (StudioMicroscope *self)
{
  StudioJob *job = studio_workspace_get_job (self->workspace);
  const gboolean is_asked = job != NULL && studio_job_get_run (job) == self->asked_run;
  StudioGlimpse *glimpse = is_asked ? studio_job_take_glimpse (job) : NULL;

  if (glimpse == NULL)
    return FALSE;

  self->asked_run = 0;
  if (glimpse->model == self->model && !self->is_frozen)
    {
      const gboolean is_of_round = glimpse->image == studio_job_get_image (job) + glimpse->lane;

      show (self, glimpse, is_of_round ? self->sight.frame : NULL, glimpse->lane);
      return TRUE;
    }

  studio_glimpse_free (glimpse);
  return FALSE;
}

gboolean
studio_microscope_update_glimpse (StudioMicroscope *self)
{
  const guint wanted = studio_microscope_get_step (self) + 1;
  const gboolean is_new = take_answer (self);

  if (self->holders[STUDIO_LOOK_GLIMPSE] == 0 || self->is_frozen || self->sight.frame == NULL)
    return is_new;

  if (self->is_running)
    ask (self, studio_workspace_get_job (self->workspace));
  else if (!self->is_replaying && wanted >= 2
           && (self->glimpse == NULL || self->seen.frame != self->sight.frame || self->seen.lane != self->sight.lane
               || self->seen.n_known != wanted))
    start_replay (self, wanted);
  return is_new;
}

/* Of another network: what is with a task or with a job comes back to nobody. */
void
studio_microscope_drop_glimpses (StudioMicroscope *self)
{
  self->asked_run = 0;
  g_clear_pointer (&self->glimpse, studio_glimpse_free);
  g_clear_pointer (&self->spare, studio_glimpse_free);
  g_clear_pointer (&self->replayer, weft_generator_free);
  g_clear_pointer (&self->replay_team, weft_team_free);
  studio_sight_clear (&self->seen);
}
