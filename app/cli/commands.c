/* SPDX-License-Identifier: MIT */
/* The list of subcommands, and how one is found. */
#include "app/cli/commands.h"

#include "app/cli/exit.h"
#include "engine/format/escape.h"

#include <string.h>

const CliCommand *const cli_commands[] = {
  &cli_command_sample, &cli_command_frames, &cli_command_sheet,  &cli_command_models,
  &cli_command_info,   &cli_command_score,  &cli_command_replay, &cli_command_import,
  &cli_command_train,  &cli_command_forward, &cli_command_check, &cli_command_bench,
  NULL,
};

static void
set_unknown (const char *name, GError **error)
{
  const char *names[G_N_ELEMENTS (cli_commands)] = { NULL };
  g_autofree char *shown = weft_escape_name (name, -1);

  for (guint i = 0; cli_commands[i] != NULL; i++)
    names[i] = cli_commands[i]->name;

  const char *nearest = cli_nearest (name, names);
  if (*name == '-')
    g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "unknown option '%s' (see weft -h)", shown);
  else if (nearest != NULL)
    g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "unknown subcommand '%s' (did you mean 'weft %s'?)", shown,
                 nearest);
  else
    g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "unknown subcommand '%s' (see weft -h)", shown);
}

const CliCommand *
cli_commands_find (const char *name, GError **error)
{
  for (guint i = 0; cli_commands[i] != NULL; i++)
    if (strcmp (cli_commands[i]->name, name) == 0)
      return cli_commands[i];

  set_unknown (name, error);
  return NULL;
}
