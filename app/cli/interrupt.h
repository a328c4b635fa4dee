/* SPDX-License-Identifier: MIT */
/* SIGINT and SIGTERM: the first is noticed between two steps, a second one ends the program at once. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_interrupt_watch: from now on the first SIGINT or SIGTERM is only noted. Call once, in main.
 */
void cli_interrupt_watch (void);

/**
 * cli_interrupt_pending: whether the user wants to stop. Cheap: ask at every step.
 */
gboolean cli_interrupt_pending (void);

/**
 * cli_interrupt_check: cli_interrupt_pending() as an error.
 * @remedy: how to go on later, or NULL
 *
 * Returns: TRUE if all may go on; FALSE with CLI_EXIT_INTERRUPTED or CLI_EXIT_TERMINATED.
 */
gboolean cli_interrupt_check (const char *remedy, GError **error);

G_END_DECLS
