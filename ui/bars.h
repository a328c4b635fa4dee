/* SPDX-License-Identifier: MIT */
/* UiBars: numbers that are not negative as upright bars, one of them marked, with a cursor for the keyboard. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define UI_BARS_MAX 256

/**
 * UiBars: bars are a whole number of device pixels wide. Left, Right, Home and End walk, Return or a click chooses.
 *
 * Signals: "cursor-changed": the cursor has moved, or the bars under it have changed; "chosen" (guint index): Return, or
 * a double click.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_BARS (ui_bars_get_type ())
G_DECLARE_FINAL_TYPE (UiBars, ui_bars, UI, BARS, GtkWidget)

/**
 * ui_bars_set_title: what the bars are; also the accessible name.
 */
void ui_bars_set_title (UiBars *bars, const char *title);

/**
 * ui_bars_set_values: replaces the bars.
 * @values: [n], copied; n = 0: nothing to show
 * @n: 0 .. UI_BARS_MAX
 * @marked: the bar with the accent colour and a mark below, or -1
 */
void ui_bars_set_values (UiBars *bars, const double *values, guint n, gint marked);

/**
 * ui_bars_set_colours: a colour for each bar.
 * @colours: (nullable): [n] 0xRRGGBB, copied; NULL: all alike
 */
void ui_bars_set_colours (UiBars *bars, const guint32 *colours, guint n);

/**
 * ui_bars_set_lines: thin lines over the bars.
 * @lines: [n_lines, n], copied; in the units of the bars
 */
void ui_bars_set_lines (UiBars *bars, const double *lines, guint n_lines);

/**
 * ui_bars_get_cursor: where the cursor is; 0 .. n - 1.
 */
guint ui_bars_get_cursor (UiBars *bars);
void  ui_bars_set_cursor (UiBars *bars, guint index);

G_END_DECLS
