/* SPDX-License-Identifier: MIT */
/* A render node a band, kept until the band changes. */
#include "ui/canvas-tiles.h"

#include <string.h>

#define TILE_ROWS 4 /* picture rows of a band */

struct _UiCanvasTiles {
  GPtrArray *nodes; /* GskRenderNode or NULL: [lanes, bands] */
  guint n_bands;    /* of one lane */

  UiCanvasGeometry geometry; /* what the nodes were drawn for */
  UiCanvasStyle style;
};

static void
unref_node (gpointer node)
{
  if (node != NULL)
    gsk_render_node_unref (node);
}

UiCanvasTiles *
ui_canvas_tiles_new (void)
{
  UiCanvasTiles *tiles = g_new0 (UiCanvasTiles, 1);

  tiles->nodes = g_ptr_array_new_with_free_func (unref_node);
  return tiles;
}

void
ui_canvas_tiles_free (UiCanvasTiles *tiles)
{
  if (tiles == NULL)
    return;

  g_ptr_array_unref (tiles->nodes);
  g_free (tiles);
}

void
ui_canvas_tiles_clear (UiCanvasTiles *tiles)
{
  g_ptr_array_set_size (tiles->nodes, 0);
}

static void
drop_node (UiCanvasTiles *tiles, guint index)
{
  GskRenderNode *node = g_steal_pointer (&g_ptr_array_index (tiles->nodes, index));

  unref_node (node);
}

void
ui_canvas_tiles_touch (UiCanvasTiles *tiles, guint first_row, guint last_row)
{
  g_return_if_fail (first_row <= last_row);

  if (tiles->nodes->len == 0)
    return;

  for (guint lane = 0; lane < tiles->geometry.n_lanes; lane++)
    for (guint band = first_row / TILE_ROWS; band <= last_row / TILE_ROWS; band++)
      drop_node (tiles, lane * tiles->n_bands + band);
}

static GskRenderNode *
draw_band (UiCanvasTiles *tiles, UiCanvasPainter *painter, guint lane, guint band)
{
  const UiCanvasGeometry *geometry = &tiles->geometry;
  guint first_row = band * TILE_ROWS, n_rows = MIN (TILE_ROWS, geometry->image_height - first_row);
  graphene_rect_t bounds;
  GskRenderNode *node;
  gint x, y;
  cairo_t *cr;

  ui_canvas_geometry_get_lane (geometry, lane, &x, &y);
  ui_canvas_geometry_to_logical (geometry, x, y + (gint) (first_row * geometry->cell),
                                 geometry->image_width * geometry->cell, n_rows * geometry->cell, &bounds);
  node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (node);
  ui_canvas_painter_draw_rows (painter, cr, geometry, &tiles->style, lane, first_row, n_rows);
  cairo_destroy (cr);
  return node;
}

/* Another place, size or colour makes every band a new one. */
static void
adopt (UiCanvasTiles *tiles, const UiCanvasGeometry *geometry, const UiCanvasStyle *style)
{
  if (memcmp (&tiles->geometry, geometry, sizeof *geometry) != 0 || memcmp (&tiles->style, style, sizeof *style) != 0)
    ui_canvas_tiles_clear (tiles);

  tiles->geometry = *geometry;
  tiles->style = *style;
  tiles->n_bands = (geometry->image_height + TILE_ROWS - 1) / TILE_ROWS;
  g_ptr_array_set_size (tiles->nodes, (gint) (geometry->n_lanes * tiles->n_bands));
}

void
ui_canvas_tiles_snapshot (UiCanvasTiles *tiles, GtkSnapshot *snapshot, UiCanvasPainter *painter,
                          const UiCanvasGeometry *geometry, const UiCanvasStyle *style)
{
  adopt (tiles, geometry, style);
  for (guint i = 0; i < tiles->nodes->len; i++)
    {
      if (g_ptr_array_index (tiles->nodes, i) == NULL)
        g_ptr_array_index (tiles->nodes, i) = draw_band (tiles, painter, i / tiles->n_bands, i % tiles->n_bands);
      gtk_snapshot_append_node (snapshot, g_ptr_array_index (tiles->nodes, i));
    }
}
