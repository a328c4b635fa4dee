/* SPDX-License-Identifier: MIT */
/* Pixels: scaling, and the way between colours and a model's values. */
#include "app/pixels.h"

#include "engine/error.h"

#include <string.h>

static gboolean
check_size (guint64 width, guint64 height, GError **error)
{
  const guint64 n_pixels = width * height;

  if (width == 0 || height == 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "an image of %" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT " pixels is empty", width,
                   height);
      return FALSE;
    }
  if (n_pixels > STUDIO_PIXELS_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "%" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT " = %.4g Mpixel, limit %d", width, height,
                   (double) width * (double) height / 1e6, STUDIO_PIXELS_MAX / 1000000);
      return FALSE;
    }

  return TRUE;
}

StudioPixels *
studio_pixels_new (guint width, guint height, guint n_channels, GError **error)
{
  StudioPixels *pixels;
  guint8 *data;

  g_return_val_if_fail (n_channels == 1 || n_channels == 3, NULL);

  if (!check_size (width, height, error))
    return NULL;

  data = g_try_malloc0 ((gsize) width * height * n_channels);
  if (data == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY,
                   "there is no memory for an image of %u x %u pixels", width, height);
      return NULL;
    }

  pixels = g_new (StudioPixels, 1);
  *pixels = (StudioPixels) { .width = width, .height = height, .n_channels = n_channels, .data = data };
  return pixels;
}

void
studio_pixels_free (StudioPixels *pixels)
{
  if (pixels == NULL)
    return;

  g_free (pixels->data);
  g_free (pixels);
}

gsize
studio_pixels_get_bytes (const StudioPixels *pixels)
{
  return (gsize) pixels->width * pixels->height * pixels->n_channels;
}

gboolean
studio_pixels_equal (const StudioPixels *a, const StudioPixels *b)
{
  return a->width == b->width && a->height == b->height && a->n_channels == b->n_channels
         && memcmp (a->data, b->data, studio_pixels_get_bytes (a)) == 0;
}

/* One row, every pixel @factor times. */
static void
widen_row (const guint8 *source, guint width, guint n_channels, guint factor, guint8 *target)
{
  for (guint x = 0; x < width; x++)
    for (guint i = 0; i < factor; i++, target += n_channels)
      memcpy (target, source + (gsize) x * n_channels, n_channels);
}

StudioPixels *
studio_pixels_scale (const StudioPixels *pixels, guint factor, GError **error)
{
  g_autoptr (StudioPixels) scaled = NULL;
  const gsize source_stride = (gsize) pixels->width * pixels->n_channels;

  g_return_val_if_fail (factor >= 1, NULL);

  if (!check_size ((guint64) pixels->width * factor, (guint64) pixels->height * factor, error))
    return NULL;

  scaled = studio_pixels_new (pixels->width * factor, pixels->height * factor, pixels->n_channels, error);
  if (scaled == NULL)
    return NULL;

  for (guint y = 0; y < pixels->height; y++)
    {
      guint8 *row = scaled->data + (gsize) y * factor * source_stride * factor;

      widen_row (pixels->data + y * source_stride, pixels->width, pixels->n_channels, factor, row);
      for (guint i = 1; i < factor; i++)
        memcpy (row + i * source_stride * factor, row, source_stride * factor);
    }

  return g_steal_pointer (&scaled);
}

void
studio_pixels_draw (StudioPixels *target, const StudioPixels *source, guint x, guint y, guint scale)
{
  for (guint row = 0; row < source->height * scale; row++)
    for (guint column = 0; column < source->width * scale; column++)
      {
        const guint8 *from = source->data
                             + ((gsize) (row / scale) * source->width + column / scale) * source->n_channels;
        guint8 *to = target->data + ((gsize) (y + row) * target->width + x + column) * target->n_channels;

        for (guint c = 0; c < target->n_channels; c++)
          to[c] = from[source->n_channels == 1 ? 0 : c];
      }
}

StudioPixels *
studio_pixels_new_from_values (const WeftConfig *config, const guint8 *palette, const guint8 *values,
                               guint n_values, GError **error)
{
  const guint n_channels = config->image_mode == WEFT_IMAGE_GRAY8 ? 1 : 3;
  StudioPixels *pixels;

  g_return_val_if_fail (n_values <= weft_config_get_image_values (config), NULL);
  g_return_val_if_fail (palette != NULL || config->image_mode != WEFT_IMAGE_INDEXED8, NULL);

  pixels = studio_pixels_new (config->image_width, config->image_height, n_channels, error);
  if (pixels == NULL || n_values == 0)
    return pixels;

  if (config->image_mode == WEFT_IMAGE_INDEXED8)
    for (guint i = 0; i < n_values; i++)
      memcpy (pixels->data + 3 * i, palette + 3 * values[i], 3);
  else
    memcpy (pixels->data, values, n_values);

  return pixels;
}

/* The colours of a model, ready to be looked up. */
typedef struct {
  const WeftConfig *config;
  GHashTable *indices; /* 0xRRGGBB -> index, for indexed8 */
} Colours;

static guint32
pack_colour (const guint8 *rgb)
{
  return (guint32) rgb[0] << 16 | (guint32) rgb[1] << 8 | rgb[2];
}

static GHashTable *
index_palette (const guint8 *palette, guint n_values)
{
  GHashTable *indices = g_hash_table_new (NULL, NULL);

  for (guint i = n_values; i-- > 0;)
    g_hash_table_insert (indices, GUINT_TO_POINTER (pack_colour (palette + 3 * i)), GUINT_TO_POINTER (i));

  return indices;
}

/* The value or values of one colour; FALSE if the model does not have it. */
static gboolean
colour_to_values (const Colours *colours, const guint8 *rgb, guint8 *values)
{
  gpointer index;

  switch (colours->config->image_mode)
    {
    case WEFT_IMAGE_GRAY8:
      values[0] = rgb[0];
      return rgb[0] == rgb[1] && rgb[1] == rgb[2];

    case WEFT_IMAGE_RGB8:
      memcpy (values, rgb, 3);
      return TRUE;

    case WEFT_IMAGE_INDEXED8:
    default:
      if (!g_hash_table_lookup_extended (colours->indices, GUINT_TO_POINTER (pack_colour (rgb)), NULL,
                                         &index))
        return FALSE;
      values[0] = (guint8) GPOINTER_TO_UINT (index);
      return TRUE;
    }
}

/* @is_given: [image values], or NULL: all are */
static gboolean
convert_pixels (const StudioPixels *pixels, const Colours *colours, const guint8 *is_given, guint8 *values, GError **error)
{
  const guint n_channels = weft_config_get_n_channels (colours->config);
  const guint n_pixels = pixels->width * pixels->height;

  for (guint i = 0; i < n_pixels; i++)
    {
      const guint8 *source = pixels->data + (gsize) i * pixels->n_channels;
      const guint8 grey[3] = { source[0], source[0], source[0] };
      const guint8 *rgb = pixels->n_channels == 1 ? grey : source;

      if (is_given != NULL && !is_given[(gsize) i * n_channels])
        memset (values + (gsize) i * n_channels, 0, n_channels);
      else if (!colour_to_values (colours, rgb, values + (gsize) i * n_channels))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       "the pixel in row %u, column %u has the colour #%02x%02x%02x, which is not among "
                       "the %u %s of the checkpoint",
                       i / pixels->width + 1, i % pixels->width + 1, rgb[0], rgb[1], rgb[2],
                       colours->config->n_values,
                       colours->config->image_mode == WEFT_IMAGE_GRAY8 ? "greys" : "colours");
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
studio_pixels_to_values (const StudioPixels *pixels, const WeftConfig *config, const guint8 *palette,
                         guint8 *values, GError **error)
{
  return studio_pixels_to_given_values (pixels, config, palette, NULL, values, error);
}

gboolean
studio_pixels_to_given_values (const StudioPixels *pixels, const WeftConfig *config, const guint8 *palette,
                               const guint8 *is_given, guint8 *values, GError **error)
{
  g_autoptr (GHashTable) indices = NULL;
  Colours colours = { .config = config };

  g_return_val_if_fail (palette != NULL || config->image_mode != WEFT_IMAGE_INDEXED8, FALSE);

  if (pixels->width != config->image_width || pixels->height != config->image_height)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "the image has %u x %u pixels, the checkpoint paints %u x %u (choose one of that size)",
                   pixels->width, pixels->height, config->image_width, config->image_height);
      return FALSE;
    }

  if (config->image_mode == WEFT_IMAGE_INDEXED8)
    colours.indices = indices = index_palette (palette, config->n_values);

  return convert_pixels (pixels, &colours, is_given, values, error);
}
