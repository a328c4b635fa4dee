/* SPDX-License-Identifier: MIT */
/* Results on stdout. stdio keeps the first failure; flush and close turn it into an error. */
#include "app/cli/print.h"

#include "app/cli/exit.h"

#include <errno.h>
#include <stdio.h>

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

void
cli_print_table (const StudioTable *table, StudioTableStyle style)
{
  g_autofree char *text = studio_table_to_text (table, style);

  cli_print ("%s", text);
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
