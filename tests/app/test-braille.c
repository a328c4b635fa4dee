/* SPDX-License-Identifier: MIT */
/* Dots stand where the picture is, line by line, whatever its ground and its size. */
#include "app/braille.h"

static StudioPixels *
make (guint width, guint height, guint n_channels, guint8 ground)
{
  StudioPixels *pixels = studio_pixels_new (width, height, n_channels, NULL);

  memset (pixels->data, ground, studio_pixels_get_bytes (pixels));
  return pixels;
}

static void
test_dots (void)
{
  for (guint i = 0; i < 2; i++)
    {
      const guint8 ground = i == 0 ? 0 : 255;
      g_autoptr (StudioPixels) pixels = make (5, 5, 1, ground);
      g_autofree char *text = NULL;

      /* Both corners of the first cell, and the last pixel of all, in cells of a part. */
      pixels->data[0] = pixels->data[3 * 5 + 1] = pixels->data[4 * 5 + 4] = 255 - ground;
      text = studio_braille_from_pixels (pixels);
      g_assert_cmpstr (text, ==, "\342\242\201\342\240\200\342\240\200\n\342\240\200\342\240\200\342\240\201\n");
    }
}

static void
test_colour (void)
{
  g_autoptr (StudioPixels) pixels = make (2, 4, 3, 0);
  g_autofree char *text = NULL;

  pixels->data[(2 * 2 + 0) * 3 + 1] = 255; /* green: light */
  pixels->data[(1 * 2 + 1) * 3 + 2] = 255; /* blue: darker than the middle */
  text = studio_braille_from_pixels (pixels);
  g_assert_cmpstr (text, ==, "\342\240\204\n");
}

static void
test_size (void)
{
  g_autoptr (StudioPixels) pixels = make (28, 28, 1, 90);
  g_autofree char *text = studio_braille_from_pixels (pixels);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 8);
  for (guint i = 0; i < 7; i++)
    {
      g_assert_cmpint (g_utf8_strlen (lines[i], -1), ==, 14);
      g_assert_null (g_utf8_strchr (lines[i], -1, 0x28ff)); /* one grey is all ground */
    }
  g_assert_cmpstr (lines[7], ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/braille/dots", test_dots);
  g_test_add_func ("/braille/colour", test_colour);
  g_test_add_func ("/braille/size", test_size);
  return g_test_run ();
}
