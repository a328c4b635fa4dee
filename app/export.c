/* SPDX-License-Identifier: MIT */
/* One export as an object: the hand on a worker and on the StudioExportRun that its thread works on. */
#include "app/export.h"

#include "app/activity-private.h"
#include "app/export-run-private.h"
#include "app/manifest.h"

#include "engine/error.h"

#include <glib/gstdio.h>
#include <string.h>

#define MAX_NAME 200   /* bytes of a name's beginning, so that number and ending have room */
#define N_LOOKED_AT 16 /* frames whose size tells that of all */

struct _StudioExport {
  StudioActivity parent_instance;

  StudioWorker *worker; /* of the activity */
  StudioExportRun *run; /* owned by the worker */
};

G_DEFINE_FINAL_TYPE (StudioExport, studio_export, STUDIO_TYPE_ACTIVITY)

/* What to write */

gboolean
studio_export_spec_get_is_numbered (const StudioExportSpec *spec)
{
  return spec->format == STUDIO_FORMAT_PNG && studio_film_get_n_frames (spec->film) > 1;
}

void
studio_export_spec_make_names (const StudioExportSpec *spec, StudioNames *names)
{
  *names = (StudioNames) {
    .head = g_build_filename (spec->folder, spec->base, NULL),
    .tail = g_strdup (studio_format_get_endings (spec->format)[0]),
    .digits = spec->digits,
    .is_numbered = studio_export_spec_get_is_numbered (spec),
  };
}

gboolean
studio_export_spec_validate (const StudioExportSpec *spec, GError **error)
{
  if (*spec->base == '\0' || strchr (spec->base, '/') != NULL || spec->base[0] == '.'
      || strlen (spec->base) > MAX_NAME)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
                   "file names cannot begin like this (give 1 to %d bytes without a slash, and no dot first)",
                   MAX_NAME);
      return FALSE;
    }

  return studio_format_check (spec->format, 1.0 / spec->timing.seconds, spec->size.scale, error);
}

/* Looking ahead */

static guint64
get_free_bytes (const char *folder)
{
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autoptr (GFile) file = g_file_new_for_path (g_file_test (folder, G_FILE_TEST_IS_DIR) ? folder : parent);
  g_autoptr (GFileInfo) info = g_file_query_filesystem_info (file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);

  return info != NULL && g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE)
             ? g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE)
             : G_MAXUINT64;
}

/* All files, from a few frames evenly over the film. */
static gboolean
estimate_frames (const StudioExportSpec *spec, guint64 *n_bytes, GError **error)
{
  const guint n_frames = studio_film_get_n_frames (spec->film);
  const guint n = MIN (n_frames, N_LOOKED_AT);
  guint64 sum = 0;

  for (guint i = 0; i < n; i++)
    {
      const guint frame = (guint) ((guint64) i * n_frames / n);
      g_autoptr (GBytes) png = studio_film_encode_frame (spec->film, &spec->size, spec->tell == STUDIO_TELL_EMBEDDED,
                                                         frame, error);

      if (png == NULL)
        return FALSE;
      sum += g_bytes_get_size (png);
    }

  *n_bytes = sum * n_frames / n;
  return TRUE;
}

static gboolean
measure (const StudioExportSpec *spec, guint first, guint n, guint64 *n_bytes, GError **error)
{
  g_autoptr (GBytes) file = studio_film_encode (spec->film, &spec->size, &spec->timing,
                                                spec->tell == STUDIO_TELL_EMBEDDED, spec->format, first, n, NULL, NULL,
                                                error);

  *n_bytes = file != NULL ? g_bytes_get_size (file) : 0;
  return file != NULL;
}

/* A file of one frame, and what the frames after it add, in the middle of the film. */
static gboolean
estimate_animation (const StudioExportSpec *spec, guint64 *n_bytes, GError **error)
{
  const guint n_frames = studio_film_get_n_frames (spec->film);
  const guint n = MIN (n_frames, N_LOOKED_AT);
  const guint first = (n_frames - n) / 2;
  guint64 one;
  guint64 many;

  if (!measure (spec, first, 1, &one, error) || !measure (spec, first, n, &many, error))
    return FALSE;

  *n_bytes = n > 1 ? one + (many - MIN (one, many)) * (n_frames - 1) / (n - 1) : one;
  return TRUE;
}

static guint
count_existing (const StudioExportSpec *spec, const StudioNames *names)
{
  const guint n = names->is_numbered ? studio_film_get_n_frames (spec->film) : 1;
  guint n_existing = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = studio_names_dup (names, spec->first_number + i);

      n_existing += g_access (path, F_OK) == 0;
    }

  return n_existing;
}

static gboolean
can_continue (const StudioExportSpec *spec, const StudioNames *names)
{
  g_auto (StudioManifest) found = { 0 };
  json_t *settings = studio_film_dup_settings (spec->film, &spec->size, spec->first_number);
  const StudioManifest wanted = {
    .recipe = (StudioRecipe *) studio_film_get_recipe (spec->film),
    .settings = settings,
    .has_recipes = spec->tell == STUDIO_TELL_EMBEDDED,
  };
  g_autofree char *path = studio_names_dup_beside (names, "", "manifest.json");
  gboolean is_same = FALSE;

  if (names->is_numbered && studio_manifest_read (path, &found, NULL))
    {
      g_auto (GStrv) differences = studio_manifest_list_differences (&found, &wanted);

      is_same = differences[0] == NULL;
    }

  json_decref (settings);
  return is_same;
}

gboolean
studio_export_look (const StudioExportSpec *spec, StudioExportOutlook *outlook, GError **error)
{
  g_auto (StudioNames) names = { 0 };

  *outlook = (StudioExportOutlook) { 0 };
  if (!studio_export_spec_validate (spec, error)
      || !(spec->format == STUDIO_FORMAT_PNG ? estimate_frames (spec, &outlook->n_bytes, error)
                                             : estimate_animation (spec, &outlook->n_bytes, error)))
    return FALSE;

  studio_export_spec_make_names (spec, &names);
  outlook->free_bytes = get_free_bytes (spec->folder);
  outlook->n_existing = count_existing (spec, &names);
  outlook->can_continue = can_continue (spec, &names);
  return TRUE;
}

static void
look_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const StudioExportRun *run = task_data;
  StudioExportOutlook *outlook = g_new (StudioExportOutlook, 1);
  GError *error = NULL;

  if (studio_export_look (&run->spec, outlook, &error))
    {
      g_task_return_pointer (task, outlook, g_free);
      return;
    }

  g_free (outlook);
  g_task_return_error (task, error);
}

void
studio_export_look_async (const StudioExportSpec *spec, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, studio_export_look_async);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, studio_export_run_new (spec), studio_export_run_free);
  g_task_run_in_thread (task, look_thread_cb);
}

gboolean
studio_export_look_finish (GAsyncResult *result, StudioExportOutlook *outlook, GError **error)
{
  g_autofree StudioExportOutlook *found = g_task_propagate_pointer (G_TASK (result), error);

  *outlook = found != NULL ? *found : (StudioExportOutlook) { 0 };
  return found != NULL;
}

char *
studio_export_dup_free_folder (const char *folder)
{
  for (guint i = 2; ; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s-%u", folder, i);

      if (g_access (path, F_OK) != 0)
        return g_steal_pointer (&path);
    }
}

/* The object */

static void
studio_export_class_init (StudioExportClass *klass)
{
}

static void
studio_export_init (StudioExport *self)
{
}

StudioExport *
studio_export_new (const StudioExportSpec *spec, GError **error)
{
  StudioExport *self;

  if (!studio_export_spec_validate (spec, error))
    return NULL;

  self = g_object_new (STUDIO_TYPE_EXPORT, NULL);
  self->run = studio_export_run_new (spec);
  self->worker = studio_activity_set_up (STUDIO_ACTIVITY (self), "weft-export", studio_export_run_write, self->run,
                                         studio_export_run_free, TRUE, FALSE);
  return self;
}

StudioExport *
studio_export_new_resumed (StudioExport *self, GError **error)
{
  StudioExportSpec spec;

  g_return_val_if_fail (STUDIO_IS_EXPORT (self), NULL);

  spec = self->run->spec;
  if (studio_export_spec_get_is_numbered (&spec))
    spec.existing = STUDIO_EXISTING_CONTINUE;
  return studio_export_new (&spec, error);
}

guint
studio_export_get_n_frames (StudioExport *self)
{
  g_return_val_if_fail (STUDIO_IS_EXPORT (self), 0);

  return studio_film_get_n_frames (self->run->spec.film);
}

guint
studio_export_get_n_done (StudioExport *self)
{
  g_return_val_if_fail (STUDIO_IS_EXPORT (self), 0);

  return atomic_load_explicit (&self->run->n_done, memory_order_acquire);
}

char *
studio_export_dup_last_name (StudioExport *self)
{
  char *name;

  g_return_val_if_fail (STUDIO_IS_EXPORT (self), NULL);

  studio_worker_lock (self->worker);
  name = g_strdup (self->run->last_name);
  studio_worker_unlock (self->worker);
  return name;
}

gboolean
studio_export_get_is_numbered (StudioExport *self)
{
  g_return_val_if_fail (STUDIO_IS_EXPORT (self), FALSE);

  return studio_export_spec_get_is_numbered (&self->run->spec);
}
