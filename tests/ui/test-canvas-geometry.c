/* SPDX-License-Identifier: MIT */
/* Cells are whole, grids lie in the middle, and a point finds the pixel it lies on. */
#include "ui/canvas-geometry.h"

static void
test_single (void)
{
  const struct {
    guint image;
    gint width, height;
    guint scale, zoom, cell;
    gint x, y;
  } cases[] = {
    { 28, 560, 560, 1, 0, 20, 0, 0 },
    { 28, 600, 570, 1, 0, 20, 20, 5 },
    { 28, 600, 570, 2, 0, 40, 40, 10 },
    { 28, 600, 570, 3, 0, 61, 46, 1 },
    { 32, 1000, 40, 1, 0, 1, 484, 4 },
    { 32, 20, 20, 1, 0, 1, -6, -6 },
    { 32, 0, 0, 1, 0, 1, -16, -16 },
    { 32, 400, 400, 1, 3, 3, 152, 152 },
    { 32, 400, 400, 2, 3, 6, 304, 304 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      UiCanvasGeometry geometry;

      ui_canvas_geometry_init (&geometry, 1, cases[i].image, cases[i].image, cases[i].width, cases[i].height,
                               cases[i].scale, cases[i].zoom);
      g_assert_cmpuint (geometry.columns, ==, 1);
      g_assert_cmpuint (geometry.rows, ==, 1);
      g_assert_cmpuint (geometry.cell, ==, cases[i].cell);
      g_assert_cmpint (geometry.x, ==, cases[i].x);
      g_assert_cmpint (geometry.y, ==, cases[i].y);
    }
}

static void
test_columns (void)
{
  const struct {
    guint n_lanes;
    gint width, height;
    guint columns, rows;
  } cases[] = {
    { 1, 500, 500, 1, 1 }, { 2, 900, 500, 2, 1 },  { 2, 400, 900, 1, 2 },  { 3, 900, 300, 3, 1 },
    { 4, 500, 500, 2, 2 }, { 9, 500, 500, 3, 3 },  { 16, 500, 500, 4, 4 }, { 16, 1600, 300, 8, 2 },
    { 5, 600, 400, 3, 2 }, { 16, 100, 1600, 1, 16 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      UiCanvasGeometry geometry;

      ui_canvas_geometry_init (&geometry, cases[i].n_lanes, 28, 28, cases[i].width, cases[i].height, 1, 0);
      g_assert_cmpuint (geometry.columns, ==, cases[i].columns);
      g_assert_cmpuint (geometry.rows, ==, cases[i].rows);
    }
}

/* No other number of columns would have allowed a larger cell, and nothing sticks out. */
static void
test_largest (void)
{
  for (guint n = 1; n <= UI_CANVAS_MAX_LANES; n++)
    for (gint width = 64; width <= 1200; width += 71)
      for (gint height = 64; height <= 900; height += 83)
        {
          UiCanvasGeometry geometry;
          guint grid_width, grid_height;

          ui_canvas_geometry_init (&geometry, n, 28, 20, width, height, 2, 0);
          ui_canvas_geometry_get_size (&geometry, &grid_width, &grid_height);
          g_assert_cmpuint (geometry.columns * geometry.rows, >=, n);
          if (geometry.cell > 1)
            {
              g_assert_cmpuint (grid_width, <=, 2 * (guint) width);
              g_assert_cmpuint (grid_height, <=, 2 * (guint) height);
            }

          for (guint columns = 1; columns <= n; columns++)
            {
              UiCanvasGeometry other = geometry;

              other.columns = columns;
              other.rows = (n + columns - 1) / columns;
              other.cell = geometry.cell + 1;
              ui_canvas_geometry_get_size (&other, &grid_width, &grid_height);
              g_assert_true (grid_width > 2 * (guint) width || grid_height > 2 * (guint) height);
            }
        }
}

/* The middle of every cell finds that cell; gutters, margins and empty places find nothing. */
static void
test_pick (void)
{
  for (guint scale = 1; scale <= 3; scale++)
    {
      UiCanvasGeometry geometry;
      guint lane, column, row;
      gint x, y;

      ui_canvas_geometry_init (&geometry, 5, 28, 20, 500, 400, scale, 0);
      for (guint i = 0; i < 5; i++)
        for (guint cell = 0; cell < 28 * 20; cell++)
          {
            ui_canvas_geometry_get_lane (&geometry, i, &x, &y);
            g_assert_true (ui_canvas_geometry_pick (&geometry, (x + (cell % 28 + 0.5) * geometry.cell) / scale,
                                                    (y + (cell / 28 + 0.5) * geometry.cell) / scale, &lane, &column,
                                                    &row));
            g_assert_cmpuint (lane, ==, i);
            g_assert_cmpuint (column, ==, cell % 28);
            g_assert_cmpuint (row, ==, cell / 28);
          }

      ui_canvas_geometry_get_lane (&geometry, 1, &x, &y);
      g_assert_false (ui_canvas_geometry_pick (&geometry, (x - 1.0) / scale, (y + 1.0) / scale, &lane, &column, &row));
      ui_canvas_geometry_get_lane (&geometry, 5, &x, &y);
      g_assert_false (ui_canvas_geometry_pick (&geometry, (x + 1.0) / scale, (y + 1.0) / scale, &lane, &column, &row));
      g_assert_false (ui_canvas_geometry_pick (&geometry, -1, -1, &lane, &column, &row));
      g_assert_false (ui_canvas_geometry_pick (&geometry, 5000, 5000, &lane, &column, &row));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canvas-geometry/single", test_single);
  g_test_add_func ("/canvas-geometry/columns", test_columns);
  g_test_add_func ("/canvas-geometry/largest", test_largest);
  g_test_add_func ("/canvas-geometry/pick", test_pick);
  return g_test_run ();
}
