/* SPDX-License-Identifier: MIT */
/* What an export would be: how large, and what lies in its way. */
#include "app/export-run-private.h"
#include "app/export.h"
#include "app/manifest.h"

#include <glib/gstdio.h>

#define N_LOOKED_AT 16 /* frames whose size tells that of all */

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
