/* SPDX-License-Identifier: MIT */
/* PNG files in memory. libpng does the work, behind a header check of our own and behind one longjmp. */
#include "app/png.h"

#include "engine/error.h"

#include <png.h>
#include <string.h>
#include <zlib.h>

#define SIGNATURE "\x89PNG\r\n\x1a\n"
#define SIGNATURE_SIZE 8
#define HEADER_SIZE 33 /* signature and the whole IHDR chunk */

static guint32
read_be32 (const guint8 *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

/* What a file is that is no PNG, from its first bytes; NULL if we do not know. */
static const char *
guess_kind (const guint8 *data, gsize size)
{
  static const struct {
    const char *magic;
    gsize offset;
    const char *kind;
  } kinds[] = {
    { "\xff\xd8\xff", 0, "a JPEG" }, { "GIF8", 0, "a GIF" },       { "WEBP", 8, "a WebP" },
    { "<svg", 0, "an SVG" },         { "<?xml", 0, "an XML file" }, { "ftyp", 4, "a HEIC, AVIF or film" },
    { "II*", 0, "a TIFF" },          { "MM", 0, "a TIFF" },         { "BM", 0, "a BMP" },
    { "%PDF", 0, "a PDF" },          { "PK\x03\x04", 0, "a zip" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const gsize length = strlen (kinds[i].magic);

      if (size >= kinds[i].offset + length && memcmp (data + kinds[i].offset, kinds[i].magic, length) == 0)
        return kinds[i].kind;
    }

  return NULL;
}

static gboolean
check_signature (const guint8 *data, gsize size, GError **error)
{
  const char *kind;

  if (size == 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "it is empty");
      return FALSE;
    }

  if (memcmp (data, SIGNATURE, MIN (size, SIGNATURE_SIZE)) == 0)
    return TRUE;

  kind = guess_kind (data, size);
  if (kind != NULL)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED, "it is %s; images are read from PNG (convert it)",
                 kind);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                 "it is not an image we know (choose a PNG file)");
  return FALSE;
}

static gboolean
check_dimensions (guint width, guint height, GError **error)
{
  if (width == 0 || height == 0 || width > G_MAXINT32 || height > G_MAXINT32)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%u x %u pixels are no possible size", width,
                   height);
      return FALSE;
    }

  if ((guint64) width * height > STUDIO_PIXELS_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%u x %u = %.4g Mpixel, limit %d", width, height,
                   (double) width * height / 1e6, STUDIO_PIXELS_MAX / 1000000);
      return FALSE;
    }

  return TRUE;
}

gboolean
studio_png_read_header (const guint8 *data, gsize size, StudioPngHeader *header, GError **error)
{
  guint8 colour_type;

  if (!check_signature (data, size, error))
    return FALSE;

  if (size < HEADER_SIZE)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "it ends after %" G_GSIZE_FORMAT " bytes, within the header of %d (copy the file again)",
                   size, HEADER_SIZE);
      return FALSE;
    }

  if (read_be32 (data + 8) != 13 || memcmp (data + 12, "IHDR", 4) != 0
      || crc32 (0, data + 12, 17) != read_be32 (data + 29))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "it does not begin with a sound PNG header (copy the file again)");
      return FALSE;
    }

  colour_type = data[25];
  *header = (StudioPngHeader) {
    .width = read_be32 (data + 16),
    .height = read_be32 (data + 20),
    .bit_depth = data[24],
    .is_grey = (colour_type & (PNG_COLOR_MASK_COLOR | PNG_COLOR_MASK_PALETTE)) == 0,
    .has_alpha = (colour_type & PNG_COLOR_MASK_ALPHA) != 0,
  };
  return check_dimensions (header->width, header->height, error);
}

/* What libpng's callbacks share with the caller. */
typedef struct {
  const guint8 *source; /* reading */
  gsize size;
  gsize position;

  guint8 *sink; /* writing; owned */
  gsize sink_size;
  gsize sink_capacity;

  gboolean no_memory;
  char message[160];
} Session;

static G_NORETURN void
error_cb (png_structp png, png_const_charp message)
{
  Session *session = png_get_error_ptr (png);

  g_strlcpy (session->message, message, sizeof session->message);
  png_longjmp (png, 1);
}

static void
warning_cb (png_structp png, png_const_charp message)
{
}

static void
read_cb (png_structp png, png_bytep data, size_t length)
{
  Session *session = png_get_io_ptr (png);

  if (length > session->size - session->position)
    png_error (png, "it ends early");

  memcpy (data, session->source + session->position, length);
  session->position += length;
}

static void
write_cb (png_structp png, png_bytep data, size_t length)
{
  Session *session = png_get_io_ptr (png);

  if (length > session->sink_capacity - session->sink_size)
    {
      const gsize capacity = MAX (session->sink_capacity * 2, session->sink_size + length);
      guint8 *sink = g_try_realloc (session->sink, capacity);

      if (sink == NULL)
        {
          session->no_memory = TRUE;
          png_error (png, "no memory");
        }
      session->sink = sink;
      session->sink_capacity = capacity;
    }

  memcpy (session->sink + session->sink_size, data, length);
  session->sink_size += length;
}

static void
flush_cb (png_structp png)
{
}

/* Lays the alpha channel, the last of each pixel, over white and closes the gaps. */
static void
flatten (const guint8 *source, guint8 *target, gsize n_pixels, guint n_channels)
{
  for (gsize i = 0; i < n_pixels; i++, source += n_channels + 1)
    for (guint c = 0; c < n_channels; c++)
      {
        const guint alpha = source[n_channels];

        *target++ = (guint8) ((source[c] * alpha + 255 * (255 - alpha) + 127) / 255);
      }
}

/* The alpha channel alone. */
static void
take_alpha (const guint8 *source, guint8 *target, gsize n_pixels, guint n_channels)
{
  for (gsize i = 0; i < n_pixels; i++)
    target[i] = source[i * (n_channels + 1) + n_channels];
}

/* Reads up to the image data and asks for 8 bit grey or RGB, with alpha where the file has any. */
static void
read_begin (png_structp png, png_infop info, Session *session)
{
  png_set_user_limits (png, 0x7fffffff, 0x7fffffff);
  png_set_chunk_malloc_max (png, 8 * STUDIO_PNG_MAX_TEXT);
  png_set_chunk_cache_max (png, 64);
  png_set_read_fn (png, session, read_cb);
  png_read_info (png, info);

  png_set_expand (png);
  png_set_scale_16 (png);
  png_set_interlace_handling (png);
  png_read_update_info (png, info);
}

/* Reads the rows to @rows, [height] pointers. FALSE with a message in the session. Nothing here survives the
 * longjmp. */
static gboolean
read_rows (png_structp png, png_infop info, png_bytepp rows)
{
  if (setjmp (png_jmpbuf (png)) != 0)
    return FALSE;

  png_read_image (png, rows);
  png_read_end (png, NULL);
  return TRUE;
}

static gboolean
read_info (png_structp png, png_infop info, Session *session)
{
  if (setjmp (png_jmpbuf (png)) != 0)
    return FALSE;

  read_begin (png, info, session);
  return TRUE;
}

/* The decoded bytes with or without alpha, as libpng was asked for. NULL if there is no memory, or with a
 * message. */
static guint8 *
read_raw (png_structp png, png_infop info, Session *session)
{
  const gsize height = png_get_image_height (png, info);
  const gsize stride = png_get_rowbytes (png, info);
  g_autofree guint8 *raw = g_try_malloc (stride * height);
  g_autofree png_bytep *rows = g_try_new (png_bytep, height);

  if (raw == NULL || rows == NULL)
    {
      session->no_memory = TRUE;
      return NULL;
    }

  for (gsize y = 0; y < height; y++)
    rows[y] = raw + y * stride;

  return read_rows (png, info, rows) ? g_steal_pointer (&raw) : NULL;
}

static StudioPixels *
decode (png_structp png, png_infop info, Session *session, const StudioPngHeader *header, gboolean opacity, GError **error)
{
  g_autofree guint8 *raw = NULL;
  g_autoptr (StudioPixels) pixels = NULL;
  const guint n_channels = header->is_grey ? 1 : 3;
  const gsize n_pixels = (gsize) header->width * header->height;

  if (!read_info (png, info, session))
    return NULL;

  pixels = studio_pixels_new (header->width, header->height, opacity ? 1 : n_channels, error);
  if (pixels == NULL)
    return NULL;

  raw = read_raw (png, info, session);
  if (raw == NULL)
    return NULL;

  if (png_get_channels (png, info) > n_channels && opacity)
    take_alpha (raw, pixels->data, n_pixels, n_channels);
  else if (png_get_channels (png, info) > n_channels)
    flatten (raw, pixels->data, n_pixels, n_channels);
  else if (opacity)
    memset (pixels->data, 255, n_pixels);
  else
    memcpy (pixels->data, raw, studio_pixels_get_bytes (pixels));

  return g_steal_pointer (&pixels);
}

static void
set_session_error (const Session *session, GError **error)
{
  if (session->no_memory)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "there is no memory for the image");
  else if (session->size > 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 "it is damaged near byte %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT ": %s"
                 " (copy the file again)", session->position, session->size, session->message);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the PNG cannot be written: %s", session->message);
}

static StudioPixels *
decode_bytes (GBytes *bytes, gboolean opacity, GError **error)
{
  Session session = { 0 };
  StudioPngHeader header;
  StudioPixels *pixels;
  GError *local_error = NULL;
  png_structp png;
  png_infop info;

  session.source = g_bytes_get_data (bytes, &session.size);
  if (!studio_png_read_header (session.source, session.size, &header, error))
    return NULL;

  png = png_create_read_struct (PNG_LIBPNG_VER_STRING, &session, error_cb, warning_cb);
  info = png != NULL ? png_create_info_struct (png) : NULL;
  session.no_memory = info == NULL;

  pixels = info != NULL ? decode (png, info, &session, &header, opacity, &local_error) : NULL;
  if (pixels == NULL && local_error == NULL)
    set_session_error (&session, &local_error);

  png_destroy_read_struct (&png, &info, NULL);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return pixels;
}

StudioPixels *
studio_png_decode (GBytes *bytes, GError **error)
{
  return decode_bytes (bytes, FALSE, error);
}

StudioPixels *
studio_png_decode_opacity (GBytes *bytes, GError **error)
{
  return decode_bytes (bytes, TRUE, error);
}

static gboolean
write_image (png_structp png, png_infop info, Session *session, const StudioPixels *pixels, png_textp texts,
             int n_texts)
{
  const gsize stride = (gsize) pixels->width * pixels->n_channels;

  if (setjmp (png_jmpbuf (png)) != 0)
    return FALSE;

  png_set_write_fn (png, session, write_cb, flush_cb);
  png_set_IHDR (png, info, pixels->width, pixels->height, 8,
                pixels->n_channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (n_texts > 0)
    png_set_text (png, info, texts, n_texts);

  png_write_info (png, info);
  for (guint y = 0; y < pixels->height; y++)
    png_write_row (png, pixels->data + y * stride);
  png_write_end (png, info);
  return TRUE;
}

/* An uncompressed UTF-8 text; libpng's structure takes no const but changes nothing. */
static png_text
make_text (const char *keyword, const char *text)
{
  return (png_text) {
    .compression = PNG_ITXT_COMPRESSION_NONE,
    .key = (char *) keyword,
    .text = (char *) text,
    .itxt_length = strlen (text),
    .lang = (char *) "",
    .lang_key = (char *) "",
  };
}

GBytes *
studio_png_encode (const StudioPixels *pixels, const char *recipe, const char *parameters, GError **error)
{
  Session session = { 0 };
  png_text texts[2];
  int n_texts = 0;
  gboolean ok;
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, &session, error_cb, warning_cb);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;

  session.no_memory = info == NULL;
  if (recipe != NULL)
    texts[n_texts++] = make_text (STUDIO_PNG_RECIPE_KEYWORD, recipe);
  if (parameters != NULL)
    texts[n_texts++] = make_text (STUDIO_PNG_PARAMETERS_KEYWORD, parameters);

  ok = info != NULL && write_image (png, info, &session, pixels, texts, n_texts);
  png_destroy_write_struct (&png, &info);
  if (ok)
    return g_bytes_new_take (session.sink, session.sink_size);

  set_session_error (&session, error);
  g_free (session.sink);
  return NULL;
}
