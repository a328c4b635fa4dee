/* SPDX-License-Identifier: MIT */
/* The canvas shows exactly what a frame holds, as it holds it, and tells where the pointer is. */
#include "tests/ui/display.h"

#include "tests/support/tiny-checkpoint.h"

#include "ui/canvas-private.h"

#include "app/workspace.h"

#include "engine/raster.h"

static const guint8 palette[7 * 3] = {
  0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0, 0, 255, 255, 255, 255, 255,
};

/* A canvas in a window of its own that shows an empty frame of this mode. */
typedef struct {
  WeftConfig config;
  guint8 values[64];
  StudioFrame *frame;
  GtkWidget *window;
  UiCanvas *canvas;
} Fixture;

static void
fixture_init (Fixture *fixture, WeftImageMode mode, guint n_lanes)
{
  guint n_values;

  fixture->config = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, mode, FALSE);
  n_values = weft_config_get_image_values (&fixture->config);
  for (guint i = 0; i < n_values; i++)
    fixture->values[i] = (guint8) (mode == WEFT_IMAGE_INDEXED8 ? (i * 3 + 1) % 7 : i * 17 + 3);

  fixture->frame = studio_frame_new (1, n_lanes, n_values, NULL);
  fixture->window = gtk_window_new ();
  fixture->canvas = g_object_new (UI_TYPE_CANVAS, NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 300, 200);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->canvas));
  ui_canvas_set_shape (fixture->canvas, &fixture->config, mode == WEFT_IMAGE_INDEXED8 ? palette : NULL, n_lanes);
  ui_canvas_set_frame (fixture->canvas, fixture->frame);
  gtk_window_present (GTK_WINDOW (fixture->window));
  test_display_settle (fixture->window);
}

static void
fixture_clear (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  studio_frame_unref (fixture->frame);
}

static void
publish (Fixture *fixture, guint n_known)
{
  for (guint lane = 0; lane < studio_frame_get_n_lanes (fixture->frame); lane++)
    studio_frame_append (fixture->frame, lane, fixture->values, n_known);
  studio_frame_publish (fixture->frame, n_known);
}

/* The canvas at one pixel a cell, as BGRA words from the top. */
static guint32 *
download (Fixture *fixture)
{
  g_autoptr (GdkTexture) texture = ui_canvas_dup_texture (fixture->canvas, 1);
  gsize width = (gsize) gdk_texture_get_width (texture), height = (gsize) gdk_texture_get_height (texture);
  guint32 *pixels = g_new (guint32, width * height);

  gdk_texture_download (texture, (guchar *) pixels, width * 4);
  return pixels;
}

static void
assert_shown (Fixture *fixture, guint n_known)
{
  guint channels = weft_config_get_n_channels (&fixture->config);
  g_autofree guint32 *shown = download (fixture);
  guint32 expected[64];

  weft_raster_to_rgb (&fixture->config, palette, fixture->values, n_known, expected);
  for (guint i = 0; i < (n_known + channels - 1) / channels; i++)
    g_assert_cmphex (shown[i], ==, 0xff000000u | expected[i]);
}

static void
test_values (void)
{
  const WeftImageMode modes[] = { WEFT_IMAGE_GRAY8, WEFT_IMAGE_RGB8, WEFT_IMAGE_INDEXED8 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      Fixture fixture;
      guint n_values;

      fixture_init (&fixture, modes[i], 1);
      n_values = weft_config_get_image_values (&fixture.config);
      for (guint n = 1; n <= n_values; n += 2)
        {
          publish (&fixture, n);
          ui_canvas_refresh (fixture.canvas);
          assert_shown (&fixture, n);
        }
      fixture_clear (&fixture);
    }
}

/* What GTK is given to draw, at the display's own scale. */
static cairo_surface_t *
draw_widget (Fixture *fixture)
{
  GtkWidget *widget = GTK_WIDGET (fixture->canvas);
  gint scale = gtk_widget_get_scale_factor (widget);
  gint width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  cairo_t *cr;

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  gsk_render_node_unref (node);
  cairo_surface_flush (surface);
  return surface;
}

/* Every device pixel of every cell has the colour of its value. Run at display scales 1 to 3. */
static void
test_screen (void)
{
  for (guint n_lanes = 1; n_lanes <= 4; n_lanes += 3)
    {
      Fixture fixture;
      UiCanvasGeometry geometry;
      guint32 expected[64];
      cairo_surface_t *surface;

      fixture_init (&fixture, WEFT_IMAGE_INDEXED8, n_lanes);
      publish (&fixture, 7);
      ui_canvas_refresh (fixture.canvas);
      cairo_surface_destroy (draw_widget (&fixture));
      publish (&fixture, 15);
      ui_canvas_refresh (fixture.canvas);
      surface = draw_widget (&fixture);

      weft_raster_to_rgb (&fixture.config, palette, fixture.values, 15, expected);
      ui_canvas_get_geometry (fixture.canvas, &geometry);
      g_assert_cmpuint (geometry.cell, >, geometry.scale);
      for (guint lane = 0; lane < n_lanes; lane++)
        for (guint y = 0; y < 3 * geometry.cell; y++)
          for (guint x = 0; x < 5 * geometry.cell; x++)
            {
              const guchar *data = cairo_image_surface_get_data (surface);
              gint left, top;

              ui_canvas_geometry_get_lane (&geometry, lane, &left, &top);
              data += (gsize) (top + (gint) y) * (gsize) cairo_image_surface_get_stride (surface);
              g_assert_cmphex (((const guint32 *) (gconstpointer) data)[left + (gint) x], ==,
                               0xff000000u | expected[y / geometry.cell * 5 + x / geometry.cell]);
            }
      cairo_surface_destroy (surface);
      fixture_clear (&fixture);
    }
}

static guint32
get_drawn (cairo_surface_t *surface, const UiCanvasGeometry *geometry, guint pixel, guint x, guint y)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  gint left, top;

  ui_canvas_geometry_get_lane (geometry, 0, &left, &top);
  left += (gint) (pixel % 5 * geometry->cell + x);
  top += (gint) (pixel / 5 * geometry->cell + y);
  data += (gsize) top * (gsize) cairo_image_surface_get_stride (surface);
  return ((const guint32 *) (gconstpointer) data)[left];
}

/* What waits has its full colour and a dot that stands out, until the picture has come to it. */
static void
test_marks (void)
{
  Fixture fixture;
  UiCanvasGeometry geometry;
  guint32 colours[15] = { 0 };
  guint8 waiting[15] = { 0 };

  colours[1] = 0x123456;
  waiting[1] = STUDIO_WAITING_BEHIND;
  colours[9] = 0xfedcba;
  waiting[9] = STUDIO_WAITING_AHEAD;
  fixture_init (&fixture, WEFT_IMAGE_INDEXED8, 1);
  for (guint n = 7; n <= 15; n += 8)
    {
      cairo_surface_t *surface;

      publish (&fixture, n);
      ui_canvas_refresh (fixture.canvas);
      ui_canvas_set_marks (fixture.canvas, colours, waiting);
      surface = draw_widget (&fixture);
      ui_canvas_get_geometry (fixture.canvas, &geometry);
      g_assert_cmpuint (geometry.cell, >=, 5);
      g_assert_cmphex (get_drawn (surface, &geometry, 1, 1, 1), ==, 0xff123456);
      g_assert_cmphex (get_drawn (surface, &geometry, 1, geometry.cell / 2, geometry.cell / 2), ==, 0xffffffff);
      if (n == 7)
        {
          g_assert_cmphex (get_drawn (surface, &geometry, 9, 1, 1), ==, 0xfffedcba);
          g_assert_cmphex (get_drawn (surface, &geometry, 9, geometry.cell / 2, geometry.cell / 2), ==, 0xff000000);
        }
      else
        g_assert_cmphex (get_drawn (surface, &geometry, 9, 1, 1), !=, 0xfffedcba);
      cairo_surface_destroy (surface);
    }

  ui_canvas_set_marks (fixture.canvas, NULL, NULL);
  g_assert_null (fixture.canvas->marks);
  fixture_clear (&fixture);
}

static gboolean
is_set (gpointer data)
{
  return *(gboolean *) data;
}

static void
completed_cb (gboolean *is_completed)
{
  *is_completed = TRUE;
}

/* While it runs the canvas asks the frame by itself; without animations whole rows appear. */
static void
test_running (void)
{
  gboolean is_completed = FALSE;
  Fixture fixture;
  g_autofree guint32 *pixels = NULL;

  fixture_init (&fixture, WEFT_IMAGE_INDEXED8, 1);
  g_signal_connect_swapped (fixture.canvas, "completed", G_CALLBACK (completed_cb), &is_completed);
  ui_canvas_set_running (fixture.canvas, TRUE);
  publish (&fixture, 8);
  test_display_settle (fixture.window);
  gtk_test_widget_wait_for_draw (fixture.window);
  assert_shown (&fixture, 5);
  pixels = download (&fixture);
  g_assert_cmphex (pixels[7], !=, 0xff000000u | 0x00ff00u);
  g_assert_false (is_completed);

  publish (&fixture, 15);
  test_display_wait (is_set, &is_completed, 20);
  assert_shown (&fixture, 15);
  ui_canvas_set_running (fixture.canvas, FALSE);
  fixture_clear (&fixture);
}

static void
test_frames (void)
{
  Fixture fixture;
  g_autoptr (StudioFrame) next = NULL;
  g_autofree guint32 *pixels = NULL;
  UiCanvasPixel pixel;

  fixture_init (&fixture, WEFT_IMAGE_INDEXED8, 4);
  publish (&fixture, 15);
  ui_canvas_refresh (fixture.canvas);
  assert_shown (&fixture, 5);

  next = studio_frame_new (2, 4, 15, NULL);
  ui_canvas_set_frame (fixture.canvas, next);
  pixels = download (&fixture);
  g_assert_cmphex (pixels[0], !=, 0xff000000u | 0xff0000u);
  g_assert_false (ui_canvas_get_pointed (fixture.canvas, &pixel));

  ui_canvas_set_shape (fixture.canvas, NULL, NULL, 1);
  g_assert_null (ui_canvas_dup_texture (fixture.canvas, 1));
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/canvas/values", test_values);
  g_test_add_func ("/canvas/screen", test_screen);
  g_test_add_func ("/canvas/marks", test_marks);
  g_test_add_func ("/canvas/running", test_running);
  g_test_add_func ("/canvas/frames", test_frames);
  return g_test_run ();
}
