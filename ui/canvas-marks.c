/* SPDX-License-Identifier: MIT */
/* A cell and its dot are whole device pixels, like the picture below. */
#include "ui/canvas-marks.h"

#include "app/workspace.h"

#include <string.h>

#define MIN_CELL 5u /* device pixels a cell needs for a dot in it */

struct _UiCanvasMarks {
  guint n_pixels;
  guint32 *colours; /* owned */
  guint8 *waiting;  /* owned */

  GskRenderNode *node; /* owned; as it was drawn last, NULL: not yet, or nothing was to be drawn */
  UiCanvasGeometry geometry; /* that it was drawn for */
  guint lane;
  guint n_painted;
};

UiCanvasMarks *
ui_canvas_marks_new (const guint32 *colours, const guint8 *waiting, guint n_pixels)
{
  UiCanvasMarks *marks = g_new0 (UiCanvasMarks, 1);

  marks->n_pixels = n_pixels;
  marks->colours = g_memdup2 (colours, n_pixels * sizeof *colours);
  marks->waiting = g_memdup2 (waiting, n_pixels);
  return marks;
}

void
ui_canvas_marks_free (UiCanvasMarks *marks)
{
  if (marks == NULL)
    return;

  g_clear_pointer (&marks->node, gsk_render_node_unref);
  g_free (marks->colours);
  g_free (marks->waiting);
  g_free (marks);
}

gboolean
ui_canvas_marks_is_shown (const UiCanvasMarks *marks, guint pixel, guint n_painted)
{
  return marks->waiting[pixel] == STUDIO_WAITING_BEHIND
         || (marks->waiting[pixel] == STUDIO_WAITING_AHEAD && pixel >= n_painted);
}

static void
set_colour (cairo_t *cr, guint32 colour)
{
  cairo_set_source_rgb (cr, (colour >> 16) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0);
}

/* Black or white, whichever stands out. */
static guint32
choose_contrast (guint32 colour)
{
  const guint brightness = 299 * (colour >> 16) + 587 * (colour >> 8 & 0xff) + 114 * (colour & 0xff);

  return brightness >= 128000 ? 0x000000 : 0xffffff;
}

static void
draw_cell (cairo_t *cr, guint32 colour, double x, double y, guint cell)
{
  const guint dot = MAX (cell / 5, 1);
  const guint margin = (cell - dot) / 2;

  set_colour (cr, colour);
  cairo_rectangle (cr, x, y, cell, cell);
  cairo_fill (cr);
  if (cell < MIN_CELL)
    return;

  set_colour (cr, choose_contrast (colour));
  cairo_rectangle (cr, x + margin, y + margin, dot, dot);
  cairo_fill (cr);
}

static GskRenderNode *
draw (const UiCanvasMarks *marks, const UiCanvasGeometry *geometry, guint lane, guint n_painted)
{
  graphene_rect_t bounds;
  GskRenderNode *node;
  cairo_t *cr;
  gint x, y;

  ui_canvas_geometry_get_lane (geometry, lane, &x, &y);
  ui_canvas_geometry_to_logical (geometry, x, y, geometry->image_width * geometry->cell,
                                 geometry->image_height * geometry->cell, &bounds);
  node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_scale (cr, 1.0 / geometry->scale, 1.0 / geometry->scale);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_translate (cr, x, y);
  for (guint i = 0; i < marks->n_pixels; i++)
    if (ui_canvas_marks_is_shown (marks, i, n_painted))
      draw_cell (cr, marks->colours[i], i % geometry->image_width * geometry->cell,
                 i / geometry->image_width * geometry->cell, geometry->cell);
  cairo_destroy (cr);
  return node;
}

void
ui_canvas_marks_snapshot (UiCanvasMarks *marks, GtkSnapshot *snapshot, const UiCanvasGeometry *geometry, guint lane,
                          guint n_painted)
{
  if (lane >= geometry->n_lanes || marks->n_pixels != geometry->image_width * geometry->image_height)
    return;

  if (marks->node == NULL || marks->lane != lane || marks->n_painted != n_painted
      || memcmp (&marks->geometry, geometry, sizeof *geometry) != 0)
    {
      g_clear_pointer (&marks->node, gsk_render_node_unref);
      marks->node = draw (marks, geometry, lane, n_painted);
      marks->geometry = *geometry;
      marks->lane = lane;
      marks->n_painted = n_painted;
    }
  gtk_snapshot_append_node (snapshot, marks->node);
}
