/* SPDX-License-Identifier: MIT */
/* Palettes: exact where the colours fit, near where they do not; lookups find the nearest. */
#include "app/palette.h"

#include <math.h>
#include <string.h>

static void
test_exact (void)
{
  static const guint8 pixels[] = { 200, 10, 3, 0, 0, 1, 200, 10, 3, 255, 255, 255, 0, 0, 1 };
  static const guint8 expected[] = { 0, 0, 1, 200, 10, 3, 255, 255, 255 };
  static const guint8 indices[] = { 1, 0, 1, 2, 0 };
  g_autoptr (StudioPalette) palette = studio_palette_new ();
  guint8 colours[3 * STUDIO_PALETTE_MAX];
  guint8 found[5];
  gboolean is_exact = FALSE;

  g_assert_cmpuint (studio_palette_choose (palette, 256, colours, NULL), ==, 0);
  studio_palette_count (palette, pixels, 5, 3);
  g_assert_cmpuint (studio_palette_choose (palette, 256, colours, &is_exact), ==, 3);
  g_assert_true (is_exact);
  g_assert_cmpmem (colours, 9, expected, 9);
  g_assert_cmpuint (studio_palette_choose (palette, 3, colours, &is_exact), ==, 3);
  g_assert_true (is_exact);
  g_assert_cmpmem (colours, 9, expected, 9);
  g_assert_cmpuint (studio_palette_map (colours, 3, pixels, 5, 3, found), ==, 0);
  g_assert_cmpmem (found, 5, indices, 5);
}

static void
test_greys (void)
{
  g_autoptr (StudioPalette) palette = studio_palette_new ();
  guint8 colours[3 * STUDIO_PALETTE_MAX];
  guint8 greys[256];
  guint8 found[256];

  for (guint i = 0; i < 256; i++)
    greys[i] = i;
  studio_palette_count (palette, greys, 256, 1);
  g_assert_cmpuint (studio_palette_choose (palette, 256, colours, NULL), ==, 256);
  g_assert_cmpuint (studio_palette_map (colours, 256, greys, 256, 1, found), ==, 0);
  g_assert_cmpmem (found, 256, greys, 256);
}

/* Clouds around three colours, one of them rare: each gets one of three, close to its middle. */
static void
test_clusters (void)
{
  static const guint8 middles[3][3] = { { 30, 40, 50 }, { 60, 200, 100 }, { 220, 30, 130 } };
  static const guint counts[] = { 5000, 3000, 40 };
  g_autoptr (StudioPalette) palette = studio_palette_new ();
  guint8 colours[9];
  gboolean is_exact = TRUE;

  for (guint k = 0; k < 3; k++)
    for (guint i = 0; i < counts[k]; i++)
      {
        const guint8 pixel[] = { middles[k][0] + i % 11 - 5, middles[k][1] + i / 11 % 11 - 5,
                                 middles[k][2] + i / 121 % 11 - 5 };

        studio_palette_count (palette, pixel, 1, 3);
      }

  g_assert_cmpuint (studio_palette_choose (palette, 3, colours, &is_exact), ==, 3);
  g_assert_false (is_exact);
  for (guint k = 0; k < 3; k++)
    for (guint c = 0; c < 3; c++)
      g_assert_cmpint (ABS (colours[3 * k + c] - middles[k][c]), <=, 5);
}

static double
measure_error (guint n_colours, const guint8 *pixels, gsize n_pixels)
{
  g_autoptr (StudioPalette) palette = studio_palette_new ();
  g_autofree guint8 *indices = g_malloc (n_pixels);
  guint8 colours[3 * STUDIO_PALETTE_MAX];
  guint n;
  double sum = 0;

  studio_palette_count (palette, pixels, n_pixels, 3);
  n = studio_palette_choose (palette, n_colours, colours, NULL);
  g_assert_cmpuint (n, <=, n_colours);
  studio_palette_map (colours, n, pixels, n_pixels, 3, indices);
  for (gsize i = 0; i < 3 * n_pixels; i++)
    {
      const int difference = colours[3 * indices[i / 3] + i % 3] - pixels[i];

      sum += difference * difference;
    }

  return sqrt (sum / (3.0 * n_pixels));
}

/* A cube of all colours in steps of 8: what 256 colours can do about it is known, for an even grid of
 * 8 x 8 x 4 has a root mean square error of sqrt ((80 + 80 + 336) / 3) = 12.9. */
static void
test_quantising (void)
{
  g_autofree guint8 *pixels = g_malloc (3 * 32768);
  double last = 256;

  for (guint i = 0; i < 32768; i++)
    {
      pixels[3 * i] = i % 32 * 8;
      pixels[3 * i + 1] = i / 32 % 32 * 8;
      pixels[3 * i + 2] = i / 1024 * 8;
    }

  for (guint n = 2; n <= 256; n *= 2)
    {
      const double error = measure_error (n, pixels, 32768);

      g_test_message ("%u colours: root mean square error %.2f", n, error);
      g_assert_cmpfloat (error, <, last);
      last = error;
    }
  g_assert_cmpfloat (last, <, 12.9);
}

static void
test_nearest (void)
{
  static const guint8 colours[] = { 0, 0, 0, 100, 100, 100, 255, 0, 0 };
  static const guint8 pixels[] = { 40, 40, 40, 90, 120, 100, 180, 20, 20, 100, 100, 100, 50, 50, 50 };
  static const guint8 expected[] = { 0, 1, 2, 1, 0 };
  guint8 indices[5];

  g_assert_cmpuint (studio_palette_map (colours, 3, pixels, 5, 3, indices), ==, 4);
  g_assert_cmpmem (indices, 5, expected, 5);
}

/* All greys in 187 steps are off by one at most, and black and white stay; few colours stay what they are. */
static void
test_reduce (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint8 greys[256], few[256], colours[3 * 4096];

  for (guint i = 0; i < 256; i++)
    {
      greys[i] = i;
      few[i] = i % 187;
    }
  g_assert_true (studio_palette_reduce (few, 256, 1, 187, NULL));
  g_assert_true (studio_palette_reduce (greys, 256, 1, 187, NULL));
  for (guint i = 0; i < 256; i++)
    {
      g_assert_cmpuint (few[i], ==, i % 187);
      g_assert_cmpint (ABS (greys[i] - (int) i), <=, 1);
      g_hash_table_add (seen, GUINT_TO_POINTER (greys[i]));
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 187);
  g_assert_cmpuint (greys[0], ==, 0);
  g_assert_cmpuint (greys[255], ==, 255);

  g_hash_table_remove_all (seen);
  for (guint i = 0; i < 4096; i++)
    for (guint c = 0; c < 3; c++)
      colours[3 * i + c] = (i >> 4 * c & 15) * 17;
  g_assert_true (studio_palette_reduce (colours, 4096, 3, 100, NULL));
  for (guint i = 0; i < 4096; i++)
    {
      for (guint c = 0; c < 3; c++)
        g_assert_cmpint (ABS (colours[3 * i + c] - (int) (i >> 4 * c & 15) * 17), <=, 60);
      g_hash_table_add (seen, GUINT_TO_POINTER ((guint) colours[3 * i] << 16 | (guint) colours[3 * i + 1] << 8
                                                | colours[3 * i + 2]));
    }
  g_assert_cmpuint (g_hash_table_size (seen), <=, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/palette/exact", test_exact);
  g_test_add_func ("/palette/greys", test_greys);
  g_test_add_func ("/palette/clusters", test_clusters);
  g_test_add_func ("/palette/quantising", test_quantising);
  g_test_add_func ("/palette/nearest", test_nearest);
  g_test_add_func ("/palette/reduce", test_reduce);

  return g_test_run ();
}
