/* SPDX-License-Identifier: MIT */
/* UiMessageBar: one sentence about what went wrong, above everything else and in nobody's way. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiMessageBar: emits `dismissed` when the user has closed it.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_MESSAGE_BAR (ui_message_bar_get_type ())
G_DECLARE_FINAL_TYPE (UiMessageBar, ui_message_bar, UI, MESSAGE_BAR, GtkWidget)

/**
 * ui_message_bar_show: replaces what the bar says and opens it.
 * @text: (nullable): the sentence; NULL closes the bar
 * @button: (nullable): what can be done about it; NULL: nothing
 * @action: (nullable): the action the button activates, for example "win.open"
 */
void ui_message_bar_show (UiMessageBar *bar, const char *text, const char *button, const char *action);

/**
 * ui_message_bar_show_second: offers another way out beside the first, until the bar says something else.
 * @button: what can be done instead
 * @action: the action that does it
 */
void ui_message_bar_show_second (UiMessageBar *bar, const char *button, const char *action);

/**
 * ui_message_bar_get_text: (nullable): what the bar says, NULL while it is closed.
 */
const char *ui_message_bar_get_text (UiMessageBar *bar);

/**
 * ui_message_bar_get_action: (nullable): what its button activates, NULL while there is none.
 */
const char *ui_message_bar_get_action (UiMessageBar *bar);

/**
 * ui_message_bar_get_second_action: (nullable): what its other button activates, NULL while there is none.
 */
const char *ui_message_bar_get_second_action (UiMessageBar *bar);

/**
 * ui_message_bar_set_compact: whether the buttons stand below the sentence.
 */
void ui_message_bar_set_compact (UiMessageBar *bar, gboolean is_compact);

G_END_DECLS
