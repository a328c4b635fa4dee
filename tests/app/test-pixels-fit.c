/* SPDX-License-Identifier: MIT */
/* Fitting: against the mean of the covered area in double, and the cases where nothing may change. */
#include "app/pixels-fit.h"

#include <math.h>
#include <string.h>

static StudioPixels *
make_pixels (guint width, guint height, guint n_channels)
{
  StudioPixels *pixels = studio_pixels_new (width, height, n_channels, NULL);

  for (gsize i = 0; i < studio_pixels_get_bytes (pixels); i++)
    pixels->data[i] = (guint8) (i * i * 7 + i * 31);

  return pixels;
}

/* The mean of the area [x0, x1) x [y0, y1). */
static double
get_mean (const StudioPixels *pixels, double x0, double x1, double y0, double y1, guint channel)
{
  double sum = 0;

  for (guint y = (guint) y0; y < pixels->height && y < y1; y++)
    for (guint x = (guint) x0; x < pixels->width && x < x1; x++)
      sum += pixels->data[((gsize) y * pixels->width + x) * pixels->n_channels + channel]
             * (fmin (x1, x + 1) - fmax (x0, x)) * (fmin (y1, y + 1) - fmax (y0, y));

  return sum / ((x1 - x0) * (y1 - y0));
}

static void
test_area (void)
{
  const guint sizes[][4] = { { 7, 5, 3, 5 }, { 9, 9, 4, 4 }, { 5, 3, 10, 6 }, { 3, 3, 7, 7 }, { 640, 480, 32, 24 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint n_channels = 1; n_channels <= 3; n_channels += 2)
      {
        const guint *s = sizes[i];
        g_autoptr (StudioPixels) pixels = make_pixels (s[0], s[1], n_channels);
        g_autoptr (StudioPixels) fitted = studio_pixels_fit (pixels, s[2], s[3], STUDIO_FIT_CROP, NULL);
        const double part_width = MIN (s[0], round ((double) s[1] * s[2] / s[3]));
        const double part_height = MIN (s[1], round ((double) s[0] * s[3] / s[2]));
        const double x0 = floor ((s[0] - part_width) / 2);
        const double y0 = floor ((s[1] - part_height) / 2);

        for (gsize k = 0; k < studio_pixels_get_bytes (fitted); k++)
          {
            const gsize x = k / n_channels % s[2];
            const gsize y = k / n_channels / s[2];
            const double mean = get_mean (pixels, x0 + x * part_width / s[2], x0 + (x + 1) * part_width / s[2],
                                          y0 + y * part_height / s[3], y0 + (y + 1) * part_height / s[3],
                                          k % n_channels);

            g_assert_cmpfloat (fabs (fitted->data[k] - mean), <=, 0.5 + 1e-9);
          }
      }
}

/* The same size, and whole factors up and down and back again, keep every colour. */
static void
test_exact (void)
{
  g_autoptr (StudioPixels) pixels = make_pixels (8, 6, 3);
  const StudioFit fits[] = { STUDIO_FIT_CROP, STUDIO_FIT_PAD };

  for (guint i = 0; i < G_N_ELEMENTS (fits); i++)
    {
      g_autoptr (StudioPixels) same = studio_pixels_fit (pixels, 8, 6, fits[i], NULL);
      g_autoptr (StudioPixels) large = studio_pixels_fit (pixels, 40, 30, fits[i], NULL);
      g_autoptr (StudioPixels) expected = studio_pixels_scale (pixels, 5, NULL);
      g_autoptr (StudioPixels) back = studio_pixels_fit (large, 8, 6, fits[i], NULL);

      g_assert_true (studio_pixels_equal (same, pixels));
      g_assert_true (studio_pixels_equal (large, expected));
      g_assert_true (studio_pixels_equal (back, pixels));
    }
}

/* A 4 x 2 picture in a square of 4: the middle half when cropped, between borders when padded. */
static void
test_ratio (void)
{
  static const guint8 wide[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  static const guint8 cropped[] = { 2, 2, 3, 3, 2, 2, 3, 3, 6, 6, 7, 7, 6, 6, 7, 7 };
  static const guint8 padded[] = { 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 1, 1 };
  g_autoptr (StudioPixels) pixels = studio_pixels_new (4, 2, 1, NULL);
  g_autoptr (StudioPixels) crop = NULL;
  g_autoptr (StudioPixels) pad = NULL;

  memcpy (pixels->data, wide, sizeof wide);
  crop = studio_pixels_fit (pixels, 4, 4, STUDIO_FIT_CROP, NULL);
  pad = studio_pixels_fit (pixels, 4, 4, STUDIO_FIT_PAD, NULL);
  g_assert_cmpmem (crop->data, 16, cropped, sizeof cropped);
  g_assert_cmpmem (pad->data, 16, padded, sizeof padded);
}

/* A line of one pixel's height fills anything. */
static void
test_extremes (void)
{
  g_autoptr (StudioPixels) line = make_pixels (5000, 1, 1);
  g_autoptr (StudioPixels) crop = studio_pixels_fit (line, 3, 200, STUDIO_FIT_CROP, NULL);
  g_autoptr (StudioPixels) pad = studio_pixels_fit (line, 3, 200, STUDIO_FIT_PAD, NULL);

  for (gsize i = 0; i < 600; i++)
    g_assert_cmpuint (crop->data[i], ==, line->data[2499]);
  g_assert_cmpuint (pad->data[0], ==, line->data[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pixels-fit/area", test_area);
  g_test_add_func ("/pixels-fit/exact", test_exact);
  g_test_add_func ("/pixels-fit/ratio", test_ratio);
  g_test_add_func ("/pixels-fit/extremes", test_extremes);

  return g_test_run ();
}
