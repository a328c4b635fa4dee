/* SPDX-License-Identifier: MIT */
/* StudioTable: rows of cells as text: aligned columns, CSV or Markdown. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioTable:
 *
 * Threads: one at a time.
 */
typedef struct _StudioTable StudioTable;

typedef enum {
  STUDIO_TABLE_PLAIN,    /* columns aligned with spaces */
  STUDIO_TABLE_MARKDOWN, /* a pipe table */
  STUDIO_TABLE_CSV,      /* RFC 4180, lines end with a line feed */
} StudioTableStyle;

/**
 * studio_table_new:
 * @headings: NULL-terminated; one that begins with '>' heads a right-aligned column; copied
 */
StudioTable *studio_table_new (const char *const *headings);

void studio_table_free (StudioTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioTable, studio_table_free)

/**
 * studio_table_add: the next cell, row by row from left to right. Numbers are written as the locale has them.
 */
void studio_table_add (StudioTable *table, const char *format, ...) G_GNUC_PRINTF (2, 3);

guint studio_table_get_n_columns (const StudioTable *table);

/**
 * studio_table_get_n_rows: the row of headings is one of them.
 */
guint studio_table_get_n_rows (const StudioTable *table);

/**
 * studio_table_get_cell: (transfer none):
 * @row: 0 for the headings
 */
const char *studio_table_get_cell (const StudioTable *table, guint row, guint column);

/**
 * studio_table_is_right: whether a column is aligned to the right.
 */
gboolean studio_table_is_right (const StudioTable *table, guint column);

/**
 * studio_table_to_text: (transfer full): the whole table; all rows must be complete.
 */
char *studio_table_to_text (const StudioTable *table, StudioTableStyle style);

G_END_DECLS
