/* SPDX-License-Identifier: MIT */
/* Reads argv against a table: GNU's ways, but nothing is abbreviated or guessed. */
#include "app/cli/arguments.h"

#include "app/cli/exit.h"
#include "app/cli/messages.h"

#include "engine/format/escape.h"

#include <string.h>

struct _CliArguments {
  const CliCommand *command; /* borrowed */
  CliValue *values;          /* owned, one for each row of the table */
  guint n_options;
  GPtrArray *operands;       /* owned, of borrowed words, NULL-terminated */
};

typedef struct {
  CliArguments *arguments;
  char **next; /* the word to be read */
  CliAction action;
} Reader;

static guint
count_options (const CliCommand *command)
{
  guint n = 0;

  while (command->options[n].name != NULL)
    n++;

  return n;
}

static int
find_long (const CliArguments *arguments, const char *name, gsize length)
{
  for (guint i = 0; i < arguments->n_options; i++)
    {
      const char *candidate = arguments->command->options[i].name;

      if (strlen (candidate) == length && strncmp (candidate, name, length) == 0)
        return i;
    }

  return -1;
}

static int
find_letter (const CliArguments *arguments, char letter)
{
  for (guint i = 0; i < arguments->n_options; i++)
    if (arguments->command->options[i].letter == letter && letter != 0)
      return i;

  return -1;
}

/* Whether @word would be read as an option, so that a forgotten value is noticed and not filled with the next
 * option. */
static gboolean
is_option (const CliArguments *arguments, const char *word)
{
  if (g_str_has_prefix (word, "--"))
    return find_long (arguments, word + 2, strcspn (word + 2, "=")) >= 0;

  return word[0] == '-' && find_letter (arguments, word[1]) >= 0;
}

static void
set_unknown_long (const CliArguments *arguments, const char *word, GError **error)
{
  g_autofree const char **names = g_new0 (const char *, arguments->n_options + 1);
  g_autofree char *name = g_strndup (word + 2, strcspn (word + 2, "="));
  g_autofree char *shown = weft_escape_name (name, -1);

  for (guint i = 0; i < arguments->n_options; i++)
    names[i] = arguments->command->options[i].name;

  const char *nearest = cli_nearest (name, names);
  if (nearest != NULL)
    g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "%s has no option '--%s' (did you mean '--%s'?)",
                 arguments->command->name, shown, nearest);
  else
    g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "%s has no option '--%s' (see weft %s -h)",
                 arguments->command->name, shown, arguments->command->name);
}

static gboolean
take_value (Reader *reader, guint index, const char *text, GError **error)
{
  const CliOption *option = &reader->arguments->command->options[index];
  CliValue *value = &reader->arguments->values[index];
  GPtrArray *texts = value->texts;

  if (value->given && option->kind != CLI_TEXTS)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "--%s is given twice (give it once)", option->name);
      return FALSE;
    }

  if (!cli_option_parse (option, text, value, error))
    {
      value->texts = texts;
      return FALSE;
    }

  value->given = TRUE;
  if (option->kind == CLI_TEXTS)
    {
      value->texts = texts != NULL ? texts : g_ptr_array_new ();
      g_ptr_array_add (value->texts, (char *) text);
    }
  if (strcmp (option->name, "help") == 0)
    reader->action = CLI_SHOW_HELP;
  else if (strcmp (option->name, "version") == 0)
    reader->action = CLI_SHOW_VERSION;

  return TRUE;
}

/* @attached: what follows the option in its own word, or NULL. */
static gboolean
take_option (Reader *reader, guint index, const char *attached, GError **error)
{
  const CliOption *option = &reader->arguments->command->options[index];

  if (option->kind == CLI_FLAG)
    return take_value (reader, index, "", error);

  if (attached != NULL)
    return take_value (reader, index, attached, error);

  if (*reader->next == NULL || is_option (reader->arguments, *reader->next))
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "--%s needs a value (write --%s %s)", option->name,
                   option->name, option->value);
      return FALSE;
    }

  return take_value (reader, index, *reader->next++, error);
}

static gboolean
read_long (Reader *reader, const char *word, GError **error)
{
  const gsize length = strcspn (word + 2, "=");
  const char *attached = word[2 + length] == '=' ? word + 2 + length + 1 : NULL;
  const int index = find_long (reader->arguments, word + 2, length);

  if (index < 0)
    {
      set_unknown_long (reader->arguments, word, error);
      return FALSE;
    }

  if (attached != NULL && reader->arguments->command->options[index].kind == CLI_FLAG)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "--%s takes no value (write --%s alone)",
                   reader->arguments->command->options[index].name,
                   reader->arguments->command->options[index].name);
      return FALSE;
    }

  return take_option (reader, index, attached, error);
}

static gboolean
read_letters (Reader *reader, const char *word, GError **error)
{
  for (const char *letter = word + 1; *letter != '\0'; letter++)
    {
      const int index = find_letter (reader->arguments, *letter);

      if (index < 0)
        {
          const char single[] = { *letter, '\0' };
          g_autofree char *shown = weft_escape_name (single, -1);

          g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "%s has no option '-%s' (see weft %s -h)",
                       reader->arguments->command->name, shown, reader->arguments->command->name);
          return FALSE;
        }

      if (reader->arguments->command->options[index].kind != CLI_FLAG)
        return take_option (reader, index, letter[1] != '\0' ? letter + 1 : NULL, error);

      if (!take_option (reader, index, NULL, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_words (Reader *reader, GError **error)
{
  gboolean options_ended = FALSE;

  while (*reader->next != NULL && reader->action == CLI_RUN)
    {
      char *word = *reader->next++;

      if (options_ended || word[0] != '-' || word[1] == '\0')
        g_ptr_array_add (reader->arguments->operands, word);
      else if (strcmp (word, "--") == 0)
        options_ended = TRUE;
      else if (!(word[1] == '-' ? read_long : read_letters) (reader, word, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_operands (const CliArguments *arguments, GError **error)
{
  const CliCommand *command = arguments->command;
  const guint n = arguments->operands->len;

  if (n < command->min_operands)
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "%s needs %s (see weft %s -h)", command->name,
                   command->operands, command->name);
      return FALSE;
    }

  if (n > command->max_operands)
    {
      g_autofree char *shown = weft_escape_name (g_ptr_array_index (arguments->operands,
                                                                    command->max_operands),
                                                 -1);

      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "'%s' is one argument too many for %s (see weft %s -h)",
                   shown, command->name, command->name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_required (const CliArguments *arguments, GError **error)
{
  for (guint i = 0; i < arguments->n_options; i++)
    {
      const CliOption *option = &arguments->command->options[i];

      if (option->is_required && !arguments->values[i].given)
        {
          g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "%s needs --%s %s (see weft %s -h)",
                       arguments->command->name, option->name, option->value, arguments->command->name);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_quiet (const CliArguments *arguments, GError **error)
{
  if (!cli_arguments_is_given (arguments, "quiet") || !cli_arguments_is_given (arguments, "verbose"))
    return TRUE;

  g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE,
                       "--quiet and --verbose contradict each other (give one)");
  return FALSE;
}

static void
fill_fallbacks (CliArguments *arguments)
{
  for (guint i = 0; i < arguments->n_options; i++)
    {
      const CliOption *option = &arguments->command->options[i];

      if (option->fallback != NULL && !arguments->values[i].given
          && !cli_option_parse (option, option->fallback, &arguments->values[i], NULL))
        g_assert_not_reached ();
    }
}

CliArguments *
cli_arguments_new (const CliCommand *command, char **words, CliAction *action, GError **error)
{
  g_autoptr (CliArguments) arguments = g_new0 (CliArguments, 1);
  Reader reader = { .arguments = arguments, .next = words, .action = CLI_RUN };

  arguments->command = command;
  arguments->n_options = count_options (command);
  arguments->values = g_new0 (CliValue, arguments->n_options);
  arguments->operands = g_ptr_array_new ();

  if (!read_words (&reader, error))
    return NULL;

  *action = reader.action;
  if (reader.action == CLI_RUN
      && (!check_operands (arguments, error) || !check_required (arguments, error)
          || !check_quiet (arguments, error)))
    return NULL;

  fill_fallbacks (arguments);
  g_ptr_array_add (arguments->operands, NULL);
  return g_steal_pointer (&arguments);
}

void
cli_arguments_free (CliArguments *arguments)
{
  if (arguments == NULL)
    return;

  for (guint i = 0; i < arguments->n_options; i++)
    {
      g_clear_pointer (&arguments->values[i].list, g_array_unref);
      g_clear_pointer (&arguments->values[i].texts, g_ptr_array_unref);
    }
  g_free (arguments->values);
  g_ptr_array_unref (arguments->operands);
  g_free (arguments);
}

gboolean
cli_arguments_knows (const CliArguments *arguments, const char *name)
{
  return find_long (arguments, name, strlen (name)) >= 0;
}

const CliValue *
cli_arguments_get (const CliArguments *arguments, const char *name)
{
  const int index = find_long (arguments, name, strlen (name));

  g_assert (index >= 0);
  return &arguments->values[index];
}

gboolean
cli_arguments_is_given (const CliArguments *arguments, const char *name)
{
  return cli_arguments_get (arguments, name)->given;
}

guint64
cli_arguments_get_integer (const CliArguments *arguments, const char *name)
{
  return cli_arguments_get (arguments, name)->integer;
}

double
cli_arguments_get_real (const CliArguments *arguments, const char *name)
{
  return cli_arguments_get (arguments, name)->real;
}

const char *
cli_arguments_get_text (const CliArguments *arguments, const char *name)
{
  return cli_arguments_get (arguments, name)->text;
}

const char *const *
cli_arguments_get_operands (const CliArguments *arguments)
{
  return (const char *const *) arguments->operands->pdata;
}

static void
say (const char *format, va_list list)
{
  g_autofree char *text = g_strdup_vprintf (format, list);

  cli_message ("%s", text);
}

void
cli_note (const CliArguments *arguments, const char *format, ...)
{
  va_list list;

  if (cli_arguments_is_given (arguments, "quiet"))
    return;

  va_start (list, format);
  say (format, list);
  va_end (list);
}

void
cli_detail (const CliArguments *arguments, const char *format, ...)
{
  va_list list;

  if (!cli_arguments_is_given (arguments, "verbose"))
    return;

  va_start (list, format);
  say (format, list);
  va_end (list);
}
