/* SPDX-License-Identifier: MIT */
/* CliArguments: what the user asked one subcommand to do, read against its table. */
#pragma once

#include "app/cli/options.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * CliArguments: checked options and operands. The bytes of argv are borrowed.
 *
 * Threads: immutable after parsing; any.
 */
typedef struct _CliArguments CliArguments;

/**
 * CliCommand: one subcommand. Constant.
 */
typedef struct {
  const char *name;
  const char *operands;     /* as usage shows them, such as "DATA | IMAGE..."; NULL: none */
  guint min_operands;
  guint max_operands;
  const char *summary;      /* one line, no full stop */
  const char *description;  /* sentences; paragraphs are separated by an empty line */
  const char *examples;     /* one command a line, or NULL */
  const CliOption *options;
  gboolean needs_blas;
  gboolean (*run) (const CliArguments *arguments, GError **error);
} CliCommand;

/* What is to be done after parsing. */
typedef enum {
  CLI_RUN,
  CLI_SHOW_HELP,
  CLI_SHOW_VERSION,
} CliAction;

/**
 * cli_arguments_new: reads the words after the subcommand's name. -h and --version win over what comes after
 * them.
 * @words: NULL-terminated bytes, borrowed
 * @action: (out): what the words ask for
 *
 * Returns: (transfer full): NULL with CLI_EXIT_USAGE.
 */
CliArguments *cli_arguments_new (const CliCommand *command, char **words, CliAction *action, GError **error);

void cli_arguments_free (CliArguments *arguments);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliArguments, cli_arguments_free)

/**
 * cli_arguments_knows: whether the subcommand's table has the option @name at all.
 */
gboolean cli_arguments_knows (const CliArguments *arguments, const char *name);

/**
 * cli_arguments_get: the option @name; it must stand in the subcommand's table.
 */
const CliValue *cli_arguments_get (const CliArguments *arguments, const char *name);

/* Short forms of the above. */
gboolean    cli_arguments_is_given    (const CliArguments *arguments, const char *name);
guint64     cli_arguments_get_integer (const CliArguments *arguments, const char *name);
double      cli_arguments_get_real    (const CliArguments *arguments, const char *name);
const char *cli_arguments_get_text    (const CliArguments *arguments, const char *name);

/**
 * cli_arguments_get_operands: words that are no options, NULL-terminated.
 */
const char *const *cli_arguments_get_operands (const CliArguments *arguments);

/**
 * cli_note: something worth knowing, on stderr, unless -q was given.
 */
void cli_note (const CliArguments *arguments, const char *format, ...) G_GNUC_PRINTF (2, 3);

/**
 * cli_detail: a detail, on stderr, if -v was given.
 */
void cli_detail (const CliArguments *arguments, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
