/* SPDX-License-Identifier: MIT */
/* UiCanvasPainter: the pictures as Cairo surfaces, and how they, the bare warp and the outlines are drawn. */
#pragma once

#include "ui/canvas-geometry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiCanvasStyle: the colours around the picture; they follow the theme. A plain value.
 */
typedef struct {
  GdkRGBA ground;  /* what is not painted yet */
  GdkRGBA thread;  /* the warp on it: quiet vertical threads that the picture is woven into */
  GdkRGBA inner;   /* the outline of a cell: the ring next to the cell ... */
  GdkRGBA outer;   /* ... and the ring around that one, so that one of both stands out on any colour */
  GdkRGBA pointer; /* the inner ring of the cell under the pointer */
  GdkRGBA broken;  /* stripes and rim of a cell that could not be painted */
} UiCanvasStyle;

/**
 * ui_canvas_style_init: the colours of the theme that @widget is drawn in.
 */
void ui_canvas_style_init (UiCanvasStyle *style, GtkWidget *widget);

/**
 * UiCanvasPainter: one native-size surface a lane.
 *
 * Threads: main thread only.
 */
typedef struct _UiCanvasPainter UiCanvasPainter;

/**
 * ui_canvas_painter_new:
 * @n_lanes: 1 .. UI_CANVAS_MAX_LANES
 * @width: picture pixels, 1 ..
 * @height: picture pixels, 1 ..
 *
 * Returns: (transfer full): a painter with nothing painted.
 */
UiCanvasPainter *ui_canvas_painter_new (guint n_lanes, guint width, guint height);

void ui_canvas_painter_free (UiCanvasPainter *painter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiCanvasPainter, ui_canvas_painter_free)

guint ui_canvas_painter_get_n_lanes (UiCanvasPainter *painter);
guint ui_canvas_painter_get_width   (UiCanvasPainter *painter);
guint ui_canvas_painter_get_height  (UiCanvasPainter *painter);

/**
 * ui_canvas_painter_clear: takes everything painted away again.
 */
void ui_canvas_painter_clear (UiCanvasPainter *painter);

/**
 * ui_canvas_painter_put: paints consecutive pixels of one lane, in raster order.
 * @first: index of the first pixel
 * @n: number of pixels; first + n <= width * height
 * @pixels: [n] 0xRRGGBB
 */
void ui_canvas_painter_put (UiCanvasPainter *painter, guint lane, guint first, guint n, const guint32 *pixels);

/**
 * ui_canvas_painter_cut: takes consecutive pixels of all lanes away again, in raster order.
 * @first: index of the first pixel
 * @n: number of pixels; first + n <= width * height
 */
void ui_canvas_painter_cut (UiCanvasPainter *painter, guint first, guint n);

/**
 * ui_canvas_painter_get_pixel: reads a painted pixel back.
 * @pixel: (out): 0xRRGGBB
 *
 * Returns: FALSE if it is not painted yet.
 */
gboolean ui_canvas_painter_get_pixel (UiCanvasPainter *painter, guint lane, guint column, guint row, guint32 *pixel);

/**
 * ui_canvas_painter_draw_rows: some rows of one lane on the bare warp.
 * @cr: user space is the widget's logical pixels
 * @geometry: of the same lanes and sizes
 * @first_row: picture pixels from the top
 * @n_rows: first_row + n_rows <= height
 */
void ui_canvas_painter_draw_rows (UiCanvasPainter *painter, cairo_t *cr, const UiCanvasGeometry *geometry,
                                  const UiCanvasStyle *style, guint lane, guint first_row, guint n_rows);

/**
 * ui_canvas_painter_draw: all lanes on the bare warp.
 * @cr: user space is the widget's logical pixels
 * @geometry: of the same lanes and sizes
 */
void ui_canvas_painter_draw (UiCanvasPainter *painter, cairo_t *cr, const UiCanvasGeometry *geometry,
                             const UiCanvasStyle *style);

/**
 * ui_canvas_painter_get_outline: what ui_canvas_painter_draw_outline() covers, in logical pixels.
 * @bounds: (out caller-allocated):
 */
void ui_canvas_painter_get_outline (const UiCanvasGeometry *geometry, guint lane, guint column, guint row,
                                    graphene_rect_t *bounds);

/**
 * ui_canvas_painter_draw_outline: two rings around one cell.
 */
void ui_canvas_painter_draw_outline (cairo_t *cr, const UiCanvasGeometry *geometry, const UiCanvasStyle *style,
                                     guint lane, guint column, guint row);

/**
 * ui_canvas_painter_draw_hatch: stripes on one cell, in two rings. A cell too small for stripes is filled.
 */
void ui_canvas_painter_draw_hatch (cairo_t *cr, const UiCanvasGeometry *geometry, const UiCanvasStyle *style, guint lane,
                                   guint column, guint row);

G_END_DECLS
