/* SPDX-License-Identifier: MIT */
/* Pixels are painted in raster order and never again, so any moment is a beginning of the finished picture.
 * */
#include "app/frames.h"

#include "engine/error.h"

#include <string.h>

static gboolean
check_range (const StudioFramesRange *range, guint n_painted, GError **error)
{
  if (range->first <= range->last && range->last <= n_painted)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
               "the range is %u:%u (give two numbers of painted pixels, the smaller first, from 0 to %u)",
               range->first, range->last, n_painted);
  return FALSE;
}

/* The moment after @moment: so many pixels later, or at the end of the row that @moment is in. */
static guint64
find_next (guint moment, guint width, const StudioFramesRange *range)
{
  return range->by_rows ? ((guint64) moment / width + 1) * width : (guint64) moment + range->every;
}

GArray *
studio_frames_list (guint width, guint n_painted, const StudioFramesRange *range, GError **error)
{
  GArray *moments;
  StudioFramesRange all = *range;

  g_return_val_if_fail (width > 0 && n_painted > 0 && (range->by_rows || range->every > 0), NULL);

  if (!range->is_given)
    {
      all.last = n_painted;
      all.first = MIN (find_next (0, width, range), n_painted);
    }
  if (!check_range (&all, n_painted, error))
    return NULL;

  moments = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint64 next = all.first; next < all.last; next = find_next (next, width, range))
    {
      const guint moment = next;

      g_array_append_val (moments, moment);
    }
  g_array_append_val (moments, all.last);
  return moments;
}

StudioPixels *
studio_frames_draw (const StudioPixels *picture, guint n_painted, GError **error)
{
  StudioPixels *frame = studio_pixels_new (picture->width, picture->height, picture->n_channels, error);
  const gsize n_bytes = (gsize) n_painted * picture->n_channels;

  if (frame == NULL)
    return NULL;

  memcpy (frame->data, picture->data, n_bytes);
  memset (frame->data + n_bytes, STUDIO_FRAMES_PAPER, studio_pixels_get_bytes (frame) - n_bytes);
  return frame;
}

StudioRecipe *
studio_frames_make_recipe (const StudioRecipe *recipe, guint n_painted, guint scale)
{
  StudioRecipe *moment = studio_recipe_copy (recipe);

  moment->scale = scale;
  moment->steps_done = MIN (n_painted * weft_config_get_n_channels (&recipe->shape), recipe->steps_done);
  moment->has_state_hash = recipe->has_state_hash && moment->steps_done == recipe->steps_done;
  return moment;
}

static gboolean
has_size (const StudioPixels *image, const StudioRecipe *recipe)
{
  const WeftConfig *shape = &recipe->shape;

  return image->width == (guint64) shape->image_width * recipe->scale
         && image->height == (guint64) shape->image_height * recipe->scale
         && image->n_channels == (shape->image_mode == WEFT_IMAGE_GRAY8 ? 1 : 3);
}

/* The first pixel of every square. */
static StudioPixels *
shrink (const StudioPixels *image, guint scale, GError **error)
{
  StudioPixels *small = studio_pixels_new (image->width / scale, image->height / scale, image->n_channels,
                                           error);
  guint8 *target = small != NULL ? small->data : NULL;

  if (small == NULL)
    return NULL;

  for (guint y = 0; y < small->height; y++)
    for (guint x = 0; x < small->width; x++, target += image->n_channels)
      memcpy (target, image->data + ((gsize) y * scale * image->width + x * scale) * image->n_channels,
              image->n_channels);

  return small;
}

StudioPixels *
studio_frames_recover (const StudioPixels *image, const StudioRecipe *recipe, GError **error)
{
  g_autoptr (StudioPixels) small = NULL;
  g_autoptr (StudioPixels) again = NULL;

  if (!has_size (image, recipe))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "it is %u x %u, its recipe gives %u x %u at scale %u (it was scaled or converted)",
                   image->width, image->height, recipe->shape.image_width, recipe->shape.image_height,
                   recipe->scale);
      return NULL;
    }

  small = shrink (image, recipe->scale, error);
  again = small != NULL ? studio_pixels_scale (small, recipe->scale, error) : NULL;
  if (again == NULL)
    return NULL;
  if (!studio_pixels_equal (again, image))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "its pixels are no squares of %u, as its recipe says (it was edited)", recipe->scale);
      return NULL;
    }

  return g_steal_pointer (&small);
}

/* What is not painted has none of the model's colours, and gets one that it surely has. */
gboolean
studio_frames_recover_values (const StudioPixels *picture, const StudioRecipe *recipe, const guint8 *palette,
                              guint8 *values, GError **error)
{
  const guint n_painted = recipe->steps_done / weft_config_get_n_channels (&recipe->shape);
  g_autoptr (StudioPixels) filled = studio_pixels_scale (picture, 1, error);

  if (filled == NULL)
    return FALSE;

  for (gsize i = n_painted; i < (gsize) filled->width * filled->height; i++)
    memcpy (filled->data + i * filled->n_channels, picture->data, filled->n_channels);
  return studio_pixels_to_values (filled, &recipe->shape, palette, values, error);
}
