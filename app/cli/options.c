/* SPDX-License-Identifier: MIT */
/* Values of options: strict numbers, choices, and the spelling nearest to a mistyped name. */
#include "app/cli/options.h"

#include "app/cli/exit.h"

#include "engine/format/escape.h"

#include <string.h>

#define MAX_WORD 64  /* longer words are not compared */
#define MAX_LIST 64  /* values one option may list */

static gboolean
is_digits (const char *text)
{
  if (*text == '\0')
    return FALSE;

  for (; *text != '\0'; text++)
    if (!g_ascii_isdigit (*text))
      return FALSE;

  return TRUE;
}

gboolean
cli_parse_integer (const char *text, guint64 *value)
{
  return is_digits (text) && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, value, NULL);
}

static gboolean
parse_bounded (const CliOption *option, const char *text, guint64 *value)
{
  return cli_parse_integer (text, value) && *value >= option->minimum && *value <= option->maximum;
}

static gboolean
parse_seed (const char *text, CliValue *value)
{
  const gboolean negative = *text == '-';

  if (!cli_parse_integer (negative ? text + 1 : text, &value->integer))
    return FALSE;

  value->random = negative && value->integer > 0;
  return TRUE;
}

/* Digits, or digits with a point between or after them: what strtod takes beyond that is refused. */
static gboolean
parse_real (const CliOption *option, const char *text, double *value)
{
  const gsize whole = strspn (text, "0123456789");
  const gsize fraction = text[whole] == '.' ? 1 + strspn (text + whole + 1, "0123456789") : 0;

  if (whole == 0 || text[whole + fraction] != '\0')
    return FALSE;

  *value = g_ascii_strtod (text, NULL);
  return (*value >= option->lowest && *value <= option->highest) || (option->or_zero && *value == 0.0);
}

static gboolean
parse_choice (const CliOption *option, const char *text, guint64 *index)
{
  for (guint i = 0; option->choices[i] != NULL; i++)
    if (strcmp (option->choices[i], text) == 0)
      {
        *index = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
parse_list (const CliOption *option, const char *text, CliValue *value)
{
  g_auto (GStrv) words = g_strsplit (text, ",", MAX_LIST + 1);

  if (g_strv_length (words) > MAX_LIST)
    return FALSE;

  value->list = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint64 item;
      const gboolean good = option->kind == CLI_INTEGERS ? parse_bounded (option, words[i], &item)
                                                         : parse_choice (option, words[i], &item);
      if (!good)
        {
          g_clear_pointer (&value->list, g_array_unref);
          return FALSE;
        }
      g_array_append_val (value->list, item);
    }

  return value->list->len > 0;
}

static gboolean
parse_kind (const CliOption *option, const char *text, CliValue *value)
{
  switch (option->kind)
    {
    case CLI_FLAG:
      return TRUE;
    case CLI_TEXT:
    case CLI_TEXTS:
    case CLI_FILE:
      return *text != '\0';
    case CLI_INTEGER:
      return parse_bounded (option, text, &value->integer);
    case CLI_REAL:
      return parse_real (option, text, &value->real);
    case CLI_SEED:
      return parse_seed (text, value);
    case CLI_CHOICE:
      return parse_choice (option, text, &value->integer);
    case CLI_INTEGERS:
    case CLI_CHOICES:
      return parse_list (option, text, value);
    default:
      g_assert_not_reached ();
    }
}

static char *
dup_number (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%g", number));
}

static char *
dup_choices (const CliOption *option)
{
  g_autofree char *joined = g_strjoinv (", ", (char **) option->choices);

  return g_strconcat (option->kind == CLI_CHOICES ? "one or more, with commas, of " : "one of ", joined,
                      NULL);
}

/* The possible values in words, such as "a whole number from 1 to 9"; NULL where anything goes. */
static char *
dup_range (const CliOption *option)
{
  g_autofree char *lowest = dup_number (option->lowest);
  g_autofree char *highest = dup_number (option->highest);

  switch (option->kind)
    {
    case CLI_INTEGER:
      return g_strdup_printf ("a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
                              option->minimum, option->maximum);
    case CLI_INTEGERS:
      return g_strdup_printf ("whole numbers from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                              ", with commas between",
                              option->minimum, option->maximum);
    case CLI_REAL:
      return g_strdup_printf ("%sa number from %s to %s, such as 0.8", option->or_zero ? "0, or " : "",
                              lowest, highest);
    case CLI_SEED:
      return g_strdup ("a whole number from 0 to 18446744073709551615, or a negative one for a random seed");
    case CLI_CHOICE:
    case CLI_CHOICES:
      return dup_choices (option);
    case CLI_TEXT:
    case CLI_TEXTS:
    case CLI_FILE:
      return g_strdup ("anything but an empty word");
    default:
      return NULL;
    }
}

gboolean
cli_option_parse (const CliOption *option, const char *text, CliValue *value, GError **error)
{
  memset (value, 0, sizeof *value);
  value->text = text;

  if (parse_kind (option, text, value))
    return TRUE;

  g_autofree char *range = dup_range (option);
  g_autofree char *shown = weft_escape_name (text, -1);
  const char letter[] = { '-', option->letter, ',', ' ', '\0' };
  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "%s--%s is '%s' (give %s)",
               option->letter != 0 ? letter : "", option->name, shown, range);
  return FALSE;
}

/* Edit distance with transpositions of neighbours. */
static guint
distance (const char *a, const char *b)
{
  guint rows[3][MAX_WORD + 1];
  const gsize n = strlen (b);

  for (gsize j = 0; j <= n; j++)
    rows[0][j] = j;

  for (gsize i = 1; a[i - 1] != '\0'; i++)
    {
      guint *row = rows[i % 3];
      const guint *above = rows[(i + 2) % 3];
      const guint *two_above = rows[(i + 1) % 3];

      row[0] = i;
      for (gsize j = 1; j <= n; j++)
        {
          row[j] = MIN (MIN (row[j - 1], above[j]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], two_above[j - 2] + 1);
        }
    }

  return rows[strlen (a) % 3][n];
}

const char *
cli_nearest (const char *word, const char *const *names)
{
  const gsize length = strlen (word);
  const char *nearest = NULL;
  guint least = G_MAXUINT;

  if (length == 0 || length > MAX_WORD)
    return NULL;

  for (; *names != NULL; names++)
    {
      /* The beginning of a name is a good guess at it, a short word that shares one letter is none. */
      const guint far = strlen (*names) > length && g_str_has_prefix (*names, word) ? 1
                                                                                    : distance (word, *names);

      if (far < least && far <= 1 + length / 3)
        {
          least = far;
          nearest = *names;
        }
    }

  return nearest;
}
