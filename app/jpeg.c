/* SPDX-License-Identifier: MIT */
/* JPEG files in memory. libjpeg does the work, behind one longjmp; the orientation tag is read here. */
#include "app/jpeg.h"

#include "engine/error.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#define MAX_SCANS 200 /* of a progressive file; each costs a pass over the whole picture */
#define MARKER_EXIF (JPEG_APP0 + 1)
#define EXIF_PREFIX "Exif\0\0"
#define EXIF_PREFIX_SIZE 6
#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3

/* What libjpeg's callbacks share with the caller. */
typedef struct {
  struct jpeg_error_mgr errors; /* first, for libjpeg hands on a pointer to it */
  struct jpeg_progress_mgr progress;
  jmp_buf trap;
  gboolean damaged;
  char message[JMSG_LENGTH_MAX];
} Session;

static Session *
get_session (j_common_ptr jpeg)
{
  return (Session *) jpeg->err;
}

static G_NORETURN void
error_cb (j_common_ptr jpeg)
{
  Session *session = get_session (jpeg);

  session->errors.format_message (jpeg, session->message);
  longjmp (session->trap, 1);
}

/* The first warning is kept. Bytes between two markers, and a colour transform of an unknown number, harm
 * nothing. */
static void
message_cb (j_common_ptr jpeg, int level)
{
  Session *session = get_session (jpeg);
  const int code = session->errors.msg_code;

  if (level >= 0 || session->damaged || code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM)
    return;

  session->damaged = TRUE;
  session->errors.format_message (jpeg, session->message);
}

static void
scan_cb (j_common_ptr jpeg)
{
  if (jpeg->is_decompressor && ((j_decompress_ptr) jpeg)->input_scan_number > MAX_SCANS)
    ERREXIT (jpeg, JERR_BAD_PROGRESSION);
}

/* The orientation tag: a small TIFF file within the marker. */

typedef struct {
  const guint8 *data;
  gsize size;
  gboolean is_big_endian;
} Tiff;

/* @n bytes, 2 or 4, as a number; 0 where the marker has already ended. */
static guint32
read_number (const Tiff *tiff, guint64 offset, guint n)
{
  guint32 number = 0;

  if (offset + n > tiff->size)
    return 0;

  for (guint i = 0; i < n; i++)
    number = number << 8 | tiff->data[offset + (tiff->is_big_endian ? i : n - 1 - i)];

  return number;
}

static guint
find_orientation (const Tiff *tiff)
{
  const guint64 folder = read_number (tiff, 4, 4);
  const guint n_entries = read_number (tiff, folder, 2);

  for (guint i = 0; i < n_entries; i++)
    {
      const guint64 entry = folder + 2 + 12 * (guint64) i;

      if (read_number (tiff, entry, 2) == TAG_ORIENTATION && read_number (tiff, entry + 2, 2) == TYPE_SHORT)
        return read_number (tiff, entry + 8, 2);
    }

  return 1;
}

/* 1 .. 8 as the standard numbers them; 1, upright, where nothing else is said. */
static guint
get_orientation (j_decompress_ptr jpeg)
{
  for (jpeg_saved_marker_ptr marker = jpeg->marker_list; marker != NULL; marker = marker->next)
    {
      Tiff tiff;
      guint orientation;

      if (marker->marker != MARKER_EXIF || marker->data_length < EXIF_PREFIX_SIZE + 8
          || memcmp (marker->data, EXIF_PREFIX, EXIF_PREFIX_SIZE) != 0)
        continue;

      tiff = (Tiff) { marker->data + EXIF_PREFIX_SIZE, marker->data_length - EXIF_PREFIX_SIZE, FALSE };
      tiff.is_big_endian = tiff.data[0] == 'M';
      orientation = find_orientation (&tiff);
      return orientation >= 1 && orientation <= 8 ? orientation : 1;
    }

  return 1;
}

/* Where the upright picture's pixels lie in the stored one. */
static StudioPixels *
turn_upright (StudioPixels *stored, guint orientation, GError **error)
{
  const gboolean swap = orientation >= 5;
  const gboolean flip_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const gboolean flip_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const guint n_channels = stored->n_channels;
  StudioPixels *upright = studio_pixels_new (swap ? stored->height : stored->width,
                                             swap ? stored->width : stored->height, n_channels, error);
  guint8 *target = upright != NULL ? upright->data : NULL;

  for (guint y = 0; upright != NULL && y < upright->height; y++)
    for (guint x = 0; x < upright->width; x++, target += n_channels)
      {
        const gsize column = swap ? y : x;
        const gsize row = swap ? x : y;
        const gsize source = (flip_y ? stored->height - 1 - row : row) * stored->width
                             + (flip_x ? stored->width - 1 - column : column);

        memcpy (target, stored->data + source * n_channels, n_channels);
      }

  studio_pixels_free (stored);
  return upright;
}

/* Decoding. What lies between setjmp and longjmp keeps nothing in variables of its own. */

static gboolean
read_header (j_decompress_ptr jpeg, Session *session, const guint8 *data, gsize size)
{
  if (setjmp (session->trap) != 0)
    return FALSE;

  jpeg_mem_src (jpeg, data, size);
  jpeg_save_markers (jpeg, MARKER_EXIF, 0xffff);
  jpeg_read_header (jpeg, TRUE);
  return TRUE;
}

static gboolean
is_cmyk (j_decompress_ptr jpeg)
{
  return jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK;
}

/* Settles the form of what comes out: how far it is shrunk, and its channels. */
static gboolean
prepare (j_decompress_ptr jpeg, Session *session, guint least_side)
{
  const guint side = MIN (jpeg->image_width, jpeg->image_height);

  if (setjmp (session->trap) != 0)
    return FALSE;

  jpeg->scale_num = 1;
  jpeg->scale_denom = 1;
  while (least_side > 0 && jpeg->scale_denom < 8 && side / (2 * jpeg->scale_denom) >= least_side)
    jpeg->scale_denom *= 2;

  if (is_cmyk (jpeg))
    jpeg->out_color_space = JCS_CMYK;
  else
    jpeg->out_color_space = jpeg->jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress (jpeg);
  return TRUE;
}

/* One row of inks, stored the wrong way round as Adobe does, as light. */
static void
convert_cmyk (const guint8 *inks, guint8 *rgb, guint width)
{
  for (guint x = 0; x < width; x++, inks += 4, rgb += 3)
    for (guint c = 0; c < 3; c++)
      rgb[c] = (guint8) ((inks[c] * inks[3] + 127) / 255);
}

/* @inks: [width, 4] for a row of CMYK, else NULL */
static gboolean
read_rows (j_decompress_ptr jpeg, Session *session, StudioPixels *pixels, guint8 *inks)
{
  if (setjmp (session->trap) != 0)
    return FALSE;

  while (jpeg->output_scanline < jpeg->output_height)
    {
      guint8 *row = pixels->data + (gsize) jpeg->output_scanline * pixels->width * pixels->n_channels;
      JSAMPROW out = inks != NULL ? inks : row;

      jpeg_read_scanlines (jpeg, &out, 1);
      if (inks != NULL)
        convert_cmyk (inks, row, pixels->width);
    }

  jpeg_finish_decompress (jpeg);
  return !session->damaged;
}

static gboolean
check_size (j_decompress_ptr jpeg, GError **error)
{
  const double n_pixels = (double) jpeg->image_width * jpeg->image_height;

  if (n_pixels <= STUDIO_JPEG_MAX_PIXELS)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%u x %u = %.4g Mpixel, limit %d", jpeg->image_width,
               jpeg->image_height, n_pixels / 1e6, STUDIO_JPEG_MAX_PIXELS / 1000000);
  return FALSE;
}

static StudioPixels *
decode (j_decompress_ptr jpeg, Session *session, GBytes *bytes, guint least_side, GError **error)
{
  g_autoptr (StudioPixels) pixels = NULL;
  g_autofree guint8 *inks = NULL;
  guint orientation;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (!read_header (jpeg, session, data, size) || !check_size (jpeg, error)
      || !prepare (jpeg, session, least_side))
    return NULL;

  pixels = studio_pixels_new (jpeg->output_width, jpeg->output_height,
                              jpeg->out_color_space == JCS_GRAYSCALE ? 1 : 3, error);
  if (pixels == NULL)
    return NULL;

  orientation = get_orientation (jpeg); /* libjpeg forgets the markers at the end */
  if (is_cmyk (jpeg))
    inks = g_malloc (4 * (gsize) jpeg->output_width);
  if (!read_rows (jpeg, session, pixels, inks))
    return NULL;

  return turn_upright (g_steal_pointer (&pixels), orientation, error);
}

static void
set_session_error (const Session *session, GError **error)
{
  if (session->errors.msg_code == JERR_OUT_OF_MEMORY)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "there is no memory for the image");
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "the JPEG is damaged: %s (copy the file again)",
                 session->message);
}

gboolean
studio_jpeg_is (const guint8 *data, gsize size)
{
  return size >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0;
}

StudioPixels *
studio_jpeg_decode (GBytes *bytes, guint least_side, GError **error)
{
  Session session = { .progress.progress_monitor = scan_cb };
  struct jpeg_decompress_struct jpeg = { .err = jpeg_std_error (&session.errors) };
  GError *local_error = NULL;
  StudioPixels *pixels;

  session.errors.error_exit = error_cb;
  session.errors.emit_message = message_cb;
  if (setjmp (session.trap) != 0)
    {
      set_session_error (&session, error);
      return NULL;
    }
  jpeg_create_decompress (&jpeg);
  jpeg.progress = &session.progress;

  pixels = decode (&jpeg, &session, bytes, least_side, &local_error);
  if (pixels == NULL && local_error == NULL)
    set_session_error (&session, &local_error);

  jpeg_destroy_decompress (&jpeg);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return pixels;
}
