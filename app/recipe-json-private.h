/* SPDX-License-Identifier: MIT */
/* What writing and reading a recipe as JSON share. */
#pragma once

#include "app/recipe.h"

#include <jansson.h>

G_BEGIN_DECLS

#define STUDIO_RECIPE_FORMAT "weft-recipe"
#define STUDIO_RECIPE_N_SIZES 8

/* Sizes of the shape, by name: read and written by one loop. */
typedef struct {
  const char *key;
  gsize offset; /* of a guint in WeftConfig */
} StudioRecipeSize;

extern const StudioRecipeSize studio_recipe_sizes[STUDIO_RECIPE_N_SIZES];

/**
 * studio_recipe_read: fills a new recipe from an object; unknown keys are ignored.
 *
 * Returns: FALSE with WEFT_ERROR_INVALID or WEFT_ERROR_UNSUPPORTED.
 */
gboolean studio_recipe_read (json_t *root, StudioRecipe *recipe, GError **error);

G_END_DECLS
