/* SPDX-License-Identifier: MIT */
/* UiExportBar: one export while it runs, and what became of it. */
#pragma once

#include "app/export.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiExportBar: a row with progress and a button to cancel; afterwards what became of it, and the ways to go on. Its buttons
 * are actions of the window.
 *
 * Signal "ended" (text): the export has come to its end; the text says how.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_EXPORT_BAR (ui_export_bar_get_type ())
G_DECLARE_FINAL_TYPE (UiExportBar, ui_export_bar, UI, EXPORT_BAR, AdwBin)

/**
 * ui_export_bar_follow: shows an export that has begun, in place of the one before.
 * @export: (transfer none):
 */
void ui_export_bar_follow (UiExportBar *bar, StudioExport *export);

/**
 * ui_export_bar_get_export: (transfer none) (nullable): what is shown.
 */
StudioExport *ui_export_bar_get_export (UiExportBar *bar);

/**
 * ui_export_bar_get_is_running: whether an export is on its way.
 */
gboolean ui_export_bar_get_is_running (UiExportBar *bar);

/**
 * ui_export_bar_cancel: stops what runs; files that are written stay.
 */
void ui_export_bar_cancel (UiExportBar *bar);

/**
 * ui_export_bar_resume: goes on with an export that did not come to its end.
 */
void ui_export_bar_resume (UiExportBar *bar);

/**
 * ui_export_bar_write_elsewhere: studio_export_new_elsewhere() of an export that did not come to its end.
 */
void ui_export_bar_write_elsewhere (UiExportBar *bar, const char *folder);

/**
 * ui_export_bar_write_frames: studio_export_new_frames() of an animation that did not come to its end.
 */
void ui_export_bar_write_frames (UiExportBar *bar);

/**
 * ui_export_bar_get_can_resume: whether there is an export that did not come to its end.
 */
gboolean ui_export_bar_get_can_resume (UiExportBar *bar);

/**
 * ui_export_bar_set_compact: whether the buttons stand below the text.
 */
void ui_export_bar_set_compact (UiExportBar *bar, gboolean is_compact);

/**
 * ui_export_bar_get_text: (transfer none): what the bar says.
 */
const char *ui_export_bar_get_text (UiExportBar *bar);

G_END_DECLS
