/* SPDX-License-Identifier: MIT */
/* Patterns are read by hand: they come from outside and never reach printf. */
#include "app/cli/pattern.h"

#include "app/cli/exit.h"

#include "engine/format/escape.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#define MAX_DIGITS 20

static const char *const known_endings[] = { ".png", ".apng", ".jpg", ".jpeg", ".gif",  ".webp", ".bmp",
                                             ".tif", ".tiff", ".svg", ".pdf",  ".webm", ".mp4",  NULL };

static gboolean
refuse (const char *text, const char *why, GError **error)
{
  g_autofree char *shown = weft_escape_name (text, -1);

  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "--output is '%s': %s", shown, why);
  return FALSE;
}

/* Reads `%d` or `%0Nd` at @text; returns its length, 0 if it is something else. */
static gsize
read_number (const char *text, guint *digits)
{
  const gsize n_digits = strspn (text + 1, "0123456789");

  if (text[1 + n_digits] != 'd' || n_digits > 3 || (n_digits > 0 && text[1] != '0'))
    return 0;

  *digits = n_digits > 1 ? g_ascii_strtoull (text + 1, NULL, 10) : 1;
  return n_digits == 1 || *digits < 1 || *digits > MAX_DIGITS ? 0 : n_digits + 2;
}

static gboolean
split (const char *text, CliPattern *pattern, GError **error)
{
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GString) tail = g_string_new (NULL);

  for (const char *c = text; *c != '\0';)
    {
      const gboolean is_doubled = c[0] == '%' && c[1] == '%';
      gsize length = 1;

      if (*c != '%' || is_doubled)
        {
          g_string_append_c (pattern->names.is_numbered ? tail : head, *c);
          c += is_doubled ? 2 : 1;
          continue;
        }

      if (pattern->names.is_numbered)
        return refuse (text,
                       "there is more than one number in it (keep one, and write %% for a percent sign)",
                       error);

      length = read_number (c, &pattern->names.digits);
      if (length == 0)
        return refuse (text, "% begins a number there (write %d, %05d, or %% for a percent sign)", error);

      pattern->names.is_numbered = TRUE;
      c += length;
    }

  pattern->names.head = g_string_free (g_steal_pointer (&head), FALSE);
  pattern->names.tail = g_string_free (g_steal_pointer (&tail), FALSE);
  return TRUE;
}

static gboolean
has_ending (const char *name, const char *const *endings)
{
  for (; *endings != NULL; endings++)
    if (g_str_has_suffix (name, *endings))
      return TRUE;

  return FALSE;
}

static gboolean
check_ending (const char *text, const char *name, const char *const *endings, GError **error)
{
  if (has_ending (name, endings) || !has_ending (name, known_endings))
    return TRUE;

  g_autofree char *kind = g_ascii_strup (endings[0] + 1, -1);
  g_autofree char *why = g_strdup_printf ("the picture would be a %s all the same (end the name in %s)", kind,
                                          endings[0]);
  return refuse (text, why, error);
}

static gboolean
check_name (const char *text, const CliPattern *pattern, guint64 last_number, const char *const *endings,
            GError **error)
{
  g_autofree char *last = cli_pattern_dup (pattern, last_number);
  const char *slash = strrchr (last, '/');
  const char *name = slash != NULL ? slash + 1 : last;

  if (strchr (pattern->names.tail, '/') != NULL && pattern->names.is_numbered)
    return refuse (text, "the number is in a folder's name (put it into the file's name)", error);
  if (*name == '\0' || strcmp (name, ".") == 0 || strcmp (name, "..") == 0)
    return refuse (text, "it names a folder (add a file name, such as weft_%05d.png)", error);
  if (strlen (name) > NAME_MAX)
    return refuse (text, "the file name is longer than 255 bytes (shorten it)", error);

  return check_ending (text, name, endings, error);
}

gboolean
cli_pattern_parse (const char *text, guint64 first, guint64 count, const char *const *endings,
                   CliPattern *pattern, GError **error)
{
  memset (pattern, 0, sizeof *pattern);

  if (strcmp (text, "-") == 0)
    {
      pattern->is_stdout = TRUE;
      if (count > 1)
        return refuse (text, "stdout takes one picture, not several (name files, such as weft_%05d.png)",
                       error);
      if (isatty (STDOUT_FILENO))
        return refuse (text, "stdout is a terminal, which shows no picture (redirect it, or name a file)",
                       error);
      return TRUE;
    }

  if (!split (text, pattern, error))
    return FALSE;

  if (count > 1 && !pattern->names.is_numbered)
    return refuse (text, "several pictures need a number in the name (write it as %d, such as weft_%05d.png)",
                   error);

  return check_name (text, pattern, first + count - 1, endings, error);
}

void
cli_pattern_clear (CliPattern *pattern)
{
  studio_names_clear (&pattern->names);
}

char *
cli_pattern_dup (const CliPattern *pattern, guint64 index)
{
  return studio_names_dup (&pattern->names, index);
}
