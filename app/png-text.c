/* SPDX-License-Identifier: MIT */
/* Text chunks of a PNG: walked by hand, since libpng drops what is too long in silence and would decode the
 * image. */
#include "app/png.h"

#include "engine/error.h"

#include <string.h>
#include <zlib.h>

#define SIGNATURE_SIZE 8
#define CHUNK_OVERHEAD 12 /* length, type, CRC */

/* One chunk inside the file's bytes. */
typedef struct {
  char type[5];
  const guint8 *data;
  gsize size;
} Chunk;

static guint32
read_be32 (const guint8 *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

/* The chunk at @position, which moves on. FALSE with an error if the file ends within it. */
static gboolean
next_chunk (const guint8 *data, gsize size, gsize *position, Chunk *chunk, GError **error)
{
  const gsize left = size - *position;
  const guint8 *start = data + *position;

  if (left < CHUNK_OVERHEAD || read_be32 (start) > left - CHUNK_OVERHEAD)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "it ends after %" G_GSIZE_FORMAT " bytes, within a chunk (copy the file again)", size);
      return FALSE;
    }

  chunk->size = read_be32 (start);
  chunk->data = start + 8;
  memcpy (chunk->type, start + 4, 4);
  chunk->type[4] = '\0';
  *position += chunk->size + CHUNK_OVERHEAD;
  return TRUE;
}

static gboolean
is_text (const Chunk *chunk)
{
  static const char *const types[] = { "iTXt", "tEXt", "zTXt", NULL };

  return g_strv_contains (types, chunk->type);
}

static gboolean
has_keyword (const Chunk *chunk, const char *keyword)
{
  const gsize length = strlen (keyword) + 1;

  return chunk->size >= length && memcmp (chunk->data, keyword, length) == 0;
}

/* Skips one NUL-terminated field. */
static gboolean
skip_field (const guint8 **data, gsize *size)
{
  const guint8 *end = memchr (*data, '\0', *size);

  if (end == NULL)
    return FALSE;

  *size -= end + 1 - *data;
  *data = end + 1;
  return TRUE;
}

static char *
fail_text (const char *keyword, const char *why, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "its text '%s' %s", keyword, why);
  return NULL;
}

static char *
fail_length (const char *keyword, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "its text '%s' is longer than %d bytes", keyword,
               STUDIO_PNG_MAX_TEXT);
  return NULL;
}

/* Unpacks zlib data, but never more than STUDIO_PNG_MAX_TEXT bytes. */
static char *
inflate_text (const char *keyword, const guint8 *data, gsize size, gsize *length, GError **error)
{
  g_autofree char *text = g_malloc (STUDIO_PNG_MAX_TEXT + 1);
  uLongf room = STUDIO_PNG_MAX_TEXT + 1;
  const int result = uncompress ((Bytef *) text, &room, data, size);

  if (room > STUDIO_PNG_MAX_TEXT)
    return fail_length (keyword, error);
  if (result != Z_OK)
    return fail_text (keyword, "is damaged", error);

  *length = room;
  return g_steal_pointer (&text);
}

static char *
finish_utf8 (const char *keyword, const char *text, gsize length, GError **error)
{
  if (!g_utf8_validate_len (text, length, NULL))
    return fail_text (keyword, "is not UTF-8", error);

  return g_strndup (text, length);
}

static char *
parse_text (const Chunk *chunk, const char *keyword, GError **error)
{
  const gboolean is_itxt = g_str_equal (chunk->type, "iTXt");
  const gboolean is_ztxt = g_str_equal (chunk->type, "zTXt");
  const guint8 *data = chunk->data + strlen (keyword) + 1;
  gsize size = chunk->size - strlen (keyword) - 1;
  g_autofree char *unpacked = NULL;
  gboolean packed = is_ztxt;
  const gsize n_flags = is_itxt ? 2 : is_ztxt ? 1 : 0;

  if (size < n_flags)
    return fail_text (keyword, "is damaged", error);
  if (is_itxt)
    packed = data[0] != 0;
  if (packed && data[n_flags - 1] != 0)
    return fail_text (keyword, "is packed by an unknown method", error);

  data += n_flags;
  size -= n_flags;
  if (is_itxt && !(skip_field (&data, &size) && skip_field (&data, &size)))
    return fail_text (keyword, "is damaged", error);

  if (size > STUDIO_PNG_MAX_TEXT)
    return fail_length (keyword, error);
  if (packed)
    {
      unpacked = inflate_text (keyword, data, size, &size, error);
      if (unpacked == NULL)
        return NULL;
      data = (const guint8 *) unpacked;
    }

  return is_itxt ? finish_utf8 (keyword, (const char *) data, size, error)
                 : g_convert ((const char *) data, size, "UTF-8", "ISO-8859-1", NULL, NULL, error);
}

static gboolean
check_crc (const Chunk *chunk, GError **error)
{
  if (crc32 (0, chunk->data - 4, (uInt) chunk->size + 4) == read_be32 (chunk->data + chunk->size))
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "the checksum of its %s chunk is wrong (copy the file again)", chunk->type);
  return FALSE;
}

char *
studio_png_dup_text (GBytes *bytes, const char *keyword, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize position = SIGNATURE_SIZE;
  StudioPngHeader header;
  Chunk chunk;

  if (!studio_png_read_header (data, size, &header, error))
    return NULL;

  do
    {
      if (!next_chunk (data, size, &position, &chunk, error))
        return NULL;

      if (is_text (&chunk) && has_keyword (&chunk, keyword))
        return check_crc (&chunk, error) ? parse_text (&chunk, keyword, error) : NULL;
    }
  while (!g_str_equal (chunk.type, "IEND"));

  return NULL;
}
