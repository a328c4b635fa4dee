/* SPDX-License-Identifier: MIT */
/* UiControls: the settings of the next run, and of this one where they act at once. */
#pragma once

#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiControls: the sidebar.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_CONTROLS (ui_controls_get_type ())
G_DECLARE_FINAL_TYPE (UiControls, ui_controls, UI, CONTROLS, GtkWidget)

/**
 * ui_controls_set_workspace: whose settings to edit. Once.
 * @workspace: (transfer none):
 */
void ui_controls_set_workspace (UiControls *controls, StudioWorkspace *workspace);

/**
 * ui_controls_set_racing: whether a race is in view, which has its own number of images and its own pace.
 */
void ui_controls_set_racing (UiControls *controls, gboolean racing);

/**
 * ui_controls_parse_seed: reads a seed as people write it.
 * @text: plain decimal, spaces around it ignored
 * @seed: (out): 0 .. 2^64 - 1
 *
 * Returns: FALSE for anything else; @seed is then untouched.
 */
gboolean ui_controls_parse_seed (const char *text, guint64 *seed);

G_END_DECLS
