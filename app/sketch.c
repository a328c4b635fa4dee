/* SPDX-License-Identifier: MIT */
/* A mask that can be drawn on. */
#include "app/sketch.h"

#include "app/recipe-mask.h"

#include <string.h>

struct _StudioSketch {
  guint n_values;   /* of a picture */
  guint n_channels;
  guint n_colours;  /* values that the checkpoint has */
  guint8 *values;   /* [n_values], owned; 0 where nothing is given */
  guint8 *is_given; /* [n_values], owned; the same for all channels of a pixel that was set by hand */
};

static StudioSketch *
sketch_new (guint n_values, guint n_channels, guint n_colours)
{
  StudioSketch *sketch = g_new0 (StudioSketch, 1);

  sketch->n_values = n_values;
  sketch->n_channels = n_channels;
  sketch->n_colours = n_colours;
  sketch->values = g_malloc0 (n_values);
  sketch->is_given = g_malloc0 (n_values);
  return sketch;
}

StudioSketch *
studio_sketch_new (const StudioRecipe *recipe, const WeftConfig *config)
{
  StudioSketch *sketch = sketch_new (weft_config_get_image_values (config), weft_config_get_n_channels (config),
                                     config->n_values);

  studio_recipe_get_mask (recipe, sketch->values, sketch->is_given, sketch->n_values);
  return sketch;
}

StudioSketch *
studio_sketch_copy (const StudioSketch *sketch)
{
  StudioSketch *copy = sketch_new (sketch->n_values, sketch->n_channels, sketch->n_colours);

  memcpy (copy->values, sketch->values, sketch->n_values);
  memcpy (copy->is_given, sketch->is_given, sketch->n_values);
  return copy;
}

void
studio_sketch_free (StudioSketch *sketch)
{
  if (sketch == NULL)
    return;

  g_free (sketch->values);
  g_free (sketch->is_given);
  g_free (sketch);
}

void
studio_sketch_set (StudioSketch *sketch, guint pixel, const guint8 *values)
{
  const gsize first = (gsize) pixel * sketch->n_channels;

  g_return_if_fail (first < sketch->n_values);

  memset (sketch->is_given + first, values != NULL, sketch->n_channels);
  for (guint c = 0; c < sketch->n_channels; c++)
    sketch->values[first + c] = values != NULL ? values[c] : 0;
}

gboolean
studio_sketch_get (const StudioSketch *sketch, guint pixel, guint8 *values)
{
  const gsize first = (gsize) pixel * sketch->n_channels;

  g_return_val_if_fail (first < sketch->n_values, FALSE);

  for (guint c = 0; c < sketch->n_channels; c++)
    if (!sketch->is_given[first + c])
      return FALSE;

  memcpy (values, sketch->values + first, sketch->n_channels);
  return TRUE;
}

gboolean
studio_sketch_equal (const StudioSketch *a, const StudioSketch *b)
{
  return a->n_values == b->n_values && memcmp (a->values, b->values, a->n_values) == 0
         && memcmp (a->is_given, b->is_given, a->n_values) == 0;
}

gboolean
studio_sketch_fits (const StudioSketch *sketch, const WeftConfig *config)
{
  return sketch->n_values == weft_config_get_image_values (config)
         && sketch->n_channels == weft_config_get_n_channels (config) && sketch->n_colours == config->n_values;
}

gboolean
studio_sketch_differs (const StudioSketch *sketch, guint pixel, const StudioSketch *other)
{
  const gsize first = (gsize) pixel * sketch->n_channels;

  return memcmp (sketch->is_given + first, other->is_given + first, sketch->n_channels) != 0
         || memcmp (sketch->values + first, other->values + first, sketch->n_channels) != 0;
}

guint
studio_sketch_find_change (const StudioSketch *sketch, const StudioSketch *other)
{
  const guint n_pixels = sketch->n_values / sketch->n_channels;
  guint pixel = 0;

  while (pixel < n_pixels && !studio_sketch_differs (sketch, pixel, other))
    pixel++;
  return pixel;
}

void
studio_sketch_give (const StudioSketch *sketch, StudioRecipe *recipe)
{
  studio_recipe_set_mask (recipe, sketch->values, sketch->is_given, sketch->n_values);
}
