/* SPDX-License-Identifier: MIT */
/* StudioPicture: an image that was painted, with its recipe. */
#pragma once

#include "app/pixels.h"
#include "app/recipe.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioPicture: immutable.
 *
 * Threads: any.
 */
#define STUDIO_TYPE_PICTURE (studio_picture_get_type ())
G_DECLARE_FINAL_TYPE (StudioPicture, studio_picture, STUDIO, PICTURE, GObject)

/**
 * studio_picture_new:
 * @recipe: (transfer full): shape and steps_done say how many values there are
 * @palette: (nullable): [n_values, 3] for indexed8; copied
 * @values: [steps_done]; copied
 */
StudioPicture *studio_picture_new (StudioRecipe *recipe, const guint8 *palette, const guint8 *values);

const StudioRecipe *studio_picture_get_recipe (StudioPicture *self);

/**
 * studio_picture_get_values: (transfer none): [steps_done] of the recipe.
 */
const guint8 *studio_picture_get_values (StudioPicture *self);

/**
 * studio_picture_get_is_complete: whether every value is known.
 */
gboolean studio_picture_get_is_complete (StudioPicture *self);

/**
 * studio_picture_dup_pixels: the picture as pixels; what is not painted is black.
 */
StudioPixels *studio_picture_dup_pixels (StudioPicture *self, GError **error);

/**
 * studio_picture_to_png: the bytes of a PNG file.
 * @scale: every pixel becomes a square of so many, 1 ..
 * @with_recipe: whether the file says how it was made
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_INVALID (too large) or WEFT_ERROR_NO_MEMORY.
 */
GBytes *studio_picture_to_png (StudioPicture *self, guint scale, gboolean with_recipe, GError **error);

/**
 * studio_picture_dup_file_name: the name it is saved under where nobody gives another: checkpoint, seed and
 * image, "digits-4711-0.png"; no folder, whatever the recipe says.
 */
char *studio_picture_dup_file_name (StudioPicture *self);

G_END_DECLS
