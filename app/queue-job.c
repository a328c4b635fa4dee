/* SPDX-License-Identifier: MIT */
/* One job at a time works off the list of a queue, from the first run on. */
#include "app/queue-private.h"

#include <glib/gi18n-lib.h>

static void
fail_first (StudioQueue *self, const char *why)
{
  g_autoptr (StudioQueueRun) run = studio_queue_dup_run (self, 0);

  studio_queue_run_set_problem (run, why);
  studio_queue_set_paused (self, TRUE);
  studio_queue_tell_changed (self);
}

static void
picture_cb (StudioJob *job, StudioQueue *self)
{
  g_autoptr (StudioQueueRun) run = job == self->job ? studio_queue_dup_run (self, 0) : NULL;
  StudioPicture *picture;

  while ((picture = studio_job_take_picture (job)) != NULL)
    {
      if (run != NULL && studio_queue_run_get_n_images (run) > 0)
        {
          studio_queue_run_count_image (run);
          g_signal_emit_by_name (self->workspace, "picture", picture);
        }
      g_object_unref (picture);
    }

  /* A run of none is removed when its job has ended; it must not come back after a crash. */
  if (run != NULL && studio_queue_run_get_n_images (run) > 0)
    studio_queue_tell_changed (self);
}

static void
drop_job (StudioQueue *self)
{
  g_autoptr (StudioJob) job = g_steal_pointer (&self->job);

  if (job == NULL)
    return;

  g_signal_handlers_disconnect_by_data (job, self);
  studio_activity_cancel (STUDIO_ACTIVITY (job));
  studio_queue_notify_running (self);
}

static void
job_state_cb (StudioJob *job, GParamSpec *spec, StudioQueue *self)
{
  const StudioRunState state = studio_activity_get_state (STUDIO_ACTIVITY (job));
  g_autoptr (GError) error = studio_activity_dup_error (STUDIO_ACTIVITY (job));

  if (job != self->job || !studio_run_state_is_final (state))
    return;

  picture_cb (job, self);
  drop_job (self);
  if (state != STUDIO_RUN_FINISHED)
    {
      fail_first (self, error != NULL ? error->message : _("It was stopped"));
      return;
    }

  g_list_store_remove (self->runs, 0);
  studio_queue_tell_changed (self);
  if (studio_queue_count_runs (self) == 0)
    g_signal_emit_by_name (self, "drained");
  studio_queue_begin_next (self);
}

static void
begin_job (StudioQueue *self, WeftModel *model)
{
  g_autoptr (StudioQueueRun) run = studio_queue_dup_run (self, 0);
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;
  g_autoptr (GError) error = NULL;

  spec.model = model;
  spec.recipe = studio_queue_run_get_recipe (run);
  spec.n_images = studio_queue_run_get_n_images (run);
  spec.n_lanes = MIN (spec.n_images, STUDIO_JOB_MAX_LANES);
  spec.n_threads = 1; /* so that the studio has room for what is done by hand meanwhile */
  spec.demote = TRUE;
  self->job = studio_job_new (&spec, &error);
  if (self->job == NULL || !studio_activity_start (STUDIO_ACTIVITY (self->job), &error))
    {
      g_clear_object (&self->job);
      fail_first (self, error->message);
      return;
    }

  studio_queue_run_set_problem (run, NULL);
  g_signal_connect_object (self->job, "picture", G_CALLBACK (picture_cb), self, 0);
  g_signal_connect_object (self->job, "notify::state", G_CALLBACK (job_state_cb), self, 0);
  studio_queue_notify_running (self);
  g_signal_emit_by_name (self, "changed");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StudioQueue) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftModel) model = studio_entry_load_finish (STUDIO_ENTRY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->loading);
  if (model == NULL)
    fail_first (self, error->message);
  else if (!self->paused)
    begin_job (self, model);
}

static gboolean
is_studio_busy (StudioQueue *self)
{
  return studio_workspace_get_state (self->workspace) == STUDIO_RUN_RUNNING;
}

void
studio_queue_begin_next (StudioQueue *self)
{
  g_autoptr (StudioQueueRun) run = NULL;
  const StudioRecipe *recipe;
  StudioEntry *entry;

  if (self->is_closed || self->paused || self->job != NULL || self->loading != NULL || studio_queue_count_runs (self) == 0
      || is_studio_busy (self))
    return;

  run = studio_queue_dup_run (self, 0);
  recipe = studio_queue_run_get_recipe (run);
  entry = studio_workspace_find_entry (self->workspace, recipe);
  if (entry == NULL)
    {
      fail_first (self, _("Its checkpoint is not here"));
      return;
    }

  self->loading = g_cancellable_new ();
  studio_entry_load_async (entry, recipe->precision, self->loading, loaded_cb, g_object_ref (self));
}

void
studio_queue_stop_first (StudioQueue *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  drop_job (self);
}
