/* SPDX-License-Identifier: MIT */
/* WeftZip: the entries of a zip archive as PyTorch writes them: stored, named once, filling the file. */
#pragma once

#include "engine/format/bytes.h"

G_BEGIN_DECLS

/**
 * WeftZip: an archive of which every copy of every fact agrees.
 *
 * libzip reads directory and entries and compares checksums. What it lets pass, a walk over the raw headers
 * refuses: bytes before, between or behind entries, flags that differ, descriptors that contradict, names
 * that climb.
 *
 * Threads: one at a time.
 */
typedef struct _WeftZip WeftZip;

/**
 * weft_zip_new: proves the archive's structure; no entry's content yet.
 * @bytes: (transfer full): also freed if NULL is returned
 *
 * Returns: (transfer full): the archive, or NULL with WEFT_ERROR_INVALID, UNSUPPORTED (compressed, encrypted)
 * or IO.
 */
WeftZip *weft_zip_new (WeftBytes *bytes, GError **error);

void weft_zip_free (WeftZip *zip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftZip, weft_zip_free)

guint64 weft_zip_get_n_entries (WeftZip *zip);

/**
 * weft_zip_get_name: (transfer none): the name of entry @index, 0 .. n_entries - 1, any bytes without NUL.
 */
const char *weft_zip_get_name (WeftZip *zip, guint64 index);

/**
 * weft_zip_get_size: bytes of entry @index.
 */
guint64 weft_zip_get_size (WeftZip *zip, guint64 index);

/**
 * weft_zip_find: the entry called @name; FALSE if there is none.
 */
gboolean weft_zip_find (WeftZip *zip, const char *name, guint64 *index);

/**
 * weft_zip_read: the whole content of entry @index, its checksum compared.
 * @out: [weft_zip_get_size()]
 *
 * Returns: TRUE, or FALSE with WEFT_ERROR_INVALID (wrong checksum) or IO.
 */
gboolean weft_zip_read (WeftZip *zip, guint64 index, void *out, GError **error);

G_END_DECLS
