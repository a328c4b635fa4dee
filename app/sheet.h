/* SPDX-License-Identifier: MIT */
/* Contact sheets: pictures in a grid, with a gutter between them and labels in small capitals. */
#pragma once

#include "app/pixels.h"
#include "app/recipe.h"

#include <glib.h>

G_BEGIN_DECLS

#define STUDIO_SHEET_MAX_CELLS 1024 /* the recipes of so many can be read again from a picture */

/**
 * StudioSheet: a value; what it points to is borrowed. Cells go row by row from the left; each stands in the
 * middle of its place, which is as large as the largest cell.
 */
typedef struct {
  const StudioPixels *const *cells; /* [n_cells] */
  guint n_cells;                    /* 1 .. STUDIO_SHEET_MAX_CELLS */
  guint n_columns;                  /* 1 .. */
  guint scale;                      /* side of the square each pixel becomes, 1 .. */
  const char *const *column_labels; /* [n_columns] above the columns, or NULL */
  const char *const *row_labels;    /* one a row, left of it, or NULL */
  const char *const *cell_labels;   /* [n_cells] below each, or NULL */
} StudioSheet;

/**
 * studio_sheet_draw: dark text on white; labels are cut where they would run into the next.
 *
 * Returns: (transfer full): grey if all cells are, else colour; NULL with WEFT_ERROR_INVALID (too large) or
 * WEFT_ERROR_NO_MEMORY.
 */
StudioPixels *studio_sheet_draw (const StudioSheet *sheet, GError **error);

/**
 * studio_sheet_to_json: what the sheet's file says in place of one recipe: the recipes of all cells.
 * @recipes: [n_cells]
 *
 * Returns: (transfer full): UTF-8: "format": "weft-sheet", "columns" and "cells".
 */
char *studio_sheet_to_json (const StudioRecipe *const *recipes, guint n_cells, guint n_columns);

G_END_DECLS
