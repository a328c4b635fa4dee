/* SPDX-License-Identifier: MIT */
/* UiCanvasOverlay: a number for each pixel of one picture, as a veil of colours over it. */
#pragma once

#include "ui/canvas-geometry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiCanvasOverlay: keeps what it has drawn, so that a frame in which nothing of it changes costs nothing.
 *
 * Threads: main thread only.
 */
typedef struct _UiCanvasOverlay UiCanvasOverlay;

/**
 * ui_canvas_overlay_new:
 * @lane: the picture it lies over
 * @width: picture pixels
 * @height: picture pixels
 */
UiCanvasOverlay *ui_canvas_overlay_new  (guint lane, guint width, guint height);
void             ui_canvas_overlay_free (UiCanvasOverlay *overlay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiCanvasOverlay, ui_canvas_overlay_free)

/**
 * ui_canvas_overlay_set_values:
 * @values: [n_values], in raster order, 0 .. @limit; copied
 * @n_values: at most width * height; the pixels behind are left bare
 * @limit: the number that has the brightest colour, > 0
 */
void ui_canvas_overlay_set_values (UiCanvasOverlay *overlay, const float *values, guint n_values, double limit);

/**
 * ui_canvas_overlay_get_value: what lies over a pixel.
 * @value: (out):
 *
 * Returns: FALSE if nothing does.
 */
gboolean ui_canvas_overlay_get_value (const UiCanvasOverlay *overlay, guint lane, guint pixel, float *value);

/**
 * ui_canvas_overlay_snapshot: over the cells of its lane.
 */
void ui_canvas_overlay_snapshot (UiCanvasOverlay *overlay, GtkSnapshot *snapshot, const UiCanvasGeometry *geometry);

G_END_DECLS
