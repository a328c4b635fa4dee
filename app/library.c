/* SPDX-License-Identifier: MIT */
/* StudioLibrary: first the folder is listed, then what is new in it is read piece by piece. A change of the
 * folder begins again with the list, and reads only what has changed. */
#include "app/library.h"

#include "app/library-private.h"
#include "app/paths.h"

#define PIECE 32           /* files that are read before the list is told */
#define RESCAN_DELAY 200   /* milliseconds in which changes gather */
#define MAX_REFUSALS 10    /* lines that say why */

/* What is known of a file of the folder. */
typedef struct {
  StudioArtwork *artwork; /* owned; NULL if it was refused */
  char *refusal;          /* owned; why */
  gint64 time;
  guint64 bytes;
} Known;

G_DEFINE_FINAL_TYPE (StudioLibrary, studio_library, G_TYPE_OBJECT)

enum {
  PROP_FOLDER = 1,
  PROP_READING,
  PROP_N_REFUSED,
  PROP_N_LEFT_OUT,
  PROP_PROBLEM,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
notify (StudioLibrary *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
known_free (gpointer data)
{
  Known *known = data;

  g_clear_object (&known->artwork);
  g_free (known->refusal);
  g_free (known);
}

/* The list */

static void
set_n_refused (StudioLibrary *self, guint n_refused)
{
  if (self->n_refused == n_refused)
    return;

  self->n_refused = n_refused;
  notify (self, PROP_N_REFUSED);
}

void
studio_library_forget (StudioLibrary *self, const char *path)
{
  Known *known = g_hash_table_lookup (self->known, path);
  guint position;

  if (known == NULL)
    return;

  if (known->artwork != NULL && g_list_store_find (self->pictures, known->artwork, &position))
    g_list_store_remove (self->pictures, position);
  if (known->refusal != NULL)
    set_n_refused (self, self->n_refused - 1);
  g_hash_table_remove (self->known, path);
}

void
studio_library_add (StudioLibrary *self, StudioArtwork *artwork)
{
  const char *path = studio_artwork_get_path (artwork);
  Known *known = g_new0 (Known, 1);

  studio_library_forget (self, path);
  known->artwork = g_object_ref (artwork);
  known->time = studio_artwork_get_time (artwork);
  known->bytes = studio_artwork_get_file_bytes (artwork);
  g_hash_table_insert (self->known, g_strdup (path), known);
  g_list_store_insert_sorted (self->pictures, artwork, studio_artwork_compare, NULL);
}

static void
refuse (StudioLibrary *self, const StudioLibraryFile *file, const char *why)
{
  Known *known = g_new0 (Known, 1);

  studio_library_forget (self, file->path);
  known->refusal = g_strdup (why);
  known->time = file->time;
  known->bytes = file->bytes;
  g_hash_table_insert (self->known, g_strdup (file->path), known);
  set_n_refused (self, self->n_refused + 1);
}

/* Reading */

static void begin_listing (StudioLibrary *self);
static void read_piece (StudioLibrary *self);

static void
set_problem (StudioLibrary *self, const char *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  notify (self, PROP_PROBLEM);
}

static void
end_reading (StudioLibrary *self)
{
  g_clear_object (&self->reading);
  notify (self, PROP_READING);
  if (self->is_outdated)
    begin_listing (self);
}

static void
piece_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GPtrArray *files = task_data;
  GPtrArray *results = g_ptr_array_new_with_free_func (known_free);

  for (guint i = 0; i < files->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const StudioLibraryFile *file = g_ptr_array_index (files, i);
      g_autoptr (GError) error = NULL;
      Known *result = g_new0 (Known, 1);

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
      const Known *read = g_ptr_array_index (results, i);

      if (read->artwork != NULL)
        studio_library_add (self, read->artwork);
      else
        refuse (self, g_ptr_array_index (files, i), read->refusal);
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
    begin_listing (self);
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
      const Known *known = g_hash_table_lookup (self->known, file->path);

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
forget_all (StudioLibrary *self)
{
  g_list_store_remove_all (self->pictures);
  g_hash_table_remove_all (self->known);
  g_ptr_array_set_size (self->unread, 0);
  self->n_read = 0;
  set_n_refused (self, 0);
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
      forget_all (self);
      end_reading (self);
      return;
    }

  watch (self, listing->monitor);
  if (self->n_left_out != listing->n_left_out)
    {
      self->n_left_out = listing->n_left_out;
      notify (self, PROP_N_LEFT_OUT);
    }
  compare_with_known (self, listing);
  read_piece (self);
}

static void
begin_listing (StudioLibrary *self)
{
  g_autoptr (GTask) task = NULL;
  ListRequest *request = g_new (ListRequest, 1);

  *request = (ListRequest) { g_strdup (self->folder), self->is_usual, self->monitor == NULL };
  self->is_outdated = FALSE;
  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, listed_cb, NULL);
  g_task_set_source_tag (task, begin_listing);
  g_task_set_task_data (task, request, list_request_free);
  g_task_run_in_thread (task, list_thread_cb);
  notify (self, PROP_READING);
}

/* Lifecycle */

static void
studio_library_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  StudioLibrary *self = STUDIO_LIBRARY (object);

  switch (id)
    {
    case PROP_FOLDER:
      g_value_set_string (value, self->folder);
      break;
    case PROP_READING:
      g_value_set_boolean (value, self->reading != NULL);
      break;
    case PROP_N_REFUSED:
      g_value_set_uint (value, self->n_refused);
      break;
    case PROP_N_LEFT_OUT:
      g_value_set_uint (value, self->n_left_out);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
cancel_reading (StudioLibrary *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->rescan_id, g_source_remove);
  g_clear_object (&self->monitor);
}

static void
studio_library_dispose (GObject *object)
{
  cancel_reading (STUDIO_LIBRARY (object));
  G_OBJECT_CLASS (studio_library_parent_class)->dispose (object);
}

static void
studio_library_finalize (GObject *object)
{
  StudioLibrary *self = STUDIO_LIBRARY (object);

  g_object_unref (self->pictures);
  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->unread);
  g_ptr_array_unref (self->trashed);
  g_free (self->folder);
  g_free (self->problem);
  G_OBJECT_CLASS (studio_library_parent_class)->finalize (object);
}

static void
studio_library_class_init (StudioLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = studio_library_get_property;
  object_class->dispose = studio_library_dispose;
  object_class->finalize = studio_library_finalize;
  properties[PROP_FOLDER] = g_param_spec_string ("folder", NULL, NULL, NULL, flags);
  properties[PROP_READING] = g_param_spec_boolean ("reading", NULL, NULL, FALSE, flags);
  properties[PROP_N_REFUSED] = g_param_spec_uint ("n-refused", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_LEFT_OUT] = g_param_spec_uint ("n-left-out", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
studio_library_init (StudioLibrary *self)
{
  self->pictures = g_list_store_new (STUDIO_TYPE_ARTWORK);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
  self->unread = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_library_file_free);
  self->trashed = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_trashed_free);
}

StudioLibrary *
studio_library_new (void)
{
  return g_object_new (STUDIO_TYPE_LIBRARY, NULL);
}

void
studio_library_close (StudioLibrary *self)
{
  g_return_if_fail (STUDIO_IS_LIBRARY (self));

  cancel_reading (self);
}

void
studio_library_set_folder (StudioLibrary *self, const char *folder)
{
  g_autofree char *path = NULL;

  g_return_if_fail (STUDIO_IS_LIBRARY (self));

  path = folder != NULL ? g_strdup (folder) : studio_paths_dup_library_dir ();
  if (g_strcmp0 (self->folder, path) == 0)
    return;

  cancel_reading (self);
  forget_all (self);
  g_ptr_array_set_size (self->trashed, 0);
  g_free (self->folder);
  self->folder = g_steal_pointer (&path);
  self->is_usual = folder == NULL;
  notify (self, PROP_FOLDER);
  begin_listing (self);
}

const char *
studio_library_get_folder (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), NULL);

  return self->folder;
}

GListModel *
studio_library_get_pictures (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), NULL);

  return G_LIST_MODEL (self->pictures);
}

gboolean
studio_library_get_reading (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), FALSE);

  return self->reading != NULL;
}

guint
studio_library_get_n_refused (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), 0);

  return self->n_refused;
}

guint
studio_library_get_n_left_out (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), 0);

  return self->n_left_out;
}

const char *
studio_library_get_problem (StudioLibrary *self)
{
  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), NULL);

  return self->problem;
}

char *
studio_library_dup_refusals (StudioLibrary *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter iterator;
  gpointer path, value;
  guint n = 0;

  g_return_val_if_fail (STUDIO_IS_LIBRARY (self), NULL);

  g_hash_table_iter_init (&iterator, self->known);
  while (n < MAX_REFUSALS && g_hash_table_iter_next (&iterator, &path, &value))
    {
      g_autofree char *name = g_filename_display_basename (path);
      const Known *known = value;

      if (known->refusal == NULL)
        continue;
      g_string_append_printf (text, "%s%s: %s", n > 0 ? "\n" : "", name, known->refusal);
      n++;
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
