/* SPDX-License-Identifier: MIT */
/* Help, man page and shell completion, all from the tables of the subcommands, on stdout. */
#pragma once

#include "app/cli/arguments.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_help_print: `weft SUBCOMMAND -h`, or `weft -h` if @command is NULL.
 */
void cli_help_print (const CliCommand *command);

/**
 * cli_help_print_man: weft.1.
 */
void cli_help_print_man (void);

/**
 * cli_help_print_completion: a completion script for bash.
 */
void cli_help_print_completion (void);

G_END_DECLS
