/* SPDX-License-Identifier: MIT */
#include "app/queue-disk.h"

#include "app/input.h"
#include "app/lock.h"
#include "app/queue-file.h"
#include "app/store-async.h"

#include <glib/gstdio.h>

#define MAX_FILE (16 * 1024 * 1024) /* bytes; recipes with their kept values fit a thousand times */

struct _StudioQueueDisk {
  GObject parent_instance;

  /* owned */
  char *path;
  StudioLock *lock;     /* on it; NULL until it is ours, and after the end */
  GBytes *text;         /* that waits for the thread, or NULL */

  gboolean is_writing;
  gboolean is_closed;
};

G_DEFINE_FINAL_TYPE (StudioQueueDisk, studio_queue_disk, G_TYPE_OBJECT)

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

void
studio_queue_disk_find_async (StudioQueueDisk *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Found *found;

  g_return_if_fail (STUDIO_IS_QUEUE_DISK (self));

  task = g_task_new (self, NULL, callback, user_data);
  found = g_new0 (Found, 1);
  found->path = g_strdup (self->path);
  g_task_set_source_tag (task, studio_queue_disk_find_async);
  g_task_set_task_data (task, found, found_free);
  g_task_run_in_thread (task, find_thread_cb);
}

gboolean
studio_queue_disk_find_finish (StudioQueueDisk *self, GAsyncResult *result, GArray **lines)
{
  Found *found;

  g_return_val_if_fail (STUDIO_IS_QUEUE_DISK (self) && g_task_is_valid (result, self) && lines != NULL, FALSE);

  found = g_task_get_task_data (G_TASK (result));
  *lines = NULL;
  if (self->is_closed || found->lock == NULL)
    return FALSE;

  self->lock = g_steal_pointer (&found->lock);
  *lines = g_steal_pointer (&found->lines);
  return TRUE;
}

/* To disk */

static void write_next (StudioQueueDisk *self);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StudioQueueDisk) self = data;

  studio_store_write_finish (result, NULL);
  self->is_writing = FALSE;
  write_next (self);
}

static void
write_next (StudioQueueDisk *self)
{
  g_autoptr (GBytes) text = NULL;

  if (self->is_writing)
    return;

  text = g_steal_pointer (&self->text);
  if (text != NULL && self->lock != NULL)
    {
      self->is_writing = TRUE;
      studio_store_write_async (self->path, text, STUDIO_STORE_REPLACE, written_cb, g_object_ref (self));
    }
  else if (self->is_closed)
    g_clear_pointer (&self->lock, studio_lock_free);
}

void
studio_queue_disk_write (StudioQueueDisk *self, GBytes *text)
{
  g_return_if_fail (STUDIO_IS_QUEUE_DISK (self) && text != NULL);

  if (self->lock == NULL)
    return;

  g_clear_pointer (&self->text, g_bytes_unref);
  self->text = g_bytes_ref (text);
  write_next (self);
}

void
studio_queue_disk_close (StudioQueueDisk *self)
{
  g_return_if_fail (STUDIO_IS_QUEUE_DISK (self));

  self->is_closed = TRUE;
  write_next (self);
}

/* The object */

static void
studio_queue_disk_finalize (GObject *object)
{
  StudioQueueDisk *self = STUDIO_QUEUE_DISK (object);

  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->lock, studio_lock_free);
  g_free (self->path);
  G_OBJECT_CLASS (studio_queue_disk_parent_class)->finalize (object);
}

static void
studio_queue_disk_class_init (StudioQueueDiskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = studio_queue_disk_finalize;
}

static void
studio_queue_disk_init (StudioQueueDisk *self)
{
}

StudioQueueDisk *
studio_queue_disk_new (const char *path)
{
  StudioQueueDisk *self = g_object_new (STUDIO_TYPE_QUEUE_DISK, NULL);

  self->path = g_strdup (path);
  return self;
}
