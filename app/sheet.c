/* SPDX-License-Identifier: MIT */
/* Lays out a grid and writes into it with a font of 3 x 5 pixels, so that the command line needs no text
 * library. */
#include "app/sheet.h"

#include "app/recipe-json.h"

#include <jansson.h>
#include <string.h>

#define FORMAT "weft-sheet"
#define PAPER 0xff
#define INK 0x38
#define GLYPH_WIDTH 3
#define GLYPH_HEIGHT 5
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

/* Sizes in pixels of the sheet. */
typedef struct {
  guint text;        /* side of a pixel of the font */
  guint gutter;
  guint cell_width;
  guint cell_height;
  guint left;        /* of the first cell */
  guint top;
  guint line;        /* from one row of cells to the next */
  guint n_channels;
} Layout;

static guint16
find_glyph (char character)
{
  const char upper = g_ascii_toupper (character);

  for (guint i = 0; i < G_N_ELEMENTS (font); i++)
    if (font[i].character == upper)
      return font[i].rows;

  return find_glyph ('?');
}

static guint
measure (const char *text, guint size)
{
  const guint n = strlen (text);

  return n > 0 ? (n * ADVANCE - 1) * size : 0;
}

static void
fill_square (StudioPixels *sheet, guint x, guint y, guint side)
{
  for (guint i = 0; i < side; i++)
    memset (sheet->data + ((gsize) (y + i) * sheet->width + x) * sheet->n_channels, INK,
            (gsize) side * sheet->n_channels);
}

static void
draw_glyph (StudioPixels *sheet, guint16 rows, guint x, guint y, guint size)
{
  for (guint bit = 0; bit < GLYPH_WIDTH * GLYPH_HEIGHT; bit++)
    if (rows >> (GLYPH_WIDTH * GLYPH_HEIGHT - 1 - bit) & 1)
      fill_square (sheet, x + bit % GLYPH_WIDTH * size, y + bit / GLYPH_WIDTH * size, size);
}

/* In the middle of @width; characters that do not fit are left out. */
static void
draw_text (StudioPixels *sheet, const char *text, guint x, guint y, guint width, guint size)
{
  const guint fits = (width / size + 1) / ADVANCE;
  g_autofree char *shown = g_strndup (text, fits);

  x += (width - measure (shown, size)) / 2;
  for (guint i = 0; shown[i] != '\0'; i++)
    draw_glyph (sheet, find_glyph (shown[i]), x + i * ADVANCE * size, y, size);
}

static guint
count_rows (const StudioSheet *sheet)
{
  return (sheet->n_cells + sheet->n_columns - 1) / sheet->n_columns;
}

static Layout
lay_out (const StudioSheet *sheet)
{
  Layout layout = { .text = MAX (sheet->scale / 2, 1), .gutter = 2 * sheet->scale, .n_channels = 1 };
  const guint label = (GLYPH_HEIGHT + 2) * layout.text;
  guint widest = 0;

  for (guint i = 0; i < sheet->n_cells; i++)
    {
      layout.cell_width = MAX (layout.cell_width, sheet->cells[i]->width * sheet->scale);
      layout.cell_height = MAX (layout.cell_height, sheet->cells[i]->height * sheet->scale);
      layout.n_channels = MAX (layout.n_channels, sheet->cells[i]->n_channels);
    }

  for (guint i = 0; sheet->row_labels != NULL && i < count_rows (sheet); i++)
    widest = MAX (widest, measure (sheet->row_labels[i], layout.text));

  layout.left = layout.gutter + (widest > 0 ? widest + layout.gutter : 0);
  layout.top = layout.gutter + (sheet->column_labels != NULL ? label : 0);
  layout.line = MAX (layout.cell_height, sheet->row_labels != NULL ? label : 0) + layout.gutter
                + (sheet->cell_labels != NULL ? label : 0);
  return layout;
}

/* A cell of grey on a sheet of colour is spread over its channels. */
static void
draw_cell (StudioPixels *sheet, const StudioPixels *cell, guint x, guint y, guint scale)
{
  for (guint row = 0; row < cell->height * scale; row++)
    for (guint column = 0; column < cell->width * scale; column++)
      {
        const guint8 *source = cell->data
                               + ((gsize) (row / scale) * cell->width + column / scale) * cell->n_channels;
        guint8 *target = sheet->data + ((gsize) (y + row) * sheet->width + x + column) * sheet->n_channels;

        for (guint c = 0; c < sheet->n_channels; c++)
          target[c] = source[cell->n_channels == 1 ? 0 : c];
      }
}

static void
draw_cells (StudioPixels *pixels, const StudioSheet *sheet, const Layout *layout)
{
  for (guint i = 0; i < sheet->n_cells; i++)
    {
      const StudioPixels *cell = sheet->cells[i];
      const guint x = layout->left + i % sheet->n_columns * (layout->cell_width + layout->gutter);
      const guint y = layout->top + i / sheet->n_columns * layout->line;

      draw_cell (pixels, cell, x + (layout->cell_width - cell->width * sheet->scale) / 2,
                 y + (layout->cell_height - cell->height * sheet->scale) / 2, sheet->scale);
      if (sheet->cell_labels != NULL)
        draw_text (pixels, sheet->cell_labels[i], x, y + layout->cell_height + 2 * layout->text,
                   layout->cell_width, layout->text);
    }
}

static void
draw_labels (StudioPixels *pixels, const StudioSheet *sheet, const Layout *layout)
{
  for (guint i = 0; sheet->column_labels != NULL && i < sheet->n_columns; i++)
    draw_text (pixels, sheet->column_labels[i], layout->left + i * (layout->cell_width + layout->gutter),
               layout->gutter, layout->cell_width, layout->text);

  for (guint i = 0; sheet->row_labels != NULL && i < count_rows (sheet); i++)
    {
      const guint space = layout->cell_height - MIN (layout->cell_height, GLYPH_HEIGHT * layout->text);

      draw_text (pixels, sheet->row_labels[i], layout->gutter, layout->top + i * layout->line + space / 2,
                 layout->left - 2 * layout->gutter, layout->text);
    }
}

StudioPixels *
studio_sheet_draw (const StudioSheet *sheet, GError **error)
{
  StudioPixels *pixels;
  Layout layout;
  guint64 width;
  guint64 height;

  g_return_val_if_fail (sheet->n_cells > 0 && sheet->n_columns > 0 && sheet->scale > 0, NULL);

  layout = lay_out (sheet);
  width = layout.left + (guint64) sheet->n_columns * (layout.cell_width + layout.gutter);
  height = layout.top + (guint64) count_rows (sheet) * layout.line;
  pixels = studio_pixels_new (MIN (width, G_MAXUINT), MIN (height, G_MAXUINT), layout.n_channels, error);
  if (pixels == NULL)
    return NULL;

  memset (pixels->data, PAPER, studio_pixels_get_bytes (pixels));
  draw_cells (pixels, sheet, &layout);
  draw_labels (pixels, sheet, &layout);
  return pixels;
}

char *
studio_sheet_to_json (const StudioRecipe *const *recipes, guint n_cells, guint n_columns)
{
  json_t *cells = json_array ();
  json_t *root = json_pack ("{s:s, s:s, s:i, s:o}", "format", FORMAT, "format_version", "1.0",
                            "columns", n_columns, "cells", cells);
  char *text;
  char *copy;

  for (guint i = 0; i < n_cells; i++)
    {
      g_autofree char *recipe = studio_recipe_to_json (recipes[i]);

      json_array_append_new (cells, json_loads (recipe, 0, NULL));
    }

  text = json_dumps (root, JSON_COMPACT | JSON_REAL_PRECISION (17));
  copy = g_strdup (text);
  free (text);
  json_decref (root);
  return copy;
}
