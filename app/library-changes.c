/* SPDX-License-Identifier: MIT */
/* What the studio itself changes in a library: pictures are saved, thrown away and brought back. */
#include "app/library-private.h"

/* Saving */

typedef struct {
  char *folder;
  StudioPicture *picture;
} SaveRequest;

static void
save_request_free (gpointer data)
{
  SaveRequest *request = data;

  g_free (request->folder);
  g_object_unref (request->picture);
  g_free (request);
}

static void
save_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const SaveRequest *request = task_data;
  GError *error = NULL;
  StudioArtwork *artwork = studio_library_write (request->folder, request->picture, &error);

  if (artwork != NULL)
    g_task_return_pointer (task, artwork, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
studio_library_save_async (StudioLibrary *self, StudioPicture *picture, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  SaveRequest *request;

  g_return_if_fail (STUDIO_IS_LIBRARY (self) && self->folder != NULL);
  g_return_if_fail (STUDIO_IS_PICTURE (picture));

  request = g_new (SaveRequest, 1);
  *request = (SaveRequest) { g_strdup (self->folder), g_object_ref (picture) };
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, studio_library_save_async);
  g_task_set_task_data (task, request, save_request_free);
  g_task_run_in_thread (task, save_thread_cb);
}

StudioArtwork *
studio_library_save_finish (StudioLibrary *self, GAsyncResult *result, GError **error)
{
  const SaveRequest *request;
  StudioArtwork *artwork;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  request = g_task_get_task_data (G_TASK (result));
  artwork = g_task_propagate_pointer (G_TASK (result), error);
  if (artwork != NULL && g_str_equal (request->folder, self->folder))
    studio_library_add (self, artwork);
  return artwork;
}

/* The wastebasket */

/* The first thing that went wrong, with the name of its file. */
static void
keep_first_error (GError **first, GError *error, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  if (*first == NULL)
    *first = g_error_new (error->domain, error->code, "%s: %s", name, error->message);
  g_error_free (error);
}

/* What a thread did with some files: its results, and what went wrong first. */
typedef struct {
  GPtrArray *done;
  GError *error;
} Outcome;

static void
outcome_free (gpointer data)
{
  Outcome *outcome = data;

  g_ptr_array_unref (outcome->done);
  g_clear_error (&outcome->error);
  g_free (outcome);
}

/* Takes @outcome. Returns: whether all went well. */
static gboolean
end (Outcome *outcome, GError **error)
{
  const gboolean is_whole = outcome->error == NULL;

  if (!is_whole)
    g_propagate_error (error, g_steal_pointer (&outcome->error));
  outcome_free (outcome);
  return is_whole;
}

static void
trash_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GStrv paths = task_data;
  Outcome *outcome = g_new0 (Outcome, 1);
  guint64 room = STUDIO_LIBRARY_MAX_RESTORABLE;

  outcome->done = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_trashed_free);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      GError *error = NULL;
      StudioTrashed *trashed = studio_library_trash_file (paths[i], room, &error);

      if (trashed == NULL)
        {
          keep_first_error (&outcome->error, error, paths[i]);
          continue;
        }
      room -= trashed->bytes != NULL ? g_bytes_get_size (trashed->bytes) : 0;
      g_ptr_array_add (outcome->done, trashed);
    }

  g_task_return_pointer (task, outcome, outcome_free);
}

void
studio_library_trash_async (StudioLibrary *self, GPtrArray *artworks, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (STUDIO_IS_LIBRARY (self));

  for (guint i = 0; i < artworks->len; i++)
    g_strv_builder_add (paths, studio_artwork_get_path (g_ptr_array_index (artworks, i)));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, studio_library_trash_async);
  g_task_set_task_data (task, g_strv_builder_end (paths), (GDestroyNotify) g_strfreev);
  g_task_run_in_thread (task, trash_thread_cb);
}

gboolean
studio_library_trash_finish (StudioLibrary *self, GAsyncResult *result, GError **error)
{
  Outcome *outcome;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  outcome = g_task_propagate_pointer (G_TASK (result), error);
  g_ptr_array_set_size (self->trashed, 0);
  for (guint i = 0; i < outcome->done->len; i++)
    {
      StudioTrashed *trashed = g_ptr_array_index (outcome->done, i);

      studio_library_forget (self, trashed->path);
      if (trashed->bytes != NULL)
        g_ptr_array_add (self->trashed, g_steal_pointer (&g_ptr_array_index (outcome->done, i)));
    }

  return end (outcome, error);
}

guint
studio_library_get_n_restorable (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), 0);

  return self->trashed->len;
}

static void
restore_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GPtrArray *trashed = task_data;
  Outcome *outcome = g_new0 (Outcome, 1);

  outcome->done = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < trashed->len; i++)
    {
      const StudioTrashed *file = g_ptr_array_index (trashed, i);
      GError *error = NULL;
      StudioArtwork *artwork = studio_library_restore_file (file, &error);

      if (artwork != NULL)
        g_ptr_array_add (outcome->done, artwork);
      else
        keep_first_error (&outcome->error, error, file->path);
    }

  g_task_return_pointer (task, outcome, outcome_free);
}

void
studio_library_restore_async (StudioLibrary *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (STUDIO_IS_LIBRARY (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, studio_library_restore_async);
  g_task_set_task_data (task, self->trashed, (GDestroyNotify) g_ptr_array_unref);
  self->trashed = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_trashed_free);
  g_task_run_in_thread (task, restore_thread_cb);
}

gboolean
studio_library_restore_finish (StudioLibrary *self, GAsyncResult *result, GError **error)
{
  Outcome *outcome;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  outcome = g_task_propagate_pointer (G_TASK (result), error);
  for (guint i = 0; i < outcome->done->len; i++)
    studio_library_add (self, g_ptr_array_index (outcome->done, i));

  return end (outcome, error);
}
