/* SPDX-License-Identifier: MIT */
/* UiCanvasMarks: pixels that are given but not in the picture yet, in their full colour, each with a dot. */
#pragma once

#include "ui/canvas-geometry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiCanvasMarks: keeps what it has drawn, so that a frame in which nothing of it changes costs nothing.
 *
 * Threads: main thread only.
 */
typedef struct _UiCanvasMarks UiCanvasMarks;

/**
 * ui_canvas_marks_new:
 * @colours: [n_pixels] 0xRRGGBB, where something waits; copied
 * @waiting: [n_pixels] StudioWaiting; copied
 */
UiCanvasMarks *ui_canvas_marks_new  (const guint32 *colours, const guint8 *waiting, guint n_pixels);
void           ui_canvas_marks_free (UiCanvasMarks *marks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiCanvasMarks, ui_canvas_marks_free)

/**
 * ui_canvas_marks_is_shown: whether a pixel is marked.
 * @n_painted: pixels of the picture that are shown: those that waited for their turn do not wait any more
 */
gboolean ui_canvas_marks_is_shown (const UiCanvasMarks *marks, guint pixel, guint n_painted);

/**
 * ui_canvas_marks_snapshot: over the cells of one picture of as many pixels.
 */
void ui_canvas_marks_snapshot (UiCanvasMarks *marks, GtkSnapshot *snapshot, const UiCanvasGeometry *geometry, guint lane,
                               guint n_painted);

G_END_DECLS
