/* SPDX-License-Identifier: MIT */
/* UiHeatMap: a table of signed numbers as cells of colour, with a legend, a cursor for the keyboard, and words. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiHeatMap: cells are a whole number of device pixels; blue is below nought, orange above. Arrow keys, Home and End reach
 * every cell, and a click does.
 *
 * Signal "cell-changed": the cursor has moved, or the table under it has changed.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_HEAT_MAP (ui_heat_map_get_type ())
G_DECLARE_FINAL_TYPE (UiHeatMap, ui_heat_map, UI, HEAT_MAP, GtkWidget)

/**
 * ui_heat_map_set_title: what the table is; also the accessible name.
 */
void ui_heat_map_set_title (UiHeatMap *map, const char *title);

/**
 * ui_heat_map_set_table: replaces the numbers.
 * @values: (nullable): [n_rows, n_columns], copied; NULL: nothing to show
 *
 * The legend's ends only move outwards while the size stays the same, in round steps, so that colours hold still;
 * ui_heat_map_reset_limit() lets them move in again.
 */
void ui_heat_map_set_table (UiHeatMap *map, const float *values, guint n_rows, guint n_columns);

void ui_heat_map_reset_limit (UiHeatMap *map);

/**
 * ui_heat_map_get_limit: the number at the legend's end.
 */
double ui_heat_map_get_limit (UiHeatMap *map);

/**
 * ui_heat_map_get_norm: the root of the sum of squares of all numbers.
 */
double ui_heat_map_get_norm (UiHeatMap *map);

/**
 * ui_heat_map_get_cell: where the cursor is.
 * @value: (out): the number there; 0 without a table
 */
void ui_heat_map_get_cell (UiHeatMap *map, guint *row, guint *column, double *value);

void ui_heat_map_set_cell (UiHeatMap *map, guint row, guint column);

G_END_DECLS
