/* SPDX-License-Identifier: MIT */
/* Rounds with progress. */
#include "app/cli/bench-rounds.h"

#include "app/cli/progress.h"

gboolean
cli_bench_run_rounds (const CliArguments *arguments, StudioBench *bench, GError **error)
{
  const guint n_rounds = cli_arguments_get_integer (arguments, "repetitions");
  const double budget = cli_arguments_get_real (arguments, "budget");
  g_autoptr (CliProgress) progress = cli_progress_new (arguments, "rounds", n_rounds + 1);

  for (guint i = 0; i <= n_rounds; i++)
    {
      cli_progress_update (progress, i);
      if (!studio_bench_run_round (bench, i > 0, budget, error))
        return FALSE;
    }

  return TRUE;
}
