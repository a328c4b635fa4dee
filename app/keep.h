/* SPDX-License-Identifier: MIT */
/* Keeping a checkpoint that was made here among the user's own. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_keep_checkpoint: writes @checkpoint into @folder, which is made if it is missing, under a name after @title that
 * no file has.
 * @title: (nullable): for people; what no file name may have is replaced
 *
 * Blocks as long as the disk does: from a window, call it in a GTask.
 *
 * Returns: (transfer full) (type filename): its path; NULL with the errors of studio_store_write(), naming the file.
 * Threads: any.
 */
char *studio_keep_checkpoint (const char *folder, const char *title, GBytes *checkpoint, GError **error);

G_END_DECLS
