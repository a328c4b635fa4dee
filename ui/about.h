/* SPDX-License-Identifier: MIT */
/* Who made Weft, and every library it was built with and runs with. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ui_about_show: opens the window.
 * @parent: (nullable):
 */
void ui_about_show (GtkWindow *parent);

/**
 * ui_about_dup_versions: one library a line: name, version built with, version running with.
 *
 * Returns: (transfer full): text.
 */
char *ui_about_dup_versions (void);

G_END_DECLS
