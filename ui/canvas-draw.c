/* SPDX-License-Identifier: MIT */
/* The canvas as it looks: where its cells lie, in which colours, how large it wants to be. */
#include "ui/canvas-private.h"

#define RING 2.0f   /* logical pixels of the ring around a chosen picture */
#define MIN_SIDE 96 /* logical pixels the widget asks for at least */

void
ui_canvas_get_geometry (UiCanvas *canvas, UiCanvasGeometry *geometry)
{
  GtkWidget *widget = GTK_WIDGET (canvas);

  ui_canvas_geometry_init (geometry, ui_canvas_painter_get_n_lanes (canvas->painter),
                           ui_canvas_painter_get_width (canvas->painter),
                           ui_canvas_painter_get_height (canvas->painter), gtk_widget_get_width (widget),
                           gtk_widget_get_height (widget), (guint) gtk_widget_get_scale_factor (widget), canvas->zoom);
  geometry->x = (gint) (2.0f * canvas->xalign * (float) geometry->x);
}

/* What is being painted at this moment; FALSE when nothing is. */
static gboolean
get_current_cell (UiCanvas *canvas, guint *column, guint *row)
{
  guint pixel = canvas->n_known / canvas->n_channels;

  if (canvas->frame == NULL || canvas->n_known == 0 || pixel >= canvas->config.image_width * canvas->config.image_height)
    return FALSE;

  *column = pixel % canvas->config.image_width;
  *row = pixel / canvas->config.image_width;
  return TRUE;
}

static void
snapshot_outline (GtkSnapshot *snapshot, const UiCanvasGeometry *geometry, const UiCanvasStyle *style, guint lane,
                  guint column, guint row)
{
  graphene_rect_t bounds;
  cairo_t *cr;

  ui_canvas_painter_get_outline (geometry, lane, column, row, &bounds);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  ui_canvas_painter_draw_outline (cr, geometry, style, lane, column, row);
  cairo_destroy (cr);
}

/* Where the run has failed, in all its pictures. */
static void
snapshot_broken (UiCanvas *canvas, GtkSnapshot *snapshot, const UiCanvasGeometry *geometry, const UiCanvasStyle *style)
{
  const guint column = canvas->broken % geometry->image_width, row = canvas->broken / geometry->image_width;
  graphene_rect_t bounds;
  cairo_t *cr;

  if (row >= geometry->image_height)
    return;

  for (guint lane = 0; lane < geometry->n_lanes; lane++)
    {
      ui_canvas_painter_get_outline (geometry, lane, column, row, &bounds);
      cr = gtk_snapshot_append_cairo (snapshot, &bounds);
      ui_canvas_painter_draw_hatch (cr, geometry, style, lane, column, row);
      cairo_destroy (cr);
    }
}

/* Two rings around a whole picture, in the gutter. */
static void
snapshot_chosen (GtkSnapshot *snapshot, const UiCanvasGeometry *geometry, const UiCanvasStyle *style, guint lane)
{
  graphene_rect_t bounds;
  const float border[] = { RING, RING, RING, RING };
  const GdkRGBA inner[] = { style->inner, style->inner, style->inner, style->inner };
  const GdkRGBA outer[] = { style->outer, style->outer, style->outer, style->outer };
  GskRoundedRect ring;
  gint x, y;

  ui_canvas_geometry_get_lane (geometry, lane, &x, &y);
  ui_canvas_geometry_to_logical (geometry, x, y, geometry->image_width * geometry->cell,
                                 geometry->image_height * geometry->cell, &bounds);
  graphene_rect_inset (&bounds, -RING, -RING);
  gsk_rounded_rect_init_from_rect (&ring, &bounds, 0);
  gtk_snapshot_append_border (snapshot, &ring, border, inner);
  graphene_rect_inset (&bounds, -RING / 2, -RING / 2);
  gsk_rounded_rect_init_from_rect (&ring, &bounds, 0);
  gtk_snapshot_append_border (snapshot, &ring, (const float[]) { RING / 2, RING / 2, RING / 2, RING / 2 }, outer);
}

void
ui_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UiCanvas *canvas = UI_CANVAS (widget);
  UiCanvasGeometry geometry;
  UiCanvasStyle style;
  guint column, row, lane;

  if (canvas->painter == NULL || gtk_widget_get_width (widget) <= 0 || gtk_widget_get_height (widget) <= 0)
    return;

  ui_canvas_get_geometry (canvas, &geometry);
  ui_canvas_style_init (&style, widget);
  ui_canvas_tiles_snapshot (canvas->tiles, snapshot, canvas->painter, &geometry, &style);
  if (canvas->overlay != NULL)
    ui_canvas_overlay_snapshot (canvas->overlay, snapshot, &geometry);

  for (lane = 0; canvas->has_lines && lane < geometry.n_lanes; lane++)
    ui_canvas_snapshot_lines (snapshot, &geometry, lane);

  if (canvas->marks != NULL)
    ui_canvas_marks_snapshot (canvas->marks, snapshot, &geometry, canvas->chosen, canvas->n_known / canvas->n_channels);

  snapshot_broken (canvas, snapshot, &geometry, &style);
  if (get_current_cell (canvas, &column, &row) && row * geometry.image_width + column != canvas->broken)
    for (lane = 0; lane < geometry.n_lanes; lane++)
      snapshot_outline (snapshot, &geometry, &style, lane, column, row);

  if (geometry.n_lanes > 1 && canvas->chosen < geometry.n_lanes && gtk_widget_has_visible_focus (widget))
    snapshot_chosen (snapshot, &geometry, &style, canvas->chosen);

  if (canvas->is_painting && canvas->chosen < geometry.n_lanes && gtk_widget_has_visible_focus (widget))
    {
      UiCanvasStyle brush = style;

      brush.inner = style.pointer;
      snapshot_outline (snapshot, &geometry, &brush, canvas->chosen, canvas->brush_column, canvas->brush_row);
    }

  if (canvas->has_pointer
      && ui_canvas_geometry_pick (&geometry, canvas->pointer_x, canvas->pointer_y, &lane, &column, &row))
    {
      style.inner = style.pointer;
      snapshot_outline (snapshot, &geometry, &style, lane, column, row);
    }
}

void
ui_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline)
{
  UiCanvas *canvas = UI_CANVAS (widget);
  UiCanvasGeometry geometry;
  guint width, height;

  *minimum = *natural = MIN_SIDE;
  if (canvas->painter == NULL)
    return;

  ui_canvas_get_geometry (canvas, &geometry);
  if (canvas->zoom == 0)
    geometry.cell = 8 * geometry.scale;
  ui_canvas_geometry_get_size (&geometry, &width, &height);
  *natural = (int) ((orientation == GTK_ORIENTATION_HORIZONTAL ? width : height) / geometry.scale);
  if (canvas->zoom > 0)
    *minimum = *natural;
  else
    *natural = MAX (*natural, *minimum);
}

GdkTexture *
ui_canvas_dup_texture (UiCanvas *canvas, guint scale)
{
  UiCanvasGeometry geometry;
  UiCanvasStyle style;
  cairo_surface_t *surface;
  GdkTexture *texture;
  guint width, height;
  GBytes *bytes;
  cairo_t *cr;

  if (canvas->painter == NULL)
    return NULL;

  ui_canvas_get_geometry (canvas, &geometry);
  geometry.cell = scale;
  geometry.x = geometry.y = 0;
  geometry.scale = 1;
  ui_canvas_style_init (&style, GTK_WIDGET (canvas));
  ui_canvas_geometry_get_size (&geometry, &width, &height);

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);
  cr = cairo_create (surface);
  ui_canvas_painter_draw (canvas->painter, cr, &geometry, &style);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) cairo_image_surface_get_stride (surface) * height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_DEFAULT, bytes,
                                    (gsize) cairo_image_surface_get_stride (surface));
  g_bytes_unref (bytes);
  return texture;
}
