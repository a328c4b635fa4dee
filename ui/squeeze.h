/* SPDX-License-Identifier: MIT */
/* UiSqueeze: widgets in a row, as many as there is room for. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiSqueeze: the first of its children always has a place, then those that expand, then the others in their order: what is
 * last goes first. Those that expand share what is left over.
 *
 * Property "spacing" (uint): logical pixels between two. Its children are those of its template.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_SQUEEZE (ui_squeeze_get_type ())
G_DECLARE_FINAL_TYPE (UiSqueeze, ui_squeeze, UI, SQUEEZE, GtkWidget)

void ui_squeeze_set_spacing (UiSqueeze *squeeze, guint spacing);

/**
 * ui_squeeze_get_is_cut: whether there is no room for all.
 */
gboolean ui_squeeze_get_is_cut (UiSqueeze *squeeze);

G_END_DECLS
