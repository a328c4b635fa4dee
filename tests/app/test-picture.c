/* SPDX-License-Identifier: MIT */
/* Pictures: from values to a PNG and back, complete or not. */
#include "app/picture.h"

#include "app/png.h"
#include "app/recipe-json.h"
#include "tests/app/recipes.h"

static const guint8 palette[27] = {
  9, 8, 7, 255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5,
};

/* Random pictures of every kind: the PNG's pixels are the picture's, its recipe is the picture's. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < 50; i++)
    {
      StudioRecipe *recipe = test_recipe_new_random ();
      const guint n_values = weft_config_get_image_values (&recipe->shape);
      const guint scale = g_test_rand_int_range (1, 5);
      guint8 values[36];
      g_autoptr (StudioPicture) picture = NULL;
      g_autoptr (GBytes) png = NULL;
      g_autoptr (StudioPixels) pixels = NULL;
      g_autoptr (StudioPixels) scaled = NULL;
      g_autoptr (StudioPixels) decoded = NULL;
      g_autoptr (StudioRecipe) read = NULL;

      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        values[k] = g_test_rand_int_range (0, recipe->shape.n_values);

      picture = studio_picture_new (recipe, palette, values);
      g_assert_cmpint (studio_picture_get_is_complete (picture), ==, recipe->steps_done == n_values);
      g_assert_cmpmem (studio_picture_get_values (picture), recipe->steps_done, values, recipe->steps_done);

      png = studio_picture_to_png (picture, scale, TRUE, NULL);
      pixels = studio_picture_dup_pixels (picture, NULL);
      scaled = studio_pixels_scale (pixels, scale, NULL);
      decoded = studio_png_decode (png, NULL);
      g_assert_true (studio_pixels_equal (scaled, decoded));

      read = studio_recipe_from_png (png, NULL);
      g_assert_cmpuint (read->scale, ==, scale);
      g_assert_true (read->seed == recipe->seed);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/picture/round-trip", test_round_trip);

  return g_test_run ();
}
