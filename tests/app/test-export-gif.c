/* SPDX-License-Identifier: MIT */
/* GIF: rates it can show, and what it cannot hold. That its pixels are right is told by
 * tests/cli/test-frames.py. */
#include "app/export-gif.h"

#include "engine/error.h"

#include <string.h>

static void
test_rates (void)
{
  const struct {
    double rate;
    gboolean is_possible;
  } cases[] = {
    { 50.0, TRUE }, { 33.3, TRUE }, { 25.0, TRUE }, { 20.0, TRUE }, { 16.7, TRUE }, { 12.5, TRUE },
    { 10.0, TRUE }, { 5.0, TRUE },  { 1.0, TRUE },  { 0.1, TRUE },   { 33.333, TRUE }, { 100.0, FALSE },
    { 60.0, FALSE },
    { 40.0, FALSE }, { 30.0, FALSE }, { 29.97, FALSE }, { 24.0, FALSE }, { 15.0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%g frames a second", cases[i].rate);
      g_assert_cmpint (studio_export_gif_check_rate (cases[i].rate, &error), ==, cases[i].is_possible);
      if (!cases[i].is_possible)
        g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
    }
}

/* Frame 0 is blank, frame 1 has @data colours or greys. */
static StudioPixels *
draw_cb (gpointer data, guint frame, GError **error)
{
  const guint n_colours = *(const guint *) data;
  StudioPixels *pixels = studio_pixels_new (20, 20, n_colours > 256 ? 3 : 1, error);

  for (guint i = 0; frame == 1 && i < n_colours; i++)
    {
      pixels->data[i * pixels->n_channels] = i;
      if (n_colours > 256)
        pixels->data[3 * i + 2] = i >> 8;
    }
  return pixels;
}

static void
test_colours (void)
{
  guint n_colours = 256;
  StudioClip clip = { .n_frames = 2, .draw = draw_cb, .data = &n_colours, .scale = 2, .seconds = 0.1 };
  g_autoptr (GBytes) greys = studio_export_gif (&clip, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpmem (g_bytes_get_data (greys, NULL), 6, "GIF89a", 6);
  n_colours = 257;
  g_assert_null (studio_export_gif (&clip, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "frame 1 brings more than 256 colours"));
}

static void
test_size (void)
{
  guint n_colours = 1;
  StudioClip clip = { .n_frames = 2, .draw = draw_cb, .data = &n_colours, .scale = 4096, .seconds = 0.1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (studio_export_gif (&clip, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/export-gif/rates", test_rates);
  g_test_add_func ("/export-gif/colours", test_colours);
  g_test_add_func ("/export-gif/size", test_size);

  return g_test_run ();
}
