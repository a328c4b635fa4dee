/* SPDX-License-Identifier: MIT */
/* A table is its cells, row by row, headings first. */
#include "app/table.h"

#include <string.h>

struct _StudioTable {
  guint n_columns;
  GPtrArray *cells; /* owned strings */
  gboolean *right;  /* [n_columns] */
};

StudioTable *
studio_table_new (const char *const *headings)
{
  StudioTable *table = g_new0 (StudioTable, 1);

  table->n_columns = g_strv_length ((char **) headings);
  table->cells = g_ptr_array_new_with_free_func (g_free);
  table->right = g_new0 (gboolean, table->n_columns);
  for (guint i = 0; i < table->n_columns; i++)
    {
      table->right[i] = headings[i][0] == '>';
      g_ptr_array_add (table->cells, g_strdup (headings[i] + (table->right[i] ? 1 : 0)));
    }

  return table;
}

void
studio_table_free (StudioTable *table)
{
  if (table == NULL)
    return;

  g_ptr_array_unref (table->cells);
  g_free (table->right);
  g_free (table);
}

void
studio_table_add (StudioTable *table, const char *format, ...)
{
  va_list list;

  va_start (list, format);
  g_ptr_array_add (table->cells, g_strdup_vprintf (format, list));
  va_end (list);
}

guint
studio_table_get_n_columns (const StudioTable *table)
{
  return table->n_columns;
}

guint
studio_table_get_n_rows (const StudioTable *table)
{
  return table->cells->len / table->n_columns;
}

const char *
studio_table_get_cell (const StudioTable *table, guint row, guint column)
{
  g_return_val_if_fail (row < studio_table_get_n_rows (table) && column < table->n_columns, NULL);

  return table->cells->pdata[row * table->n_columns + column];
}

gboolean
studio_table_is_right (const StudioTable *table, guint column)
{
  g_return_val_if_fail (column < table->n_columns, FALSE);

  return table->right[column];
}

static glong
column_width (const StudioTable *table, guint column)
{
  glong width = 0;

  for (guint i = column; i < table->cells->len; i += table->n_columns)
    width = MAX (width, g_utf8_strlen (table->cells->pdata[i], -1));

  return width;
}

static void
append_aligned (GString *text, const char *cell, glong width, gboolean right, gboolean last)
{
  const int gap = (int) (width - g_utf8_strlen (cell, -1));

  if (right)
    g_string_append_printf (text, "%*s%s", gap, "", cell);
  else
    g_string_append_printf (text, "%s%*s", cell, last ? 0 : gap, "");
}

static void
append_rule (GString *text, const StudioTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    g_string_append_printf (text, "| ---%s ", table->right[i] ? ":" : "");
  g_string_append (text, "|\n");
}

/* Columns with @before, @between and @after them. */
static void
append_columns (GString *text, const StudioTable *table, const char *before, const char *between,
                const char *after, gboolean rule)
{
  const guint n = table->n_columns;

  for (guint i = 0; i < table->cells->len; i++)
    {
      const guint column = i % n;

      g_string_append (text, column == 0 ? before : between);
      append_aligned (text, table->cells->pdata[i], column_width (table, column), table->right[column],
                      column == n - 1 && !rule);
      if (column == n - 1)
        g_string_append_printf (text, "%s\n", after);
      if (rule && i == n - 1)
        append_rule (text, table);
    }
}

static void
append_csv (GString *text, const StudioTable *table)
{
  for (guint i = 0; i < table->cells->len; i++)
    {
      const char *cell = table->cells->pdata[i];
      g_auto (GStrv) parts = g_strsplit (cell, "\"", -1);
      g_autofree char *doubled = g_strjoinv ("\"\"", parts);
      const char *quote = strpbrk (cell, ",\"\n") != NULL ? "\"" : "";

      g_string_append_printf (text, "%s%s%s%c", quote, doubled, quote, (i + 1) % table->n_columns == 0 ? '\n' : ',');
    }
}

char *
studio_table_to_text (const StudioTable *table, StudioTableStyle style)
{
  GString *text = g_string_new (NULL);

  g_assert (table->cells->len % table->n_columns == 0);

  switch (style)
    {
    case STUDIO_TABLE_PLAIN:
      append_columns (text, table, "", "  ", "", FALSE);
      break;
    case STUDIO_TABLE_MARKDOWN:
      append_columns (text, table, "| ", " | ", " |", TRUE);
      break;
    case STUDIO_TABLE_CSV:
      append_csv (text, table);
      break;
    default:
      g_assert_not_reached ();
    }

  return g_string_free (text, FALSE);
}
