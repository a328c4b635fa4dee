/* SPDX-License-Identifier: MIT */
/* UiFigure: a number with its name above it, in digits of equal width, so that it does not dance while it changes. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiFigure: property "title" (string).
 *
 * Threads: main thread only.
 */
#define UI_TYPE_FIGURE (ui_figure_get_type ())
G_DECLARE_FINAL_TYPE (UiFigure, ui_figure, UI, FIGURE, GtkWidget)

/**
 * ui_figure_set_value: shows another value; nothing happens if it is the same.
 * @value: with its unit
 */
void ui_figure_set_value (UiFigure *figure, const char *value);

/**
 * ui_figure_take_value: the same, and frees @value.
 * @value: (transfer full): with its unit
 */
void ui_figure_take_value (UiFigure *figure, char *value);

const char *ui_figure_get_value (UiFigure *figure);

/**
 * ui_figure_wrap: lets title and value go on in the next line where there is no room.
 */
void ui_figure_wrap (UiFigure *figure);

G_END_DECLS
