/* SPDX-License-Identifier: MIT */
/* Images as a beginning: a picture of the model itself comes back value for value, and every change is counted. */
#include "app/start.h"

#include "tests/app/recipes.h"

#include <string.h>

static const guint8 palette[] = { 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 90, 90, 90, 1, 2, 3 };

/* What a model paints is its own beginning, in every mode. */
static void
test_own_pictures (void)
{
  for (guint mode = WEFT_IMAGE_GRAY8; mode <= WEFT_IMAGE_INDEXED8; mode++)
    {
      WeftConfig config = test_recipe_shape (mode);
      const guint n = weft_config_get_image_values (&config);
      g_autofree guint8 *values = g_malloc (n);
      g_autoptr (StudioPixels) image = NULL;
      g_autoptr (GBytes) read = NULL;
      StudioStartChanges changes;

      if (mode == WEFT_IMAGE_INDEXED8)
        config.n_values = 7;
      for (guint i = 0; i < n; i++)
        values[i] = g_test_rand_int_range (0, config.n_values);
      image = studio_pixels_new_from_values (&config, palette, values, n, NULL);
      read = studio_start_make_values (image, &config, palette, STUDIO_FIT_CROP, NULL, &changes, NULL);
      g_assert_cmpmem (g_bytes_get_data (read, NULL), g_bytes_get_size (read), values, n);
      g_assert_false (changes.is_fitted);
      g_assert_cmpuint (changes.n_mapped, ==, 0);
    }
}

static void
test_mapped (void)
{
  WeftConfig config = test_recipe_shape (WEFT_IMAGE_INDEXED8);
  const guint n = weft_config_get_image_values (&config);
  g_autoptr (StudioPixels) image = studio_pixels_new (config.image_width * 2, config.image_height * 2, 3, NULL);
  g_autoptr (GBytes) values = NULL;
  g_autofree guint8 *is_given = NULL;
  StudioStartChanges changes;

  config.n_values = 7;
  for (gsize i = 0; i < studio_pixels_get_bytes (image); i += 3)
    memcpy (image->data + i, (guint8[]) { 250, 10, 10 }, 3);
  values = studio_start_make_values (image, &config, palette, STUDIO_FIT_PAD, NULL, &changes, NULL);
  g_assert_true (changes.is_fitted);
  g_assert_cmpuint (changes.n_mapped, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (((const guint8 *) g_bytes_get_data (values, NULL))[i], ==, 1);

  is_given = g_new0 (guint8, n);
  is_given[1] = is_given[n - 1] = 1;
  g_clear_pointer (&values, g_bytes_unref);
  values = studio_start_make_values (image, &config, palette, STUDIO_FIT_PAD, is_given, &changes, NULL);
  g_assert_cmpuint (changes.n_mapped, ==, 2); /* what is not given is painted anyway */
}

/* Grey of a colour is its brightness, and grey stays what it is. */
static void
test_grey (void)
{
  WeftConfig config = test_recipe_shape (WEFT_IMAGE_GRAY8);
  g_autoptr (StudioPixels) image = studio_pixels_new (config.image_width, config.image_height, 3, NULL);
  g_autoptr (GBytes) values = NULL;
  const guint8 *read;
  StudioStartChanges changes;

  memcpy (image->data, (guint8[]) { 255, 0, 0, 0, 255, 0, 0, 0, 255, 77, 77, 77 }, 12);
  values = studio_start_make_values (image, &config, NULL, STUDIO_FIT_CROP, NULL, &changes, NULL);
  read = g_bytes_get_data (values, NULL);
  g_assert_cmpuint (read[0], ==, 54);
  g_assert_cmpuint (read[1], ==, 182);
  g_assert_cmpuint (read[2], ==, 18);
  g_assert_cmpuint (read[3], ==, 77);
  g_assert_cmpuint (changes.n_mapped, ==, 3);
}

/* What is brighter than half is given, in every channel of the picture. */
static void
test_mask (void)
{
  const WeftConfig config = test_recipe_shape (WEFT_IMAGE_RGB8);
  const guint n = weft_config_get_image_values (&config);
  g_autofree guint8 *is_given = g_malloc (n);
  g_autoptr (StudioPixels) grey = studio_pixels_new (config.image_width, config.image_height, 1, NULL);
  g_autoptr (StudioPixels) colour = studio_pixels_new (config.image_width, config.image_height, 3, NULL);
  g_autoptr (StudioPixels) large = studio_pixels_new (5, 7, 1, NULL);
  g_autoptr (GError) error = NULL;
  guint n_given;

  memcpy (grey->data, (guint8[]) { 127, 128, 255 }, 3);
  g_assert_true (studio_start_read_mask (grey, &config, STUDIO_START_BRIGHT, is_given, &n_given, NULL));
  g_assert_cmpuint (n_given, ==, 2);
  g_assert_cmpmem (is_given, 9, ((guint8[]) { 0, 0, 0, 1, 1, 1, 1, 1, 1 }), 9);

  memcpy (grey->data, (guint8[]) { 254, 255, 0 }, 3);
  g_assert_true (studio_start_read_mask (grey, &config, STUDIO_START_OPAQUE, is_given, &n_given, NULL));
  g_assert_cmpuint (n_given, ==, 1);

  memcpy (colour->data, (guint8[]) { 255, 0, 0, 0, 255, 0 }, 6);
  g_assert_true (studio_start_read_mask (colour, &config, STUDIO_START_BRIGHT, is_given, &n_given, NULL));
  g_assert_cmpuint (n_given, ==, 1);
  g_assert_cmpmem (is_given, 9, ((guint8[]) { 0, 0, 0, 1, 1, 1, 0, 0, 0 }), 9);

  g_assert_false (studio_start_read_mask (large, &config, STUDIO_START_BRIGHT, is_given, &n_given, &error));
  g_assert_cmpstr (error->message, ==,
                   "the mask has 5 x 7 pixels, the checkpoint paints 4 x 3 (make it of that size)");
}

/* Where nothing is given the image may have any colour; where something is, it must be the model's. */
static void
test_given (void)
{
  WeftConfig config = test_recipe_shape (WEFT_IMAGE_INDEXED8);
  g_autoptr (StudioPixels) image = studio_pixels_new (config.image_width, config.image_height, 3, NULL);
  guint8 is_given[12] = { 0 }, values[12];

  config.n_values = 7;
  for (guint i = 0; i < 12; i++)
    memcpy (image->data + 3 * i, i < 5 ? palette + 3 * (i + 1) : (const guint8[]) { 200, 100, 7 }, 3);
  memset (is_given + 1, 1, 4);
  g_assert_true (studio_pixels_to_given_values (image, &config, palette, is_given, values, NULL));
  g_assert_cmpmem (values + 1, 4, ((guint8[]) { 2, 3, 4, 5 }), 4);

  memset (is_given, 0, sizeof is_given);
  image->data[0] = 9;
  g_assert_true (studio_pixels_to_given_values (image, &config, palette, is_given, values, NULL));
  is_given[0] = 1;
  g_assert_false (studio_pixels_to_given_values (image, &config, palette, is_given, values, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/start/own-pictures", test_own_pictures);
  g_test_add_func ("/start/mapped", test_mapped);
  g_test_add_func ("/start/grey", test_grey);
  g_test_add_func ("/start/mask", test_mask);
  g_test_add_func ("/start/given", test_given);

  return g_test_run ();
}
