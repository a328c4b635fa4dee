/* SPDX-License-Identifier: MIT */
/* A handler that only remembers the signal; SA_RESETHAND gives the second one its deadly default back. */
#include "app/cli/interrupt.h"

#include "app/cli/exit.h"

#include <signal.h>

static volatile sig_atomic_t pending_signal;

static void
remember (int number)
{
  pending_signal = number;
}

void
cli_interrupt_watch (void)
{
  const struct sigaction action = { .sa_handler = remember, .sa_flags = SA_RESETHAND | SA_RESTART };

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

gboolean
cli_interrupt_pending (void)
{
  return pending_signal != 0;
}

gboolean
cli_interrupt_check (const char *remedy, GError **error)
{
  const int number = pending_signal;

  if (number == 0)
    return TRUE;

  g_set_error (error, CLI_ERROR, number == SIGTERM ? CLI_EXIT_TERMINATED : CLI_EXIT_INTERRUPTED, "%s%s%s%s",
               number == SIGTERM ? "terminated" : "interrupted", remedy != NULL ? " (" : "",
               remedy != NULL ? remedy : "", remedy != NULL ? ")" : "");
  return FALSE;
}
