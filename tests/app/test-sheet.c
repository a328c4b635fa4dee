/* SPDX-License-Identifier: MIT */
/* Sheets: every cell stands whole in its place, labels stay out of cells and inside the sheet. */
#include "app/sheet.h"

#include "app/recipe-json.h"
#include "engine/error.h"
#include "tests/app/recipes.h"

#include <jansson.h>
#include <string.h>

/* A plain picture of one grey or colour, which marks its place. */
static StudioPixels *
make_cell (guint width, guint height, guint n_channels, guint8 value)
{
  StudioPixels *cell = studio_pixels_new (width, height, n_channels, NULL);

  memset (cell->data, value, studio_pixels_get_bytes (cell));
  return cell;
}

static guint
count (const StudioPixels *pixels, guint8 value)
{
  guint n = 0;

  for (gsize i = 0; i < studio_pixels_get_bytes (pixels); i += pixels->n_channels)
    n += pixels->data[i] == value;
  return n;
}

/* Three cells of different sizes in two columns. */
static void
test_places (void)
{
  for (guint n_channels = 1; n_channels <= 3; n_channels += 2)
    {
      g_autoptr (StudioPixels) a = make_cell (4, 3, 1, 10);
      g_autoptr (StudioPixels) b = make_cell (2, 3, n_channels, 20);
      g_autoptr (StudioPixels) c = make_cell (4, 1, 1, 30);
      const StudioPixels *const cells[] = { a, b, c };
      const StudioSheet sheet = { .cells = cells, .n_cells = 3, .n_columns = 2, .scale = 2 };
      g_autoptr (StudioPixels) drawn = studio_sheet_draw (&sheet, NULL);

      /* Gutters of 4 around places of 8 x 6. */
      g_assert_cmpuint (drawn->width, ==, 4 + 2 * (8 + 4));
      g_assert_cmpuint (drawn->height, ==, 4 + 2 * (6 + 4));
      g_assert_cmpuint (drawn->n_channels, ==, n_channels);
      g_assert_cmpuint (count (drawn, 10), ==, 4 * 3 * 4);
      g_assert_cmpuint (count (drawn, 20), ==, 2 * 3 * 4);
      g_assert_cmpuint (count (drawn, 30), ==, 4 * 1 * 4);
      g_assert_cmpuint (count (drawn, 255), ==, 28 * 24 - 4 * (12 + 6 + 4));
      g_assert_cmpuint (drawn->data[(4 * 28 + 4) * n_channels], ==, 10);
      g_assert_cmpuint (drawn->data[(4 * 28 + 4 + 12 + 2) * n_channels], ==, 20);
      g_assert_cmpuint (drawn->data[((14 + 2) * 28 + 4) * n_channels], ==, 30);
    }
}

/* Labels of every kind, short, long and strange, at every scale: cells stay as they are, and something is
 * written. */
static void
test_labels (void)
{
  const char *const labels[] = { "seed 1", "a name much longer than its cell, as names of checkpoints are",
                                 "", "\xff\xfe", "T 0.7", NULL };

  for (guint scale = 1; scale <= 9; scale++)
    for (guint kinds = 1; kinds < 8; kinds++)
      {
        g_autoptr (StudioPixels) cell = make_cell (1 + scale % 3 * 9, 1 + scale % 2 * 9, 1, 100);
        const StudioPixels *const cells[] = { cell, cell, cell, cell };
        const StudioSheet sheet = {
          .cells = cells,
          .n_cells = 4,
          .n_columns = 2,
          .scale = scale,
          .column_labels = kinds & 1 ? labels : NULL,
          .row_labels = kinds & 2 ? labels : NULL,
          .cell_labels = kinds & 4 ? labels : NULL,
        };
        g_autoptr (StudioPixels) drawn = studio_sheet_draw (&sheet, NULL);
        const guint n_cells = count (drawn, 100);
        const guint n_ink = count (drawn, 0x38);

        g_assert_cmpuint (n_cells, ==, 4 * cell->width * cell->height * scale * scale);
        g_assert_cmpuint (n_cells + n_ink + count (drawn, 255), ==, drawn->width * drawn->height);
        if (kinds & 2 || cell->width > 9)
          g_assert_cmpuint (n_ink, >, 0);
      }
}

static void
test_too_large (void)
{
  g_autoptr (StudioPixels) cell = make_cell (4000, 4000, 1, 0);
  const StudioPixels *const cells[] = { cell };
  const StudioSheet sheet = { .cells = cells, .n_cells = 1, .n_columns = 1000000, .scale = 256 };
  g_autoptr (GError) error = NULL;

  g_assert_null (studio_sheet_draw (&sheet, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

/* Each cell's recipe can be read again. */
static void
test_json (void)
{
  g_autoptr (StudioRecipe) a = test_recipe_new_random ();
  g_autoptr (StudioRecipe) b = test_recipe_new_random ();
  const StudioRecipe *const recipes[] = { a, b };
  g_autofree char *text = studio_sheet_to_json (recipes, 2, 1);
  json_t *root = json_loads (text, JSON_REJECT_DUPLICATES, NULL);
  json_t *cells = json_object_get (root, "cells");

  g_assert_cmpstr (json_string_value (json_object_get (root, "format")), ==, "weft-sheet");
  g_assert_cmpint (json_integer_value (json_object_get (root, "columns")), ==, 1);
  g_assert_cmpuint (json_array_size (cells), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      char *cell = json_dumps (json_array_get (cells, i), 0);
      g_autoptr (StudioRecipe) read = studio_recipe_from_json (cell, -1, NULL);

      g_assert_true (studio_recipe_equal (read, recipes[i]));
      free (cell);
    }
  json_decref (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sheet/places", test_places);
  g_test_add_func ("/sheet/labels", test_labels);
  g_test_add_func ("/sheet/too-large", test_too_large);
  g_test_add_func ("/sheet/json", test_json);

  return g_test_run ();
}
