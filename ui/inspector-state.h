/* SPDX-License-Identifier: MIT */
/* UiInspectorState: the memory itself, one head at a time: S, z, what this pixel adds, and how it grew. */
#pragma once

#include "ui/inspector-surgery.h"

#include "app/microscope.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiInspectorState:
 *
 * Properties: "layer" and "head" (uint, 1 ..): what is shown; "frozen" (boolean): nothing moves; "difference" (boolean):
 * now minus the moment remembered by ui_inspector_state_remember().
 *
 * Threads: main thread only.
 */
#define UI_TYPE_INSPECTOR_STATE (ui_inspector_state_get_type ())
G_DECLARE_FINAL_TYPE (UiInspectorState, ui_inspector_state, UI, INSPECTOR_STATE, GtkWidget)

/**
 * ui_inspector_state_set_microscope: what to look through. Once.
 * @microscope: (transfer none):
 */
void ui_inspector_state_set_microscope (UiInspectorState *state, StudioMicroscope *microscope);

/**
 * ui_inspector_state_remember: keeps all heads as they are now, to be compared with later.
 *
 * Returns: FALSE if there is nothing to remember.
 */
gboolean ui_inspector_state_remember (UiInspectorState *state);

/**
 * ui_inspector_state_get_surgery: (transfer none): what is chosen for the memory to be changed.
 */
UiInspectorSurgery *ui_inspector_state_get_surgery (UiInspectorState *state);

G_END_DECLS
