/* SPDX-License-Identifier: MIT */
/* Messages on stderr, each kept to one line whatever a library put into it. */
#include "app/cli/messages.h"

#include "engine/format/escape.h"

#include <stdio.h>
#include <string.h>

void
cli_prefix_error (GError **error, const char *what, const char *file)
{
  g_autofree char *shown = weft_escape_name (file, -1);

  g_prefix_error (error, "%s '%s': ", what, shown);
}

void
cli_message (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_autofree char *line = g_strdup_printf ("weft: %s", text);
  for (char *c = line; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';

  g_autofree char *whole = g_strconcat (line, "\n", NULL);
  fwrite (whole, 1, strlen (whole), stderr);
  fflush (stderr);
}

gboolean
cli_messages_failed (void)
{
  return fflush (stderr) != 0 || ferror (stderr) != 0;
}
