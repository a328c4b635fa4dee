/* SPDX-License-Identifier: MIT */
/* UiTrainProgress: how a network learns: its curve, what it paints, and figures. */
#pragma once

#include "app/training.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiTrainProgress:
 *
 * Threads: main thread only.
 */
#define UI_TYPE_TRAIN_PROGRESS (ui_train_progress_get_type ())
G_DECLARE_FINAL_TYPE (UiTrainProgress, ui_train_progress, UI, TRAIN_PROGRESS, GtkWidget)

/**
 * ui_train_progress_set_training: follows another training.
 * @training: (nullable): NULL: none
 */
void ui_train_progress_set_training (UiTrainProgress *progress, StudioTraining *training);

/**
 * ui_train_progress_set_note: a sentence below the headline, such as where the result is.
 * @note: (nullable): NULL: none
 */
void ui_train_progress_set_note (UiTrainProgress *progress, const char *note);

/**
 * ui_train_progress_get_headline: what is going on, in a word or two.
 */
const char *ui_train_progress_get_headline (UiTrainProgress *progress);

G_END_DECLS
