/* SPDX-License-Identifier: MIT */
/* The strict face of libzip: it reads from our bytes, and only plain entries with plain names leave. */
#include "engine/format/zip-private.h"

#include "engine/format/escape.h"

#include <string.h>

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
  position = zip_source_seek_compute_offset (zip->position, weft_bytes_get_size (zip->bytes), data, length,
                                             &ignored);
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
      return zip_source_make_command_bitmap (ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                             ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                             ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, -1);
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
    weft_zip_refuse (error, WEFT_ERROR_INVALID, "is damaged: %s", zip_error_strerror (cause));

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
  return name[0] == '/' || strchr (name, '\\') != NULL || strcmp (name, "..") == 0
         || g_str_has_prefix (name, "../") || g_str_has_suffix (name, "/..") || strstr (name, "/../") != NULL;
}

static gboolean
load_entry (WeftZip *zip, guint64 index, GError **error)
{
  const zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC
                              | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
  WeftZipEntry *entry = &zip->entries[index];
  g_autofree char *shown = NULL;
  zip_stat_t stat;

  entry->name = zip_get_name (zip->archive, index, ZIP_FL_ENC_RAW);
  if (entry->name == NULL || zip_stat_index (zip->archive, index, ZIP_FL_ENC_RAW, &stat) != 0
      || (stat.valid & wanted) != wanted)
    return weft_zip_refuse (error, WEFT_ERROR_INVALID, "does not describe its entry %" G_GUINT64_FORMAT,
                            index);

  shown = weft_escape_name (entry->name, -1);
  if (stat.encryption_method != ZIP_EM_NONE)
    return weft_zip_refuse (error, WEFT_ERROR_UNSUPPORTED, "has the encrypted entry '%s'", shown);
  if (stat.comp_method != ZIP_CM_STORE || stat.comp_size != stat.size)
    return weft_zip_refuse (error, WEFT_ERROR_UNSUPPORTED, "has the compressed entry '%s'", shown);
  if (climbs (entry->name))
    return weft_zip_refuse (error, WEFT_ERROR_INVALID, "has an entry with the path '%s'", shown);

  entry->size = stat.size;
  entry->crc = stat.crc;
  return TRUE;
}

static gboolean
load_entries (WeftZip *zip, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  zip->entries = g_try_new0 (WeftZipEntry, MAX (zip->n_entries, 1));
  if (zip->entries == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
                   "%" G_GUINT64_FORMAT
                   " entries of the zip archive do not fit the memory (close other programs)",
                   zip->n_entries);
      return FALSE;
    }

  for (guint64 i = 0; i < zip->n_entries; i++)
    {
      if (!load_entry (zip, i, error))
        return FALSE;

      if (!g_hash_table_add (names, (gpointer) zip->entries[i].name))
        {
          g_autofree char *shown = weft_escape_name (zip->entries[i].name, -1);

          return weft_zip_refuse (error, WEFT_ERROR_INVALID, "has two entries called '%s'", shown);
        }
    }

  return TRUE;
}

/* ---- public ---- */

WeftZip *
weft_zip_new (WeftBytes *bytes, GError **error)
{
  g_autoptr (WeftZip) zip = g_new0 (WeftZip, 1);

  zip->bytes = bytes;
  if (!open_archive (zip, error) || !load_entries (zip, error) || !weft_zip_walk (zip, error))
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
  return weft_zip_refuse (error, WEFT_ERROR_INVALID, "has a wrong checksum for '%s'", shown);
}
