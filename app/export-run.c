/* SPDX-License-Identifier: MIT */
/* The thread's side of an export: numbered files one by one, or an animation encoded and then written whole. */
#include "app/export-run-private.h"

#include "app/error.h"
#include "app/series.h"
#include "app/store.h"

#include "engine/error.h"
#include "engine/format/escape.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static const StudioSeriesWords words = {
  .noun = "frames",
  .exists = "replace the files, or choose another folder",
  .is_input = "choose another name",
  .no_manifest = "replace the files, or choose another folder",
  .differs = "replace the files, or choose another folder",
  .is_foreign = "remove it, or choose another folder",
  .go_on = "then resume the export",
};

/* What the steps of one run share. */
typedef struct {
  StudioWorker *worker;
  StudioExportRun *run;
  StudioSeries *series;
} Writing;

StudioExportRun *
studio_export_run_new (const StudioExportSpec *spec)
{
  StudioExportRun *run = g_new0 (StudioExportRun, 1);

  run->spec = *spec;
  run->spec.film = studio_film_ref (spec->film);
  run->spec.folder = g_strdup (spec->folder);
  run->spec.base = g_strdup (spec->base);
  return run;
}

void
studio_export_run_free (gpointer data)
{
  StudioExportRun *run = data;

  studio_film_unref (run->spec.film);
  g_free ((char *) run->spec.folder);
  g_free ((char *) run->spec.base);
  g_free (run->last_name);
  g_free (run);
}

static gboolean
make_folder (const StudioExportSpec *spec, GError **error)
{
  if (g_mkdir (spec->folder, 0777) == 0 || errno == EEXIST)
    return TRUE;

  const int reason = errno;
  g_autofree char *shown = weft_escape_name (spec->folder, -1);

  g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_OUTPUT, "cannot make folder '%s': %s (choose another folder)", shown,
               g_strerror (reason));
  return FALSE;
}

static GBytes *
make_frame (gpointer data, guint64 index, GError **error)
{
  const Writing *writing = data;
  const StudioExportSpec *spec = &writing->run->spec;

  if (!studio_worker_proceed (writing->worker, NULL))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CANCELLED, "cancelled");
      return NULL;
    }

  return studio_film_encode_frame (spec->film, &spec->size, spec->tell == STUDIO_TELL_EMBEDDED, index, error);
}

static gboolean
write_file (Writing *writing, guint64 index, GBytes *bytes, GError **error)
{
  char *name = studio_series_write (writing->series, index, bytes, error);

  if (name == NULL)
    return FALSE;

  studio_worker_lock (writing->worker);
  g_free (writing->run->last_name);
  writing->run->last_name = name;
  studio_worker_unlock (writing->worker);
  return TRUE;
}

static void
tell_done (Writing *writing, guint n)
{
  atomic_store_explicit (&writing->run->n_done, n, memory_order_release);
}

static gboolean
write_frames (Writing *writing, GError **error)
{
  guint64 n;

  if (!studio_series_begin (writing->series, make_frame, writing, error))
    return FALSE;

  tell_done (writing, studio_series_get_n_saved (writing->series));
  for (guint64 i = studio_series_find_missing (writing->series, 0, &n); n > 0;
       i = studio_series_find_missing (writing->series, i, &n))
    {
      g_autoptr (GBytes) png = make_frame (writing, i, error);

      if (png == NULL || !write_file (writing, i, png, error))
        return FALSE;
      tell_done (writing, studio_series_get_n_saved (writing->series));
    }

  return TRUE;
}

static gboolean
tick_cb (gpointer data, guint frame, GError **error)
{
  Writing *writing = data;

  tell_done (writing, MAX (frame, atomic_load_explicit (&writing->run->n_done, memory_order_relaxed)));
  if (studio_worker_proceed (writing->worker, NULL))
    return TRUE;

  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CANCELLED, "cancelled");
  return FALSE;
}

/* An APNG begins with its last frame, which must not look like the end. */
static gboolean
write_animation (Writing *writing, GError **error)
{
  const StudioExportSpec *spec = &writing->run->spec;
  const guint n = studio_film_get_n_frames (spec->film);
  g_autoptr (GBytes) file = studio_film_encode (spec->film, &spec->size, &spec->timing,
                                                spec->tell == STUDIO_TELL_EMBEDDED, spec->format, 0, n, tick_cb,
                                                writing, error);

  if (file == NULL || !write_file (writing, 0, file, error))
    return FALSE;

  tell_done (writing, n);
  return TRUE;
}

static gboolean
write_sidecar (const StudioExportSpec *spec, const StudioNames *names, GError **error)
{
  const guint last = studio_film_get_n_frames (spec->film) - 1;
  g_autofree char *text = studio_film_dup_text (spec->film, &spec->size, last);
  g_autofree char *path = studio_names_dup_beside (names, "", names->is_numbered ? "recipe.json" : "-recipe.json");
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;

  return spec->tell != STUDIO_TELL_SIDECAR || bytes == NULL
         || studio_store_write (path, bytes, spec->existing == STUDIO_EXISTING_REFUSE ? STUDIO_STORE_NEW
                                                                                      : STUDIO_STORE_REPLACE, error);
}

static gboolean
open_series (Writing *writing, const StudioNames *names, GError **error)
{
  const StudioExportSpec *spec = &writing->run->spec;
  const StudioSeriesSpec series = {
    .names = names,
    .count = names->is_numbered ? studio_film_get_n_frames (spec->film) : 1,
    .first_number = spec->first_number,
    .overwrites = spec->existing == STUDIO_EXISTING_REPLACE,
    .resumes = spec->existing == STUDIO_EXISTING_CONTINUE && names->is_numbered,
    .has_recipes = spec->tell == STUDIO_TELL_EMBEDDED,
    .words = &words,
  };

  writing->series = studio_series_new (&series, error);
  return writing->series != NULL;
}

static gboolean
write_all (Writing *writing, GError **error)
{
  const StudioExportSpec *spec = &writing->run->spec;
  g_auto (StudioNames) names = { 0 };
  json_t *settings = studio_film_dup_settings (spec->film, &spec->size, spec->first_number);
  gboolean good;

  studio_export_spec_make_names (spec, &names);
  good = make_folder (spec, error) && open_series (writing, &names, error)
         && studio_series_compare (writing->series, studio_film_get_recipe (spec->film), settings, error)
         && write_sidecar (spec, &names, error)
         && (spec->format == STUDIO_FORMAT_PNG ? write_frames (writing, error) : write_animation (writing, error));
  json_decref (settings);
  return good;
}

gboolean
studio_export_run_write (StudioWorker *worker, gpointer data, GError **error)
{
  Writing writing = { .worker = worker, .run = data };
  const gboolean good = write_all (&writing, error);

  studio_series_free (writing.series);
  if (!good && studio_worker_is_cancelled (worker))
    g_clear_error (error);
  return good;
}
