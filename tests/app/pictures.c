/* SPDX-License-Identifier: MIT */
/* Finished pictures: a recipe and values that agree. */
#include "tests/app/pictures.h"

#include "tests/app/recipes.h"

StudioPicture *
test_picture_new (const char *checkpoint, guint64 seed, double temperature)
{
  StudioRecipe *recipe = studio_recipe_new ();
  guint8 values[36];

  recipe->shape = test_recipe_shape (WEFT_IMAGE_RGB8);
  recipe->checkpoint_name = g_strdup (checkpoint);
  recipe->seed = seed;
  recipe->steps_done = G_N_ELEMENTS (values);
  studio_recipe_set_temperature (recipe, 0, temperature);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = (guint8) (seed * 31 + i * 7);
  return studio_picture_new (recipe, NULL, values);
}

StudioArtwork *
test_artwork_new (const char *checkpoint, guint64 seed, double temperature)
{
  g_autoptr (StudioPicture) picture = test_picture_new (checkpoint, seed, temperature);
  GError *error = NULL;
  StudioArtwork *artwork = studio_artwork_new_from_picture (picture, &error);

  g_assert_no_error (error);
  return artwork;
}
