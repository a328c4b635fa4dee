/* SPDX-License-Identifier: MIT */
/* UiTimelineBar: the steps of the picture as a line to drag along, with what happened on the way. */
#pragma once

#include "ui/timeline-marks.h"

#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiTimelineBar: the workspace's shown step as a scale over pixels, with buttons around it.
 *
 * Property: "compact" (boolean): for narrow windows.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_TIMELINE_BAR (ui_timeline_bar_get_type ())
G_DECLARE_FINAL_TYPE (UiTimelineBar, ui_timeline_bar, UI, TIMELINE_BAR, GtkWidget)

/**
 * ui_timeline_bar_set_workspace: once.
 */
void ui_timeline_bar_set_workspace (UiTimelineBar *bar, StudioWorkspace *workspace);

/**
 * ui_timeline_bar_show_branches: opens the list of branches.
 */
void ui_timeline_bar_show_branches (UiTimelineBar *bar);

/**
 * ui_timeline_bar_get_scale: (transfer none): in pixels of the picture; for tests.
 */
GtkRange *ui_timeline_bar_get_scale (UiTimelineBar *bar);

/**
 * ui_timeline_bar_get_marks: (transfer none): what stands along the line at present.
 */
UiTimelineMarks *ui_timeline_bar_get_marks (UiTimelineBar *bar);

/**
 * ui_timeline_bar_dup_text: (transfer full): the shown step in words, as readers are told it: "row 3, column 7".
 */
char *ui_timeline_bar_dup_text (UiTimelineBar *bar);

G_END_DECLS
