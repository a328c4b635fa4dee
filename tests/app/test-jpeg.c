/* SPDX-License-Identifier: MIT */
/* JPEG: pixels come back, upright, shrunk only where asked; every damage is refused in a sentence. */
#include "app/jpeg.h"

#include "engine/error.h"
#include "tests/app/jpegs.h"

#include <stdlib.h>
#include <string.h>

/* Four quarters of different light, so that every turn of the picture is another one. */
static StudioPixels *
make_quarters (guint width, guint height, guint n_channels)
{
  static const guint8 lights[] = { 20, 90, 160, 230 };
  StudioPixels *pixels = studio_pixels_new (width, height, n_channels, NULL);

  for (guint i = 0; i < width * height * n_channels; i++)
    {
      const guint x = i / n_channels % width;
      const guint y = i / n_channels / width;
      const guint quarter = (x >= width / 2) + 2 * (y >= height / 2);

      pixels->data[i] = lights[(quarter + i % n_channels) % 4];
    }

  return pixels;
}

static void
assert_alike (const StudioPixels *found, const StudioPixels *expected)
{
  g_assert_cmpuint (found->width, ==, expected->width);
  g_assert_cmpuint (found->height, ==, expected->height);
  g_assert_cmpuint (found->n_channels, ==, expected->n_channels);
  for (gsize i = 0; i < studio_pixels_get_bytes (expected); i++)
    g_assert_cmpint (abs (found->data[i] - expected->data[i]), <=, 3);
}

static StudioPixels *
decode (GBytes *bytes, guint least_side)
{
  g_autoptr (GError) error = NULL;
  StudioPixels *pixels = studio_jpeg_decode (bytes, least_side, &error);

  g_assert_no_error (error);
  return pixels;
}

static void
test_kinds (void)
{
  static const TestJpeg kinds[] = { { 0 }, { .progressive = TRUE }, { .cmyk = TRUE } };

  for (guint n_channels = 1; n_channels <= 3; n_channels += 2)
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
      {
        g_autoptr (StudioPixels) pixels = make_quarters (48, 32, n_channels);
        g_autoptr (GBytes) bytes = NULL;
        g_autoptr (StudioPixels) found = NULL;

        if (kinds[i].cmyk && n_channels == 1)
          continue;
        bytes = test_jpeg_new (pixels, &kinds[i]);
        found = decode (bytes, 0);
        assert_alike (found, pixels);
      }
}

/* @upright as it lies in a file that says how to turn it: what each number means, in the standard's words,
 * "the 0th row is at the visual ..., the 0th column at the visual ...". */
static StudioPixels *
lay_down (const StudioPixels *upright, guint orientation)
{
  static const char rows_and_columns[][3] = { "tl", "tr", "br", "bl", "lt", "rt", "rb", "lb" };
  const char *sides = rows_and_columns[orientation - 1];
  const gboolean row_is_row = sides[0] == 't' || sides[0] == 'b';
  StudioPixels *stored = studio_pixels_new (row_is_row ? upright->width : upright->height,
                                            row_is_row ? upright->height : upright->width,
                                            upright->n_channels, NULL);

  for (guint row = 0; row < stored->height; row++)
    for (guint column = 0; column < stored->width; column++)
      {
        guint x = row_is_row ? column : row;
        guint y = row_is_row ? row : column;

        if (strchr (sides, 'r') != NULL)
          x = upright->width - 1 - x;
        if (strchr (sides, 'b') != NULL)
          y = upright->height - 1 - y;
        memcpy (stored->data + (row * stored->width + column) * stored->n_channels,
                upright->data + (y * upright->width + x) * upright->n_channels, upright->n_channels);
      }

  return stored;
}

static void
test_orientation (void)
{
  g_autoptr (StudioPixels) upright = make_quarters (48, 32, 3);

  for (guint orientation = 1; orientation <= 8; orientation++)
    for (guint little = 0; little < 2; little++)
      {
        const TestJpeg kind = { .orientation = orientation, .is_little_endian = little };
        g_autoptr (StudioPixels) stored = lay_down (upright, orientation);
        g_autoptr (GBytes) bytes = test_jpeg_new (stored, &kind);
        g_autoptr (StudioPixels) found = decode (bytes, 0);

        assert_alike (found, upright);
      }
}

/* Numbers that the standard does not know, and a tag whose marker ends within it, turn nothing. */
static void
test_odd_orientation (void)
{
  g_autoptr (StudioPixels) pixels = make_quarters (48, 32, 3);

  for (guint orientation = 9; orientation <= 200; orientation += 191)
    {
      const TestJpeg kind = { .orientation = orientation };
      g_autoptr (GBytes) bytes = test_jpeg_new (pixels, &kind);
      g_autoptr (StudioPixels) found = decode (bytes, 0);

      assert_alike (found, pixels);
    }
}

static void
test_shrinking (void)
{
  const struct {
    guint least_side;
    guint width;
  } cases[] = { { 0, 256 }, { 200, 256 }, { 65, 256 }, { 64, 128 }, { 17, 64 }, { 16, 32 }, { 1, 32 } };
  g_autoptr (StudioPixels) pixels = make_quarters (256, 128, 3);
  g_autoptr (GBytes) bytes = test_jpeg_new (pixels, &(TestJpeg) { 0 });

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StudioPixels) found = decode (bytes, cases[i].least_side);
      g_autoptr (StudioPixels) expected = make_quarters (cases[i].width, cases[i].width / 2, 3);

      assert_alike (found, expected);
    }
}

static char *
dup_refusal (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioPixels) pixels = studio_jpeg_decode (bytes, 0, &error);

  g_assert_null (pixels);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  return g_strdup (error->message);
}

/* Cut anywhere, baseline or progressive, a file is refused. */
static void
test_truncation (void)
{
  g_autoptr (StudioPixels) pixels = make_quarters (48, 32, 3);

  for (guint progressive = 0; progressive < 2; progressive++)
    {
      g_autoptr (GBytes) bytes = test_jpeg_new (pixels, &(TestJpeg) { .progressive = progressive });
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);

      for (gsize cut = 3; cut < size - 2; cut++)
        {
          g_autofree char *message = dup_refusal (data, cut);

          g_assert_true (g_pattern_match_simple ("the JPEG is damaged: * (copy the file again)", message));
        }
    }
}

/* One bit flipped anywhere: a picture or a sentence, and nothing that a sanitizer would mind. */
static void
test_flipped_bits (void)
{
  const TestJpeg kinds[] = { { .orientation = 6 }, { .progressive = TRUE }, { .cmyk = TRUE } };
  g_autoptr (StudioPixels) pixels = make_quarters (48, 32, 3);

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GBytes) bytes = test_jpeg_new (pixels, &kinds[k]);
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);

      for (gsize bit = 0; bit < 8 * size; bit++)
        {
          guint8 *flipped = g_memdup2 (data, size);
          g_autoptr (GBytes) damaged = NULL;
          g_autoptr (GError) error = NULL;
          g_autoptr (StudioPixels) found = NULL;

          flipped[bit / 8] ^= (guint8) (1u << bit % 8);
          damaged = g_bytes_new_take (flipped, size);
          found = studio_jpeg_decode (damaged, 0, &error);
          g_assert_true ((found != NULL) != (error != NULL));
        }
    }
}

/* The header's own size, as large as it can be, is refused before any memory is asked for. */
static void
test_bomb (void)
{
  g_autoptr (StudioPixels) pixels = make_quarters (48, 32, 3);
  g_autoptr (GBytes) bytes = test_jpeg_new (pixels, &(TestJpeg) { 0 });
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *bomb = g_memdup2 (data, size);
  g_autofree char *message = NULL;
  guint8 *frame = memmem (bomb, size, "\xff\xc0", 2);

  g_assert_nonnull (frame);
  frame[5] = 0xff; /* the high bytes of height and width */
  frame[7] = 0xfe;
  message = dup_refusal (bomb, size);
  g_test_message ("%s", message);
  g_assert_cmpstr (message, ==, "65072 x 65312 = 4250 Mpixel, limit 64");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/jpeg/kinds", test_kinds);
  g_test_add_func ("/jpeg/orientation", test_orientation);
  g_test_add_func ("/jpeg/odd-orientation", test_odd_orientation);
  g_test_add_func ("/jpeg/shrinking", test_shrinking);
  g_test_add_func ("/jpeg/truncation", test_truncation);
  g_test_add_func ("/jpeg/flipped-bits", test_flipped_bits);
  g_test_add_func ("/jpeg/bomb", test_bomb);

  return g_test_run ();
}
