/* SPDX-License-Identifier: MIT */
/* The one way to write a file: whole or not at all, and never over something by accident. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  STUDIO_STORE_NEW,     /* refuse if anything has this name */
  STUDIO_STORE_REPLACE, /* replace a regular file atomically; its old content stays whole until then */
} StudioStoreMode;

/**
 * studio_store_check: whether @path could be written, asked before any work is done.
 *
 * Returns: TRUE, or FALSE with STUDIO_ERROR_OUTPUT (folder missing or not writable), EXISTS or TARGET; or
 * with WEFT_ERROR_RESOURCE without a descriptor.
 */
gboolean studio_store_check (const char *path, StudioStoreMode mode, GError **error);

/**
 * studio_store_write: writes @bytes under @path: a random temporary name in the same folder, fsync, rename,
 * fsync of the folder.
 * @path: file name, any bytes; a symbolic link is followed and its target replaced
 * @mode: what to do if there is a file already
 *
 * Blocks as long as the disk does: from a window, call it in a GTask.
 *
 * Returns: TRUE when the file is whole on disk; FALSE with the errors of studio_store_check(). Then an
 * earlier file is untouched; only where the very last step failed, fsync of the folder, does the new file
 * stand there, whole.
 * Threads: any.
 */
gboolean studio_store_write (const char *path, GBytes *bytes, StudioStoreMode mode, GError **error);

/**
 * studio_store_is_same_file: whether both names lead to one file that exists.
 */
gboolean studio_store_is_same_file (const char *a, const char *b);

/**
 * studio_store_sweep: removes temporary files left in @folder by writers that died. Those of living writers
 * stay.
 *
 * Returns: the number of files removed.
 */
guint studio_store_sweep (const char *folder);

G_END_DECLS
