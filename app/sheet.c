/* SPDX-License-Identifier: MIT */
/* Lays out a grid and writes into it. */
#include "app/sheet.h"

#include "app/label.h"
#include "app/recipe-json.h"

#include <jansson.h>
#include <string.h>

#define FORMAT "weft-sheet"
#define PAPER 0xff

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

static guint
count_rows (const StudioSheet *sheet)
{
  return (sheet->n_cells + sheet->n_columns - 1) / sheet->n_columns;
}

static Layout
lay_out (const StudioSheet *sheet)
{
  Layout layout = { .text = MAX (sheet->scale / 2, 1), .gutter = 2 * sheet->scale, .n_channels = 1 };
  const guint label = (STUDIO_LABEL_HEIGHT + 2) * layout.text;
  guint widest = 0;

  for (guint i = 0; i < sheet->n_cells; i++)
    {
      layout.cell_width = MAX (layout.cell_width, sheet->cells[i]->width * sheet->scale);
      layout.cell_height = MAX (layout.cell_height, sheet->cells[i]->height * sheet->scale);
      layout.n_channels = MAX (layout.n_channels, sheet->cells[i]->n_channels);
    }

  for (guint i = 0; sheet->row_labels != NULL && i < count_rows (sheet); i++)
    widest = MAX (widest, studio_label_measure (sheet->row_labels[i], layout.text));

  layout.left = layout.gutter + (widest > 0 ? widest + layout.gutter : 0);
  layout.top = layout.gutter + (sheet->column_labels != NULL ? label : 0);
  layout.line = MAX (layout.cell_height, sheet->row_labels != NULL ? label : 0) + layout.gutter
                + (sheet->cell_labels != NULL ? label : 0);
  return layout;
}

static void
draw_cells (StudioPixels *pixels, const StudioSheet *sheet, const Layout *layout)
{
  for (guint i = 0; i < sheet->n_cells; i++)
    {
      const StudioPixels *cell = sheet->cells[i];
      const guint x = layout->left + i % sheet->n_columns * (layout->cell_width + layout->gutter);
      const guint y = layout->top + i / sheet->n_columns * layout->line;

      studio_pixels_draw (pixels, cell, x + (layout->cell_width - cell->width * sheet->scale) / 2,
                          y + (layout->cell_height - cell->height * sheet->scale) / 2, sheet->scale);
      if (sheet->cell_labels != NULL)
        studio_label_draw_within (pixels, sheet->cell_labels[i], x, y + layout->cell_height + 2 * layout->text,
                                  layout->cell_width, layout->text);
    }
}

static void
draw_labels (StudioPixels *pixels, const StudioSheet *sheet, const Layout *layout)
{
  for (guint i = 0; sheet->column_labels != NULL && i < sheet->n_columns; i++)
    studio_label_draw_within (pixels, sheet->column_labels[i],
                              layout->left + i * (layout->cell_width + layout->gutter), layout->gutter,
                              layout->cell_width, layout->text);

  for (guint i = 0; sheet->row_labels != NULL && i < count_rows (sheet); i++)
    {
      const guint space = layout->cell_height - MIN (layout->cell_height, STUDIO_LABEL_HEIGHT * layout->text);

      studio_label_draw_within (pixels, sheet->row_labels[i], layout->gutter,
                                layout->top + i * layout->line + space / 2, layout->left - 2 * layout->gutter,
                                layout->text);
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
