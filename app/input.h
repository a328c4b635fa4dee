/* SPDX-License-Identifier: MIT */
/* Reads a small file somebody chose, whole. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_input_read: the whole of a regular file; pipes, folders and devices are refused without waiting.
 * @path: file name, any bytes
 * @max_bytes: larger files are refused before they are read
 *
 * Returns: (transfer full): the bytes, or NULL with WEFT_ERROR_IO, INVALID (too large), RESOURCE or
 * NO_MEMORY.
 * Threads: any.
 */
GBytes *studio_input_read (const char *path, guint64 max_bytes, GError **error);

G_END_DECLS
