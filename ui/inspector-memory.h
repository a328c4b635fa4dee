/* SPDX-License-Identifier: MIT */
/* UiInspectorMemory: the state of constant size against a cache that grows, at this step and over the whole picture. */
#pragma once

#include "app/microscope.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiInspectorMemory:
 *
 * Threads: main thread only.
 */
#define UI_TYPE_INSPECTOR_MEMORY (ui_inspector_memory_get_type ())
G_DECLARE_FINAL_TYPE (UiInspectorMemory, ui_inspector_memory, UI, INSPECTOR_MEMORY, GtkWidget)

/**
 * ui_inspector_memory_set_microscope: what to look through. Once.
 * @microscope: (transfer none):
 */
void ui_inspector_memory_set_microscope (UiInspectorMemory *memory, StudioMicroscope *microscope);

/**
 * ui_inspector_memory_get_crossing: the first step after which a cache holds more than the state.
 */
guint ui_inspector_memory_get_crossing (const WeftConfig *config);

G_END_DECLS
