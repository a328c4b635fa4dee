/* SPDX-License-Identifier: MIT */
/* First the size, then the colours; what that changed is counted, so that nobody is surprised. */
#include "app/start.h"

#include "app/palette.h"

#include "engine/error.h"

#include <math.h>
#include <string.h>

/* Brightness as people see it: BT.709. */
static guint8
get_brightness (const guint8 *pixel)
{
  return (guint8) CLAMP (lround (0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2]), 0, 255);
}

static void
to_grey (const StudioPixels *pixels, gsize n_pixels, guint8 *values)
{
  for (gsize i = 0; i < n_pixels; i++)
    values[i] = get_brightness (pixels->data + 3 * i);
}

static void
to_colour (const StudioPixels *pixels, gsize n_pixels, guint8 *values)
{
  for (gsize i = 0; i < n_pixels; i++)
    memset (values + 3 * i, pixels->data[i], 3);
}

static gboolean
is_same_colour (const StudioPixels *one, const StudioPixels *other, gsize index)
{
  for (guint c = 0; c < 3; c++)
    if (one->data[index * one->n_channels + c % one->n_channels]
        != other->data[index * other->n_channels + c % other->n_channels])
      return FALSE;

  return TRUE;
}

/* Of the pixels that count, those that the values mean another colour for. */
static guint
count_mapped (const StudioPixels *pixels, const WeftConfig *config, const guint8 *palette, const guint8 *values,
              const guint8 *is_given)
{
  const guint n_channels = weft_config_get_n_channels (config);
  g_autoptr (StudioPixels) meant = studio_pixels_new_from_values (config, palette, values,
                                                                  weft_config_get_image_values (config), NULL);
  guint n = 0;

  for (gsize i = 0; meant != NULL && i < (gsize) config->image_width * config->image_height; i++)
    n += (is_given == NULL || is_given[i * n_channels]) && !is_same_colour (pixels, meant, i);

  return n;
}

GBytes *
studio_start_make_values (const StudioPixels *image, const WeftConfig *config, const guint8 *palette, StudioFit fit,
                          const guint8 *is_given, StudioStartChanges *changes, GError **error)
{
  g_autoptr (StudioPixels) pixels = studio_pixels_fit (image, config->image_width, config->image_height, fit, error);
  const gsize n_pixels = (gsize) config->image_width * config->image_height;
  const gsize n_values = weft_config_get_image_values (config);
  guint8 *values;

  *changes = (StudioStartChanges) {
    .is_fitted = image->width != config->image_width || image->height != config->image_height,
  };
  if (pixels == NULL)
    return NULL;

  values = g_malloc (n_values);
  if (config->image_mode == WEFT_IMAGE_INDEXED8)
    studio_palette_map (palette, config->n_values, pixels->data, n_pixels, pixels->n_channels, values);
  else if (config->image_mode == WEFT_IMAGE_GRAY8 && pixels->n_channels == 3)
    to_grey (pixels, n_pixels, values);
  else if (config->image_mode == WEFT_IMAGE_RGB8 && pixels->n_channels == 1)
    to_colour (pixels, n_pixels, values);
  else
    memcpy (values, pixels->data, n_values);

  changes->n_mapped = count_mapped (pixels, config, palette, values, is_given);
  return g_bytes_new_take (values, n_values);
}

gboolean
studio_start_read_mask (const StudioPixels *mask, const WeftConfig *config, guint8 least, guint8 *is_given,
                        guint *n_given, GError **error)
{
  const guint n_channels = weft_config_get_n_channels (config);

  if (mask->width != config->image_width || mask->height != config->image_height)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "the mask has %u x %u pixels, the checkpoint paints %u x %u (make it of that size)", mask->width,
                   mask->height, config->image_width, config->image_height);
      return FALSE;
    }

  *n_given = 0;
  for (gsize i = 0; i < (gsize) mask->width * mask->height; i++)
    {
      const guint8 *pixel = mask->data + i * mask->n_channels;
      const gboolean is_one = (mask->n_channels == 1 ? pixel[0] : get_brightness (pixel)) >= least;

      memset (is_given + i * n_channels, is_one, n_channels);
      *n_given += is_one;
    }

  return TRUE;
}
