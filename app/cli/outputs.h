/* SPDX-License-Identifier: MIT */
/* CliOutputs: where pictures go: checked before any work, written whole, kept when a run is resumed. */
#pragma once

#include "app/cli/arguments.h"
#include "app/series.h"

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/**
 * CliOutputs: a series of files, or stdout. A series of more than one is locked against other runs and has a
 * manifest.
 *
 * Threads: one at a time.
 */
typedef struct _CliOutputs CliOutputs;

/**
 * CliSeries: what a subcommand writes. A value; its strings are borrowed.
 */
typedef struct {
  const char *pattern;  /* their names, as in --output */
  const char *const *endings; /* how those may end, the usual way first; NULL-terminated */
  guint64 count;        /* files, 1 .. */
  guint64 first_number; /* in the name of the first */
  const char *input;    /* a file that is read and must not be overwritten; NULL: none */
  const char *noun;     /* what the files are, such as "images" */
} CliSeries;

extern const char *const cli_png_endings[];

/**
 * cli_outputs_new: checks pattern, folder and existing files, takes the lock, reads the manifest of a run to
 * be resumed.
 * @arguments: its --overwrite, --resume and --no-metadata
 *
 * Returns: (transfer full): NULL with CLI_EXIT_USAGE, or the errors of studio_series_new().
 */
CliOutputs *cli_outputs_new (const CliArguments *arguments, const CliSeries *series, GError **error);

void cli_outputs_free (CliOutputs *outputs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliOutputs, cli_outputs_free)

gboolean cli_outputs_get_is_stdout (CliOutputs *outputs);

/**
 * cli_outputs_get_resumed: the recipe of the run that is resumed, or NULL.
 */
const StudioRecipe *cli_outputs_get_resumed (CliOutputs *outputs);

/**
 * cli_outputs_compare: says what is written, and compares it with the run that is resumed.
 * @recipe: of picture 0; borrowed until the end
 * @settings: (nullable): an object of what else decides the files; borrowed likewise
 *
 * Returns: FALSE with STUDIO_ERROR_DIFFERS naming the keys that differ.
 */
gboolean cli_outputs_compare (CliOutputs *outputs, const StudioRecipe *recipe, json_t *settings,
                              GError **error);

/**
 * cli_outputs_begin: finds the files of the run that is resumed, then writes the manifest. After
 * cli_outputs_compare().
 * @make: (nullable): files are kept whose bytes are those it makes; NULL: by the recipes they carry
 *
 * Returns: FALSE with STUDIO_ERROR_OUTPUT, naming the file if one is not of that run, or the errors of @make.
 */
gboolean cli_outputs_begin (CliOutputs *outputs, StudioSeriesMake make, gpointer data, GError **error);

/**
 * cli_outputs_find_missing: the next stretch of pictures to be drawn.
 * @from: pictures before this one are not looked at
 * @n: (out): how many are missing in a row
 *
 * Returns: the first of them; @n is 0 when nothing is missing any more.
 */
guint64 cli_outputs_find_missing (CliOutputs *outputs, guint64 from, guint64 *n);

/**
 * cli_outputs_write: writes picture @index.
 *
 * Returns: (transfer full): its name, or NULL with STUDIO_ERROR_OUTPUT saying how many are saved and how to go
 * on.
 */
char *cli_outputs_write (CliOutputs *outputs, guint64 index, GBytes *png, GError **error);

/**
 * cli_outputs_get_n_saved: pictures that are whole on disk, those of the run that is resumed among them.
 */
guint64 cli_outputs_get_n_saved (CliOutputs *outputs);

/**
 * cli_outputs_dup_remedy: how to go on after a stop: "12 of 100 images are saved; add --resume to go on".
 */
char *cli_outputs_dup_remedy (CliOutputs *outputs);

G_END_DECLS
