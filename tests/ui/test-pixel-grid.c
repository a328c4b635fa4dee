/* SPDX-License-Identifier: MIT */
/* How pictures are laid out: as large as can be, in rows as full as can be. */
#include "tests/ui/display.h"

#include "ui/pixel-grid.h"

static void
test_layout (void)
{
  const struct {
    guint n, width, height, room_width, room_height, gap, n_columns, scale;
  } cases[] = {
    { 1, 10, 10, 100, 50, 4, 1, 5 },
    { 2, 10, 10, 100, 50, 0, 2, 5 },
    { 4, 10, 10, 100, 100, 0, 2, 5 },
    { 16, 32, 32, 540, 200, 4, 8, 2 }, /* six columns would be as large, and leave two places empty */
    { 18, 32, 32, 450, 204, 4, 6, 2 },
    { 3, 100, 100, 50, 50, 4, 1, 1 }, /* no room: as many as find it are shown */
    { 9, 10, 20, 34, 5, 2, 3, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint scale;
      const guint n_columns = ui_pixel_grid_choose (cases[i].n, cases[i].width, cases[i].height, cases[i].room_width,
                                                    cases[i].room_height, cases[i].gap, &scale);

      g_assert_cmpuint (n_columns, ==, cases[i].n_columns);
      g_assert_cmpuint (scale, ==, cases[i].scale);
    }
}

static gboolean
is_painted (gpointer data)
{
  return gtk_widget_get_width (data) > 0;
}

/* What is on the screen: a red and a blue picture, each pixel a whole square. */
static void
test_painting (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *grid = g_object_new (UI_TYPE_PIXEL_GRID, NULL);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) studio_pixels_free);
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 204, 100);
  cairo_t *cr = cairo_create (surface);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  const guint32 *row;

  for (guint i = 0; i < 2; i++)
    {
      StudioPixels *pixels = studio_pixels_new (2, 2, 3, NULL);

      for (guint k = 0; k < 4; k++)
        pixels->data[3 * k + 2 * i] = (guint8) (100 + 50 * (k % 2));
      g_ptr_array_add (pictures, pixels);
    }
  gtk_window_set_child (GTK_WINDOW (window), grid);
  gtk_window_set_default_size (GTK_WINDOW (window), 204, 100);
  ui_pixel_grid_set_pictures (UI_PIXEL_GRID (grid), pictures);
  g_assert_cmpuint (ui_pixel_grid_get_n_pictures (UI_PIXEL_GRID (grid)), ==, 2);
  gtk_window_present (GTK_WINDOW (window));
  test_display_wait (is_painted, grid, 20);
  test_display_settle (window);

  GTK_WIDGET_GET_CLASS (grid)->snapshot (grid, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);
  row = (const guint32 *) (gpointer) (cairo_image_surface_get_data (surface) + 10 * cairo_image_surface_get_stride (surface));
  for (guint x = 0; x < 204; x++)
    {
      const guint light = x % 104 < 50 ? 100 : 150;
      const guint32 expected = x >= 100 && x < 104 ? 0 : x < 100 ? light << 16 : light;

      g_assert_cmphex (row[x] & 0xffffff, ==, expected);
    }

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/pixel-grid/layout", test_layout);
  g_test_add_func ("/pixel-grid/painting", test_painting);
  return g_test_run ();
}
