/* SPDX-License-Identifier: MIT */
/* UiTable: a table of text, for those who would rather read numbers than lines. */
#pragma once

#include "app/table.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiTable: scrolls sideways where it is too wide. The first column heads its row.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_TABLE (ui_table_get_type ())
G_DECLARE_FINAL_TYPE (UiTable, ui_table, UI, TABLE, GtkWidget)

/**
 * ui_table_set: replaces what is shown.
 * @table: (nullable): NULL: nothing
 * @name: what the table is called, for those who hear it
 */
void ui_table_set (UiTable *widget, const StudioTable *table, const char *name);

/**
 * ui_table_get_cell: (transfer none) (nullable): the text of a cell; row 0 are the headings.
 */
const char *ui_table_get_cell (UiTable *widget, int row, int column);

G_END_DECLS
