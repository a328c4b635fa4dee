/* SPDX-License-Identifier: MIT */
/* UiCanvasTiles: the canvas cut into bands of rows, so that a frame draws only the band that is being painted. */
#pragma once

#include "ui/canvas-painter.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiCanvasTiles: what was drawn last, band by band. GTK compares with the frame before and draws what is not the same.
 *
 * Threads: main thread only.
 */
typedef struct _UiCanvasTiles UiCanvasTiles;

UiCanvasTiles *ui_canvas_tiles_new  (void);
void           ui_canvas_tiles_free (UiCanvasTiles *tiles);

/**
 * ui_canvas_tiles_clear: nothing drawn so far is true any more.
 */
void ui_canvas_tiles_clear (UiCanvasTiles *tiles);

/**
 * ui_canvas_tiles_touch: rows of every lane have changed.
 * @first_row: picture pixels from the top
 * @last_row: the last that has changed
 */
void ui_canvas_tiles_touch (UiCanvasTiles *tiles, guint first_row, guint last_row);

/**
 * ui_canvas_tiles_snapshot: appends all bands; those that have not been touched are the ones of the frame before.
 */
void ui_canvas_tiles_snapshot (UiCanvasTiles *tiles, GtkSnapshot *snapshot, UiCanvasPainter *painter,
                               const UiCanvasGeometry *geometry, const UiCanvasStyle *style);

G_END_DECLS
