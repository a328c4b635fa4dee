/* SPDX-License-Identifier: MIT */
/* StudioCatalog: the checkpoints on offer, as a list: bundled ones first, then the user's, then those opened
 * by hand. */
#pragma once

#include "app/entry.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioCatalog: a GListModel of StudioEntry.
 *
 * Threads: main thread only.
 */
#define STUDIO_TYPE_CATALOG (studio_catalog_get_type ())
G_DECLARE_FINAL_TYPE (StudioCatalog, studio_catalog, STUDIO, CATALOG, GObject)

/**
 * studio_catalog_new: an empty catalogue.
 * @bundled_dir: (nullable): folder of bundled checkpoints; its file `default` holds the name of the default
 * one
 * @user_dir: (nullable): folder of the user's checkpoints; need not exist
 *
 * NULL means the usual folder of app/paths.h.
 */
StudioCatalog *studio_catalog_new (const char *bundled_dir, const char *user_dir);

/**
 * studio_catalog_get_bundled_dir: the folder of the checkpoints that come with Weft; it need not exist.
 */
const char *studio_catalog_get_bundled_dir (StudioCatalog *self);

/**
 * studio_catalog_get_user_dir: the folder of the user's checkpoints; it need not exist.
 */
const char *studio_catalog_get_user_dir (StudioCatalog *self);

/**
 * studio_catalog_scan: reads the headers of all `*.safetensors` in both folders and replaces the list.
 *
 * Entries that are still there keep their identity and their model; those opened by hand stay. A file that is
 * no checkpoint is left out and named in studio_catalog_get_problems().
 */
void studio_catalog_scan (StudioCatalog *self);

/**
 * studio_catalog_get_problems: (transfer none): one sentence for each file that was left out by the last
 * scan; NULL-terminated.
 */
const char *const *studio_catalog_get_problems (StudioCatalog *self);

guint studio_catalog_get_n_entries (StudioCatalog *self);

/**
 * studio_catalog_get_entry: (transfer none): entry number @position, or NULL.
 */
StudioEntry *studio_catalog_get_entry (StudioCatalog *self, guint position);

/**
 * studio_catalog_get_default: (transfer none) (nullable): the entry marked as default, else the first.
 */
StudioEntry *studio_catalog_get_default (StudioCatalog *self);

/**
 * studio_catalog_find: (transfer none) (nullable): the entry of this name; bundled ones win.
 */
StudioEntry *studio_catalog_find (StudioCatalog *self, const char *name);

/**
 * studio_catalog_find_twin: (transfer none) (nullable): the entry of the other attention with the same sizes
 * and the same data set, for a race of equals; NULL if there is none.
 */
StudioEntry *studio_catalog_find_twin (StudioCatalog *self, StudioEntry *entry);

/**
 * studio_catalog_open: an entry for `--model`: a word with a slash or a `.safetensors` ending is a file, all
 * else a name.
 * @what: (nullable): NULL: the default checkpoint
 * @facts: (nullable): what a bare export does not say
 *
 * A file that is not in the list is added to its end.
 *
 * Returns: (transfer none): NULL with STUDIO_ERROR_NOT_FOUND naming what there is, or the errors of
 * studio_entry_new().
 */
StudioEntry *studio_catalog_open (StudioCatalog *self, const char *what, const WeftFacts *facts,
                                  GError **error);

/**
 * studio_catalog_add: adds an entry to the end of the list.
 * @entry: (transfer none): in no catalogue
 *
 * Returns: (transfer none): the old one if its file was in the list already; what is known of the new one's content, the old
 * one then knows.
 */
StudioEntry *studio_catalog_add (StudioCatalog *self, StudioEntry *entry);

/**
 * studio_catalog_add_async: reads the header of a file somebody dropped, in a thread, and adds it to the end
 * of the list.
 * @facts: (nullable): copied
 */
void studio_catalog_add_async (StudioCatalog *self, const char *path, const WeftFacts *facts,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/**
 * studio_catalog_add_finish:
 *
 * Returns: (transfer none): the entry, the old one if the file was in the list already; NULL with the errors
 * of studio_entry_new().
 */
StudioEntry *studio_catalog_add_finish (StudioCatalog *self, GAsyncResult *result, GError **error);

G_END_DECLS
