/* SPDX-License-Identifier: MIT */
/* Fits pictures in whole numbers: overlaps of old and new pixels are counted in units that divide both. */
#include "app/pixels-fit.h"

#include "engine/error.h"

#include <string.h>

/* A part of a picture. */
typedef struct {
  guint x;
  guint y;
  guint width;
  guint height;
} Area;

/* @a * @b / @c, rounded, at least 1. */
static guint
scale_length (guint a, guint b, guint c)
{
  return MAX (((guint64) a * b + c / 2) / c, 1);
}

/* The largest part in the middle of @pixels with the ratio of @width to @height. */
static Area
choose_part (const StudioPixels *pixels, guint width, guint height)
{
  const gboolean is_wide = (guint64) pixels->width * height > (guint64) pixels->height * width;
  Area part = { .width = pixels->width, .height = pixels->height };

  if (is_wide)
    part.width = MIN (scale_length (pixels->height, width, height), pixels->width);
  else
    part.height = MIN (scale_length (pixels->width, height, width), pixels->height);

  part.x = (pixels->width - part.width) / 2;
  part.y = (pixels->height - part.height) / 2;
  return part;
}

/* The place in the middle of @width x @height where all of @pixels fits. */
static Area
choose_place (const StudioPixels *pixels, guint width, guint height)
{
  const gboolean is_wide = (guint64) pixels->width * height > (guint64) pixels->height * width;
  Area place = { .width = width, .height = height };

  if (is_wide)
    place.height = MIN (scale_length (pixels->height, width, pixels->width), height);
  else
    place.width = MIN (scale_length (pixels->width, height, pixels->height), width);

  place.x = (width - place.width) / 2;
  place.y = (height - place.height) / 2;
  return place;
}

/* Adds old pixel number @i of @n_old, weighted by its overlap, to each of @n_new that it lies in. Cut at both
 * their borders, the line has n_old * n_new units: an old pixel has n_new, a new one n_old.
 * @source: [step]; @target: [n_new, step] */
static void
spread (const guint64 *source, gsize step, guint64 i, guint64 n_old, guint64 n_new, guint64 *target)
{
  const guint64 begin = i * n_new;
  const guint64 end = begin + n_new;

  for (guint64 j = begin / n_old; j * n_old < end; j++)
    {
      const guint64 overlap = MIN (end, (j + 1) * n_old) - MAX (begin, j * n_old);

      for (gsize k = 0; k < step; k++)
        target[j * step + k] += overlap * source[k];
    }
}

/* @part of @source onto @place of @target. */
static gboolean
resample (const StudioPixels *source, const Area *part, StudioPixels *target, const Area *place,
          GError **error)
{
  const guint n_channels = source->n_channels;
  const gsize n_line = (gsize) place->width * n_channels;
  const guint64 units = (guint64) part->width * part->height;
  g_autofree guint64 *sums = g_try_new0 (guint64, n_line * place->height);
  g_autofree guint64 *line = g_try_new (guint64, n_line);

  if (sums == NULL || line == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "there is no memory to scale the image");
      return FALSE;
    }

  for (guint y = 0; y < part->height; y++)
    {
      const guint8 *row = source->data + ((gsize) (part->y + y) * source->width + part->x) * n_channels;

      memset (line, 0, n_line * sizeof *line);
      for (guint x = 0; x < part->width; x++, row += n_channels)
        {
          guint64 pixel[3];

          for (guint c = 0; c < n_channels; c++)
            pixel[c] = row[c];
          spread (pixel, n_channels, x, part->width, place->width, line);
        }
      spread (line, n_line, y, part->height, place->height, sums);
    }

  for (guint y = 0; y < place->height; y++)
    for (gsize k = 0; k < n_line; k++)
      target->data[((gsize) (place->y + y) * target->width + place->x) * n_channels + k]
          = (guint8) ((sums[y * n_line + k] + units / 2) / units);

  return TRUE;
}

static void
fill_with_corner (const StudioPixels *source, StudioPixels *target)
{
  for (gsize i = 0; i < (gsize) target->width * target->height; i++)
    memcpy (target->data + i * target->n_channels, source->data, target->n_channels);
}

StudioPixels *
studio_pixels_fit (const StudioPixels *pixels, guint width, guint height, StudioFit fit, GError **error)
{
  g_autoptr (StudioPixels) fitted = studio_pixels_new (width, height, pixels->n_channels, error);
  Area part = { .width = pixels->width, .height = pixels->height };
  Area place = { .width = width, .height = height };

  if (fitted == NULL)
    return NULL;

  if (fit == STUDIO_FIT_CROP)
    part = choose_part (pixels, width, height);
  else
    {
      place = choose_place (pixels, width, height);
      fill_with_corner (pixels, fitted);
    }

  return resample (pixels, &part, fitted, &place, error) ? g_steal_pointer (&fitted) : NULL;
}
