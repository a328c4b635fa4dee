/* SPDX-License-Identifier: MIT */
/* Every device pixel of the canvas has exactly the colour it should have, at display scales 1 to 3. */
#include "ui/canvas-painter.h"

#define WIDTH 28
#define HEIGHT 20
#define BACKGROUND 0xff123456u

static const UiCanvasStyle style = {
  .ground = { 1, 1, 1, 1 },
  .thread = { 0, 1, 0, 1 },
  .inner = { 1, 0, 0, 1 },
  .outer = { 0, 0, 1, 1 },
  .broken = { 1, 0, 1, 1 },
};

static guint32
colour_of (guint lane, guint pixel)
{
  return (pixel * 2654435761u + lane * 40503u) & 0xffffffu;
}

static void
paint (UiCanvasPainter *painter, guint n_pixels)
{
  guint32 pixels[WIDTH * HEIGHT];

  for (guint lane = 0; lane < ui_canvas_painter_get_n_lanes (painter); lane++)
    {
      for (guint i = 0; i < n_pixels; i++)
        pixels[i] = colour_of (lane, i);
      /* In pieces that do not end at rows. */
      for (guint first = 0; first < n_pixels; first += 11)
        ui_canvas_painter_put (painter, lane, first, MIN (11, n_pixels - first), pixels + first);
    }
}

/* A surface as GTK hands it out: user space is logical pixels. */
static cairo_surface_t *
draw (UiCanvasPainter *painter, const UiCanvasGeometry *geometry, gint width, gint height)
{
  gint scale = (gint) geometry->scale;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 0x12 / 255.0, 0x34 / 255.0, 0x56 / 255.0);
  cairo_paint (cr);
  ui_canvas_painter_draw (painter, cr, geometry, &style);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
read_pixel (cairo_surface_t *surface, gint x, gint y)
{
  const guchar *row = cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (gconstpointer) row)[x];
}

/* What a device pixel should be, from the geometry's own reverse mapping. */
static gboolean
is_right (const UiCanvasGeometry *geometry, gint x, gint y, guint n_painted, guint32 value)
{
  guint lane, column, row;

  if (!ui_canvas_geometry_pick (geometry, (x + 0.5) / geometry->scale, (y + 0.5) / geometry->scale, &lane, &column,
                                &row))
    return value == BACKGROUND;
  if (row * WIDTH + column < n_painted)
    return value == (0xff000000u | colour_of (lane, row * WIDTH + column));

  return value == 0xffffffffu || value == 0xff00ff00u;
}

static void
test_exact (void)
{
  const guint lanes[] = { 1, 4, 5, 16 }, painted[] = { 0, 1, WIDTH + 3, WIDTH * HEIGHT };

  for (guint scale = 1; scale <= 3; scale++)
    for (guint i = 0; i < G_N_ELEMENTS (lanes); i++)
      for (guint j = 0; j < G_N_ELEMENTS (painted); j++)
        {
          g_autoptr (UiCanvasPainter) painter = ui_canvas_painter_new (lanes[i], WIDTH, HEIGHT);
          UiCanvasGeometry geometry;
          cairo_surface_t *surface;
          guint wrong = 0;

          ui_canvas_geometry_init (&geometry, lanes[i], WIDTH, HEIGHT, 301, 287, scale, 0);
          paint (painter, painted[j]);
          surface = draw (painter, &geometry, 301, 287);
          for (gint y = 0; y < 287 * (gint) scale; y++)
            for (gint x = 0; x < 301 * (gint) scale; x++)
              wrong += !is_right (&geometry, x, y, painted[j], read_pixel (surface, x, y));
          g_assert_cmpuint (wrong, ==, 0);
          cairo_surface_destroy (surface);
        }
}

static void
test_put_after_draw (void)
{
  g_autoptr (UiCanvasPainter) painter = ui_canvas_painter_new (1, WIDTH, HEIGHT);
  const guint32 black = 0;
  UiCanvasGeometry geometry;
  guint32 pixel = 1;

  ui_canvas_geometry_init (&geometry, 1, WIDTH, HEIGHT, 100, 100, 1, 0);
  paint (painter, 5);
  cairo_surface_destroy (draw (painter, &geometry, 100, 100));
  ui_canvas_painter_put (painter, 0, 5, 1, &black);

  /* Black is a colour, not the absence of one. */
  g_assert_true (ui_canvas_painter_get_pixel (painter, 0, 5, 0, &pixel));
  g_assert_cmpuint (pixel, ==, 0);
  g_assert_false (ui_canvas_painter_get_pixel (painter, 0, 6, 0, &pixel));

  ui_canvas_painter_clear (painter);
  g_assert_false (ui_canvas_painter_get_pixel (painter, 0, 0, 0, &pixel));
}

/* The rings have both colours, are whole device pixels wide, and leave the middle of the cell alone. */
static void
test_outline (void)
{
  for (guint scale = 1; scale <= 3; scale++)
    for (guint zoom = 2; zoom <= 12; zoom += 5)
      {
        g_autoptr (UiCanvasPainter) painter = ui_canvas_painter_new (1, WIDTH, HEIGHT);
        UiCanvasGeometry geometry;
        cairo_surface_t *surface;
        guint inner = 0, outer = 0;
        gint middle;
        cairo_t *cr;

        ui_canvas_geometry_init (&geometry, 1, WIDTH, HEIGHT, 400, 300, scale, zoom);
        paint (painter, WIDTH * HEIGHT);
        surface = draw (painter, &geometry, 400, 300);
        cr = cairo_create (surface);
        ui_canvas_painter_draw_outline (cr, &geometry, &style, 0, 9, 7);
        cairo_destroy (cr);
        cairo_surface_flush (surface);

        for (gint y = 0; y < 300 * (gint) scale; y++)
          for (gint x = 0; x < 400 * (gint) scale; x++)
            {
              inner += read_pixel (surface, x, y) == 0xffff0000u;
              outer += read_pixel (surface, x, y) == 0xff0000ffu;
            }
        g_assert_cmpuint (inner, >, 0);
        g_assert_cmpuint (outer, ==, inner + 8 * scale * scale);

        middle = (gint) (geometry.cell / 2);
        g_assert_cmphex (read_pixel (surface, geometry.x + 9 * (gint) geometry.cell + middle,
                                     geometry.y + 7 * (gint) geometry.cell + middle), ==,
                         0xff000000u | colour_of (0, 7 * WIDTH + 9));
        cairo_surface_destroy (surface);
      }
}

/* A large cell has stripes over the ground, as much of one as of the other; a small one has no room for them. Neither
 * reaches further than the rings do. */
static void
test_hatch (void)
{
  for (guint scale = 1; scale <= 3; scale++)
    for (guint zoom = 2; zoom <= 12; zoom += 5)
      {
        g_autoptr (UiCanvasPainter) painter = ui_canvas_painter_new (1, WIDTH, HEIGHT);
        UiCanvasGeometry geometry;
        cairo_surface_t *surface;
        guint n_inside[2] = { 0 }, n_outside = 0;
        cairo_t *cr;

        ui_canvas_geometry_init (&geometry, 1, WIDTH, HEIGHT, 400, 300, scale, zoom);
        surface = draw (painter, &geometry, 400, 300);
        cr = cairo_create (surface);
        ui_canvas_painter_draw_hatch (cr, &geometry, &style, 0, 9, 7);
        cairo_destroy (cr);
        cairo_surface_flush (surface);

        for (gint y = 0; y < 300 * (gint) scale; y++)
          for (gint x = 0; x < 400 * (gint) scale; x++)
            {
              const gint left = geometry.x + 9 * (gint) geometry.cell, top = geometry.y + 7 * (gint) geometry.cell;
              const gint inside = MIN (MIN (x - left, left + (gint) geometry.cell - 1 - x),
                                       MIN (y - top, top + (gint) geometry.cell - 1 - y));
              const guint32 pixel = read_pixel (surface, x, y);

              if (inside >= (zoom >= 8 ? 2 * (gint) scale : 0))
                n_inside[pixel == 0xffff00ffu] += pixel == 0xffff00ffu || pixel == 0xff0000ffu;
              else if (inside < -2 * (gint) scale)
                n_outside += pixel == 0xffff00ffu || pixel == 0xff0000ffu;
            }
        g_assert_cmpuint (n_outside, ==, 0);
        g_assert_cmpuint (n_inside[TRUE], >, 0);
        if (zoom < 6)
          g_assert_cmpuint (n_inside[FALSE], ==, 0);
        else
          g_assert_cmpuint (n_inside[FALSE], >, n_inside[TRUE] / 2);
        cairo_surface_destroy (surface);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canvas-painter/exact", test_exact);
  g_test_add_func ("/canvas-painter/put-after-draw", test_put_after_draw);
  g_test_add_func ("/canvas-painter/outline", test_outline);
  g_test_add_func ("/canvas-painter/hatch", test_hatch);
  return g_test_run ();
}
