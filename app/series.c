/* SPDX-License-Identifier: MIT */
/* A series of files knows which of its members are whole; everything else follows from that. */
#include "app/series.h"

#include "app/error.h"
#include "app/input.h"
#include "app/lock.h"
#include "app/manifest.h"
#include "app/png.h"
#include "app/recipe-json.h"
#include "app/store.h"

#include "engine/error.h"
#include "engine/format/escape.h"

#include <unistd.h>

struct _StudioSeries {
  StudioSeriesSpec spec;
  StudioNames names;

  StudioLock *lock;       /* NULL for a single picture */
  char *manifest_path;    /* NULL for a name without a number */
  StudioManifest resumed; /* its recipe is NULL if nothing is resumed */
  StudioManifest manifest; /* of this run; what it points to is borrowed */
  guint8 *is_saved;       /* [count] */
  guint64 n_saved;
  guint64 n_bytes;        /* written by this run, to tell how much room the rest needs */
  guint64 n_written;
};

/* Puts "cannot write 'name': " before the message. */
static gboolean
fail_at (const char *doing, const char *path, GError **error)
{
  g_autofree char *shown = weft_escape_name (path, -1);

  g_prefix_error (error, "%s '%s': ", doing, shown);
  return FALSE;
}

/* The store's answer, with the advice that helps here. */
static gboolean
explain (StudioSeries *series, const char *path, GError **error)
{
  if (error != NULL && g_error_matches (*error, STUDIO_ERROR, STUDIO_ERROR_EXISTS))
    {
      g_clear_error (error);
      g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_EXISTS, "it exists already (%s)", series->spec.words->exists);
    }

  return fail_at ("cannot write", path, error);
}

static char *
dup_path (StudioSeries *series, guint64 index)
{
  return studio_names_dup (&series->names, series->spec.first_number + index);
}

static gboolean
check_file (StudioSeries *series, const char *path, GError **error)
{
  const gboolean replaces = series->spec.overwrites || series->spec.resumes;

  if (series->spec.input != NULL && studio_store_is_same_file (path, series->spec.input))
    {
      g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_TARGET, "it is what is read from (%s)",
                   series->spec.words->is_input);
      return fail_at ("cannot write", path, error);
    }

  return studio_store_check (path, replaces ? STUDIO_STORE_REPLACE : STUDIO_STORE_NEW, error)
         || explain (series, path, error);
}

static gboolean
check_files (StudioSeries *series, GError **error)
{
  for (guint64 i = 0; i < series->spec.count; i++)
    {
      g_autofree char *path = dup_path (series, i);

      if (!check_file (series, path, error))
        return FALSE;
    }

  return TRUE;
}

/* Without a manifest only a series of which nothing is there can be resumed: by beginning it. */
static gboolean
read_resumed (StudioSeries *series, GError **error)
{
  if (series->manifest_path != NULL && access (series->manifest_path, F_OK) == 0)
    return studio_manifest_read (series->manifest_path, &series->resumed, error)
           || fail_at ("cannot resume from", series->manifest_path, error);

  for (guint64 i = 0; i < series->spec.count; i++)
    {
      g_autofree char *path = dup_path (series, i);

      if (access (path, F_OK) == 0)
        {
          g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_DIFFERS, "no manifest says what it was drawn with (%s)",
                       series->spec.words->no_manifest);
          return fail_at ("cannot resume at", path, error);
        }
    }

  return TRUE;
}

static gboolean
take_lock (StudioSeries *series, GError **error)
{
  g_autofree char *path = studio_names_dup_beside (&series->names, ".", "manifest.lock");

  series->lock = studio_lock_take (path, error);
  return series->lock != NULL || fail_at ("cannot write", series->manifest_path, error);
}

static gboolean
prepare (StudioSeries *series, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (series->names.head);

  studio_store_sweep (folder);
  if (series->names.is_numbered)
    series->manifest_path = studio_names_dup_beside (&series->names, "", "manifest.json");

  return check_files (series, error) && (series->spec.count == 1 || take_lock (series, error))
         && (!series->spec.resumes || read_resumed (series, error));
}

StudioSeries *
studio_series_new (const StudioSeriesSpec *spec, GError **error)
{
  g_autoptr (StudioSeries) series = g_new0 (StudioSeries, 1);

  series->spec = *spec;
  studio_names_copy (spec->names, &series->names);
  series->is_saved = g_new0 (guint8, spec->count);
  return prepare (series, error) ? g_steal_pointer (&series) : NULL;
}

void
studio_series_free (StudioSeries *series)
{
  if (series == NULL)
    return;

  studio_lock_free (series->lock);
  studio_names_clear (&series->names);
  studio_manifest_clear (&series->resumed);
  g_free (series->manifest_path);
  g_free (series->is_saved);
  g_free (series);
}

const StudioRecipe *
studio_series_get_resumed (StudioSeries *series)
{
  return series->resumed.recipe;
}

gboolean
studio_series_compare (StudioSeries *series, const StudioRecipe *recipe, json_t *settings, GError **error)
{
  series->manifest = (StudioManifest) {
    .recipe = (StudioRecipe *) recipe,
    .settings = settings,
    .count = series->spec.count,
    .has_recipes = series->spec.has_recipes,
    .replaces = series->spec.overwrites,
  };
  if (series->resumed.recipe == NULL)
    return TRUE;

  g_auto (GStrv) differences = studio_manifest_list_differences (&series->resumed, &series->manifest);
  g_autofree char *keys = g_strjoinv (", ", differences);

  series->manifest.count = MAX (series->spec.count, series->resumed.count);
  series->manifest.replaces = series->resumed.replaces;
  if (*keys == '\0')
    return TRUE;

  g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_DIFFERS, "what is asked for differs in %s (%s)", keys,
               series->spec.words->differs);
  return fail_at ("cannot resume from", series->manifest_path, error);
}

/* Whether the file is a whole picture, and by its recipe, if it must have one, the one wanted. */
static gboolean
is_picture (StudioSeries *series, GBytes *bytes, guint64 index)
{
  g_autoptr (StudioPixels) pixels = studio_png_decode (bytes, NULL);
  g_autoptr (StudioRecipe) recipe = NULL;

  if (pixels == NULL)
    return FALSE;
  if (!series->spec.has_recipes)
    return !series->resumed.replaces;

  recipe = studio_recipe_from_png (bytes, NULL);
  if (recipe == NULL
      || studio_recipe_get_last_image (recipe) != studio_recipe_get_last_image (series->resumed.recipe) + index)
    return FALSE;

  /* All but what differs from picture to picture. */
  studio_recipe_shift_image (recipe, -index);
  recipe->steps_done = series->resumed.recipe->steps_done;
  recipe->has_state_hash = series->resumed.recipe->has_state_hash;
  recipe->state_hash = series->resumed.recipe->state_hash;
  return studio_recipe_equal (recipe, series->resumed.recipe);
}

/* Looks at a file that is there. FALSE with an error if it cannot be told whether it is kept. */
static gboolean
look_at (StudioSeries *series, const char *path, guint64 index, StudioSeriesMake make, gpointer data,
         GError **error)
{
  g_autoptr (GBytes) bytes = studio_input_read (path, STUDIO_PNG_MAX_FILE, NULL);
  g_autoptr (GBytes) wanted = make != NULL ? make (data, index, error) : NULL;

  if (make != NULL && wanted == NULL)
    return FALSE;

  series->is_saved[index] = bytes != NULL && index < series->resumed.count
                            && (make != NULL ? g_bytes_equal (bytes, wanted) : is_picture (series, bytes, index));
  return TRUE;
}

static gboolean
keep_files (StudioSeries *series, StudioSeriesMake make, gpointer data, GError **error)
{
  for (guint64 i = 0; i < series->spec.count; i++)
    {
      g_autofree char *path = dup_path (series, i);

      if (access (path, F_OK) != 0)
        continue;
      if (!look_at (series, path, i, make, data, error))
        return FALSE;

      series->n_saved += series->is_saved[i];
      if (!series->is_saved[i] && !series->resumed.replaces)
        {
          g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_OUTPUT,
                       "it is no picture of the run that is to be resumed (%s)", series->spec.words->is_foreign);
          return fail_at ("cannot write", path, error);
        }
    }

  return TRUE;
}

gboolean
studio_series_begin (StudioSeries *series, StudioSeriesMake make, gpointer data, GError **error)
{
  if (series->resumed.recipe != NULL && !keep_files (series, make, data, error))
    return FALSE;

  return series->lock == NULL || studio_manifest_write (series->manifest_path, &series->manifest, error)
         || explain (series, series->manifest_path, error);
}

guint64
studio_series_find_missing (StudioSeries *series, guint64 from, guint64 *n)
{
  while (from < series->spec.count && series->is_saved[from])
    from++;

  for (*n = 0; from + *n < series->spec.count && !series->is_saved[from + *n];)
    *n += 1;

  return from;
}

/* "no space left" becomes "no space left, 12 of 100 images are saved (the rest needs about 3 MB ...)". */
static void
add_remedy (StudioSeries *series, GError **error)
{
  if (error == NULL || series->spec.count == 1 || g_error_matches (*error, WEFT_ERROR, WEFT_ERROR_RESOURCE))
    return;

  const guint64 left = series->spec.count - series->n_saved;
  const guint64 each = series->n_written > 0 ? series->n_bytes / series->n_written : 4096;
  const guint64 room = left * MAX (each, 4096) / 1000000 + 1; /* megabytes */
  char *old = (*error)->message;

  (*error)->message = g_strdup_printf ("%s, %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " %s are saved "
                                       "(the rest needs about %" G_GUINT64_FORMAT " MB; %s)",
                                       old, series->n_saved, series->spec.count, series->spec.words->noun, room,
                                       series->spec.words->go_on);
  g_free (old);
}

char *
studio_series_write (StudioSeries *series, guint64 index, GBytes *png, GError **error)
{
  const gboolean replaces = series->spec.overwrites || series->resumed.replaces;
  g_autofree char *path = dup_path (series, index);

  if (!studio_store_write (path, png, replaces ? STUDIO_STORE_REPLACE : STUDIO_STORE_NEW, error))
    {
      explain (series, path, error);
      add_remedy (series, error);
      return NULL;
    }

  series->is_saved[index] = TRUE;
  series->n_saved++;
  series->n_written++;
  series->n_bytes += g_bytes_get_size (png);
  return g_steal_pointer (&path);
}

guint64
studio_series_get_n_saved (StudioSeries *series)
{
  return series->n_saved;
}
