/* SPDX-License-Identifier: MIT */
/* UiPaintBar: what the hand paints with, and the button by which the model goes on from it. */
#pragma once

#include "ui/canvas.h"

#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiPaintBar: in sight only while the canvas is painted on. What is set is a sketch of the workspace; what waits is marked
 * on the canvas at all times.
 *
 * Properties: "painting" (boolean): whether the canvas is painted on; stays off while there is no model. "erasing"
 * (boolean): whether the hand leaves pixels to the model.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_PAINT_BAR (ui_paint_bar_get_type ())
G_DECLARE_FINAL_TYPE (UiPaintBar, ui_paint_bar, UI, PAINT_BAR, GtkWidget)

/**
 * ui_paint_bar_set_workspace: once.
 * @canvas: (transfer none): of the workspace's pictures; must outlive the bar
 */
void ui_paint_bar_set_workspace (UiPaintBar *bar, StudioWorkspace *workspace, UiCanvas *canvas);

/**
 * ui_paint_bar_update_marks: marks what waits, for pictures that have changed otherwise than by hand.
 */
void ui_paint_bar_update_marks (UiPaintBar *bar);

G_END_DECLS
