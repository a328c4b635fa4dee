/* SPDX-License-Identifier: MIT */
/* Comparisons: every changed pixel is counted, none else; grey compares with the colour it shows. */
#include "app/comparison.h"

static StudioPixels *
new_pixels (guint width, guint height, guint n_channels)
{
  StudioPixels *pixels = studio_pixels_new (width, height, n_channels, NULL);

  for (gsize i = 0; i < studio_pixels_get_bytes (pixels); i++)
    pixels->data[i] = (guint8) (i / n_channels * 3);
  return pixels;
}

static void
test_changes (void)
{
  for (guint round = 0; round < 50; round++)
    {
      const guint n_channels = g_test_rand_bit () ? 1 : 3;
      g_autoptr (StudioPixels) a = new_pixels (9, 7, n_channels);
      g_autoptr (StudioPixels) b = new_pixels (9, 7, n_channels);
      g_autoptr (StudioComparison) comparison = NULL;
      gboolean is_changed[63] = { FALSE };
      guint n_changed = 0, largest = 0;

      for (guint i = 0; i < round % 20; i++)
        {
          const guint pixel = g_test_rand_int_range (0, 63), by = g_test_rand_int_range (1, 60);

          if (is_changed[pixel])
            continue;
          b->data[pixel * n_channels + g_test_rand_int_range (0, n_channels)] += by;
          is_changed[pixel] = TRUE;
          n_changed++;
          largest = MAX (largest, by);
        }

      comparison = studio_comparison_new (a, b, NULL);
      g_assert_true (comparison->is_same_size);
      g_assert_cmpuint (comparison->n_different, ==, n_changed);
      g_assert_cmpuint (comparison->max_difference, ==, largest);
      for (guint i = 0; i < 63; i++)
        g_assert_cmpuint (comparison->different[i], ==, is_changed[i]);
    }
}

static void
test_grey_and_colour (void)
{
  g_autoptr (StudioPixels) grey = new_pixels (5, 4, 1);
  g_autoptr (StudioPixels) colour = new_pixels (5, 4, 3);
  g_autoptr (StudioComparison) comparison = studio_comparison_new (grey, colour, NULL);

  g_assert_cmpuint (comparison->n_different, ==, 0);
}

/* Of pictures of two sizes, what both have is compared. */
static void
test_sizes (void)
{
  g_autoptr (StudioPixels) wide = new_pixels (6, 3, 1);
  g_autoptr (StudioPixels) high = new_pixels (4, 5, 1);
  g_autoptr (StudioComparison) comparison = studio_comparison_new (wide, high, NULL);

  g_assert_false (comparison->is_same_size);
  g_assert_cmpuint (comparison->width, ==, 4);
  g_assert_cmpuint (comparison->height, ==, 3);
  g_assert_cmpuint (comparison->n_different, ==, 8); /* the first rows agree */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/comparison/changes", test_changes);
  g_test_add_func ("/comparison/grey-and-colour", test_grey_and_colour);
  g_test_add_func ("/comparison/sizes", test_sizes);

  return g_test_run ();
}
