/* SPDX-License-Identifier: MIT */
/* Cairo with the nearest filter at a whole device scale: GTK 4.8 has no other way to pixel-exact pictures. */
#include "ui/canvas-painter.h"

#include <string.h>

#define OPAQUE 0xff000000u
#define MIN_THREAD_DISTANCE 5u /* logical pixels between two threads of the warp */
#define MIN_HATCHED_CELL 6u    /* logical pixels a cell needs for stripes */

struct _UiCanvasPainter {
  guint n_lanes;
  guint width;
  guint height;
  cairo_surface_t *surfaces[UI_CANVAS_MAX_LANES]; /* ARGB32; transparent where nothing is painted */
};

static void
get_colour (GtkWidget *widget, const char *name, GdkRGBA *colour)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, colour))
    *colour = (GdkRGBA) { 0.5f, 0.5f, 0.5f, 1.0f };
}

void
ui_canvas_style_init (UiCanvasStyle *style, GtkWidget *widget)
{
  get_colour (widget, "canvas_ground_color", &style->ground);
  get_colour (widget, "canvas_thread_color", &style->thread);
  get_colour (widget, "canvas_inner_color", &style->inner);
  get_colour (widget, "canvas_outer_color", &style->outer);
  get_colour (widget, "canvas_pointer_color", &style->pointer);
  get_colour (widget, "canvas_broken_color", &style->broken);
}

UiCanvasPainter *
ui_canvas_painter_new (guint n_lanes, guint width, guint height)
{
  UiCanvasPainter *painter;

  g_return_val_if_fail (n_lanes >= 1 && n_lanes <= UI_CANVAS_MAX_LANES, NULL);
  g_return_val_if_fail (width >= 1 && height >= 1, NULL);

  painter = g_new0 (UiCanvasPainter, 1);
  painter->n_lanes = n_lanes;
  painter->width = width;
  painter->height = height;
  for (guint i = 0; i < n_lanes; i++)
    painter->surfaces[i] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);

  return painter;
}

void
ui_canvas_painter_free (UiCanvasPainter *painter)
{
  if (painter == NULL)
    return;

  for (guint i = 0; i < painter->n_lanes; i++)
    cairo_surface_destroy (painter->surfaces[i]);
  g_free (painter);
}

guint
ui_canvas_painter_get_n_lanes (UiCanvasPainter *painter)
{
  return painter->n_lanes;
}

guint
ui_canvas_painter_get_width (UiCanvasPainter *painter)
{
  return painter->width;
}

guint
ui_canvas_painter_get_height (UiCanvasPainter *painter)
{
  return painter->height;
}

static guint32 *
get_row (UiCanvasPainter *painter, guint lane, guint row)
{
  cairo_surface_t *surface = painter->surfaces[lane];
  guchar *data = cairo_image_surface_get_data (surface);

  return (guint32 *) (gpointer) (data + (gsize) row * (gsize) cairo_image_surface_get_stride (surface));
}

void
ui_canvas_painter_clear (UiCanvasPainter *painter)
{
  for (guint i = 0; i < painter->n_lanes; i++)
    {
      cairo_surface_flush (painter->surfaces[i]);
      for (guint row = 0; row < painter->height; row++)
        memset (get_row (painter, i, row), 0, painter->width * sizeof (guint32));
      cairo_surface_mark_dirty (painter->surfaces[i]);
    }
}

void
ui_canvas_painter_put (UiCanvasPainter *painter, guint lane, guint first, guint n, const guint32 *pixels)
{
  g_return_if_fail (lane < painter->n_lanes);
  g_return_if_fail (first + n <= painter->width * painter->height);

  /* GTK may hold a snapshot of the surface; writing without a flush before aborts the process. */
  cairo_surface_flush (painter->surfaces[lane]);
  for (guint i = 0; i < n; i++)
    get_row (painter, lane, (first + i) / painter->width)[(first + i) % painter->width] = OPAQUE | pixels[i];
  cairo_surface_mark_dirty (painter->surfaces[lane]);
}

void
ui_canvas_painter_cut (UiCanvasPainter *painter, guint first, guint n)
{
  g_return_if_fail (first + n <= painter->width * painter->height);

  for (guint lane = 0; lane < painter->n_lanes; lane++)
    {
      cairo_surface_flush (painter->surfaces[lane]);
      for (guint i = first; i < first + n; i++)
        get_row (painter, lane, i / painter->width)[i % painter->width] = 0;
      cairo_surface_mark_dirty (painter->surfaces[lane]);
    }
}

gboolean
ui_canvas_painter_get_pixel (UiCanvasPainter *painter, guint lane, guint column, guint row, guint32 *pixel)
{
  guint32 value;

  g_return_val_if_fail (lane < painter->n_lanes, FALSE);
  g_return_val_if_fail (column < painter->width && row < painter->height, FALSE);

  value = get_row (painter, lane, row)[column];
  if (value == 0)
    return FALSE;

  *pixel = value & ~OPAQUE;
  return TRUE;
}

/* From here on, user space is device pixels: what is drawn begins and ends on whole ones. */
static void
use_device_pixels (cairo_t *cr, const UiCanvasGeometry *geometry)
{
  cairo_scale (cr, 1.0 / geometry->scale, 1.0 / geometry->scale);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
}

/* The bare warp of some rows of one lane, the lane's corner at (0, 0). */
static void
draw_warp (cairo_t *cr, const UiCanvasGeometry *geometry, const UiCanvasStyle *style, guint first_row, guint n_rows)
{
  guint width = geometry->image_width * geometry->cell;
  guint y = first_row * geometry->cell, height = n_rows * geometry->cell;
  guint cells = (MIN_THREAD_DISTANCE * geometry->scale + geometry->cell - 1) / geometry->cell;
  guint distance = cells * geometry->cell;

  gdk_cairo_set_source_rgba (cr, &style->ground);
  cairo_rectangle (cr, 0, y, width, height);
  cairo_fill (cr);

  gdk_cairo_set_source_rgba (cr, &style->thread);
  for (guint x = distance / 2; x + geometry->scale <= width; x += distance)
    cairo_rectangle (cr, x, y, geometry->scale, height);
  cairo_fill (cr);
}

static void
draw_picture (UiCanvasPainter *painter, guint lane, cairo_t *cr, const UiCanvasGeometry *geometry, guint first_row,
              guint n_rows)
{
  cairo_scale (cr, geometry->cell, geometry->cell);
  cairo_set_source_surface (cr, painter->surfaces[lane], 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0, first_row, painter->width, n_rows);
  cairo_fill (cr);
}

void
ui_canvas_painter_draw_rows (UiCanvasPainter *painter, cairo_t *cr, const UiCanvasGeometry *geometry,
                             const UiCanvasStyle *style, guint lane, guint first_row, guint n_rows)
{
  guint32 pixel;
  gint x, y;

  g_return_if_fail (geometry->n_lanes == painter->n_lanes && lane < painter->n_lanes);
  g_return_if_fail (geometry->image_width == painter->width && geometry->image_height == painter->height);
  g_return_if_fail (first_row + n_rows <= painter->height);

  cairo_save (cr);
  use_device_pixels (cr, geometry);
  ui_canvas_geometry_get_lane (geometry, lane, &x, &y);
  cairo_translate (cr, x, y);
  if (!ui_canvas_painter_get_pixel (painter, lane, painter->width - 1, first_row + n_rows - 1, &pixel))
    draw_warp (cr, geometry, style, first_row, n_rows);
  draw_picture (painter, lane, cr, geometry, first_row, n_rows);
  cairo_restore (cr);
}

void
ui_canvas_painter_draw (UiCanvasPainter *painter, cairo_t *cr, const UiCanvasGeometry *geometry,
                        const UiCanvasStyle *style)
{
  for (guint lane = 0; lane < painter->n_lanes; lane++)
    ui_canvas_painter_draw_rows (painter, cr, geometry, style, lane, 0, painter->height);
}

/* A ring of @thickness device pixels, its inside @distance away from the cell. */
static void
draw_ring (cairo_t *cr, gint x, gint y, gint size, gint distance, gint thickness, const GdkRGBA *colour)
{
  gint inside = distance, outside = distance + thickness;

  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (cr, x - outside, y - outside, size + 2 * outside, size + 2 * outside);
  cairo_rectangle (cr, x - inside, y - inside, size + 2 * inside, size + 2 * inside);
  cairo_fill (cr);
}

/* A large cell can spare its rim, so that the neighbours stay whole; a small one is surrounded. */
static gint
get_ring_distance (const UiCanvasGeometry *geometry)
{
  return geometry->cell >= 8 * geometry->scale ? -2 * (gint) geometry->scale : 0;
}

static void
get_cell (const UiCanvasGeometry *geometry, guint lane, guint column, guint row, gint *x, gint *y)
{
  ui_canvas_geometry_get_lane (geometry, lane, x, y);
  *x += (gint) (column * geometry->cell);
  *y += (gint) (row * geometry->cell);
}

void
ui_canvas_painter_get_outline (const UiCanvasGeometry *geometry, guint lane, guint column, guint row,
                               graphene_rect_t *bounds)
{
  gint margin = MAX (0, get_ring_distance (geometry) + 2 * (gint) geometry->scale);
  guint size = geometry->cell + 2 * (guint) margin;
  gint x, y;

  get_cell (geometry, lane, column, row, &x, &y);
  ui_canvas_geometry_to_logical (geometry, x - margin, y - margin, size, size, bounds);
}

void
ui_canvas_painter_draw_outline (cairo_t *cr, const UiCanvasGeometry *geometry, const UiCanvasStyle *style,
                                guint lane, guint column, guint row)
{
  gint cell = (gint) geometry->cell, thickness = (gint) geometry->scale;
  gint distance = get_ring_distance (geometry);
  gint x, y;

  get_cell (geometry, lane, column, row, &x, &y);
  cairo_save (cr);
  use_device_pixels (cr, geometry);
  draw_ring (cr, x, y, cell, distance, thickness, &style->inner);
  draw_ring (cr, x, y, cell, distance + thickness, thickness, &style->outer);
  cairo_restore (cr);
}

/* Stripes from the lower left to the upper right, as wide as the ground between them. */
static void
draw_stripes (cairo_t *cr, gint x, gint y, gint size, gint width, const GdkRGBA *colour)
{
  cairo_save (cr);
  cairo_rectangle (cr, x, y, size, size);
  cairo_clip (cr);
  gdk_cairo_set_source_rgba (cr, colour);
  for (gint i = 0; i < 2 * size; i += 2 * width)
    {
      cairo_move_to (cr, x + i, y);
      cairo_line_to (cr, x + i + width, y);
      cairo_line_to (cr, x + i + width - 2 * size, y + 2 * size);
      cairo_line_to (cr, x + i - 2 * size, y + 2 * size);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}

void
ui_canvas_painter_draw_hatch (cairo_t *cr, const UiCanvasGeometry *geometry, const UiCanvasStyle *style, guint lane,
                              guint column, guint row)
{
  const gint cell = (gint) geometry->cell;
  const gboolean is_small = geometry->cell < MIN_HATCHED_CELL * geometry->scale;
  UiCanvasStyle rim = *style;
  gint x, y;

  rim.inner = style->broken;
  get_cell (geometry, lane, column, row, &x, &y);
  cairo_save (cr);
  use_device_pixels (cr, geometry);
  gdk_cairo_set_source_rgba (cr, is_small ? &style->broken : &style->outer);
  cairo_rectangle (cr, x, y, cell, cell);
  cairo_fill (cr);
  if (!is_small)
    draw_stripes (cr, x, y, cell, MAX (cell / 6, (gint) geometry->scale), &style->broken);
  cairo_restore (cr);
  ui_canvas_painter_draw_outline (cr, geometry, &rim, lane, column, row);
}
