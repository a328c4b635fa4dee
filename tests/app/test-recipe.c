/* SPDX-License-Identifier: MIT */
/* Recipes as values: temperatures over steps, copies, and what is refused. */
#include "app/recipe.h"

#include "tests/app/recipes.h"

/* Events set in any order give, at each step, the temperature set last for it or before it. */
static void
test_temperatures (void)
{
  for (guint round = 0; round < 100; round++)
    {
      g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
      double expected[40];

      for (guint i = 0; i < 40; i++)
        expected[i] = 1;
      for (guint n = g_test_rand_int_range (0, 8); n > 0; n--)
        {
          const guint step = g_test_rand_int_range (0, 40);
          const double temperature = g_test_rand_int_range (0, 3);

          studio_recipe_set_temperature (recipe, step, temperature);
          for (guint i = step; i < 40; i++)
            expected[i] = temperature;
        }

      for (guint i = 0; i < 40; i++)
        g_assert_cmpfloat (studio_recipe_get_temperature (recipe, i), ==, expected[i]);
      for (guint i = 1; i < recipe->temperatures->len; i++)
        g_assert_cmpfloat (g_array_index (recipe->temperatures, StudioTemperatureEvent, i - 1).temperature,
                           !=, g_array_index (recipe->temperatures, StudioTemperatureEvent, i).temperature);
    }
}

static void
test_sampling (void)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  WeftSampling sampling;

  recipe->top_k = 3;
  recipe->top_p = 0.5;
  studio_recipe_set_temperature (recipe, 5, 0.25);
  sampling = studio_recipe_get_sampling (recipe, 5);
  g_assert_cmpfloat (sampling.temperature, ==, 0.25);
  g_assert_cmpuint (sampling.top_k, ==, 3);
  g_assert_cmpfloat (sampling.top_p, ==, 0.5);
}

static void
spoil_shape (StudioRecipe *recipe)
{
  recipe->shape.n_heads = 3;
}

static void
spoil_temperature (StudioRecipe *recipe)
{
  studio_recipe_set_temperature (recipe, 0, -1);
}

static void
spoil_step (StudioRecipe *recipe)
{
  studio_recipe_set_temperature (recipe, 12, 2);
}

static void
spoil_first_step (StudioRecipe *recipe)
{
  g_array_index (recipe->temperatures, StudioTemperatureEvent, 0).step = 1;
}

static void
spoil_sha256 (StudioRecipe *recipe)
{
  recipe->checkpoint_sha256 = g_strdup ("abc");
}

static void
spoil_values (StudioRecipe *recipe)
{
  recipe->kept_values = g_bytes_new ("\0\1\11", 3);
}

static void
spoil_length (StudioRecipe *recipe)
{
  recipe->kept_values = g_bytes_new ("0123456789abc", 13);
}

static void
spoil_steps (StudioRecipe *recipe)
{
  recipe->steps_done = 13;
}

static void
spoil_scale (StudioRecipe *recipe)
{
  recipe->scale = 0;
}

static void
test_refusals (void)
{
  void (*const spoilers[]) (StudioRecipe *) = {
    spoil_shape, spoil_temperature, spoil_step, spoil_first_step, spoil_sha256,
    spoil_values, spoil_length, spoil_steps, spoil_scale,
  };

  for (guint i = 0; i < G_N_ELEMENTS (spoilers); i++)
    {
      g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
      g_autoptr (GError) error = NULL;

      recipe->shape = test_recipe_shape (WEFT_IMAGE_INDEXED8);
      g_assert_true (studio_recipe_validate (recipe, NULL));
      spoilers[i] (recipe);
      g_assert_false (studio_recipe_validate (recipe, &error));
      g_test_message ("%s", error->message);
    }
}

static void
test_parameters (void)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autofree char *plain = NULL;
  g_autofree char *changed = NULL;

  g_free (g_steal_pointer (&recipe->program_version));
  recipe->program_version = g_strdup ("9.9");
  recipe->checkpoint_name = g_strdup ("digits");
  recipe->seed = G_MAXUINT64;
  plain = studio_recipe_dup_parameters (recipe);
  studio_recipe_set_temperature (recipe, 7, 0.5);
  changed = studio_recipe_dup_parameters (recipe);

  g_assert_cmpstr (plain, ==,
                   "Weft 9.9, checkpoint digits, seed 18446744073709551615, image 0, temperature 1");
  g_assert_true (g_str_has_suffix (changed, "temperature 1 at first, changed on the way"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recipe/temperatures", test_temperatures);
  g_test_add_func ("/recipe/sampling", test_sampling);
  g_test_add_func ("/recipe/refusals", test_refusals);
  g_test_add_func ("/recipe/parameters", test_parameters);

  return g_test_run ();
}
