/* SPDX-License-Identifier: MIT */
/* UiRaceView: the same picture painted by two forms of attention, and who is ahead, told fairly. */
#pragma once

#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiRaceView: two lanes, two charts, a verdict and the conditions. Property "compact" (boolean).
 *
 * Threads: main thread only.
 */
#define UI_TYPE_RACE_VIEW (ui_race_view_get_type ())
G_DECLARE_FINAL_TYPE (UiRaceView, ui_race_view, UI, RACE_VIEW, GtkWidget)

/**
 * ui_race_view_set_workspace: whose race to show. Once.
 * @workspace: (transfer none):
 */
void ui_race_view_set_workspace (UiRaceView *view, StudioWorkspace *workspace);

/**
 * ui_race_view_get_verdict: who is ahead, in one sentence.
 */
const char *ui_race_view_get_verdict (UiRaceView *view);

G_END_DECLS
