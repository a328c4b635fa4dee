/* SPDX-License-Identifier: MIT */
/* First the folder is listed, then what is new in it is read piece by piece. A change of the folder begins again with the
 * list, and reads only what has changed. */
#include "app/library-private.h"

#define PIECE 32         /* files that are read before the list is told */
#define RESCAN_DELAY 200 /* milliseconds in which changes gather */

static void read_piece (StudioLibrary *self);

/* Reading */

static void
set_problem (StudioLibrary *self, const char *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  studio_library_notify (self, STUDIO_LIBRARY_PROP_PROBLEM);
}

static void
end_reading (StudioLibrary *self)
{
  g_clear_object (&self->reading);
  studio_library_notify (self, STUDIO_LIBRARY_PROP_READING);
  if (self->is_outdated)
    studio_library_begin_listing (self);
}

static void
piece_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GPtrArray *files = task_data;
  GPtrArray *results = g_ptr_array_new_with_free_func (studio_library_known_free);

  for (guint i = 0; i < files->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const StudioLibraryFile *file = g_ptr_array_index (files, i);
      g_autoptr (GError) error = NULL;
      StudioLibraryKnown *result = g_new0 (StudioLibraryKnown, 1);

      result->artwork = studio_artwork_new_from_file (file->path, &error);
      result->refusal = error != NULL ? g_strdup (error->message) : NULL;
      g_ptr_array_add (results, result);
    }

  g_task_return_pointer (task, results, (GDestroyNotify) g_ptr_array_unref);
}

static void
piece_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  StudioLibrary *self = STUDIO_LIBRARY (source);
  GPtrArray *files = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) results = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Another folder was chosen meanwhile. */
  if (results == NULL)
    return;

  for (guint i = 0; i < results->len; i++)
    {
      const StudioLibraryKnown *read = g_ptr_array_index (results, i);

      if (read->artwork != NULL)
        studio_library_add (self, read->artwork);
      else
        studio_library_refuse (self, g_ptr_array_index (files, i), read->refusal);
    }

  read_piece (self);
}

static void
read_piece (StudioLibrary *self)
{
  const guint n = MIN (PIECE, self->unread->len - self->n_read);
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GTask) task = NULL;

  if (n == 0)
    {
      end_reading (self);
      return;
    }

  files = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_library_file_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (files, g_steal_pointer (&g_ptr_array_index (self->unread, self->n_read++)));

  task = g_task_new (self, self->reading, piece_read_cb, NULL);
  g_task_set_source_tag (task, read_piece);
  g_task_set_task_data (task, g_steal_pointer (&files), (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, piece_thread_cb);
}

/* Listing */

static gboolean
rescan_cb (gpointer user_data)
{
  StudioLibrary *self = STUDIO_LIBRARY (user_data);

  self->rescan_id = 0;
  self->is_outdated = TRUE;
  if (self->reading == NULL)
    studio_library_begin_listing (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (StudioLibrary *self)
{
  if (self->rescan_id == 0)
    self->rescan_id = g_timeout_add (RESCAN_DELAY, rescan_cb, self);
}

static void
watch (StudioLibrary *self, GFileMonitor *monitor)
{
  if (monitor == NULL || self->monitor != NULL)
    return;

  self->monitor = g_object_ref (monitor);
  g_signal_connect_object (monitor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

/* What is gone leaves the list; what is new, or is no longer what was read, is to be read. */
static void
compare_with_known (StudioLibrary *self, StudioLibraryListing *listing)
{
  g_autoptr (GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree gpointer *paths = NULL;
  guint n_paths;

  g_ptr_array_set_size (self->unread, 0);
  self->n_read = 0;
  for (guint i = 0; i < listing->files->len; i++)
    {
      const StudioLibraryFile *file = g_ptr_array_index (listing->files, i);

      g_hash_table_add (listed, file->path);
    }

  paths = g_hash_table_get_keys_as_array (self->known, &n_paths);
  for (guint i = 0; i < n_paths; i++)
    if (!g_hash_table_contains (listed, paths[i]))
      studio_library_forget (self, paths[i]);

  for (guint i = 0; i < listing->files->len; i++)
    {
      StudioLibraryFile *file = g_ptr_array_index (listing->files, i);
      const StudioLibraryKnown *known = g_hash_table_lookup (self->known, file->path);

      if (known == NULL || known->time != file->time || known->bytes != file->bytes)
        g_ptr_array_add (self->unread, g_steal_pointer (&g_ptr_array_index (listing->files, i)));
    }
}

typedef struct {
  char *folder;
  gboolean may_miss;
  gboolean with_monitor;
} ListRequest;

static void
list_request_free (gpointer data)
{
  g_free (((ListRequest *) data)->folder);
  g_free (data);
}

/* The monitor is made here too, for a disk that does not answer; it speaks to the main thread all the same. */
static void
list_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const ListRequest *request = task_data;
  GError *error = NULL;
  StudioLibraryListing *listing = studio_library_list_files (request->folder, request->may_miss,
                                                             request->with_monitor, &error);

  if (listing != NULL)
    g_task_return_pointer (task, listing, (GDestroyNotify) studio_library_listing_free);
  else
    g_task_return_error (task, error);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  StudioLibrary *self = STUDIO_LIBRARY (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioLibraryListing) listing = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_problem (self, error != NULL ? error->message : NULL);
  if (listing == NULL)
    {
      studio_library_forget_all (self);
      end_reading (self);
      return;
    }

  watch (self, listing->monitor);
  if (self->n_left_out != listing->n_left_out)
    {
      self->n_left_out = listing->n_left_out;
      studio_library_notify (self, STUDIO_LIBRARY_PROP_N_LEFT_OUT);
    }
  compare_with_known (self, listing);
  read_piece (self);
}

void
studio_library_begin_listing (StudioLibrary *self)
{
  g_autoptr (GTask) task = NULL;
  ListRequest *request = g_new (ListRequest, 1);

  *request = (ListRequest) { g_strdup (self->folder), self->is_usual, self->monitor == NULL };
  self->is_outdated = FALSE;
  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, listed_cb, NULL);
  g_task_set_source_tag (task, studio_library_begin_listing);
  g_task_set_task_data (task, request, list_request_free);
  g_task_run_in_thread (task, list_thread_cb);
  studio_library_notify (self, STUDIO_LIBRARY_PROP_READING);
}

void
studio_library_cancel_reading (StudioLibrary *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->rescan_id, g_source_remove);
  g_clear_object (&self->monitor);
}
