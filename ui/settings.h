/* SPDX-License-Identifier: MIT */
/* What a window remembers from one day to the next. Without the schema everything works, only nothing is remembered. */
#pragma once

#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ui_settings_open: the application's settings.
 *
 * Returns: (transfer full) (nullable): NULL where the schema is not installed.
 */
GSettings *ui_settings_open (void);

/**
 * ui_settings_restore: size of the window, and the settings of the workspace.
 * @settings: (nullable): NULL does nothing
 */
void ui_settings_restore (GSettings *settings, GtkWindow *window, StudioWorkspace *workspace);

/**
 * ui_settings_save: the reverse.
 * @settings: (nullable): NULL does nothing
 */
void ui_settings_save (GSettings *settings, GtkWindow *window, StudioWorkspace *workspace);

/**
 * ui_settings_get_save_folder: (transfer full): where pictures were saved last, else the user's pictures, else home.
 * @settings: (nullable):
 */
GFile *ui_settings_get_save_folder (GSettings *settings);

/**
 * ui_settings_set_save_folder: remembers the folder of a saved file.
 * @settings: (nullable):
 * @folder: (nullable): only local folders are remembered
 */
void ui_settings_set_save_folder (GSettings *settings, GFile *folder);

G_END_DECLS
