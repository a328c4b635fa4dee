/* SPDX-License-Identifier: MIT */
/* The man page, weft.1, in the man macros. */
#include "app/cli/help.h"

#include "app/cli/commands.h"
#include "app/cli/print.h"

/* Text as troff wants it: dashes and backslashes that stay what they are, no line mistaken for a request. */
static char *
dup_troff (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    switch (*c)
      {
      case '\\':
        g_string_append (out, "\\e");
        break;
      case '-':
        g_string_append (out, "\\-");
        break;
      case '\n':
        g_string_append (out, "\n.PP\n");
        break;
      case '\'':
        g_string_append (out, "\\(aq");
        break;
      default:
        g_string_append_c (out, *c);
      }

  return g_string_free (out, FALSE);
}

static void
print_option (const CliOption *option)
{
  g_autofree char *name = dup_troff (option->name);
  g_autofree char *help = dup_troff (option->help);
  g_autofree char *value = dup_troff (option->value != NULL ? option->value : "");
  g_autofree char *fallback = dup_troff (option->fallback != NULL ? option->fallback : "");

  cli_print (".TP\n");
  if (option->letter != 0)
    cli_print ("\\fB\\-%c\\fR, ", option->letter);
  cli_print ("\\fB\\-\\-%s\\fR", name);
  cli_print (option->value != NULL ? " \\fI%s\\fR\n" : "%s\n", value);
  cli_print ("%s", help);
  cli_print (option->fallback != NULL ? " (default: %s)\n" : "%s\n", fallback);
}

static void
print_examples (const char *examples)
{
  g_auto (GStrv) lines = g_strsplit (examples, "\n", -1);

  cli_print (".PP\nExamples:\n.PP\n.nf\n");
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = dup_troff (lines[i]);

      cli_print ("    %s\n", line);
    }
  cli_print (".fi\n");
}

static void
print_command (const CliCommand *command)
{
  g_autofree char *operands = dup_troff (command->operands != NULL ? command->operands : "");
  g_autofree char *description = dup_troff (command->description);

  cli_print (".SS weft %s [options] %s\n%s\n", command->name, operands, description);
  for (const CliOption *option = command->options; option->name != NULL; option++)
    print_option (option);
  if (command->examples != NULL)
    print_examples (command->examples);
}

static const char head[] =
    ".\\\" SPDX-License-Identifier: MIT\n"
    ".TH WEFT 1 \"\" \"Weft " WEFT_VERSION "\" \"User Commands\"\n"
    ".SH NAME\n"
    "weft \\- paint images pixel by pixel with linear\\-attention transformers\n"
    ".SH SYNOPSIS\n"
    "\\fBweft\\fR \\fISUBCOMMAND\\fR [options] [files]\n"
    ".SH DESCRIPTION\n"
    "Results go to stdout, messages and progress to stderr. Options may stand before or after files;\n"
    "\\fB\\-\\-\\fR ends them. Numbers are plain decimal, whatever the locale. Nothing is written\n"
    "before all options are valid, and no file is replaced unless asked for.\n"
    ".SH SUBCOMMANDS\n";

static const char tail[] =
    ".SH EXIT STATUS\n"
    ".TP\n0\ndone\n"
    ".TP\n1\ninternal error: a bug in Weft\n"
    ".TP\n2\nusage: unknown option, value out of range, options that contradict each other\n"
    ".TP\n3\ninput refused: checkpoint, image, recipe, data set; or a picture not reproduced\n"
    ".TP\n4\nnot enough memory: what is needed and what there is are said, before anything begins where that can be\n"
    ".TP\n5\noutput could not be written, already exists, or is in use by another run\n"
    ".TP\n6\na system resource is missing: thread, descriptor, library\n"
    ".TP\n7\nthe model produced no valid distribution\n"
    ".TP\n130, 143\ninterrupted, terminated: finished files are whole\n"
    ".SH ENVIRONMENT\n"
    ".TP\n\\fBWEFT_ARITHMETIC\\fR\nname of the arithmetic to train with, for tests\n"
    ".TP\n\\fBWEFT_DATADIR\\fR\nfolder that holds checkpoints/, instead of the installed one\n"
    ".TP\n\\fBWEFT_KERNELS\\fR\nname of the kernels to compute with, for tests\n";

void
cli_help_print_man (void)
{
  cli_print ("%s", head);
  for (guint i = 0; cli_commands[i] != NULL; i++)
    print_command (cli_commands[i]);
  cli_print ("%s", tail);
}
