/* SPDX-License-Identifier: MIT */
/* UiInspectorTiming: where the time of a pixel goes. */
#pragma once

#include "app/microscope.h"
#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiInspectorTiming: has the current run timed while it is seen, and only then.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_INSPECTOR_TIMING (ui_inspector_timing_get_type ())
G_DECLARE_FINAL_TYPE (UiInspectorTiming, ui_inspector_timing, UI, INSPECTOR_TIMING, GtkWidget)

/**
 * ui_inspector_timing_set_workspace: whose runs, and what tells when there is something new. Once.
 * @workspace: (transfer none):
 * @microscope: (transfer none):
 */
void ui_inspector_timing_set_workspace (UiInspectorTiming *timing, StudioWorkspace *workspace, StudioMicroscope *microscope);

G_END_DECLS
