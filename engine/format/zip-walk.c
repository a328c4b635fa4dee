/* SPDX-License-Identifier: MIT */
/* The walk over an archive's own headers: every copy of a fact agrees, every byte belongs to something. */
#include "engine/format/zip-private.h"

#include <string.h>

#define LOCAL_SIGNATURE 0x04034b50u
#define CENTRAL_SIGNATURE 0x02014b50u
#define DESCRIPTOR_SIGNATURE 0x08074b50u
#define ZIP64_END_SIGNATURE 0x06064b50u
#define ZIP64_LOCATOR_SIGNATURE 0x07064b50u
#define END_SIGNATURE 0x06054b50u

#define LOCAL_BYTES 30
#define CENTRAL_BYTES 46
#define ZIP64_END_BYTES 56
#define ZIP64_LOCATOR_BYTES 20
#define END_BYTES 22
#define LONGEST_HEADER ZIP64_END_BYTES

#define FLAG_DESCRIPTOR 0x0008
#define IN_ZIP64 0xffffffffu /* the real number stands in an extra field */

gboolean
weft_zip_refuse (GError **error, WeftError code, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, WEFT_ERROR, (gint) code, "the zip archive %s (%s)", what,
               code == WEFT_ERROR_UNSUPPORTED ? "PyTorch stores plainly: get the original file"
                                              : "get the original file");
  return FALSE;
}

static guint16
get_u16 (const guint8 *p)
{
  return (guint16) (p[0] | p[1] << 8);
}

static guint32
get_u32 (const guint8 *p)
{
  return (guint32) get_u16 (p) | (guint32) get_u16 (p + 2) << 16;
}

static guint64
get_u64 (const guint8 *p)
{
  return (guint64) get_u32 (p) | (guint64) get_u32 (p + 4) << 32;
}

static gboolean
refuse_at (WeftZip *zip, const char *what, GError **error)
{
  return weft_zip_refuse (error, WEFT_ERROR_INVALID, "has %s at byte %" G_GUINT64_FORMAT, what,
                          zip->position);
}

/* Copies the header at the walk's place; what the file does not have becomes zero, no signature then. */
static gboolean
peek (WeftZip *zip, guint8 header[LONGEST_HEADER], gsize n, GError **error)
{
  const guint64 left = weft_bytes_get_size (zip->bytes) - zip->position;

  memset (header, 0, LONGEST_HEADER);
  return weft_bytes_read (zip->bytes, zip->position, header, (gsize) MIN (left, n), error);
}

static gboolean
skip (WeftZip *zip, guint64 n, GError **error)
{
  if (n > weft_bytes_get_size (zip->bytes) - zip->position)
    return refuse_at (zip, "an entry that passes the end", error);

  zip->position += n;
  return TRUE;
}

/* The name in a raw header, @at bytes behind the walk's place, is the directory's. */
static gboolean
check_name (WeftZip *zip, const WeftZipEntry *entry, guint64 at, guint16 length, GError **error)
{
  g_autofree char *name = g_malloc (length + 1u);

  if (at + length > weft_bytes_get_size (zip->bytes) - zip->position)
    return refuse_at (zip, "a name that passes the end", error);
  if (!weft_bytes_read (zip->bytes, zip->position + at, name, length, error))
    return FALSE;
  if (strlen (entry->name) != length || memcmp (entry->name, name, length) != 0)
    return refuse_at (zip, "a header with another name than the directory", error);

  return TRUE;
}

/* Sizes and checksum behind an entry: 32 or 64 bits wide, told apart by what follows. */
static gboolean
skip_descriptor (WeftZip *zip, const WeftZipEntry *entry, GError **error)
{
  guint8 d[LONGEST_HEADER];
  gboolean narrow, wide;

  if (!peek (zip, d, 28, error))
    return FALSE;

  if (get_u32 (d) != DESCRIPTOR_SIGNATURE || get_u32 (d + 4) != entry->crc)
    return refuse_at (zip, "a data descriptor that contradicts the directory", error);

  narrow = get_u32 (d + 8) == entry->size && get_u32 (d + 12) == entry->size
           && (get_u32 (d + 16) == LOCAL_SIGNATURE || get_u32 (d + 16) == CENTRAL_SIGNATURE);
  wide = get_u64 (d + 8) == entry->size && get_u64 (d + 16) == entry->size;
  if (!narrow && !wide)
    return refuse_at (zip, "a data descriptor that contradicts the directory", error);

  return skip (zip, narrow ? 16 : 24, error);
}

/* Numbers a header gives twice; those of a local header before a descriptor may all be zero instead. */
static gboolean
check_numbers (WeftZip *zip, const WeftZipEntry *entry, const guint8 *crc_and_sizes, gboolean may_be_zero,
               GError **error)
{
  const guint32 crc = get_u32 (crc_and_sizes);
  const guint32 compressed = get_u32 (crc_and_sizes + 4);
  const guint32 size = get_u32 (crc_and_sizes + 8);

  if (may_be_zero && crc == 0 && compressed == 0 && size == 0)
    return TRUE;

  if (crc == entry->crc && (compressed == entry->size || compressed == IN_ZIP64)
      && (size == entry->size || size == IN_ZIP64))
    return TRUE;

  return refuse_at (zip, "a header whose sizes or checksum contradict the directory", error);
}

static gboolean
walk_local (WeftZip *zip, WeftZipEntry *entry, GError **error)
{
  guint8 h[LONGEST_HEADER];
  guint64 length;

  if (!peek (zip, h, LOCAL_BYTES, error))
    return FALSE;
  if (get_u32 (h) != LOCAL_SIGNATURE)
    return refuse_at (zip, "something that is not the next entry", error);

  entry->local_at = zip->position;
  entry->flags = get_u16 (h + 6);
  if (get_u16 (h + 8) != ZIP_CM_STORE)
    return refuse_at (zip, "a header of a compressed entry", error);

  length = LOCAL_BYTES + (guint64) get_u16 (h + 26) + get_u16 (h + 28);
  if (!check_name (zip, entry, LOCAL_BYTES, get_u16 (h + 26), error)
      || !check_numbers (zip, entry, h + 14, (entry->flags & FLAG_DESCRIPTOR) != 0, error)
      || !skip (zip, length, error)
      || !skip (zip, entry->size, error))
    return FALSE;

  return (entry->flags & FLAG_DESCRIPTOR) == 0 || skip_descriptor (zip, entry, error);
}

static gboolean
walk_central (WeftZip *zip, const WeftZipEntry *entry, GError **error)
{
  guint8 h[LONGEST_HEADER];
  guint32 local_at;

  if (!peek (zip, h, CENTRAL_BYTES, error))
    return FALSE;
  if (get_u32 (h) != CENTRAL_SIGNATURE)
    return refuse_at (zip, "something that is not its directory", error);

  local_at = get_u32 (h + 42);
  if (get_u16 (h + 8) != entry->flags || get_u16 (h + 10) != ZIP_CM_STORE || get_u16 (h + 34) != 0
      || (local_at != IN_ZIP64 && local_at != entry->local_at))
    return refuse_at (zip, "a directory entry that contradicts the entry's own header", error);

  return check_name (zip, entry, CENTRAL_BYTES, get_u16 (h + 28), error)
         && check_numbers (zip, entry, h + 16, FALSE, error)
         && skip (zip, CENTRAL_BYTES + (guint64) get_u16 (h + 28) + get_u16 (h + 30) + get_u16 (h + 32),
                  error);
}

/* The optional zip64 pair, which must say what the walk has seen. */
static gboolean
walk_zip64_end (WeftZip *zip, guint64 directory_at, GError **error)
{
  const guint64 record_at = zip->position;
  guint8 h[LONGEST_HEADER];

  if (!peek (zip, h, ZIP64_END_BYTES, error))
    return FALSE;
  if (get_u32 (h) != ZIP64_END_SIGNATURE)
    return TRUE;

  if (get_u64 (h + 4) != ZIP64_END_BYTES - 12 || get_u64 (h + 16) != 0 || get_u64 (h + 24) != zip->n_entries
      || get_u64 (h + 32) != zip->n_entries || get_u64 (h + 40) != record_at - directory_at
      || get_u64 (h + 48) != directory_at)
    return refuse_at (zip, "a zip64 end record that contradicts the directory", error);

  zip->position += ZIP64_END_BYTES;
  if (!peek (zip, h, ZIP64_LOCATOR_BYTES, error))
    return FALSE;
  if (get_u32 (h) != ZIP64_LOCATOR_SIGNATURE || get_u32 (h + 4) != 0 || get_u64 (h + 8) != record_at
      || get_u32 (h + 16) != 1)
    return refuse_at (zip, "a zip64 locator that contradicts the directory", error);

  return skip (zip, ZIP64_LOCATOR_BYTES, error);
}

static gboolean
walk_end (WeftZip *zip, guint64 directory_at, GError **error)
{
  const guint64 directory_bytes = zip->position - directory_at;
  guint8 h[LONGEST_HEADER];

  if (!walk_zip64_end (zip, directory_at, error) || !peek (zip, h, END_BYTES, error))
    return FALSE;
  if (get_u32 (h) != END_SIGNATURE)
    return refuse_at (zip, "something that is not its end record", error);

  if (get_u32 (h + 4) != 0 || get_u16 (h + 8) != get_u16 (h + 10)
      || (get_u16 (h + 10) != zip->n_entries && get_u16 (h + 10) != 0xffff)
      || (get_u32 (h + 12) != directory_bytes && get_u32 (h + 12) != IN_ZIP64)
      || (get_u32 (h + 16) != directory_at && get_u32 (h + 16) != IN_ZIP64))
    return refuse_at (zip, "an end record that contradicts the directory", error);

  if (get_u16 (h + 20) != 0 || weft_bytes_get_size (zip->bytes) - zip->position != END_BYTES)
    return refuse_at (zip, "bytes behind its end record", error);

  return TRUE;
}

gboolean
weft_zip_walk (WeftZip *zip, GError **error)
{
  guint64 directory_at;

  zip->position = 0;
  for (guint64 i = 0; i < zip->n_entries; i++)
    if (!walk_local (zip, &zip->entries[i], error))
      return FALSE;

  directory_at = zip->position;
  for (guint64 i = 0; i < zip->n_entries; i++)
    if (!walk_central (zip, &zip->entries[i], error))
      return FALSE;

  return walk_end (zip, directory_at, error);
}
