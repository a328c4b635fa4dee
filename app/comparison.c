/* SPDX-License-Identifier: MIT */
/* StudioComparison: pixel by pixel. */
#include "app/comparison.h"

#include "engine/error.h"

/* One channel of a pixel; grey has the same in all three. */
static guint
get_channel (const StudioPixels *pixels, guint x, guint y, guint channel)
{
  const gsize index = (gsize) y * pixels->width + x;

  return pixels->data[index * pixels->n_channels + MIN (channel, pixels->n_channels - 1)];
}

static guint
get_difference (const StudioPixels *a, const StudioPixels *b, guint x, guint y)
{
  guint largest = 0;

  for (guint c = 0; c < 3; c++)
    {
      const gint difference = (gint) get_channel (a, x, y, c) - (gint) get_channel (b, x, y, c);

      largest = MAX (largest, (guint) ABS (difference));
    }

  return largest;
}

StudioComparison *
studio_comparison_new (const StudioPixels *a, const StudioPixels *b, GError **error)
{
  g_autoptr (StudioComparison) comparison = g_new0 (StudioComparison, 1);

  comparison->is_same_size = a->width == b->width && a->height == b->height;
  comparison->width = MIN (a->width, b->width);
  comparison->height = MIN (a->height, b->height);
  comparison->different = g_try_malloc0 ((gsize) comparison->width * comparison->height);
  if (comparison->different == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "there is no memory to compare %u x %u pixels",
                   comparison->width, comparison->height);
      return NULL;
    }

  for (guint y = 0; y < comparison->height; y++)
    for (guint x = 0; x < comparison->width; x++)
      {
        const guint difference = get_difference (a, b, x, y);

        comparison->max_difference = MAX (comparison->max_difference, difference);
        comparison->n_different += difference > 0;
        comparison->different[(gsize) y * comparison->width + x] = difference > 0;
      }

  return g_steal_pointer (&comparison);
}

void
studio_comparison_free (StudioComparison *comparison)
{
  g_free (comparison->different);
  g_free (comparison);
}
