/* SPDX-License-Identifier: MIT */
/* Data sets: IDX files, unpacked on the way where they are gzipped, and single PNGs. */
#include "app/dataset.h"

#include "app/png.h"

#include "engine/checked.h"
#include "engine/error.h"
#include "engine/format/bytes.h"

#include <gio/gio.h>
#include <string.h>

#define PIECE (1u << 16) /* packed bytes in memory at a time */
#define TYPE_UNSIGNED_BYTE 8
#define MAX_DIMENSIONS 4

/* A file read from front to back, unpacked if it is gzipped. */
typedef struct {
  WeftBytes *bytes;
  guint64 offset;           /* of the next byte to fetch */
  GConverter *decompressor; /* NULL: a plain file */
  gboolean finished;        /* there is no more data */
  guint8 *piece;            /* [PIECE] fetched, not yet unpacked */
  gsize piece_begin;
  gsize piece_end;
} Reader;

struct _StudioDataset {
  Reader reader;
  gboolean is_png;
  StudioPixels *single; /* a PNG's pixels until they are taken */
  guint64 n_images;
  guint64 n_taken;
  guint width;
  guint height;
  guint n_channels;
};

/* Reading */

static void
reader_clear (Reader *reader)
{
  g_clear_pointer (&reader->bytes, weft_bytes_free);
  g_clear_object (&reader->decompressor);
  g_clear_pointer (&reader->piece, g_free);
}

static gboolean
reader_open (Reader *reader, const char *path, GError **error)
{
  guint8 magic[2] = { 0 };

  reader->bytes = weft_bytes_open (path, error);
  if (reader->bytes == NULL)
    return FALSE;

  if (weft_bytes_get_size (reader->bytes) >= 2 && !weft_bytes_read (reader->bytes, 0, magic, 2, error))
    return FALSE;

  if (magic[0] == 0x1f && magic[1] == 0x8b)
    reader->decompressor = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  reader->piece = g_malloc (PIECE);
  return TRUE;
}

/* Fetches the next piece once the present one is used up. */
static gboolean
reader_fetch (Reader *reader, GError **error)
{
  const guint64 left = weft_bytes_get_size (reader->bytes) - reader->offset;
  const gsize n = MIN (left, PIECE);

  if (reader->piece_begin < reader->piece_end || n == 0)
    return TRUE;
  if (!weft_bytes_read (reader->bytes, reader->offset, reader->piece, n, error))
    return FALSE;

  reader->offset += n;
  reader->piece_begin = 0;
  reader->piece_end = n;
  return TRUE;
}

/* Hands on some bytes of a plain file. */
static void
reader_copy (Reader *reader, guint8 *out, gsize n, gsize *n_done)
{
  *n_done = MIN (n, reader->piece_end - reader->piece_begin);
  memcpy (out, reader->piece + reader->piece_begin, *n_done);
  reader->piece_begin += *n_done;
  reader->finished = *n_done == 0;
}

/* Unpacks some bytes; perhaps none yet, for gzip has a header of its own. */
static gboolean
reader_unpack (Reader *reader, guint8 *out, gsize n, gsize *n_done, GError **error)
{
  const gboolean is_last = reader->offset == weft_bytes_get_size (reader->bytes);
  g_autoptr (GError) local_error = NULL;
  gsize n_used = 0;
  GConverterResult result;

  *n_done = 0;
  result = g_converter_convert (reader->decompressor, reader->piece + reader->piece_begin,
                                reader->piece_end - reader->piece_begin, out, n,
                                is_last ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &n_used, n_done,
                                &local_error);
  if (result == G_CONVERTER_ERROR)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "its gzip data is damaged near byte %" G_GUINT64_FORMAT " (copy the file again)",
                   reader->offset - (reader->piece_end - reader->piece_begin));
      return FALSE;
    }

  reader->piece_begin += n_used;
  reader->finished = result == G_CONVERTER_FINISHED;
  return TRUE;
}

/* Up to @n bytes; fewer only at the end of the file. */
static gboolean
reader_read (Reader *reader, guint8 *out, gsize n, gsize *n_read, GError **error)
{
  *n_read = 0;
  while (*n_read < n && !reader->finished)
    {
      gsize n_done;

      if (!reader_fetch (reader, error))
        return FALSE;

      if (reader->decompressor == NULL)
        reader_copy (reader, out + *n_read, n - *n_read, &n_done);
      else if (!reader_unpack (reader, out + *n_read, n - *n_read, &n_done, error))
        return FALSE;

      *n_read += n_done;
    }

  return TRUE;
}

/* Whether nothing follows: no byte of data, and no byte after the packed data. */
static gboolean
reader_is_at_end (Reader *reader, gboolean *is_end, GError **error)
{
  guint8 byte;
  gsize n;

  if (!reader_read (reader, &byte, 1, &n, error))
    return FALSE;

  *is_end = n == 0 && reader->piece_begin == reader->piece_end
            && reader->offset == weft_bytes_get_size (reader->bytes);
  return TRUE;
}

/* The header */

static gboolean
fail_kind (const guint8 *magic, gsize n, GError **error)
{
  if (n < 4)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "it ends after %" G_GSIZE_FORMAT " bytes of data", n);
  else if (magic[0] == 0 && magic[1] == 0 && magic[2] != TYPE_UNSIGNED_BYTE)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                 "its IDX data is of type 0x%02x, images are read as unsigned bytes (0x08)", magic[2]);
  else if (magic[0] == 0 && magic[1] == 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                 "its IDX data has %u dimensions, images have 3 or 4 (is it the file of labels?)", magic[3]);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                 "it is neither an IDX file, gzipped or not, nor a PNG (it begins with %02x %02x %02x %02x)",
                 magic[0], magic[1], magic[2], magic[3]);
  return FALSE;
}

static gboolean
check_dimensions (StudioDataset *dataset, const guint32 *dimensions, guint n, GError **error)
{
  const guint64 n_pixels = (guint64) dimensions[1] * dimensions[2];

  if (n_pixels == 0 || n_pixels > STUDIO_PIXELS_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "its images have %u x %u pixels, possible is 1 to %d in all", dimensions[2], dimensions[1],
                   STUDIO_PIXELS_MAX);
      return FALSE;
    }
  if (n == 4 && dimensions[3] != 3)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   "its pixels have %u channels, possible is 1 (three dimensions) or 3 (four dimensions)",
                   dimensions[3]);
      return FALSE;
    }

  dataset->n_images = dimensions[0];
  dataset->height = dimensions[1];
  dataset->width = dimensions[2];
  dataset->n_channels = n == 4 ? 3 : 1;
  return TRUE;
}

static gsize
get_image_bytes (const StudioDataset *dataset)
{
  return (gsize) dataset->width * dataset->height * dataset->n_channels;
}

/* A plain file's length is known before anything is read. */
static gboolean
check_length (StudioDataset *dataset, guint n_dimensions, GError **error)
{
  const guint64 header = 4 + 4 * n_dimensions;
  const guint64 size = weft_bytes_get_size (dataset->reader.bytes);
  guint64 expected;

  if (dataset->reader.decompressor != NULL)
    return TRUE;

  if (!weft_checked_mul (dataset->n_images, get_image_bytes (dataset), &expected)
      || !weft_checked_add (expected, header, &expected))
    expected = G_MAXUINT64;
  if (size == expected)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "its header announces %" G_GUINT64_FORMAT " images of %u x %u pixels, %" G_GUINT64_FORMAT
               " bytes in all; it has %" G_GUINT64_FORMAT " (copy the file again)",
               dataset->n_images, dataset->width, dataset->height, expected, size);
  return FALSE;
}

static gboolean
read_header (StudioDataset *dataset, GError **error)
{
  guint8 magic[4] = { 0 };
  guint32 dimensions[MAX_DIMENSIONS] = { 0 };
  gsize n_read;

  if (!reader_read (&dataset->reader, magic, 4, &n_read, error))
    return FALSE;
  if (n_read < 4 || magic[0] != 0 || magic[1] != 0 || magic[2] != TYPE_UNSIGNED_BYTE
      || (magic[3] != 3 && magic[3] != 4))
    return fail_kind (magic, n_read, error);

  if (!reader_read (&dataset->reader, (guint8 *) dimensions, 4 * magic[3], &n_read, error))
    return FALSE;
  if (n_read < 4u * magic[3])
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "it ends after %" G_GSIZE_FORMAT " bytes of data, within its header of %u", 4 + n_read,
                   4 + 4 * magic[3]);
      return FALSE;
    }

  for (guint i = 0; i < magic[3]; i++)
    dimensions[i] = GUINT32_FROM_BE (dimensions[i]);

  return check_dimensions (dataset, dimensions, magic[3], error) && check_length (dataset, magic[3], error);
}

/* A PNG is read whole. */
static gboolean
read_png (StudioDataset *dataset, GError **error)
{
  const guint64 size = weft_bytes_get_size (dataset->reader.bytes);
  g_autofree guint8 *data = size <= STUDIO_PNG_MAX_FILE ? g_try_malloc (size) : NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (data == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
                   "it has %" G_GUINT64_FORMAT " bytes, too many for a PNG or for the memory there is",
                   size);
      return FALSE;
    }
  if (!weft_bytes_read (dataset->reader.bytes, 0, data, size, error))
    return FALSE;

  bytes = g_bytes_new_take (g_steal_pointer (&data), size);
  dataset->single = studio_png_decode (bytes, error);
  if (dataset->single == NULL)
    return FALSE;

  dataset->n_images = 1;
  dataset->width = dataset->single->width;
  dataset->height = dataset->single->height;
  dataset->n_channels = dataset->single->n_channels;
  return TRUE;
}

static gboolean
has_png_magic (StudioDataset *dataset)
{
  guint8 magic[4];

  return weft_bytes_get_size (dataset->reader.bytes) >= sizeof magic
         && weft_bytes_read (dataset->reader.bytes, 0, magic, sizeof magic, NULL)
         && memcmp (magic, "\x89PNG", sizeof magic) == 0;
}

StudioDataset *
studio_dataset_open (const char *path, GError **error)
{
  g_autoptr (StudioDataset) dataset = g_new0 (StudioDataset, 1);

  g_return_val_if_fail (path != NULL, NULL);

  if (!reader_open (&dataset->reader, path, error))
    return NULL;

  dataset->is_png = has_png_magic (dataset);
  if (dataset->is_png ? !read_png (dataset, error) : !read_header (dataset, error))
    return NULL;

  return g_steal_pointer (&dataset);
}

void
studio_dataset_free (StudioDataset *dataset)
{
  if (dataset == NULL)
    return;

  reader_clear (&dataset->reader);
  studio_pixels_free (dataset->single);
  g_free (dataset);
}

guint64
studio_dataset_get_n_images (StudioDataset *dataset)
{
  return dataset->n_images;
}

guint
studio_dataset_get_width (StudioDataset *dataset)
{
  return dataset->width;
}

guint
studio_dataset_get_height (StudioDataset *dataset)
{
  return dataset->height;
}

guint
studio_dataset_get_n_channels (StudioDataset *dataset)
{
  return dataset->n_channels;
}

/* After the last image nothing may follow. */
static gboolean
check_end (StudioDataset *dataset, GError **error)
{
  gboolean is_end = TRUE;

  if (!reader_is_at_end (&dataset->reader, &is_end, error))
    return FALSE;
  if (is_end)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               "bytes follow its %" G_GUINT64_FORMAT " images (copy the file again)", dataset->n_images);
  return FALSE;
}

static StudioPixels *
read_image (StudioDataset *dataset, GError **error)
{
  g_autoptr (StudioPixels) pixels = studio_pixels_new (dataset->width, dataset->height, dataset->n_channels,
                                                       error);
  gsize n_read;

  if (pixels == NULL || !reader_read (&dataset->reader, pixels->data, get_image_bytes (dataset), &n_read,
                                      error))
    return NULL;

  if (n_read < get_image_bytes (dataset))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "it ends within image %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                   " (copy the file again)", dataset->n_taken + 1, dataset->n_images);
      return NULL;
    }

  return g_steal_pointer (&pixels);
}

gboolean
studio_dataset_next (StudioDataset *dataset, StudioPixels **pixels, GError **error)
{
  *pixels = NULL;
  if (dataset->n_taken == dataset->n_images)
    return dataset->is_png || check_end (dataset, error);

  *pixels = dataset->single != NULL ? g_steal_pointer (&dataset->single) : read_image (dataset, error);
  if (*pixels == NULL)
    return FALSE;

  dataset->n_taken++;
  return TRUE;
}

gboolean
studio_dataset_next_values (StudioDataset *dataset, const WeftConfig *config, const guint8 *palette,
                            guint8 *values, gboolean *is_end, GError **error)
{
  g_autoptr (StudioPixels) pixels = NULL;

  if (!studio_dataset_next (dataset, &pixels, error))
    return FALSE;

  *is_end = pixels == NULL;
  if (*is_end || studio_pixels_to_values (pixels, config, palette, values, error))
    return TRUE;

  if (dataset->n_images > 1)
    g_prefix_error (error, "image %" G_GUINT64_FORMAT ": ", dataset->n_taken);
  return FALSE;
}
