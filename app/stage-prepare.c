/* SPDX-License-Identifier: MIT */
/* Before a talk: all its moments are read, then one checkpoint is loaded after the other. */
#include "app/stage-private.h"
#include "app/workspace-private.h"

static void load_next (GTask *task);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  StudioStage *self = g_task_get_source_object (task);
  GError *error = NULL;
  WeftModel *model = studio_entry_load_finish (STUDIO_ENTRY (source), result, &error);

  if (model == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_ptr_array_add (self->models, model);
  load_next (g_steal_pointer (&task));
}

/* The task's data are the entries that are still to be loaded. */
static void
load_next (GTask *task)
{
  StudioStage *self = g_task_get_source_object (task);
  GPtrArray *entries = g_task_get_task_data (task);
  g_autoptr (StudioEntry) entry = NULL;

  if (entries->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  entry = g_ptr_array_steal_index (entries, entries->len - 1);
  studio_entry_load_async (entry, studio_workspace_choose_precision (self->workspace, entry),
                           g_task_get_cancellable (task), loaded_cb, task);
}

/* A moment is of its own checkpoint, whatever the scene says. */
static StudioEntry *
find_scene_entry (StudioStage *self, const StudioScene *scene)
{
  g_autoptr (StudioMoment) moment = scene->moment != NULL ? studio_stage_open_moment (self, scene, NULL) : NULL;

  return moment != NULL ? studio_workspace_find_entry (self->workspace, studio_moment_get_recipe (moment))
                        : studio_stage_find_entry (self, scene);
}

static GPtrArray *
list_entries (StudioStage *self)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < studio_scenes_get_n (self->scenes); i++)
    {
      StudioEntry *entry = find_scene_entry (self, studio_scenes_get (self->scenes, i));

      if (entry != NULL && !g_ptr_array_find (entries, entry, NULL))
        g_ptr_array_add (entries, g_object_ref (entry));
    }

  return entries;
}

/* What is not there has been told of before; what is there must be whole. */
static void
read_moments_thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GHashTable *moments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) studio_moment_unref);
  GPtrArray *paths = data;
  GError *error = NULL;

  for (guint i = 0; i < paths->len && error == NULL; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autofree char *name = g_filename_display_basename (path);
      StudioMoment *moment = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? studio_moment_open (path, &error) : NULL;

      if (moment != NULL)
        g_hash_table_replace (moments, g_strdup (path), moment);
      else
        g_prefix_error (&error, "“%s”: ", name);
    }

  if (error == NULL)
    {
      g_task_return_pointer (task, moments, (GDestroyNotify) g_hash_table_unref);
      return;
    }

  g_hash_table_unref (moments);
  g_task_return_error (task, error);
}

static void
moments_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  StudioStage *self = g_task_get_source_object (task);
  GError *error = NULL;
  GHashTable *moments = g_task_propagate_pointer (G_TASK (result), &error);

  if (moments == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_pointer (&self->moments, g_hash_table_unref);
  self->moments = moments;
  g_task_set_task_data (task, list_entries (self), (GDestroyNotify) g_ptr_array_unref);
  load_next (g_steal_pointer (&task));
}

void
studio_stage_prepare_async (StudioStage *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GTask) reading = NULL;
  GTask *task;

  g_return_if_fail (STUDIO_IS_STAGE (self));

  for (guint i = 0; i < studio_scenes_get_n (self->scenes); i++)
    {
      const StudioScene *scene = studio_scenes_get (self->scenes, i);

      if (scene->moment != NULL)
        g_ptr_array_add (paths, g_strdup (scene->moment));
    }

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, studio_stage_prepare_async);
  reading = g_task_new (NULL, cancellable, moments_read_cb, task); /* a thread that ends late keeps no stage */
  g_task_set_source_tag (reading, read_moments_thread_cb);
  g_task_set_task_data (reading, paths, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (reading, read_moments_thread_cb);
}

gboolean
studio_stage_prepare_finish (StudioStage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
