/* SPDX-License-Identifier: MIT */
/* Help for terminals of 80 columns. */
#include "app/cli/help.h"

#include "app/cli/commands.h"
#include "app/cli/print.h"

#include <string.h>

#define COLUMNS 80
#define INDENT 26 /* where the explanation of an option begins */

/* Prints words from the present column on, further lines indented. */
static void
print_wrapped (const char *text, gsize column, gsize indent)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gboolean is_first = TRUE;

  for (guint i = 0; words[i] != NULL; i++)
    {
      const gsize length = strlen (words[i]);

      if (!is_first && column + 1 + length > COLUMNS)
        {
          cli_print ("\n%*s", (int) indent, "");
          column = indent;
          is_first = TRUE;
        }
      cli_print ("%s%s", is_first ? "" : " ", words[i]);
      column += length + (is_first ? 0 : 1);
      is_first = FALSE;
    }

  cli_print ("\n");
}

static void
print_paragraphs (const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    print_wrapped (paragraphs[i], 0, 0);
}

static char *
dup_help (const CliOption *option)
{
  if (option->fallback == NULL)
    return g_strdup (option->help);

  return g_strdup_printf ("%s (default: %s)", option->help, option->fallback);
}

static void
print_option (const CliOption *option)
{
  const char letter[] = { '-', option->letter, ',', ' ', '\0' };
  g_autofree char *head = g_strdup_printf ("  %s--%s%s%s", option->letter != 0 ? letter : "    ",
                                           option->name, option->value != NULL ? " " : "",
                                           option->value != NULL ? option->value : "");
  g_autofree char *help = dup_help (option);

  if (strlen (head) + 2 > INDENT)
    cli_print ("%s\n%*s", head, INDENT, "");
  else
    cli_print ("%-*s", INDENT, head);
  print_wrapped (help, INDENT, INDENT);
}

static void
print_examples (const char *examples)
{
  g_auto (GStrv) lines = g_strsplit (examples, "\n", -1);

  cli_print ("\nExamples:\n");
  for (guint i = 0; lines[i] != NULL; i++)
    cli_print ("  %s\n", lines[i]);
}

static void
print_command (const CliCommand *command)
{
  cli_print ("usage: weft %s [options]%s%s\n\n", command->name, command->operands != NULL ? " " : "",
             command->operands != NULL ? command->operands : "");
  print_paragraphs (command->description);
  cli_print ("\nOptions:\n");
  for (const CliOption *option = command->options; option->name != NULL; option++)
    print_option (option);
  if (command->examples != NULL)
    print_examples (command->examples);
}

static void
print_overview (void)
{
  cli_print ("usage: weft SUBCOMMAND [options] [files]\n\n"
             "Paints images pixel by pixel with linear-attention transformers.\n\n"
             "Subcommands:\n");
  for (guint i = 0; cli_commands[i] != NULL; i++)
    cli_print ("  %-9s %s\n", cli_commands[i]->name, cli_commands[i]->summary);
  cli_print ("\n"
             "  weft SUBCOMMAND -h   what it does and its options\n"
             "  weft --version       versions of Weft and of every library\n\n"
             "Start with: weft sample\n");
}

void
cli_help_print (const CliCommand *command)
{
  if (command != NULL)
    print_command (command);
  else
    print_overview ();
}
