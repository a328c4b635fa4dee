/* SPDX-License-Identifier: MIT */
/* UiTrainSetup: what to learn from, as the network will see it, and how. */
#pragma once

#include "app/training-plan.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiTrainSetup: property "ready" (boolean, read-only): whether pictures have been read and learning can begin.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_TRAIN_SETUP (ui_train_setup_get_type ())
G_DECLARE_FINAL_TYPE (UiTrainSetup, ui_train_setup, UI, TRAIN_SETUP, GtkWidget)

/**
 * ui_train_setup_set_source: reads some of the pictures in a thread and shows them.
 * @path: a folder, an IDX file, or whatever studio_picture_set_new() takes
 */
void ui_train_setup_set_source (UiTrainSetup *setup, const char *path);

gboolean ui_train_setup_get_ready (UiTrainSetup *setup);

/**
 * ui_train_setup_get_text: what is said of the pictures, or why they cannot be used.
 */
const char *ui_train_setup_get_text (UiTrainSetup *setup);

/**
 * ui_train_setup_fill_plan: what has been chosen.
 * @plan: (out): initialized here; to be cleared by the caller
 */
void ui_train_setup_fill_plan (UiTrainSetup *setup, StudioTrainingPlan *plan);

G_END_DECLS
