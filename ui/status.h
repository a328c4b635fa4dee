/* SPDX-License-Identifier: MIT */
/* UiStatus: the line below the picture: how far, how fast, how long, which seed, how much memory. */
#pragma once

#include "ui/canvas.h"

#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiStatus: follows a workspace, at most four times a second. Property "compact" (boolean): only what fits 360 pixels.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_STATUS (ui_status_get_type ())
G_DECLARE_FINAL_TYPE (UiStatus, ui_status, UI, STATUS, GtkWidget)

/**
 * ui_status_set_workspace: whose run to speak of. Once.
 * @workspace: (transfer none):
 */
void ui_status_set_workspace (UiStatus *status, StudioWorkspace *workspace);

/**
 * ui_status_set_pixel: what to say of the pixel under the pointer.
 * @pixel: (nullable): NULL: there is none
 * @is_in_bits: whether what is laid over it is its surprise, in bits
 */
void ui_status_set_pixel (UiStatus *status, const UiCanvasPixel *pixel, gboolean is_in_bits);

G_END_DECLS
