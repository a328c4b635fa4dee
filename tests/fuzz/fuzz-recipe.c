/* SPDX-License-Identifier: MIT */
/* Fuzz target: any bytes as a recipe; what is accepted is valid, and what is written of it is read as the same. */
#include "app/recipe-json.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* Every step has one temperature, one address and at most one override, whatever the lists hold. */
static void
check_steps (const StudioRecipe *recipe)
{
  for (guint step = 0; step < MIN (recipe->steps_done, 64); step++)
    {
      guint64 seed, image;
      guint8 value = 0;

      studio_recipe_get_sampling (recipe, step);
      studio_recipe_get_address (recipe, step, &seed, &image);
      if (studio_recipe_find_override (recipe, step, &value))
        g_assert (value < recipe->shape.n_values);
    }
}

/* A branch from any step of it is a recipe, too. */
static void
check_cut (const StudioRecipe *recipe)
{
  for (guint n_known = 1; n_known <= MIN (recipe->steps_done, 8); n_known++)
    {
      g_autoptr (StudioRecipe) cut = studio_recipe_copy (recipe);

      studio_recipe_cut (cut, n_known);
      g_assert (studio_recipe_validate (cut, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioRecipe) recipe = studio_recipe_from_json ((const char *) data, size, &error);
  g_autoptr (StudioRecipe) again = NULL;
  g_autofree char *json = NULL;

  if (recipe == NULL)
    {
      fuzz_check_error (error);
      return 0;
    }

  g_assert (studio_recipe_validate (recipe, NULL));
  check_steps (recipe);
  check_cut (recipe);
  json = studio_recipe_to_json (recipe);
  again = studio_recipe_from_json (json, -1, NULL);
  g_assert (again != NULL && studio_recipe_equal (recipe, again));
  return 0;
}
