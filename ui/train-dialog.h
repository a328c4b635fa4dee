/* SPDX-License-Identifier: MIT */
/* UiTrainDialog: Train on My Pictures: a window of its own, in which a network learns while others paint. */
#pragma once

#include "app/training.h"
#include "app/workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiTrainDialog: asks what to learn from, then shows how it goes. Closed while it learns, it asks once whether to go on
 * unseen; then it hides, and tells by a notification when it is done. A result is kept among the user's checkpoints.
 *
 * Actions: "train.choose-folder", "train.choose-file", "train.start", "train.pause", "train.stop", "train.use",
 * "train.again".
 *
 * Threads: main thread only.
 */
#define UI_TYPE_TRAIN_DIALOG (ui_train_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiTrainDialog, ui_train_dialog, UI, TRAIN_DIALOG, AdwWindow)

/**
 * ui_train_dialog_present: shows the dialog there is, hidden or not, or a new one.
 * @application: (nullable): which it keeps alive
 * @workspace: (transfer none): where a result is put to use
 */
void ui_train_dialog_present (GtkApplication *application, StudioWorkspace *workspace);

/**
 * ui_train_dialog_set_source: what to learn from; does nothing while it learns.
 */
void ui_train_dialog_set_source (UiTrainDialog *dialog, const char *path);

/**
 * ui_train_dialog_get_training: (transfer none) (nullable): what it shows.
 */
StudioTraining *ui_train_dialog_get_training (UiTrainDialog *dialog);

G_END_DECLS
