/* SPDX-License-Identifier: MIT */
/* Pixels: values become colours and come back; scaling is nearest; what a model cannot paint is refused with
 * its place. */
#include "app/pixels.h"

#include "engine/error.h"

static const guint8 palette[] = { 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 0, 0 };

static WeftConfig
make_config (WeftImageMode mode, guint width, guint height)
{
  return (WeftConfig) {
    .image_mode = mode, .image_width = width, .image_height = height,
    .n_values = mode == WEFT_IMAGE_INDEXED8 ? 4 : 256,
  };
}

static void
test_values_round_trip (void)
{
  const WeftImageMode modes[] = { WEFT_IMAGE_GRAY8, WEFT_IMAGE_RGB8, WEFT_IMAGE_INDEXED8 };
  const guint8 values[] = { 0, 1, 2, 2, 1, 0, 2, 1, 0, 1, 2, 0, 0, 2, 1, 1, 1, 2 };
  guint8 again[18];

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      const WeftConfig config = make_config (modes[i], 3, 2);
      const guint n = weft_config_get_image_values (&config);
      g_autoptr (StudioPixels) pixels = studio_pixels_new_from_values (&config, palette, values, n, NULL);

      g_assert_cmpuint (pixels->n_channels, ==, modes[i] == WEFT_IMAGE_GRAY8 ? 1 : 3);
      g_assert_true (studio_pixels_to_values (pixels, &config, palette, again, NULL));
      g_assert_cmpmem (again, n, values, n);
    }
}

/* Two palette entries of one colour: the first is taken. */
static void
test_twin_colours (void)
{
  const WeftConfig config = make_config (WEFT_IMAGE_INDEXED8, 1, 1);
  const guint8 value = 3;
  guint8 again;
  g_autoptr (StudioPixels) pixels = studio_pixels_new_from_values (&config, palette, &value, 1, NULL);

  g_assert_true (studio_pixels_to_values (pixels, &config, palette, &again, NULL));
  g_assert_cmpuint (again, ==, 1);
}

static void
test_partial_is_black (void)
{
  const WeftConfig config = make_config (WEFT_IMAGE_INDEXED8, 2, 1);
  const guint8 value = 1;
  const guint8 expected[] = { 255, 0, 0, 0, 0, 0 };
  g_autoptr (StudioPixels) pixels = studio_pixels_new_from_values (&config, palette, &value, 1, NULL);

  g_assert_cmpmem (pixels->data, 6, expected, 6);
}

static void
test_refusals (void)
{
  g_autoptr (StudioPixels) pixels = studio_pixels_new (2, 2, 3, NULL);
  const struct {
    WeftConfig config;
    const char *message;
  } cases[] = {
    { make_config (WEFT_IMAGE_RGB8, 3, 2), "the image has 2 x 2 pixels, the checkpoint paints 3 x 2*" },
    { make_config (WEFT_IMAGE_INDEXED8, 2, 2),
      "the pixel in row 2, column 1 has the colour #010203,*the 4 colours*" },
    { make_config (WEFT_IMAGE_GRAY8, 2, 2),
      "the pixel in row 2, column 1 has the colour #010203,*the 256 greys*" },
  };
  guint8 values[18];

  memcpy (pixels->data + 6, "\1\2\3", 3);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (studio_pixels_to_values (pixels, &cases[i].config, palette, values, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_true (g_pattern_match_simple (cases[i].message, error->message));
    }
}

static void
test_scale (void)
{
  g_autoptr (StudioPixels) pixels = studio_pixels_new (2, 2, 3, NULL);
  g_autoptr (StudioPixels) same = NULL;
  g_autoptr (StudioPixels) large = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 12; i++)
    pixels->data[i] = i;

  same = studio_pixels_scale (pixels, 1, NULL);
  g_assert_true (studio_pixels_equal (pixels, same));

  large = studio_pixels_scale (pixels, 3, NULL);
  g_assert_cmpuint (large->width, ==, 6);
  for (guint y = 0; y < 6; y++)
    for (guint x = 0; x < 6; x++)
      for (guint c = 0; c < 3; c++)
        g_assert_cmpuint (large->data[(y * 6 + x) * 3 + c], ==, pixels->data[(y / 3 * 2 + x / 3) * 3 + c]);

  g_assert_null (studio_pixels_scale (pixels, 2001, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "4002 x 4002 = 16.02 Mpixel, limit 16");
}

static void
test_sizes (void)
{
  const guint sizes[][2] = { { 0, 5 }, { 5, 0 }, { 4001, 4000 }, { G_MAXUINT, G_MAXUINT } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (studio_pixels_new (sizes[i][0], sizes[i][1], 1, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pixels/values-round-trip", test_values_round_trip);
  g_test_add_func ("/pixels/twin-colours", test_twin_colours);
  g_test_add_func ("/pixels/partial-is-black", test_partial_is_black);
  g_test_add_func ("/pixels/refusals", test_refusals);
  g_test_add_func ("/pixels/scale", test_scale);
  g_test_add_func ("/pixels/sizes", test_sizes);

  return g_test_run ();
}
