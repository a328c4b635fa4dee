/* SPDX-License-Identifier: MIT */
/* The text form of a recipe: JSON that round-trips, ignores the unknown and refuses a newer major version. */
#pragma once

#include "app/recipe.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_recipe_to_json: one object, keys in a fixed order, 64-bit numbers as strings, independent of the
 * locale.
 *
 * Returns: (transfer full): UTF-8.
 */
char *studio_recipe_to_json (const StudioRecipe *recipe);

/**
 * studio_recipe_from_json: the reverse. Unknown keys are ignored.
 * @json: UTF-8, need not end in NUL
 * @length: bytes, or -1 if it ends in NUL
 *
 * Returns: (transfer full): a valid recipe, or NULL with WEFT_ERROR_INVALID, or WEFT_ERROR_UNSUPPORTED for a
 * newer format version.
 */
StudioRecipe *studio_recipe_from_json (const char *json, gssize length, GError **error);

/**
 * studio_recipe_list_differences: keys whose values differ, for "what would change" and manifests: "seed",
 * "checkpoint.sha256".
 *
 * Returns: (transfer full): sorted, NULL-terminated, empty if the recipes are equal; free with g_strfreev().
 */
char **studio_recipe_list_differences (const StudioRecipe *a, const StudioRecipe *b);

gboolean studio_recipe_equal (const StudioRecipe *a, const StudioRecipe *b);

/**
 * studio_recipe_from_png: the recipe inside a PNG.
 *
 * Returns: (transfer full): NULL as above, or with STUDIO_ERROR_NO_RECIPE if the image has none.
 */
StudioRecipe *studio_recipe_from_png (GBytes *png, GError **error);

G_END_DECLS
