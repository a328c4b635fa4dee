/* SPDX-License-Identifier: MIT */
/* The history: the newest first, and never more than its caps allow. */
#include "app/history.h"

#include "tests/app/pictures.h"
#include "tests/app/recipes.h"

static guint64
get_seed (StudioHistory *history, guint position)
{
  g_autoptr (StudioArtwork) artwork = g_list_model_get_item (studio_history_get_pictures (history), position);

  return studio_artwork_get_recipe (artwork)->seed;
}

static guint
get_n (StudioHistory *history)
{
  return g_list_model_get_n_items (studio_history_get_pictures (history));
}

static void
add (StudioHistory *history, guint64 seed)
{
  g_autoptr (StudioArtwork) artwork = test_artwork_new ("ape", seed, 1);

  studio_history_add (history, artwork);
  g_usleep (2); /* the next one is newer */
}

static void
test_order (void)
{
  g_autoptr (StudioHistory) history = studio_history_new ();
  g_autoptr (StudioArtwork) second = NULL;

  for (guint64 seed = 1; seed <= 3; seed++)
    add (history, seed);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (get_seed (history, i), ==, 3 - i);

  /* Taken out and brought back, a picture stands where it stood. */
  second = g_list_model_get_item (studio_history_get_pictures (history), 1);
  g_assert_true (studio_history_remove (history, second));
  g_assert_false (studio_history_remove (history, second));
  g_assert_cmpuint (get_n (history), ==, 2);
  studio_history_add (history, second);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (get_seed (history, i), ==, 3 - i);
}

static void
test_count (void)
{
  g_autoptr (StudioHistory) history = studio_history_new ();

  for (guint64 seed = 1; seed <= STUDIO_HISTORY_MAX_PICTURES + 5; seed++)
    add (history, seed);
  g_assert_cmpuint (get_n (history), ==, STUDIO_HISTORY_MAX_PICTURES);
  g_assert_cmpuint (get_seed (history, 0), ==, STUDIO_HISTORY_MAX_PICTURES + 5);
  g_assert_cmpuint (get_seed (history, STUDIO_HISTORY_MAX_PICTURES - 1), ==, 6);
}

/* A picture of 24 MiB of values: two fit, the third pushes the first out. */
static void
test_bytes (void)
{
  const guint side = 4096, n_values = side * side * 3 / 2;
  g_autoptr (StudioHistory) history = studio_history_new ();
  g_autofree guint8 *values = g_malloc0 (n_values);

  for (guint64 seed = 1; seed <= 3; seed++)
    {
      StudioRecipe *recipe = studio_recipe_new ();
      g_autoptr (StudioPicture) picture = NULL;
      g_autoptr (StudioArtwork) artwork = NULL;

      recipe->shape = test_recipe_shape (WEFT_IMAGE_RGB8);
      recipe->shape.image_width = side;
      recipe->shape.image_height = side / 2;
      recipe->steps_done = n_values;
      recipe->seed = seed;
      picture = studio_picture_new (recipe, NULL, values);
      artwork = studio_artwork_new_from_picture (picture, NULL);
      g_assert_nonnull (artwork);
      studio_history_add (history, artwork);
      g_usleep (2);
    }

  g_assert_cmpuint (get_n (history), ==, 2);
  g_assert_cmpuint (get_seed (history, 0), ==, 3);
  g_assert_cmpuint (get_seed (history, 1), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history/order", test_order);
  g_test_add_func ("/history/count", test_count);
  g_test_add_func ("/history/bytes", test_bytes);

  return g_test_run ();
}
