/* SPDX-License-Identifier: MIT */
/* StudioSeries: pictures going to disk: checked before any work, written whole, kept when a run is resumed. */
#pragma once

#include "app/names.h"
#include "app/recipe.h"

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/**
 * StudioSeries: one file or many. A series of more than one is locked against other runs and has a manifest.
 *
 * Threads: one at a time.
 */
typedef struct _StudioSeries StudioSeries;

/**
 * StudioSeriesWords: what messages name and advise, in the words of the program that asks. Literals.
 */
typedef struct {
  const char *noun;        /* what the files are, such as "images" */
  const char *exists;      /* what to do about a file that exists already */
  const char *is_input;    /* about a file that is read from */
  const char *no_manifest; /* about files of which no manifest tells */
  const char *differs;     /* about a series that was begun with other settings */
  const char *is_foreign;  /* about a file that is none of the series */
  const char *go_on;       /* how to go on once there is room */
} StudioSeriesWords;

/**
 * StudioSeriesSpec: what is to be written, by value; what it points to is borrowed until the end.
 */
typedef struct {
  const StudioNames *names;
  guint64 count;        /* files, 1 .. */
  guint64 first_number; /* in the name of the first */
  const char *input;    /* a file that is read and must not be overwritten; NULL: none */
  gboolean overwrites;  /* files that exist are replaced */
  gboolean resumes;     /* files of an interrupted run of the same manifest are kept */
  gboolean has_recipes; /* files carry their recipes */
  const StudioSeriesWords *words;
} StudioSeriesSpec;

/**
 * StudioSeriesMake: the bytes of file @index, the same whenever it is asked; NULL with an error.
 */
typedef GBytes *(*StudioSeriesMake) (gpointer data, guint64 index, GError **error);

/**
 * studio_series_new: checks folder and existing files, takes the lock, reads the manifest of a run to be
 * resumed.
 *
 * Returns: (transfer full): NULL with STUDIO_ERROR_EXISTS, TARGET, OUTPUT or DIFFERS, or the errors of
 * studio_manifest_read().
 */
StudioSeries *studio_series_new (const StudioSeriesSpec *spec, GError **error);

void studio_series_free (StudioSeries *series);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioSeries, studio_series_free)

/**
 * studio_series_get_resumed: the recipe of the run that is resumed, or NULL.
 */
const StudioRecipe *studio_series_get_resumed (StudioSeries *series);

/**
 * studio_series_compare: says what is written, and compares it with the run that is resumed.
 * @recipe: of picture 0; borrowed until the end
 * @settings: (nullable): an object of what else decides the files; borrowed likewise
 *
 * Returns: FALSE with STUDIO_ERROR_DIFFERS naming the keys that differ.
 */
gboolean studio_series_compare (StudioSeries *series, const StudioRecipe *recipe, json_t *settings,
                                GError **error);

/**
 * studio_series_begin: finds the files of the run that is resumed, then writes the manifest. After
 * studio_series_compare().
 * @make: (nullable): files are kept whose bytes are those it makes; NULL: by the recipes they carry
 *
 * Returns: FALSE with STUDIO_ERROR_OUTPUT, naming the file if one is not of that run, or the errors of @make.
 */
gboolean studio_series_begin (StudioSeries *series, StudioSeriesMake make, gpointer data, GError **error);

/**
 * studio_series_find_missing: the next stretch of pictures to be drawn.
 * @from: pictures before this one are not looked at
 * @n: (out): how many are missing in a row
 *
 * Returns: the first of them; @n is 0 when nothing is missing any more.
 */
guint64 studio_series_find_missing (StudioSeries *series, guint64 from, guint64 *n);

/**
 * studio_series_write: writes picture @index.
 *
 * Returns: (transfer full): its name, or NULL with STUDIO_ERROR_OUTPUT saying how many are saved and how to
 * go on.
 */
char *studio_series_write (StudioSeries *series, guint64 index, GBytes *png, GError **error);

/**
 * studio_series_get_n_saved: pictures that are whole on disk, those of the run that is resumed among them.
 */
guint64 studio_series_get_n_saved (StudioSeries *series);

G_END_DECLS
