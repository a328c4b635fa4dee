/* SPDX-License-Identifier: MIT */
/* Results on stdout. stdio keeps the first failure; flush and close turn it into an error. */
#include "app/cli/print.h"

#include "app/cli/exit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct _CliTable {
  GPtrArray *headings; /* owned strings, marks removed */
  GPtrArray *cells;    /* owned strings, row by row, headings first */
  gboolean *right;     /* [columns] */
};

/* Why stdout refused something, or 0. stdio forgets the reason and may succeed again later. */
static int first_failure;

static void
keep_failure (gboolean good)
{
  if (!good && first_failure == 0)
    first_failure = errno;
}

void
cli_print (const char *format, ...)
{
  va_list list;

  va_start (list, format);
  keep_failure (vfprintf (stdout, format, list) >= 0);
  va_end (list);
}

void
cli_print_bytes (gconstpointer bytes, gsize n)
{
  keep_failure (fwrite (bytes, 1, n, stdout) == n);
}

void
cli_print_json (json_t *document)
{
  g_autofree char *text = json_dumps (document, JSON_INDENT (2) | JSON_REAL_PRECISION (17));

  g_assert (text != NULL);
  cli_print ("%s\n", text);
}

static gboolean
check_written (GError **error)
{
  switch (first_failure)
    {
    case 0:
      return TRUE;
    case EPIPE:
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_OUTPUT, "");
      return FALSE;
    case EBADF:
      g_set_error_literal (
          error, CLI_ERROR, CLI_EXIT_OUTPUT,
          "cannot write the results: stdout is closed (leave it open, or redirect it to a file)");
      return FALSE;
    default:
      g_set_error (error, CLI_ERROR, CLI_EXIT_OUTPUT,
                   "cannot write the results to stdout: %s (redirect it elsewhere)",
                   g_strerror (first_failure));
      return FALSE;
    }
}

gboolean
cli_print_flush (GError **error)
{
  keep_failure (fflush (stdout) == 0);
  return check_written (error);
}

gboolean
cli_print_close (GError **error)
{
  keep_failure (fflush (stdout) == 0);
  keep_failure (fclose (stdout) == 0);
  return check_written (error);
}

CliTable *
cli_table_new (const char *const *headings)
{
  CliTable *table = g_new0 (CliTable, 1);

  table->headings = g_ptr_array_new ();
  table->cells = g_ptr_array_new_with_free_func (g_free);
  table->right = g_new0 (gboolean, g_strv_length ((char **) headings));
  for (guint i = 0; headings[i] != NULL; i++)
    {
      table->right[i] = headings[i][0] == '>';
      g_ptr_array_add (table->headings, (gpointer) (headings[i] + (table->right[i] ? 1 : 0)));
      g_ptr_array_add (table->cells, g_strdup (table->headings->pdata[i]));
    }

  return table;
}

void
cli_table_free (CliTable *table)
{
  if (table == NULL)
    return;

  g_ptr_array_unref (table->headings);
  g_ptr_array_unref (table->cells);
  g_free (table->right);
  g_free (table);
}

void
cli_table_add (CliTable *table, const char *format, ...)
{
  va_list list;

  va_start (list, format);
  g_ptr_array_add (table->cells, g_strdup_vprintf (format, list));
  va_end (list);
}

static glong
column_width (const CliTable *table, guint column)
{
  glong width = 0;

  for (guint i = column; i < table->cells->len; i += table->headings->len)
    width = MAX (width, g_utf8_strlen (table->cells->pdata[i], -1));

  return width;
}

static void
print_aligned (const char *cell, glong width, gboolean right, gboolean last)
{
  const int gap = width - g_utf8_strlen (cell, -1);

  if (right)
    cli_print ("%*s%s", gap, "", cell);
  else
    cli_print ("%s%*s", cell, last ? 0 : gap, "");
}

static void
print_rule (const CliTable *table)
{
  for (guint i = 0; i < table->headings->len; i++)
    cli_print ("| ---%s ", table->right[i] ? ":" : "");
  cli_print ("|\n");
}

/* Columns with @before, @between and @after them. */
static void
print_columns (const CliTable *table, const char *before, const char *between, const char *after,
               gboolean rule)
{
  const guint n = table->headings->len;

  for (guint i = 0; i < table->cells->len; i++)
    {
      const guint column = i % n;

      cli_print ("%s", column == 0 ? before : between);
      print_aligned (table->cells->pdata[i], column_width (table, column), table->right[column],
                     column == n - 1 && !rule);
      if (column == n - 1)
        cli_print ("%s\n", after);
      if (rule && i == n - 1)
        print_rule (table);
    }
}

static void
print_csv (const CliTable *table)
{
  for (guint i = 0; i < table->cells->len; i++)
    {
      const char *cell = table->cells->pdata[i];
      g_auto (GStrv) parts = g_strsplit (cell, "\"", -1);
      g_autofree char *doubled = g_strjoinv ("\"\"", parts);
      const char *quote = strpbrk (cell, ",\"\n") != NULL ? "\"" : "";

      cli_print ("%s%s%s%c", quote, doubled, quote, (i + 1) % table->headings->len == 0 ? '\n' : ',');
    }
}

void
cli_table_print (CliTable *table, CliTableStyle style)
{
  g_assert (table->cells->len % table->headings->len == 0);

  switch (style)
    {
    case CLI_TABLE_PLAIN:
      print_columns (table, "", "  ", "", FALSE);
      break;
    case CLI_TABLE_MARKDOWN:
      print_columns (table, "| ", " | ", " |", TRUE);
      break;
    case CLI_TABLE_CSV:
      print_csv (table);
      break;
    default:
      g_assert_not_reached ();
    }
}

char *
cli_dup_bytes (guint64 bytes)
{
  static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  double amount = bytes;
  guint unit = 0;

  for (; amount >= 1024.0 && unit + 1 < G_N_ELEMENTS (units); unit++)
    amount /= 1024.0;

  return g_strdup_printf ("%.*f %s", unit == 0 || amount >= 99.95 || amount == (guint64) amount ? 0 : 1,
                          amount, units[unit]);
}

json_t *
cli_json_text (const char *bytes)
{
  g_autofree char *text = g_utf8_make_valid (bytes, -1);

  return json_string (text);
}
