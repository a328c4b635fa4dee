/* SPDX-License-Identifier: MIT */
/* Raster order: where a value lies, and how values of each mode become colours, also when a pixel is incomplete. */
#include "engine/raster.h"

static const guint8 palette[] = { 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0xFF, 0x00, 0x01 };

typedef struct {
  WeftImageMode mode;
  guint index;
  guint x, y, channel;
} LocateCase;

/* On an image of 5 x 3 pixels. */
static const LocateCase locations[] = {
  { WEFT_IMAGE_GRAY8, 0, 0, 0, 0 },    { WEFT_IMAGE_GRAY8, 4, 4, 0, 0 },   { WEFT_IMAGE_GRAY8, 5, 0, 1, 0 },
  { WEFT_IMAGE_GRAY8, 14, 4, 2, 0 },   { WEFT_IMAGE_INDEXED8, 7, 2, 1, 0 }, { WEFT_IMAGE_RGB8, 0, 0, 0, 0 },
  { WEFT_IMAGE_RGB8, 2, 0, 0, 2 },     { WEFT_IMAGE_RGB8, 3, 1, 0, 0 },    { WEFT_IMAGE_RGB8, 14, 4, 0, 2 },
  { WEFT_IMAGE_RGB8, 16, 0, 1, 1 },    { WEFT_IMAGE_RGB8, 44, 4, 2, 2 },
};

static WeftConfig
make_config (WeftImageMode mode)
{
  return (WeftConfig) { .image_mode = mode, .image_width = 5, .image_height = 3, .n_values = 256 };
}

static void
test_locate (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (locations); i++)
    {
      const LocateCase *c = &locations[i];
      const WeftConfig config = make_config (c->mode);
      guint x, y, channel;

      weft_raster_locate (&config, c->index, &x, &y, &channel);
      g_assert_cmpuint (x, ==, c->x);
      g_assert_cmpuint (y, ==, c->y);
      g_assert_cmpuint (channel, ==, c->channel);

      weft_raster_locate (&config, c->index, &x, &y, NULL);
      g_assert_cmpuint (x, ==, c->x);
    }
}

static void
test_row_values (void)
{
  const WeftConfig gray = make_config (WEFT_IMAGE_GRAY8);
  const WeftConfig rgb = make_config (WEFT_IMAGE_RGB8);

  g_assert_cmpuint (weft_raster_row_values (&gray), ==, 5);
  g_assert_cmpuint (weft_raster_row_values (&rgb), ==, 15);
}

typedef struct {
  WeftImageMode mode;
  guint n_values;
  guint8 values[5];
  guint n_pixels;
  guint32 pixels[3];
} ColourCase;

static const ColourCase colours[] = {
  { WEFT_IMAGE_GRAY8, 0, { 0 }, 0, { 0 } },
  { WEFT_IMAGE_GRAY8, 3, { 0, 0x80, 0xFF }, 3, { 0x000000, 0x808080, 0xFFFFFF } },
  { WEFT_IMAGE_RGB8, 3, { 1, 2, 3 }, 1, { 0x010203 } },
  { WEFT_IMAGE_RGB8, 4, { 1, 2, 3, 4 }, 2, { 0x010203, 0x040000 } },
  { WEFT_IMAGE_RGB8, 5, { 1, 2, 3, 4, 5 }, 2, { 0x010203, 0x040500 } },
  { WEFT_IMAGE_INDEXED8, 3, { 0, 2, 1 }, 3, { 0x102030, 0xFF0001, 0x405060 } },
};

static void
test_colours (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (colours); i++)
    {
      const ColourCase *c = &colours[i];
      const WeftConfig config = make_config (c->mode);
      guint32 pixels[4] = { 0xABABABAB, 0xABABABAB, 0xABABABAB, 0xABABABAB };

      weft_raster_to_rgb (&config, c->mode == WEFT_IMAGE_INDEXED8 ? palette : NULL, c->values, c->n_values, pixels);
      for (guint p = 0; p < c->n_pixels; p++)
        g_assert_cmphex (pixels[p], ==, c->pixels[p]);
      g_assert_cmphex (pixels[c->n_pixels], ==, 0xABABABAB);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/raster/locate", test_locate);
  g_test_add_func ("/raster/row-values", test_row_values);
  g_test_add_func ("/raster/colours", test_colours);

  return g_test_run ();
}
