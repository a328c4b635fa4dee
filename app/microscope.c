/* SPDX-License-Identifier: MIT */
/* Follows the workspace's run, and tells once for everything that has changed. */
#include "app/microscope.h"

#include "app/microscope-private.h"

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StudioMicroscope, studio_microscope, G_TYPE_OBJECT)

void
studio_sight_set (StudioSight *sight, StudioFrame *frame, guint lane, guint n_known)
{
  if (frame != NULL)
    studio_frame_ref (frame);
  g_clear_pointer (&sight->frame, studio_frame_unref);
  *sight = (StudioSight) { frame, lane, n_known };
}

void
studio_sight_clear (StudioSight *sight)
{
  studio_sight_set (sight, NULL, 0, 0);
}

void
studio_microscope_emit_changed (StudioMicroscope *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
studio_microscope_take_error (StudioMicroscope *self, GError *error)
{
  g_free (self->problem);
  self->problem = g_strdup (error->message);
  g_error_free (error);
}

/* Sizes of the run, or of what would run next. */
static void
follow_config (StudioMicroscope *self, StudioJob *job)
{
  StudioEntry *entry = studio_workspace_get_entry (self->workspace);
  const WeftConfig *config = entry != NULL ? studio_entry_get_config (entry) : NULL;

  if (job != NULL)
    config = weft_model_get_config (studio_job_get_model (job));

  self->has_config = config != NULL;
  if (config == NULL)
    return;

  self->config = *config;
  self->form = job != NULL ? studio_job_get_form (job) : weft_form_default (config);
}

/* Another network: nothing seen so far fits any more. A trace that is walking is waited for, by its next piece. */
static void
follow_model (StudioMicroscope *self, StudioJob *job)
{
  WeftModel *model = job != NULL ? studio_job_get_model (job) : NULL;

  if (model == self->model && self->form == self->glimpse_form)
    return;

  if (model != NULL)
    weft_model_ref (model);
  g_clear_pointer (&self->model, weft_model_unref);
  self->model = model;
  self->glimpse_form = self->form;
  studio_microscope_drop_glimpses (self);
}

/* The present round, as far as it is painted. Returns: whether it is another sight. */
static gboolean
follow_frame (StudioMicroscope *self, StudioJob *job)
{
  g_autoptr (StudioFrame) frame = job != NULL ? studio_job_dup_frame (job) : NULL;
  const guint n_known = frame != NULL ? studio_frame_get_n_known (frame) : 0;
  const guint n_lanes = frame != NULL ? studio_frame_get_n_lanes (frame) : 1;
  const guint lane = MIN (studio_workspace_get_shown_lane (self->workspace), n_lanes - 1);

  if (frame == self->sight.frame && n_known == self->sight.n_known && lane == self->sight.lane)
    return FALSE;

  studio_sight_set (&self->sight, frame, lane, n_known);
  return TRUE;
}

static void
run_changed_cb (StudioMicroscope *self)
{
  StudioJob *job = studio_workspace_get_job (self->workspace);

  self->is_running = studio_workspace_get_state (self->workspace) == STUDIO_RUN_RUNNING;
  follow_config (self, job);
  follow_model (self, job);
  follow_frame (self, job);
  studio_microscope_update_glimpse (self);
  studio_microscope_update_trace (self);
  studio_microscope_emit_changed (self);
}

static void
job_changed_cb (StudioMicroscope *self)
{
  g_clear_pointer (&self->problem, g_free);
  run_changed_cb (self);
}

static void
studio_microscope_dispose (GObject *object)
{
  StudioMicroscope *self = STUDIO_MICROSCOPE (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  studio_microscope_drop_glimpses (self);
  studio_microscope_drop_trace (self); /* a task holds a reference, so that none is on its way */
  studio_sight_clear (&self->sight);
  g_clear_pointer (&self->model, weft_model_unref);
  g_clear_pointer (&self->problem, g_free);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (studio_microscope_parent_class)->dispose (object);
}

static void
studio_microscope_class_init (StudioMicroscopeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = studio_microscope_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", STUDIO_TYPE_MICROSCOPE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
studio_microscope_init (StudioMicroscope *self)
{
  self->channel = G_MAXUINT;
}

StudioMicroscope *
studio_microscope_new (StudioWorkspace *workspace)
{
  StudioMicroscope *self = g_object_new (STUDIO_TYPE_MICROSCOPE, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_swapped (workspace, "notify::job", G_CALLBACK (job_changed_cb), self);
  g_signal_connect_swapped (workspace, "notify::state", G_CALLBACK (run_changed_cb), self);
  g_signal_connect_swapped (workspace, "notify::entry", G_CALLBACK (run_changed_cb), self);
  g_signal_connect_swapped (workspace, "notify::shown-lane", G_CALLBACK (run_changed_cb), self);
  g_signal_connect_swapped (workspace, "notify::shown-step", G_CALLBACK (run_changed_cb), self);
  run_changed_cb (self);
  return self;
}

void
studio_microscope_refresh (StudioMicroscope *self)
{
  gboolean has_changed;

  g_return_if_fail (STUDIO_IS_MICROSCOPE (self));

  has_changed = follow_frame (self, studio_workspace_get_job (self->workspace));
  has_changed |= studio_microscope_update_glimpse (self);
  studio_microscope_update_trace (self);
  if (has_changed)
    studio_microscope_emit_changed (self);
}

void
studio_microscope_hold (StudioMicroscope *self, StudioLook look)
{
  g_return_if_fail (STUDIO_IS_MICROSCOPE (self));

  if (self->holders[look]++ == 0)
    run_changed_cb (self);
}

void
studio_microscope_release (StudioMicroscope *self, StudioLook look)
{
  g_return_if_fail (STUDIO_IS_MICROSCOPE (self));
  g_return_if_fail (self->holders[look] > 0);

  self->holders[look]--;
}

void
studio_microscope_set_channel (StudioMicroscope *self, guint channel)
{
  g_return_if_fail (STUDIO_IS_MICROSCOPE (self));

  self->channel = channel;
  run_changed_cb (self);
}

guint
studio_microscope_get_lane (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), 0);

  return self->sight.lane;
}

void
studio_microscope_set_frozen (StudioMicroscope *self, gboolean is_frozen)
{
  g_return_if_fail (STUDIO_IS_MICROSCOPE (self));

  self->is_frozen = is_frozen;
  run_changed_cb (self);
}

gboolean
studio_microscope_get_frozen (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), FALSE);

  return self->is_frozen;
}

const WeftConfig *
studio_microscope_get_config (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), NULL);

  return self->has_config ? &self->config : NULL;
}

const guint8 *
studio_microscope_get_palette (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), NULL);

  return self->model != NULL ? weft_model_get_palette (self->model) : NULL;
}

WeftForm
studio_microscope_get_form (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), WEFT_FORM_LINEAR);

  return self->form;
}

gboolean
studio_microscope_is_running (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), FALSE);

  return self->is_running;
}

guint
studio_microscope_get_n_known (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), 0);

  return self->sight.n_known;
}

const guint8 *
studio_microscope_get_values (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), NULL);

  return self->sight.frame != NULL ? studio_frame_get_values (self->sight.frame, self->sight.lane) : NULL;
}

void
studio_microscope_compare_forms_async (StudioMicroscope *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  StudioEntry *entry = studio_workspace_get_entry (self->workspace);
  g_autoptr (GBytes) values = NULL;

  g_return_if_fail (STUDIO_IS_MICROSCOPE (self));
  g_return_if_fail (self->model != NULL && self->sight.frame != NULL && studio_microscope_get_step (self) > 0);

  values = g_bytes_new (studio_frame_get_values (self->sight.frame, self->sight.lane), studio_microscope_get_step (self));
  studio_agreement_measure_async (self->model, entry != NULL ? studio_entry_get_path (entry) : "", values, cancellable,
                                  callback, user_data);
}

guint
studio_microscope_get_step (StudioMicroscope *self)
{
  const guint shown = studio_workspace_get_shown_step (self->workspace);
  guint n_channels, first;

  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), 0);

  if (shown == 0)
    return 0;
  if (self->is_running)
    return self->sight.n_known > 0 ? self->sight.n_known - 1 : 0;

  n_channels = weft_config_get_n_channels (&self->config);
  first = (shown - 1) / n_channels * n_channels;
  return MIN (first + MIN (self->channel, n_channels - 1), shown - 1);
}

const StudioGlimpse *
studio_microscope_get_glimpse (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), NULL);

  return self->glimpse != NULL && self->glimpse->n_known > 0 ? self->glimpse : NULL;
}

WeftTrace *
studio_microscope_get_trace (StudioMicroscope *self, guint *n_steps)
{
  const gboolean is_of_sight = self->traced.frame == self->sight.frame && self->traced.lane == self->sight.lane;

  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), NULL);

  *n_steps = is_of_sight && self->traced.n_known > 0 ? self->traced.n_known - 1 : 0;
  return *n_steps > 0 ? self->trace : NULL;
}

gboolean
studio_microscope_get_operated (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), FALSE);

  return self->trace_surgeon != NULL;
}

const char *
studio_microscope_get_problem (StudioMicroscope *self)
{
  g_return_val_if_fail (STUDIO_IS_MICROSCOPE (self), NULL);

  return self->problem;
}
