/* SPDX-License-Identifier: MIT */
/* The checkpoints opened by hand, the latest first. Nothing here looks at the disk: a file may be gone, or far away. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define UI_RECENTS_MAX 10

/**
 * ui_recents_add: a checkpoint was opened: it stands first now.
 * @settings: (nullable): NULL does nothing
 * @path: file name; one that is not UTF-8 is not remembered
 */
void ui_recents_add (GSettings *settings, const char *path);

/**
 * ui_recents_clear: forgets them all.
 * @settings: (nullable):
 */
void ui_recents_clear (GSettings *settings);

/**
 * ui_recents_fill_menu: one item a checkpoint, and one to clear the list.
 * @settings: (nullable): NULL: an empty menu
 * @menu: whose items are replaced
 * @action: of the items; its parameter is a path
 * @clear_action: of the last item
 */
void ui_recents_fill_menu (GSettings *settings, GMenu *menu, const char *action, const char *clear_action);

G_END_DECLS
