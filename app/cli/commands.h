/* SPDX-License-Identifier: MIT */
/* All subcommands, one file each: command-NAME.c. */
#pragma once

#include "app/cli/arguments.h"

#include <glib.h>

G_BEGIN_DECLS

extern const CliCommand cli_command_bench;
extern const CliCommand cli_command_check;
extern const CliCommand cli_command_forward;
extern const CliCommand cli_command_import;
extern const CliCommand cli_command_frames;
extern const CliCommand cli_command_info;
extern const CliCommand cli_command_models;
extern const CliCommand cli_command_replay;
extern const CliCommand cli_command_sample;
extern const CliCommand cli_command_score;
extern const CliCommand cli_command_sheet;
extern const CliCommand cli_command_train;

/* In the order of the help; NULL-terminated. */
extern const CliCommand *const cli_commands[];

/**
 * cli_commands_find: the subcommand called @name, or NULL with CLI_EXIT_USAGE and the nearest spelling.
 */
const CliCommand *cli_commands_find (const char *name, GError **error);

G_END_DECLS
