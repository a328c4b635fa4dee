/* SPDX-License-Identifier: MIT */
/* UiStartDialog: an image becomes the beginning of the next pictures. */
#pragma once

#include "app/workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiStartDialog: a modal dialog: what is kept of the image, and what becomes of its size and colours.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_START_DIALOG (ui_start_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiStartDialog, ui_start_dialog, UI, START_DIALOG, AdwWindow)

/**
 * ui_start_dialog_new:
 * @parent: (nullable): the window it belongs to, where pixels can be chosen on the picture
 * @workspace: (transfer none): whose next run begins with the image; its model is loaded
 * @image: (transfer full):
 * @opacity: (transfer full) (nullable): of one channel, the same size; NULL: all is opaque
 * @name: (nullable): of the file, for people
 */
UiStartDialog *ui_start_dialog_new (GtkWindow *parent, StudioWorkspace *workspace, StudioPixels *image,
                                    StudioPixels *opacity, const char *name);

G_END_DECLS
