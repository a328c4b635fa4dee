/* SPDX-License-Identifier: MIT */
#include "app/braille.h"

#define FIRST 0x2800 /* the cell without dots */
#define CELL_WIDTH 2
#define CELL_HEIGHT 4

static const guint8 dots[CELL_HEIGHT][CELL_WIDTH] = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

/* 0 .. 255000, by the weights of ITU-R BT.601. */
static guint
get_luminance (const StudioPixels *pixels, guint x, guint y)
{
  const guint8 *pixel = pixels->data + ((gsize) y * pixels->width + x) * pixels->n_channels;

  return pixels->n_channels == 1 ? 1000u * pixel[0] : 299u * pixel[0] + 587u * pixel[1] + 114u * pixel[2];
}

static guint
find_middle (const StudioPixels *pixels)
{
  guint lowest = G_MAXUINT, highest = 0;

  for (guint y = 0; y < pixels->height; y++)
    for (guint x = 0; x < pixels->width; x++)
      {
        const guint luminance = get_luminance (pixels, x, y);

        lowest = MIN (lowest, luminance);
        highest = MAX (highest, luminance);
      }

  return lowest + (highest - lowest) / 2;
}

/* Whether the lighter pixels are the fewer. */
static gboolean
is_light_rare (const StudioPixels *pixels, guint middle)
{
  gsize n_light = 0;

  for (guint y = 0; y < pixels->height; y++)
    for (guint x = 0; x < pixels->width; x++)
      n_light += get_luminance (pixels, x, y) > middle;

  return 2 * n_light <= (gsize) pixels->width * pixels->height;
}

static gunichar
get_letter (const StudioPixels *pixels, guint left, guint top, guint middle, gboolean light_is_dot)
{
  gunichar letter = FIRST;

  for (guint y = 0; y < CELL_HEIGHT && top + y < pixels->height; y++)
    for (guint x = 0; x < CELL_WIDTH && left + x < pixels->width; x++)
      if ((get_luminance (pixels, left + x, top + y) > middle) == light_is_dot)
        letter |= dots[y][x];

  return letter;
}

char *
studio_braille_from_pixels (const StudioPixels *pixels)
{
  const guint middle = find_middle (pixels);
  const gboolean light_is_dot = is_light_rare (pixels, middle);
  GString *text = g_string_new (NULL);

  for (guint y = 0; y < pixels->height; y += CELL_HEIGHT)
    {
      for (guint x = 0; x < pixels->width; x += CELL_WIDTH)
        g_string_append_unichar (text, get_letter (pixels, x, y, middle, light_is_dot));
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}
