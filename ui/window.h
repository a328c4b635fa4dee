/* SPDX-License-Identifier: MIT */
/* UiWindow: composition of the studio's parts around one workspace. */
#pragma once

#include "app/workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiWindow:
 *
 * Threads: main thread only.
 */
#define UI_TYPE_WINDOW (ui_window_get_type ())
G_DECLARE_FINAL_TYPE (UiWindow, ui_window, UI, WINDOW, AdwApplicationWindow)

/**
 * ui_window_new:
 * @application: (nullable) (transfer none):
 * @workspace: (transfer none): what the window works with; of this window alone
 */
UiWindow *ui_window_new (GtkApplication *application, StudioWorkspace *workspace);

/**
 * ui_window_open_file: a checkpoint is put to use, a picture shows its recipe; all else ends in the message bar.
 * @file: (transfer none):
 */
void ui_window_open_file (UiWindow *window, GFile *file);

/**
 * ui_window_offer_session: asks whether to paint again what was interrupted when Weft ended without being closed.
 * @recipe: (transfer full): of the first picture
 * @n_lanes: pictures that were painted together, 1 .. 16
 */
void ui_window_offer_session (UiWindow *window, StudioRecipe *recipe, guint n_lanes);

G_END_DECLS
