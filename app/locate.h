/* SPDX-License-Identifier: MIT */
/* A file that somebody shows as the checkpoint of a recipe, and what it would make of the picture. */
#pragma once

#include "app/entry.h"
#include "app/recipe.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * studio_locate_async: reads header and SHA-256 of a checkpoint, in a thread. What a bare export does not say is taken from
 * the recipe.
 * @recipe: copied
 * @path: file name, any bytes
 * @cancellable: (nullable): cancelling answers at once, whatever the disk does
 */
void studio_locate_async (const StudioRecipe *recipe, const char *path, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);

/**
 * studio_locate_finish:
 *
 * Returns: (transfer full): an entry that is in no catalogue, of the recipe's sizes, its SHA-256 known; NULL with
 * STUDIO_ERROR_DIFFERS naming both sizes, or the errors of studio_entry_new() and studio_entry_read_sha256().
 */
StudioEntry *studio_locate_finish (GAsyncResult *result, GError **error);

/**
 * studio_recipe_list_doubts: why a recipe may give another picture here than the one that it was written with, a sentence
 * each, for people.
 * @entry: (nullable): what it would be painted with; its file counts once its SHA-256 is known
 *
 * Kernels of one program are no reason: all give the same bits.
 *
 * Returns: (transfer full): NULL-terminated, empty if the picture will be the same, bit for bit; free with g_strfreev().
 */
char **studio_recipe_list_doubts (const StudioRecipe *recipe, StudioEntry *entry);

G_END_DECLS
