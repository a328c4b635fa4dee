/* SPDX-License-Identifier: MIT */
/* The list is the truth; one job at a time works it off, and a thread brings it to disk after each change. */
#include "app/queue.h"

#include "app/input.h"
#include "app/lock.h"
#include "app/queue-file.h"
#include "app/store-async.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define MAX_FILE (16 * 1024 * 1024) /* bytes; recipes with their kept values fit a thousand times */

/* One run */

struct _StudioQueueRun {
  GObject parent_instance;

  StudioRecipe *recipe; /* owned */
  guint n_images;
  char *problem;        /* owned */
};

G_DEFINE_FINAL_TYPE (StudioQueueRun, studio_queue_run, G_TYPE_OBJECT)

static void
studio_queue_run_finalize (GObject *object)
{
  StudioQueueRun *run = STUDIO_QUEUE_RUN (object);

  studio_recipe_free (run->recipe);
  g_free (run->problem);
  G_OBJECT_CLASS (studio_queue_run_parent_class)->finalize (object);
}

static void
studio_queue_run_class_init (StudioQueueRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = studio_queue_run_finalize;
}

static void
studio_queue_run_init (StudioQueueRun *run)
{
}

const StudioRecipe *
studio_queue_run_get_recipe (StudioQueueRun *run)
{
  g_return_val_if_fail (STUDIO_IS_QUEUE_RUN (run), NULL);

  return run->recipe;
}

guint
studio_queue_run_get_n_images (StudioQueueRun *run)
{
  g_return_val_if_fail (STUDIO_IS_QUEUE_RUN (run), 0);

  return run->n_images;
}

const char *
studio_queue_run_get_problem (StudioQueueRun *run)
{
  g_return_val_if_fail (STUDIO_IS_QUEUE_RUN (run), NULL);

  return run->problem;
}

/* The queue */

struct _StudioQueue {
  GObject parent_instance;

  /* owned */
  StudioWorkspace *workspace;
  GListStore *runs;
  char *path;              /* of the file; NULL: only in memory */
  StudioLock *lock;        /* on it; NULL until it is ours */
  GCancellable *loading;   /* of a checkpoint; NULL unless the first run waits for it */
  StudioJob *job;          /* of the first run */

  gboolean paused;
  gboolean is_writing;
  gboolean is_outdated;    /* the list has changed since the thread was sent */
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
      const StudioQueueLine line = { studio_recipe_copy (run->recipe), run->n_images };

      g_array_append_val (lines, line);
    }

  return studio_queue_file_write (lines);
}

static void write_list (StudioQueue *self);

static void
release_file (StudioQueue *self)
{
  g_clear_pointer (&self->lock, studio_lock_free);
  g_clear_pointer (&self->path, g_free);
}

/* A disk that takes nothing does not stop the painting: the list lives on in memory. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StudioQueue) self = data;

  studio_store_write_finish (result, NULL);
  self->is_writing = FALSE;
  if (self->is_outdated)
    write_list (self);
  else if (self->is_closed)
    release_file (self);
}

static void
write_list (StudioQueue *self)
{
  g_autoptr (GBytes) text = NULL;

  self->is_outdated = TRUE;
  if (self->is_writing || self->lock == NULL)
    return;

  self->is_outdated = FALSE;
  self->is_writing = TRUE;
  text = to_text (self);
  studio_store_write_async (self->path, text, STUDIO_STORE_REPLACE, written_cb, g_object_ref (self));
}

static void
tell_changed (StudioQueue *self)
{
  write_list (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* From disk */

typedef struct {
  char *path;
  StudioLock *lock;
  GArray *lines; /* of StudioQueueLine, or NULL */
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->path);
  studio_lock_free (found->lock);
  g_clear_pointer (&found->lines, g_array_unref);
  g_free (found);
}

/* A file that cannot be read is kept aside, for who knows what is in it. */
static void
find_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Found *found = task_data;
  g_autofree char *folder = g_path_get_dirname (found->path);
  g_autofree char *lock = g_strconcat (found->path, ".lock", NULL);
  g_autofree char *aside = g_strconcat (found->path, ".damaged", NULL);
  g_autoptr (GBytes) bytes = NULL;

  g_mkdir_with_parents (folder, 0700);
  found->lock = studio_lock_take (lock, NULL);
  if (found->lock != NULL)
    bytes = studio_input_read (found->path, MAX_FILE, NULL);
  if (bytes != NULL)
    found->lines = studio_queue_file_read (bytes, NULL);
  if (bytes != NULL && found->lines == NULL)
    g_rename (found->path, aside);

  g_task_return_boolean (task, TRUE);
}

static StudioQueueRun *
new_run (const StudioRecipe *recipe, guint n_images)
{
  StudioQueueRun *run = g_object_new (STUDIO_TYPE_QUEUE_RUN, NULL);

  run->recipe = studio_recipe_copy (recipe);
  run->n_images = n_images;
  return run;
}

/* What was left comes before what has been added meanwhile, and waits to be asked for. */
static void
take_lines (StudioQueue *self, const GArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const StudioQueueLine *line = &g_array_index (lines, StudioQueueLine, i);
      g_autoptr (StudioQueueRun) run = new_run (line->recipe, line->n_images);

      g_list_store_insert (self->runs, i, run);
    }

  if (lines->len > 0)
    studio_queue_set_paused (self, TRUE);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StudioQueue *self = STUDIO_QUEUE (source);
  Found *found = g_task_get_task_data (G_TASK (result));

  if (self->is_closed || found->lock == NULL)
    return;

  self->lock = g_steal_pointer (&found->lock);
  if (found->lines != NULL)
    take_lines (self, found->lines);
  if (count_runs (self) > 0)
    tell_changed (self);
}

static void
find_file (StudioQueue *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, found_cb, NULL);
  Found *found = g_new0 (Found, 1);

  found->path = g_strdup (self->path);
  g_task_set_source_tag (task, find_file);
  g_task_set_task_data (task, found, found_free);
  g_task_run_in_thread (task, find_thread_cb);
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

  g_free (run->problem);
  run->problem = g_strdup (why);
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
      if (run != NULL && run->n_images > 0)
        {
          run->recipe->image++;
          run->n_images--;
          g_signal_emit_by_name (self->workspace, "picture", picture);
        }
      g_object_unref (picture);
    }

  /* A run of none is removed when its job has ended; it must not come back after a crash. */
  if (run != NULL && run->n_images > 0)
    tell_changed (self);
}

static void
drop_job (StudioQueue *self)
{
  g_autoptr (StudioJob) job = g_steal_pointer (&self->job);

  if (job == NULL)
    return;

  g_signal_handlers_disconnect_by_data (job, self);
  studio_job_cancel (job);
  notify_running (self);
}

static void
job_state_cb (StudioJob *job, GParamSpec *spec, StudioQueue *self)
{
  const StudioRunState state = studio_job_get_state (job);
  g_autoptr (GError) error = studio_job_dup_error (job);

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
  spec.recipe = run->recipe;
  spec.n_images = run->n_images;
  spec.n_lanes = MIN (run->n_images, STUDIO_JOB_MAX_LANES);
  spec.n_threads = 1; /* so that the studio has room for what is done by hand meanwhile */
  spec.demote = TRUE;
  self->job = studio_job_new (&spec, &error);
  if (self->job == NULL || !studio_job_start (self->job, &error))
    {
      g_clear_object (&self->job);
      fail_first (self, error->message);
      return;
    }

  g_clear_pointer (&run->problem, g_free);
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
  StudioEntry *entry;

  if (self->is_closed || self->paused || self->job != NULL || self->loading != NULL || count_runs (self) == 0 || is_studio_busy (self))
    return;

  run = dup_run (self, 0);
  entry = studio_workspace_find_entry (self->workspace, run->recipe);
  if (entry == NULL)
    {
      fail_first (self, _("Its checkpoint is not here"));
      return;
    }

  self->loading = g_cancellable_new ();
  studio_entry_load_async (entry, run->recipe->precision, self->loading, loaded_cb, g_object_ref (self));
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
      self->path = g_build_filename (folder, "queue.json", NULL);
      find_file (self);
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
  if (!self->is_writing)
    release_file (self);
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

  run = new_run (recipe, n_images);
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
    studio_job_pause (self->job);
  else if (self->job != NULL)
    studio_job_resume (self->job);
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
