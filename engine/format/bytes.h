/* SPDX-License-Identifier: MIT */
/* WeftBytes: a regular file, or memory, of which spans are read; a file that changes meanwhile is noticed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftBytes: foreign bytes of a known number.
 *
 * Files are read, never mapped: a mapped file that shrinks ends the program.
 *
 * Threads: one at a time.
 */
typedef struct _WeftBytes WeftBytes;

/**
 * weft_bytes_open: opens a regular file for reading; anything else that has a name is refused without waiting
 * for it.
 * @path: file name, any bytes
 *
 * Returns: (transfer full): the bytes, or NULL with WEFT_ERROR_IO, or RESOURCE when no descriptor is left.
 */
WeftBytes *weft_bytes_open (const char *path, GError **error);

/**
 * weft_bytes_new_from_memory: the same face over memory.
 * @data: (transfer none): kept by reference
 */
WeftBytes *weft_bytes_new_from_memory (GBytes *data);

void weft_bytes_free (WeftBytes *bytes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftBytes, weft_bytes_free)

/**
 * weft_bytes_get_size: bytes there were when it was opened.
 */
guint64 weft_bytes_get_size (WeftBytes *bytes);

/**
 * weft_bytes_read: copies a span.
 * @offset: first byte; @offset + @n must not exceed the size
 * @out: [n]
 *
 * Returns: TRUE, or FALSE with WEFT_ERROR_IO; a file found changed since it was opened is one.
 */
gboolean weft_bytes_read (WeftBytes *bytes, guint64 offset, void *out, gsize n, GError **error);

/**
 * WeftBytesWatch: is told of each piece of at most 1 MiB that has been read.
 *
 * Returns: FALSE to read no more.
 */
typedef gboolean (*WeftBytesWatch) (gpointer data, gsize n_read);

/**
 * weft_bytes_set_watch: who watches what is read of a file from now on. Memory is not watched.
 * @watch: (nullable): called by whoever reads, in its thread; where it says no, reading ends with WEFT_ERROR_CANCELLED
 */
void weft_bytes_set_watch (WeftBytes *bytes, WeftBytesWatch watch, gpointer data);

/**
 * weft_bytes_dup_sha256: the SHA-256 of all bytes, in hexadecimal, read in pieces.
 *
 * Returns: (transfer full): 64 characters, or NULL with WEFT_ERROR_IO.
 */
char *weft_bytes_dup_sha256 (WeftBytes *bytes, GError **error);

G_END_DECLS
