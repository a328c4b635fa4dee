/* SPDX-License-Identifier: MIT */
/* Recipes for tests: a plain one, and random ones that use every field. */
#pragma once

#include "app/recipe.h"

/**
 * test_recipe_shape: a small valid shape: 4 x 3 pixels, categorical output.
 */
WeftConfig test_recipe_shape (WeftImageMode mode);

/**
 * test_recipe_new_random: a valid recipe drawn with g_test_rand_int().
 */
StudioRecipe *test_recipe_new_random (void);
