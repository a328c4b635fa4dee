/* SPDX-License-Identifier: MIT */
/* UiExportDialog: what to export, as what, how large and where to. */
#pragma once

#include "app/export.h"
#include "app/workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiExportDialog: a modal dialog. Actions, in its group "export": "start", "copy-weft", "copy-ffmpeg".
 *
 * Signal "started" (StudioExport): the export that was asked for and has begun; the dialog then closes itself.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_EXPORT_DIALOG (ui_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiExportDialog, ui_export_dialog, UI, EXPORT_DIALOG, AdwWindow)

/**
 * ui_export_dialog_new:
 * @parent: (nullable): the window it belongs to
 * @workspace: (transfer none): whose current pictures, and race, can be exported
 * @folder: (nullable): where to
 */
UiExportDialog *ui_export_dialog_new (GtkWindow *parent, StudioWorkspace *workspace, GFile *folder);

/**
 * ui_export_dialog_set_head: whose memory to begin with, where the state is shown.
 * @layer: 1 .., as @head; there may be fewer
 */
void ui_export_dialog_set_head (UiExportDialog *dialog, guint layer, guint head);

/**
 * ui_export_dialog_get_folder: (transfer none): where the user wants files to go.
 */
GFile *ui_export_dialog_get_folder (UiExportDialog *dialog);

G_END_DECLS
