/* SPDX-License-Identifier: MIT */
/* The list is the truth, and a thread brings it to disk after each change. */
#include "app/queue.h"

#include "app/queue-file.h"
#include "app/queue-private.h"

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

StudioQueueRun *
studio_queue_dup_run (StudioQueue *self, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->runs), position);
}

guint
studio_queue_count_runs (StudioQueue *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->runs));
}

/* To disk */

static GBytes *
to_text (StudioQueue *self)
{
  g_autoptr (GArray) lines = studio_queue_file_new_lines ();

  for (guint i = 0; i < studio_queue_count_runs (self); i++)
    {
      g_autoptr (StudioQueueRun) run = studio_queue_dup_run (self, i);
      const StudioQueueLine line = { studio_recipe_copy (studio_queue_run_get_recipe (run)),
                                     studio_queue_run_get_n_images (run) };

      g_array_append_val (lines, line);
    }

  return studio_queue_file_write (lines);
}

void
studio_queue_tell_changed (StudioQueue *self)
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
  if (studio_queue_count_runs (self) > 0)
    studio_queue_tell_changed (self);
}

void
studio_queue_notify_running (StudioQueue *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
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
  g_signal_connect_object (workspace, "notify::state", G_CALLBACK (studio_queue_begin_next), self, G_CONNECT_SWAPPED);
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
  studio_queue_stop_first (self);
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

  if (studio_queue_count_runs (self) >= STUDIO_QUEUE_MAX_RUNS)
    return FALSE;

  run = studio_queue_run_new (recipe, n_images);
  g_list_store_append (self->runs, run);
  studio_queue_tell_changed (self);
  studio_queue_begin_next (self);
  return TRUE;
}

void
studio_queue_remove (StudioQueue *self, guint position)
{
  g_return_if_fail (STUDIO_IS_QUEUE (self) && position < studio_queue_count_runs (self));

  if (position == 0)
    studio_queue_stop_first (self);
  g_list_store_remove (self->runs, position);
  studio_queue_tell_changed (self);
  studio_queue_begin_next (self);
}

void
studio_queue_move (StudioQueue *self, guint position, guint to)
{
  const guint first = self->job != NULL || self->loading != NULL ? 1 : 0;
  g_autoptr (StudioQueueRun) run = NULL;

  g_return_if_fail (STUDIO_IS_QUEUE (self) && position < studio_queue_count_runs (self) && to < studio_queue_count_runs (self));

  if (position < first || to < first || position == to)
    return;

  run = studio_queue_dup_run (self, position);
  g_list_store_remove (self->runs, position);
  g_list_store_insert (self->runs, to, run);
  studio_queue_tell_changed (self);
}

void
studio_queue_do_next (StudioQueue *self, guint position)
{
  const guint first = self->job != NULL || self->loading != NULL ? 1 : 0;

  g_return_if_fail (STUDIO_IS_QUEUE (self) && position < studio_queue_count_runs (self));

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
  studio_queue_begin_next (self);
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
