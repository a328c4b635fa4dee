/* SPDX-License-Identifier: MIT */
/* UiFold: widgets side by side, or one below the other where they would be too narrow. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiFold: in a row as long as each has its natural width, and then what is left over belongs to those that expand, or to all
 * alike; else in a column, each as wide as there is room for. So long words and large letters cost height, not words.
 *
 * Property "spacing" (uint): logical pixels between two. Its children are those of its template.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_FOLD (ui_fold_get_type ())
G_DECLARE_FINAL_TYPE (UiFold, ui_fold, UI, FOLD, GtkWidget)

/**
 * ui_fold_get_is_column: whether they stand one below the other at the present width.
 */
gboolean ui_fold_get_is_column (UiFold *fold);

G_END_DECLS
