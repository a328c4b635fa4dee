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

/* A part of a recipe's text that is wrong. */
typedef struct {
  const char *part;    /* member of the object, "name":value */
  const char *message; /* words of the refusal; NULL: whatever it says */
} TestRecipePart;

/**
 * test_recipe_assert_refused: written into the text of a plain recipe of this shape, each part is refused as
 * WEFT_ERROR_INVALID.
 */
void test_recipe_assert_refused (const WeftConfig *shape, const TestRecipePart *parts, gsize n_parts);
