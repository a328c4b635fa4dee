/* SPDX-License-Identifier: MIT */
/* weft: the command line. Chooses the subcommand, turns an error into one line and an exit code. */
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/exit.h"
#include "app/cli/help.h"
#include "app/cli/interrupt.h"
#include "app/cli/messages.h"
#include "app/cli/print.h"
#include "app/cli/version.h"

#include "engine/blas.h"
#include "engine/kernels/kernels.h"
#include "engine/train/arithmetic.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* A closed standard descriptor would be the next file's: it is filled with one that refuses what is written
 * to it. */
static void
fill_standard_descriptors (void)
{
  while (TRUE)
    {
      const int descriptor = open ("/dev/null", O_RDONLY | O_CLOEXEC);

      if (descriptor > STDERR_FILENO)
        {
          close (descriptor);
          return;
        }
      if (descriptor < 0)
        return;
    }
}

static gboolean
run_command (const CliCommand *command, char **words, GError **error)
{
  CliAction action;
  g_autoptr (CliArguments) arguments = cli_arguments_new (command, words, &action, error);

  if (arguments == NULL)
    return FALSE;

  switch (action)
    {
    case CLI_SHOW_HELP:
      cli_help_print (command);
      return TRUE;
    case CLI_SHOW_VERSION:
      cli_version_print ();
      return TRUE;
    default:
      return weft_kernels_check (error) && weft_arithmetic_check (error)
             && (!command->needs_blas || weft_blas_init (error)) && command->run (arguments, error);
    }
}

/* `weft help`, `weft help sample`: what newcomers type. */
static gboolean
print_help (const char *name, GError **error)
{
  const CliCommand *command = name != NULL ? cli_commands_find (name, error) : NULL;

  if (name != NULL && command == NULL)
    return FALSE;

  cli_help_print (command);
  return TRUE;
}

static gboolean
run (char **words, GError **error)
{
  const char *first = words[0];

  if (first == NULL)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE,
                           "no subcommand is given (try weft sample, or weft -h)");
      return FALSE;
    }

  if (strcmp (first, "-h") == 0 || strcmp (first, "--help") == 0)
    {
      cli_help_print (NULL);
      return TRUE;
    }

  if (strcmp (first, "--version") == 0)
    {
      cli_version_print ();
      return TRUE;
    }

  if (strcmp (first, "help") == 0)
    return print_help (words[1], error);

  const CliCommand *command = cli_commands_find (first, error);
  return command != NULL && run_command (command, words + 1, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) closing = NULL;

  fill_standard_descriptors ();
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  cli_interrupt_watch ();

  run (argv + MIN (argc, 1), &error);
  cli_print_close (error == NULL ? &error : &closing);

  if (error == NULL)
    return cli_messages_failed () ? CLI_EXIT_OUTPUT : CLI_EXIT_DONE;

  if (*error->message != '\0')
    cli_message ("%s", error->message);
  return cli_exit_from_error (error);
}
