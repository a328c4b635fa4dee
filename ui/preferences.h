/* SPDX-License-Identifier: MIT */
/* UiPreferences: what the user can set once and for all; every row is one key of the settings. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiPreferences: a window. What is changed in it acts at once.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_PREFERENCES (ui_preferences_get_type ())
G_DECLARE_FINAL_TYPE (UiPreferences, ui_preferences, UI, PREFERENCES, AdwPreferencesWindow)

/**
 * ui_preferences_new:
 * @parent: (nullable): the window it belongs to
 * @settings: (transfer none): the application's
 */
UiPreferences *ui_preferences_new (GtkWindow *parent, GSettings *settings);

/**
 * ui_preferences_set_library: another folder for the library.
 * @folder: (nullable): path; NULL: the usual one
 */
void ui_preferences_set_library (UiPreferences *preferences, const char *folder);

G_END_DECLS
