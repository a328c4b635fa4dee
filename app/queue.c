/* SPDX-License-Identifier: MIT */
/* The list is the truth; one job at a time works it off, and a thread brings it to disk after each change. */
#include "app/queue.h"

#include "app/queue-disk.h"
#include "app/queue-file.h"

#include <glib/gi18n-lib.h>

struct _StudioQueue {
  GObject parent_instance;

  /* owned */
  StudioWorkspace *workspace;
  GListStore *runs;
  StudioQueueDisk *disk;   /* NULL: only in memory */
  GCancellable *loading;   /* of a checkpoint; NULL unless the first run waits for it */
  StudioJob *job;          /* of the first run */

  gboolean paused;
  gboolean is_closed;
};

enum {
  PROP_0,
  PROP_PAUSED,
  PROP_RUNNING,
  N_PROPS,
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_DRAINED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StudioQueue, studio_queue, G_TYPE_OBJECT)

static void begin_next (StudioQueue *self);

static StudioQueueRun *
dup_run (StudioQueue *self, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->runs), position);
}

static guint
count_runs (StudioQueue *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->runs));
}

/* To disk */

static GBytes *
to_text (StudioQueue *self)
{
  g_autoptr (GArray) lines = studio_queue_file_new_lines ();

  for (guint i = 0; i < count_runs (self); i++)
    {
      g_autoptr (StudioQueueRun) run = dup_run (self, i);
      const StudioQueueLine line = { studio_recipe_copy (studio_queue_run_get_recipe (run)),
                                     studio_queue_run_get_n_images (run) };

      g_array_append_val (lines, line);
    }

  return studio_queue_file_write (lines);
}

static void
tell_changed (StudioQueue *self)
{
  if (self->disk != NULL)
    {
      g_autoptr (GBytes) text = to_text (self);

      studio_queue_disk_write (self->disk, text);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* From disk */

/* What was left comes before what has been added meanwhile, and waits to be asked for. */
static void
take_lines (StudioQueue *self, const GArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const StudioQueueLine *line = &g_array_index (lines, StudioQueueLine, i);
      g_autoptr (StudioQueueRun) run = studio_queue_run_new (line->recipe, line->n_images);

      g_list_store_insert (self->runs, i, run);
    }

  if (lines->len > 0)
    studio_queue_set_paused (self, TRUE);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StudioQueue) self = data;
  g_autoptr (GArray) lines = NULL;

  if (!studio_queue_disk_find_finish (STUDIO_QUEUE_DISK (source), result, &lines))
    return;

  if (lines != NULL)
    take_lines (self, lines);
  if (count_runs (self) > 0)
    tell_changed (self);
}

/* Painting */

static void
notify_running (StudioQueue *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

static void
fail_first (StudioQueue *self, const char *why)
{
  g_autoptr (StudioQueueRun) run = dup_run (self, 0);

  studio_queue_run_set_problem (run, why);
  studio_queue_set_paused (self, TRUE);
  tell_changed (self);
}

static void
picture_cb (StudioJob *job, StudioQueue *self)
{
  g_autoptr (StudioQueueRun) run = job == self->job ? dup_run (self, 0) : NULL;
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
    tell_changed (self);
}

static void
drop_job (StudioQueue *self)
{
  g_autoptr (StudioJob) job = g_steal_pointer (&self->job);

  if (job == NULL)
    return;

  g_signal_handlers_disconnect_by_data (job, self);
  studio_activity_cancel (STUDIO_ACTIVITY (job));
  notify_running (self);
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
  tell_changed (self);
  if (count_runs (self) == 0)
    g_signal_emit (self, signals[SIGNAL_DRAINED], 0);
  begin_next (self);
}

static void
begin_job (StudioQueue *self, WeftModel *model)
{
  g_autoptr (StudioQueueRun) run = dup_run (self, 0);
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
  notify_running (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
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

static void
begin_next (StudioQueue *self)
{
  g_autoptr (StudioQueueRun) run = NULL;
  const StudioRecipe *recipe;
  StudioEntry *entry;

  if (self->is_closed || self->paused || self->job != NULL || self->loading != NULL || count_runs (self) == 0 || is_studio_busy (self))
    return;

  run = dup_run (self, 0);
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

static void
stop_first (StudioQueue *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  drop_job (self);
}

/* The object */

static void
studio_queue_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  StudioQueue *self = STUDIO_QUEUE (object);

  if (id == PROP_PAUSED)
    g_value_set_boolean (value, self->paused);
  else if (id == PROP_RUNNING)
    g_value_set_boolean (value, self->job != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
studio_queue_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_PAUSED)
    studio_queue_set_paused (STUDIO_QUEUE (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
studio_queue_dispose (GObject *object)
{
  StudioQueue *self = STUDIO_QUEUE (object);

  studio_queue_close (self);
  g_clear_object (&self->runs);
  g_clear_object (&self->disk);
  G_OBJECT_CLASS (studio_queue_parent_class)->dispose (object);
}

static void
studio_queue_class_init (StudioQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = studio_queue_get_property;
  object_class->set_property = studio_queue_set_property;
  object_class->dispose = studio_queue_dispose;
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, read | G_PARAM_WRITABLE);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", STUDIO_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_DRAINED] = g_signal_new ("drained", STUDIO_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
studio_queue_init (StudioQueue *self)
{
  self->runs = g_list_store_new (STUDIO_TYPE_QUEUE_RUN);
}

StudioQueue *
studio_queue_new (StudioWorkspace *workspace, const char *folder)
{
  StudioQueue *self = g_object_new (STUDIO_TYPE_QUEUE, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "notify::state", G_CALLBACK (begin_next), self, G_CONNECT_SWAPPED);
  if (folder != NULL)
    {
      g_autofree char *path = g_build_filename (folder, "queue.json", NULL);

      self->disk = studio_queue_disk_new (path);
      studio_queue_disk_find_async (self->disk, found_cb, g_object_ref (self));
    }
  return self;
}

void
studio_queue_close (StudioQueue *self)
{
  g_return_if_fail (STUDIO_IS_QUEUE (self));

  self->is_closed = TRUE;
  self->paused = TRUE;
  stop_first (self);
  g_clear_object (&self->workspace);
  if (self->disk != NULL)
    studio_queue_disk_close (self->disk);
}

GListModel *
studio_queue_get_runs (StudioQueue *self)
{
  g_return_val_if_fail (STUDIO_IS_QUEUE (self), NULL);

  return G_LIST_MODEL (self->runs);
}

gboolean
studio_queue_add (StudioQueue *self, const StudioRecipe *recipe, guint n_images)
{
  g_autoptr (StudioQueueRun) run = NULL;

  g_return_val_if_fail (STUDIO_IS_QUEUE (self) && n_images >= 1, FALSE);

  if (count_runs (self) >= STUDIO_QUEUE_MAX_RUNS)
    return FALSE;

  run = studio_queue_run_new (recipe, n_images);
  g_list_store_append (self->runs, run);
  tell_changed (self);
  begin_next (self);
  return TRUE;
}

void
studio_queue_remove (StudioQueue *self, guint position)
{
  g_return_if_fail (STUDIO_IS_QUEUE (self) && position < count_runs (self));

  if (position == 0)
    stop_first (self);
  g_list_store_remove (self->runs, position);
  tell_changed (self);
  begin_next (self);
}

void
studio_queue_move (StudioQueue *self, guint position, guint to)
{
  const guint first = self->job != NULL || self->loading != NULL ? 1 : 0;
  g_autoptr (StudioQueueRun) run = NULL;

  g_return_if_fail (STUDIO_IS_QUEUE (self) && position < count_runs (self) && to < count_runs (self));

  if (position < first || to < first || position == to)
    return;

  run = dup_run (self, position);
  g_list_store_remove (self->runs, position);
  g_list_store_insert (self->runs, to, run);
  tell_changed (self);
}

void
studio_queue_do_next (StudioQueue *self, guint position)
{
  const guint first = self->job != NULL || self->loading != NULL ? 1 : 0;

  g_return_if_fail (STUDIO_IS_QUEUE (self) && position < count_runs (self));

  if (position > first)
    studio_queue_move (self, position, first);
}

gboolean
studio_queue_get_paused (StudioQueue *self)
{
  g_return_val_if_fail (STUDIO_IS_QUEUE (self), FALSE);

  return self->paused;
}

void
studio_queue_set_paused (StudioQueue *self, gboolean paused)
{
  g_return_if_fail (STUDIO_IS_QUEUE (self));

  if (self->paused == paused)
    return;

  self->paused = paused;
  if (self->job != NULL && paused)
    studio_activity_pause (STUDIO_ACTIVITY (self->job));
  else if (self->job != NULL)
    studio_activity_resume (STUDIO_ACTIVITY (self->job));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
  begin_next (self);
}

gboolean
studio_queue_get_running (StudioQueue *self)
{
  g_return_val_if_fail (STUDIO_IS_QUEUE (self), FALSE);

  return self->job != NULL;
}

double
studio_queue_get_progress (StudioQueue *self)
{
  g_autoptr (StudioFrame) frame = NULL;

  g_return_val_if_fail (STUDIO_IS_QUEUE (self), 0.0);

  frame = self->job != NULL ? studio_job_dup_frame (self->job) : NULL;
  return frame != NULL ? (double) studio_frame_get_n_known (frame) / studio_frame_get_n_values (frame) : 0.0;
}
