/* SPDX-License-Identifier: MIT */
/* StudioSketch: pixels that people have set on a picture, before the model takes them in. */
#pragma once

#include "app/recipe.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioSketch: which pixels of a picture shall be given, and what they are: those its recipe gives already, with what was
 * set and taken away since.
 *
 * Threads: one at a time.
 */
typedef struct _StudioSketch StudioSketch;

/**
 * studio_sketch_new: what @recipe gives, unchanged.
 * @config: of the picture; the recipe's own shape is not read
 */
StudioSketch *studio_sketch_new  (const StudioRecipe *recipe, const WeftConfig *config);
StudioSketch *studio_sketch_copy (const StudioSketch *sketch);
void          studio_sketch_free (StudioSketch *sketch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioSketch, studio_sketch_free)

/**
 * studio_sketch_set: sets a pixel, or leaves it to the model.
 * @pixel: 0 .. pixels - 1, in raster order
 * @values: (nullable): [n_channels], each one the checkpoint has; NULL: the model paints it
 */
void studio_sketch_set (StudioSketch *sketch, guint pixel, const guint8 *values);

/**
 * studio_sketch_get:
 * @values: (out caller-allocated): [n_channels], untouched where the model paints
 *
 * Returns: whether the pixel is given.
 */
gboolean studio_sketch_get (const StudioSketch *sketch, guint pixel, guint8 *values);

gboolean studio_sketch_equal (const StudioSketch *a, const StudioSketch *b);

/**
 * studio_sketch_fits: whether it is of pictures of @config.
 */
gboolean studio_sketch_fits (const StudioSketch *sketch, const WeftConfig *config);

/**
 * studio_sketch_differs: whether a pixel is given otherwise than @other, of the same picture, gives it.
 */
gboolean studio_sketch_differs (const StudioSketch *sketch, guint pixel, const StudioSketch *other);

/**
 * studio_sketch_find_change: the first pixel that is given otherwise than @other gives it; the number of pixels if none is.
 * @other: of the same picture
 */
guint studio_sketch_find_change (const StudioSketch *sketch, const StudioSketch *other);

/**
 * studio_sketch_give: makes it what @recipe, of the same picture, gives.
 */
void studio_sketch_give (const StudioSketch *sketch, StudioRecipe *recipe);

G_END_DECLS
