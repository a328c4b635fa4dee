/* SPDX-License-Identifier: MIT */
/* UiPixels: a finished picture as it is drawn anywhere but on the canvas: whole device pixels a cell, no blur. */
#pragma once

#include "ui/canvas-painter.h"

#include "app/frame.h"
#include "app/pixels.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ui_pixels_to_painter: a picture as one lane.
 *
 * Returns: (transfer full): a painter with everything painted.
 */
UiCanvasPainter *ui_pixels_to_painter (const StudioPixels *pixels);

/**
 * ui_pixels_to_texture: for the clipboard and for drags.
 * @scale: pixels a cell, 1 ..
 *
 * Returns: (transfer full) (nullable): NULL if there is no memory for it.
 */
GdkTexture *ui_pixels_to_texture (const StudioPixels *pixels, guint scale);

/**
 * UiThumbnail: a widget that shows a picture as large as fits, in the middle, and asks for little room.
 *
 * Property "side" (int): logical pixels a side it asks for.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_THUMBNAIL (ui_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (UiThumbnail, ui_thumbnail, UI, THUMBNAIL, GtkWidget)

/**
 * ui_thumbnail_set_pixels:
 * @pixels: (nullable): copied; NULL: nothing
 */
void ui_thumbnail_set_pixels (UiThumbnail *thumbnail, const StudioPixels *pixels);

/**
 * ui_thumbnail_set_frame: one picture of a frame, as far as it is painted; the others of several lie below it.
 * @config: of the model that paints them
 * @palette: (nullable): [n_values, 3] for indexed8
 */
void ui_thumbnail_set_frame (UiThumbnail *thumbnail, const WeftConfig *config, const guint8 *palette, StudioFrame *frame,
                             guint lane);

G_END_DECLS
