/* SPDX-License-Identifier: MIT */
/* Inside the archive reader: what libzip says, for the walk that checks it. */
#pragma once

#include "engine/error.h"
#include "engine/format/zip.h"

#include <zip.h>

G_BEGIN_DECLS

/* What the directory says of an entry, and where its local header was met. */
typedef struct {
  const char *name; /* of libzip */
  guint64 size;
  guint32 crc;
  guint16 flags;
  guint64 local_at;
} WeftZipEntry;

struct _WeftZip {
  guint64 n_entries;
  guint64 position; /* of libzip's reading, and of the walk after it */

  /* owned */
  WeftBytes *bytes;
  zip_t *archive;
  WeftZipEntry *entries;
  GError *read_error; /* of bytes, on its way through libzip */
};

/**
 * weft_zip_walk: goes over the raw headers from the first byte to the last and holds them against the
 * entries.
 */
gboolean weft_zip_walk (WeftZip *zip, GError **error);

/* Sets @code with what the archive is or has, and returns FALSE. */
gboolean weft_zip_refuse (GError **error, WeftError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
