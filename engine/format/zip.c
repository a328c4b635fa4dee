/* SPDX-License-Identifier: MIT */
/* The strict face of libzip: its directory, held against a walk over the archive's own headers from first byte to last. */
#include "engine/format/zip.h"

#include "engine/error.h"
#include "engine/format/escape.h"

#include <string.h>
#include <zip.h>

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

/* What the directory says of an entry, and where its local header was met. */
typedef struct {
  const char *name; /* of libzip */
  guint64 size;
  guint32 crc;
  guint16 flags;
  guint64 local_at;
} Entry;

struct _WeftZip {
  guint64 n_entries;
  guint64 position; /* of libzip's reading, and of the walk after it */

  /* owned */
  WeftBytes *bytes;
  zip_t *archive;
  Entry *entries;
  GError *read_error; /* of bytes, on its way through libzip */
};

static gboolean
refuse (GError **error, WeftError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (GError **error, WeftError code, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, WEFT_ERROR, (gint) code, "the zip archive %s (%s)", what,
               code == WEFT_ERROR_UNSUPPORTED ? "PyTorch stores plainly: get the original file" : "get the original file");
  return FALSE;
}

/* ---- libzip reads from WeftBytes ---- */

static zip_int64_t
read_piece (WeftZip *zip, void *data, zip_uint64_t length)
{
  const guint64 n = MIN (length, weft_bytes_get_size (zip->bytes) - zip->position);

  g_clear_error (&zip->read_error);
  if (!weft_bytes_read (zip->bytes, zip->position, data, (gsize) n, &zip->read_error))
    return -1;

  zip->position += n;
  return (zip_int64_t) n;
}

static zip_int64_t
seek (WeftZip *zip, void *data, zip_uint64_t length)
{
  zip_error_t ignored;
  zip_int64_t position;

  zip_error_init (&ignored);
  position = zip_source_seek_compute_offset (zip->position, weft_bytes_get_size (zip->bytes), data, length, &ignored);
  zip_error_fini (&ignored);
  if (position < 0)
    return -1;

  zip->position = (guint64) position;
  return 0;
}

static zip_int64_t
source_cb (void *user_data, void *data, zip_uint64_t length, zip_source_cmd_t command)
{
  WeftZip *zip = user_data;

  switch (command)
    {
    case ZIP_SOURCE_OPEN:
      zip->position = 0;
      return 0;
    case ZIP_SOURCE_READ:
      return read_piece (zip, data, length);
    case ZIP_SOURCE_SEEK:
      return seek (zip, data, length);
    case ZIP_SOURCE_TELL:
      return (zip_int64_t) zip->position;
    case ZIP_SOURCE_STAT:
      zip_stat_init (data);
      ((zip_stat_t *) data)->valid = ZIP_STAT_SIZE;
      ((zip_stat_t *) data)->size = weft_bytes_get_size (zip->bytes);
      return sizeof (zip_stat_t);
    case ZIP_SOURCE_ERROR:
      {
        const int codes[] = { ZIP_ER_READ, 0 };

        memcpy (data, codes, MIN (length, sizeof codes));
        return sizeof codes;
      }
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
      return 0;
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap (ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                             ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, -1);
    default:
      return -1;
    }
}

static gboolean
set_libzip_error (WeftZip *zip, zip_error_t *cause, GError **error)
{
  if (zip->read_error != NULL)
    g_propagate_error (error, g_steal_pointer (&zip->read_error));
  else
    refuse (error, WEFT_ERROR_INVALID, "is damaged: %s", zip_error_strerror (cause));

  zip_error_fini (cause);
  return FALSE;
}

static gboolean
open_archive (WeftZip *zip, GError **error)
{
  zip_error_t cause;
  zip_source_t *source;

  zip_error_init (&cause);
  source = zip_source_function_create (source_cb, zip, &cause);
  if (source == NULL)
    return set_libzip_error (zip, &cause, error);

  zip->archive = zip_open_from_source (source, ZIP_RDONLY | ZIP_CHECKCONS, &cause);
  if (zip->archive == NULL)
    {
      zip_source_free (source);
      return set_libzip_error (zip, &cause, error);
    }

  zip_error_fini (&cause);
  zip->n_entries = (guint64) zip_get_num_entries (zip->archive, 0);
  return TRUE;
}

/* ---- entries as libzip sees them ---- */

static gboolean
climbs (const char *name)
{
  return name[0] == '/' || strchr (name, '\\') != NULL || strcmp (name, "..") == 0 || g_str_has_prefix (name, "../")
         || g_str_has_suffix (name, "/..") || strstr (name, "/../") != NULL;
}

static gboolean
load_entry (WeftZip *zip, guint64 index, GError **error)
{
  const zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD
                              | ZIP_STAT_ENCRYPTION_METHOD;
  Entry *entry = &zip->entries[index];
  g_autofree char *shown = NULL;
  zip_stat_t stat;

  entry->name = zip_get_name (zip->archive, index, ZIP_FL_ENC_RAW);
  if (entry->name == NULL || zip_stat_index (zip->archive, index, ZIP_FL_ENC_RAW, &stat) != 0
      || (stat.valid & wanted) != wanted)
    return refuse (error, WEFT_ERROR_INVALID, "does not describe its entry %" G_GUINT64_FORMAT, index);

  shown = weft_escape_name (entry->name, -1);
  if (stat.encryption_method != ZIP_EM_NONE)
    return refuse (error, WEFT_ERROR_UNSUPPORTED, "has the encrypted entry '%s'", shown);
  if (stat.comp_method != ZIP_CM_STORE || stat.comp_size != stat.size)
    return refuse (error, WEFT_ERROR_UNSUPPORTED, "has the compressed entry '%s'", shown);
  if (climbs (entry->name))
    return refuse (error, WEFT_ERROR_INVALID, "has an entry with the path '%s'", shown);

  entry->size = stat.size;
  entry->crc = stat.crc;
  return TRUE;
}

static gboolean
load_entries (WeftZip *zip, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  zip->entries = g_try_new0 (Entry, MAX (zip->n_entries, 1));
  if (zip->entries == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "%" G_GUINT64_FORMAT
                   " entries of the zip archive do not fit the memory (close other programs)", zip->n_entries);
      return FALSE;
    }

  for (guint64 i = 0; i < zip->n_entries; i++)
    {
      if (!load_entry (zip, i, error))
        return FALSE;

      if (!g_hash_table_add (names, (gpointer) zip->entries[i].name))
        {
          g_autofree char *shown = weft_escape_name (zip->entries[i].name, -1);

          return refuse (error, WEFT_ERROR_INVALID, "has two entries called '%s'", shown);
        }
    }

  return TRUE;
}

/* ---- the walk over the raw headers ---- */

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
  return refuse (error, WEFT_ERROR_INVALID, "has %s at byte %" G_GUINT64_FORMAT, what, zip->position);
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
check_name (WeftZip *zip, const Entry *entry, guint64 at, guint16 length, GError **error)
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
skip_descriptor (WeftZip *zip, const Entry *entry, GError **error)
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
check_numbers (WeftZip *zip, const Entry *entry, const guint8 *crc_and_sizes, gboolean may_be_zero, GError **error)
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
walk_local (WeftZip *zip, Entry *entry, GError **error)
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
walk_central (WeftZip *zip, const Entry *entry, GError **error)
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
         && skip (zip, CENTRAL_BYTES + (guint64) get_u16 (h + 28) + get_u16 (h + 30) + get_u16 (h + 32), error);
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

  if (get_u64 (h + 4) != ZIP64_END_BYTES - 12 || get_u64 (h + 16) != 0 || get_u64 (h + 24) != zip->n_entries || get_u64 (h + 32) != zip->n_entries
      || get_u64 (h + 40) != record_at - directory_at || get_u64 (h + 48) != directory_at)
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

static gboolean
walk (WeftZip *zip, GError **error)
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

/* ---- public ---- */

WeftZip *
weft_zip_new (WeftBytes *bytes, GError **error)
{
  g_autoptr (WeftZip) zip = g_new0 (WeftZip, 1);

  zip->bytes = bytes;
  if (!open_archive (zip, error) || !load_entries (zip, error) || !walk (zip, error))
    return NULL;

  return g_steal_pointer (&zip);
}

void
weft_zip_free (WeftZip *zip)
{
  if (zip == NULL)
    return;

  if (zip->archive != NULL)
    zip_discard (zip->archive);
  weft_bytes_free (zip->bytes);
  g_free (zip->entries);
  g_clear_error (&zip->read_error);
  g_free (zip);
}

guint64
weft_zip_get_n_entries (WeftZip *zip)
{
  return zip->n_entries;
}

const char *
weft_zip_get_name (WeftZip *zip, guint64 index)
{
  g_return_val_if_fail (index < zip->n_entries, NULL);

  return zip->entries[index].name;
}

guint64
weft_zip_get_size (WeftZip *zip, guint64 index)
{
  g_return_val_if_fail (index < zip->n_entries, 0);

  return zip->entries[index].size;
}

gboolean
weft_zip_find (WeftZip *zip, const char *name, guint64 *index)
{
  const zip_int64_t found = zip_name_locate (zip->archive, name, ZIP_FL_ENC_RAW);

  if (found < 0)
    return FALSE;

  *index = (guint64) found;
  return TRUE;
}

/* Reads to the end of the entry: only there libzip compares the checksum. */
static gboolean
read_to_end (zip_file_t *file, guint8 *out, guint64 size)
{
  guint8 beyond;

  while (size > 0)
    {
      const zip_int64_t got = zip_fread (file, out, size);

      if (got <= 0)
        return FALSE;
      out += got;
      size -= (guint64) got;
    }

  return zip_fread (file, &beyond, 1) == 0;
}

gboolean
weft_zip_read (WeftZip *zip, guint64 index, void *out, GError **error)
{
  g_autofree char *shown = NULL;
  zip_file_t *file;
  gboolean whole;

  g_return_val_if_fail (index < zip->n_entries, FALSE);

  file = zip_fopen_index (zip->archive, index, 0);
  whole = file != NULL && read_to_end (file, out, zip->entries[index].size);
  if (file != NULL)
    zip_fclose (file);
  if (whole)
    return TRUE;

  if (zip->read_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&zip->read_error));
      return FALSE;
    }

  shown = weft_escape_name (zip->entries[index].name, -1);
  return refuse (error, WEFT_ERROR_INVALID, "has a wrong checksum for '%s'", shown);
}
