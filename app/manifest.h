/* SPDX-License-Identifier: MIT */
/* StudioManifest: the file beside a series of pictures that says what they were drawn with; resuming compares
 * it. */
#pragma once

#include "app/recipe.h"

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/**
 * StudioManifest: what is true of all files of a series. A value; clear it with studio_manifest_clear().
 */
typedef struct {
  StudioRecipe *recipe;    /* of picture 0; owned */
  json_t *settings;        /* an object of what else decides the files, or NULL; owned */
  guint64 count;           /* files that belong to the series, 1 .. */
  gboolean has_recipes;    /* whether the files carry theirs */
  gboolean replaces;       /* the series began over older files, which may still be there */
} StudioManifest;

void studio_manifest_clear (StudioManifest *manifest);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StudioManifest, studio_manifest_clear)

/**
 * studio_manifest_read:
 * @manifest: (out): cleared by the caller, also after an error
 *
 * Returns: FALSE with WEFT_ERROR_IO or WEFT_ERROR_INVALID naming the field.
 */
gboolean studio_manifest_read (const char *path, StudioManifest *manifest, GError **error);

/**
 * studio_manifest_write: replaces the file under @path atomically. Errors as studio_store_write().
 */
gboolean studio_manifest_write (const char *path, const StudioManifest *manifest, GError **error);

/**
 * studio_manifest_list_differences: (transfer full): keys in which two series differ, whatever their counts;
 * NULL-terminated.
 */
char **studio_manifest_list_differences (const StudioManifest *a, const StudioManifest *b);

G_END_DECLS
