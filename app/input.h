/* SPDX-License-Identifier: MIT */
/* Reads a file somebody chose: regular files only, up to a limit, never waiting for a pipe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_input_open: opens @path for reading without following it into a device or a pipe.
 * @path: file name, any bytes
 * @size: (out) (nullable): size in bytes
 *
 * Returns: a descriptor the caller closes, or -1 with WEFT_ERROR_IO.
 */
int studio_input_open (const char *path, guint64 *size, GError **error);

/**
 * studio_input_read: the whole of a file.
 * @max_bytes: larger files are refused before they are read
 *
 * Returns: (transfer full): the bytes, or NULL with WEFT_ERROR_IO or WEFT_ERROR_INVALID (too large).
 */
GBytes *studio_input_read (const char *path, guint64 max_bytes, GError **error);

G_END_DECLS
