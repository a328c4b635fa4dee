/* SPDX-License-Identifier: MIT */
/* Writes JPEGs with libjpeg. */
#include "tests/app/jpegs.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#define EXIF_SIZE 32

/* An Exif marker that says nothing but the orientation: a TIFF header and one entry. */
static void
write_orientation (j_compress_ptr compress, const TestJpeg *jpeg)
{
  const guint8 big[EXIF_SIZE] = {
    'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0,
    jpeg->orientation,
  };
  const guint8 little[EXIF_SIZE] = {
    'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0,
    jpeg->orientation,
  };

  jpeg_write_marker (compress, JPEG_APP0 + 1, jpeg->is_little_endian ? little : big, EXIF_SIZE);
}

/* One row as inks: all of it in black, the wrong way round. */
static void
write_cmyk_row (j_compress_ptr compress, const guint8 *rgb, guint width)
{
  g_autofree guint8 *inks = g_malloc (4 * width);
  JSAMPROW row = inks;

  for (guint i = 0; i < 4 * width; i++)
    inks[i] = i % 4 < 3 ? rgb[i / 4 * 3 + i % 4] : 255;
  jpeg_write_scanlines (compress, &row, 1);
}

GBytes *
test_jpeg_new (const StudioPixels *pixels, const TestJpeg *jpeg)
{
  struct jpeg_error_mgr errors;
  struct jpeg_compress_struct compress = { .err = jpeg_std_error (&errors) };
  unsigned char *data = NULL;
  unsigned long size = 0;
  GBytes *bytes;

  jpeg_create_compress (&compress);
  jpeg_mem_dest (&compress, &data, &size);
  compress.image_width = pixels->width;
  compress.image_height = pixels->height;
  compress.input_components = jpeg->cmyk ? 4 : (int) pixels->n_channels;
  compress.in_color_space = jpeg->cmyk ? JCS_CMYK : pixels->n_channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults (&compress);
  jpeg_set_quality (&compress, 100, TRUE);
  for (int i = 0; i < compress.num_components; i++)
    compress.comp_info[i].h_samp_factor = compress.comp_info[i].v_samp_factor = 1;
  if (jpeg->progressive)
    jpeg_simple_progression (&compress);

  jpeg_start_compress (&compress, TRUE);
  if (jpeg->orientation > 0)
    write_orientation (&compress, jpeg);
  for (guint y = 0; y < pixels->height; y++)
    {
      JSAMPROW row = pixels->data + (gsize) y * pixels->width * pixels->n_channels;

      if (jpeg->cmyk)
        write_cmyk_row (&compress, row, pixels->width);
      else
        jpeg_write_scanlines (&compress, &row, 1);
    }
  jpeg_finish_compress (&compress);
  jpeg_destroy_compress (&compress);

  bytes = g_bytes_new (data, size);
  free (data);
  return bytes;
}
