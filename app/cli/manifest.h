/* SPDX-License-Identifier: MIT */
/* CliManifest: the file beside a series of pictures that says what they were drawn with; --resume compares
 * it. */
#pragma once

#include "app/recipe.h"

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/**
 * CliManifest: what is true of all files of a series. A value; clear it with cli_manifest_clear().
 */
typedef struct {
  StudioRecipe *recipe;    /* of picture 0; owned */
  json_t *settings;        /* an object of what else decides the files, or NULL; owned */
  guint64 count;           /* files that belong to the series, 1 .. */
  gboolean has_recipes;    /* whether the files carry theirs */
  gboolean replaces;       /* the series began over older files, which may still be there */
} CliManifest;

void cli_manifest_clear (CliManifest *manifest);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliManifest, cli_manifest_clear)

/**
 * cli_manifest_read:
 * @manifest: (out): cleared by the caller, also after an error
 *
 * Returns: FALSE with WEFT_ERROR_IO or WEFT_ERROR_INVALID naming the field.
 */
gboolean cli_manifest_read (const char *path, CliManifest *manifest, GError **error);

/**
 * cli_manifest_write: replaces the file under @path atomically. Errors as cli_output_file_write().
 */
gboolean cli_manifest_write (const char *path, const CliManifest *manifest, GError **error);

/**
 * cli_manifest_list_differences: (transfer full): keys in which two series differ, whatever their counts;
 * NULL-terminated.
 */
char **cli_manifest_list_differences (const CliManifest *a, const CliManifest *b);

G_END_DECLS
