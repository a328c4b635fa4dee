/* SPDX-License-Identifier: MIT */
/* One surface of a pixel a pixel, painted large with the nearest filter, like the picture below it. */
#include "ui/canvas-overlays.h"

#include "app/colour-map.h"

#include <string.h>

#define OPACITY 0.85 /* the picture stays to be guessed below */

struct _UiCanvasOverlay {
  guint lane;
  guint width;
  guint height;
  float *values;            /* [height, width], owned */
  guint n_values;           /* that are known */
  cairo_surface_t *surface; /* owned */
  GskRenderNode *node;      /* owned; as it was drawn last, NULL: not yet */
  UiCanvasGeometry geometry; /* that it was drawn for */
};

UiCanvasOverlay *
ui_canvas_overlay_new (guint lane, guint width, guint height)
{
  UiCanvasOverlay *overlay = g_new0 (UiCanvasOverlay, 1);

  overlay->lane = lane;
  overlay->width = width;
  overlay->height = height;
  overlay->values = g_new0 (float, (gsize) width * height);
  overlay->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);
  return overlay;
}

void
ui_canvas_overlay_free (UiCanvasOverlay *overlay)
{
  if (overlay == NULL)
    return;

  g_clear_pointer (&overlay->node, gsk_render_node_unref);
  cairo_surface_destroy (overlay->surface);
  g_free (overlay->values);
  g_free (overlay);
}

void
ui_canvas_overlay_set_values (UiCanvasOverlay *overlay, const float *values, guint n_values, double limit)
{
  const guint n = MIN (n_values, overlay->width * overlay->height);
  g_autofree guint32 *pixels = g_new0 (guint32, (gsize) overlay->width * overlay->height);
  guint8 *data;
  gsize stride;

  memcpy (overlay->values, values, n * sizeof *values);
  overlay->n_values = n;
  studio_colour_map_paint (STUDIO_COLOUR_MAP_SEQUENTIAL, values, n, limit, pixels);
  cairo_surface_flush (overlay->surface);
  data = cairo_image_surface_get_data (overlay->surface);
  stride = (gsize) cairo_image_surface_get_stride (overlay->surface);
  for (guint row = 0; row < overlay->height; row++)
    memcpy (data + row * stride, pixels + (gsize) row * overlay->width, overlay->width * sizeof *pixels);
  cairo_surface_mark_dirty (overlay->surface);
  g_clear_pointer (&overlay->node, gsk_render_node_unref);
}

gboolean
ui_canvas_overlay_get_value (const UiCanvasOverlay *overlay, guint lane, guint pixel, float *value)
{
  if (lane != overlay->lane || pixel >= overlay->n_values)
    return FALSE;

  *value = overlay->values[pixel];
  return TRUE;
}

static GskRenderNode *
draw (UiCanvasOverlay *overlay, const UiCanvasGeometry *geometry)
{
  const double scale = geometry->scale;
  graphene_rect_t bounds;
  GskRenderNode *node;
  cairo_t *cr;
  gint x, y;

  ui_canvas_geometry_get_lane (geometry, overlay->lane, &x, &y);
  ui_canvas_geometry_to_logical (geometry, x, y, overlay->width * geometry->cell, overlay->height * geometry->cell,
                                 &bounds);
  node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_scale (cr, 1 / scale, 1 / scale);
  cairo_translate (cr, x, y);
  cairo_rectangle (cr, 0, 0, overlay->width * geometry->cell, overlay->height * geometry->cell);
  cairo_clip (cr);
  cairo_scale (cr, geometry->cell, geometry->cell);
  cairo_set_source_surface (cr, overlay->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint_with_alpha (cr, OPACITY);
  cairo_destroy (cr);
  return node;
}

void
ui_canvas_overlay_snapshot (UiCanvasOverlay *overlay, GtkSnapshot *snapshot, const UiCanvasGeometry *geometry)
{
  if (overlay->lane >= geometry->n_lanes)
    return;

  if (overlay->node == NULL || memcmp (&overlay->geometry, geometry, sizeof *geometry) != 0)
    {
      g_clear_pointer (&overlay->node, gsk_render_node_unref);
      overlay->node = draw (overlay, geometry);
      overlay->geometry = *geometry;
    }
  gtk_snapshot_append_node (snapshot, overlay->node);
}
