/* SPDX-License-Identifier: MIT */
/* A font of 3 x 5 dots, so that the command line needs no text library. */
#include "app/label.h"

#include <string.h>

#define INK 0x38
#define GLYPH_WIDTH 3
#define ADVANCE (GLYPH_WIDTH + 1)

/* One octal digit a row, from the top; its bits are the three pixels. */
static const struct {
  char character;
  guint16 rows;
} font[] = {
  { ' ', 000000 }, { '0', 075557 }, { '1', 026227 }, { '2', 071747 }, { '3', 071717 }, { '4', 055711 },
  { '5', 074717 }, { '6', 074757 }, { '7', 071122 }, { '8', 075757 }, { '9', 075717 }, { 'A', 025755 },
  { 'B', 065656 }, { 'C', 034443 }, { 'D', 065556 }, { 'E', 074647 }, { 'F', 074644 }, { 'G', 034553 },
  { 'H', 055755 }, { 'I', 072227 }, { 'J', 011152 }, { 'K', 055655 }, { 'L', 044447 }, { 'M', 057755 },
  { 'N', 065555 }, { 'O', 025552 }, { 'P', 065644 }, { 'Q', 025563 }, { 'R', 065655 }, { 'S', 034216 },
  { 'T', 072222 }, { 'U', 055557 }, { 'V', 055552 }, { 'W', 055775 }, { 'X', 055255 }, { 'Y', 055222 },
  { 'Z', 071247 }, { '.', 000002 }, { ',', 000024 }, { '-', 000700 }, { '_', 000007 }, { ':', 002020 },
  { '/', 011244 }, { '=', 007070 }, { '+', 002720 }, { '%', 051245 }, { '(', 012221 }, { ')', 042224 },
  { '?', 071202 },
};

static guint16
find_glyph (char character)
{
  const char upper = g_ascii_toupper (character);

  for (guint i = 0; i < G_N_ELEMENTS (font); i++)
    if (font[i].character == upper)
      return font[i].rows;

  return find_glyph ('?');
}

guint
studio_label_measure (const char *text, guint size)
{
  const guint n = strlen (text);

  return n > 0 ? (n * ADVANCE - 1) * size : 0;
}

static void
fill_square (StudioPixels *pixels, guint x, guint y, guint side)
{
  for (guint i = 0; i < side; i++)
    memset (pixels->data + ((gsize) (y + i) * pixels->width + x) * pixels->n_channels, INK,
            (gsize) side * pixels->n_channels);
}

static void
draw_glyph (StudioPixels *pixels, guint16 rows, guint x, guint y, guint size)
{
  for (guint bit = 0; bit < GLYPH_WIDTH * STUDIO_LABEL_HEIGHT; bit++)
    if (rows >> (GLYPH_WIDTH * STUDIO_LABEL_HEIGHT - 1 - bit) & 1)
      fill_square (pixels, x + bit % GLYPH_WIDTH * size, y + bit / GLYPH_WIDTH * size, size);
}

void
studio_label_draw (StudioPixels *pixels, const char *text, guint x, guint y, guint size)
{
  for (guint i = 0; text[i] != '\0'; i++)
    draw_glyph (pixels, find_glyph (text[i]), x + i * ADVANCE * size, y, size);
}

void
studio_label_draw_within (StudioPixels *pixels, const char *text, guint x, guint y, guint width, guint size)
{
  const guint fits = (width / size + 1) / ADVANCE;
  g_autofree char *shown = g_strndup (text, fits);

  studio_label_draw (pixels, shown, x + (width - studio_label_measure (shown, size)) / 2, y, size);
}
