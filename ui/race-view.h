/* SPDX-License-Identifier: MIT */
/* UiRaceView: the same picture painted by two forms of attention, and who is ahead, told fairly. */
#pragma once

#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiRaceView: two or three lanes, a verdict, the conditions, and three pages: curves, numbers and other lengths.
 *
 * Properties: "compact" (boolean); "bare" (boolean): nothing to press, for those who only watch; "page" (string: "curves",
 * "numbers", "scaling"); "log" (boolean): whether the axes of the page that is seen are logarithmic.
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

/**
 * ui_race_view_dup_text: (transfer full) (nullable): the figures of the page that is seen.
 * @format: "markdown", "csv" or "json"
 *
 * Returns: NULL while there are none.
 */
char *ui_race_view_dup_text (UiRaceView *view, const char *format);

/**
 * ui_race_view_paint: (transfer full): chart, table and conditions of the page that is seen, on paper.
 * @as_svg: as SVG; else as PNG
 *
 * Returns: NULL with WEFT_ERROR_NO_MEMORY.
 */
GBytes *ui_race_view_paint (UiRaceView *view, gboolean as_svg, GError **error);

G_END_DECLS
