/* SPDX-License-Identifier: MIT */
/* Exit codes of weft, and the GError domain that carries one of them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The numbers are a contract with scripts. */
typedef enum {
  CLI_EXIT_DONE = 0,
  CLI_EXIT_INTERNAL = 1,     /* a bug in Weft, never the answer to bad input */
  CLI_EXIT_USAGE = 2,        /* options that are unknown, out of range or contradict each other */
  CLI_EXIT_REFUSED = 3,      /* a checkpoint, image, recipe or data set that cannot be used */
  CLI_EXIT_MEMORY = 4,       /* not enough memory */
  CLI_EXIT_OUTPUT = 5,       /* output that cannot be written, exists already, or belongs to another run */
  CLI_EXIT_RESOURCE = 6,     /* a thread, descriptor or library is missing */
  CLI_EXIT_DISTRIBUTION = 7, /* the model produced no valid distribution */
  CLI_EXIT_INTERRUPTED = 130,
  CLI_EXIT_TERMINATED = 143,
} CliExit;

/* Errors of the command line itself; the code of such a GError is a CliExit. */
#define CLI_ERROR (cli_error_quark ())
GQuark cli_error_quark (void);

/**
 * cli_exit_from_error: the exit code that @error of any domain stands for.
 */
CliExit cli_exit_from_error (const GError *error);

G_END_DECLS
