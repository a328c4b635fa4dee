/* SPDX-License-Identifier: MIT */
/* UiLoadBar: the checkpoint that is being loaded, for as long as that lasts. */
#pragma once

#include "app/workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define UI_LOAD_BAR_DELAY 250 /* milliseconds: what is loaded sooner is not worth a word */

/**
 * UiLoadBar: a row with the checkpoint's name, how much of it is read, and a button to cancel, win.cancel-loading. It shows
 * itself when loading takes longer than people notice, and goes away with its end.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_LOAD_BAR (ui_load_bar_get_type ())
G_DECLARE_FINAL_TYPE (UiLoadBar, ui_load_bar, UI, LOAD_BAR, AdwBin)

/**
 * ui_load_bar_set_workspace: whose loading to show. Once.
 * @workspace: (transfer none):
 */
void ui_load_bar_set_workspace (UiLoadBar *bar, StudioWorkspace *workspace);

/**
 * ui_load_bar_set_delay: how long loading may last without being shown.
 * @milliseconds: 0: it is shown at once
 */
void ui_load_bar_set_delay (UiLoadBar *bar, guint milliseconds);

/**
 * ui_load_bar_get_text: (transfer none) (nullable): what the bar says of the bytes; NULL while it is not shown.
 */
const char *ui_load_bar_get_text (UiLoadBar *bar);

G_END_DECLS
