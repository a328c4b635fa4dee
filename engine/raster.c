/* SPDX-License-Identifier: MIT */
/* Raster order: row by row, pixel by pixel, channel by channel. */
#include "engine/raster.h"

void
weft_raster_locate (const WeftConfig *config, guint index, guint *x, guint *y, guint *channel)
{
  const guint n_channels = weft_config_get_n_channels (config);
  const guint pixel = index / n_channels;

  *x = pixel % config->image_width;
  *y = pixel / config->image_width;
  if (channel != NULL)
    *channel = index % n_channels;
}

guint
weft_raster_row_values (const WeftConfig *config)
{
  return config->image_width * weft_config_get_n_channels (config);
}

static guint32
pack_rgb (guint red, guint green, guint blue)
{
  return red << 16 | green << 8 | blue;
}

static void
convert_gray (const guint8 *values, guint n_values, guint32 *pixels)
{
  for (guint i = 0; i < n_values; i++)
    pixels[i] = pack_rgb (values[i], values[i], values[i]);
}

static void
convert_rgb (const guint8 *values, guint n_values, guint32 *pixels)
{
  for (guint i = 0; i < n_values; i += 3)
    pixels[i / 3] = pack_rgb (values[i],
                              i + 1 < n_values ? values[i + 1] : 0,
                              i + 2 < n_values ? values[i + 2] : 0);
}

static void
convert_indexed (const guint8 *palette, const guint8 *values, guint n_values, guint32 *pixels)
{
  for (guint i = 0; i < n_values; i++)
    {
      const guint8 *colour = palette + 3 * values[i];

      pixels[i] = pack_rgb (colour[0], colour[1], colour[2]);
    }
}

void
weft_raster_to_rgb (const WeftConfig *config, const guint8 *palette, const guint8 *values, guint n_values,
                    guint32 *pixels)
{
  switch (config->image_mode)
    {
    case WEFT_IMAGE_GRAY8:
      convert_gray (values, n_values, pixels);
      break;
    case WEFT_IMAGE_RGB8:
      convert_rgb (values, n_values, pixels);
      break;
    case WEFT_IMAGE_INDEXED8:
      g_return_if_fail (palette != NULL);
      convert_indexed (palette, values, n_values, pixels);
      break;
    default:
      g_assert_not_reached ();
    }
}
