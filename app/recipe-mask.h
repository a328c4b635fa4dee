/* SPDX-License-Identifier: MIT */
/* Values of a recipe that are given wherever they lie: the known pixels of an image that is completed. */
#pragma once

#include "app/recipe.h"

G_BEGIN_DECLS

/**
 * studio_recipe_set_mask: which values of the image are given, and what they are. The run that begins with the first value
 * becomes the kept values, all others are forced when their turn comes; nothing given: a blank start. Values put in by hand
 * give way to given ones.
 * @values: [n_values], read where they are given
 * @is_given: [n_values], 0 or 1
 * @n_values: of the whole image
 */
void studio_recipe_set_mask (StudioRecipe *recipe, const guint8 *values, const guint8 *is_given, guint n_values);

/**
 * studio_recipe_get_mask: the reverse, kept values and all.
 * @values: (out caller-allocated): [n_values], 0 where nothing is given
 * @is_given: (out caller-allocated): [n_values]
 */
void studio_recipe_get_mask (const StudioRecipe *recipe, guint8 *values, guint8 *is_given, guint n_values);

/**
 * studio_recipe_count_given: given values from value number @step on.
 */
guint studio_recipe_count_given (const StudioRecipe *recipe, guint step);

/**
 * studio_recipe_find_forced: whether value number @step is not drawn: put in by hand, or given.
 * @value: (out): untouched if it is drawn
 */
gboolean studio_recipe_find_forced (const StudioRecipe *recipe, guint step, guint8 *value);

/**
 * studio_recipe_copy_start: makes the kept and the given values of @from those of @recipe; NULL: a blank start.
 */
void studio_recipe_copy_start (StudioRecipe *recipe, const StudioRecipe *from);

gboolean studio_recipe_has_same_start (const StudioRecipe *a, const StudioRecipe *b);

/**
 * studio_recipe_validate_forced: whether values put in by hand and given ones ascend after the kept values, are such as the
 * checkpoint has, and none is both.
 *
 * Returns: FALSE with WEFT_ERROR_INVALID naming the value.
 */
gboolean studio_recipe_validate_forced (const StudioRecipe *recipe, guint n_values, GError **error);

G_END_DECLS
