/* SPDX-License-Identifier: MIT */
/* `weft bench --table paper`: the paper's rows beside what this machine does. */
#pragma once

#include "app/bench.h"
#include "app/cli/arguments.h"

G_BEGIN_DECLS

/**
 * cli_bench_paper_run: measures and prints, in the format of --output.
 * @precision: of all arms
 * @team: (transfer none)
 * @check: asked before every step
 */
gboolean cli_bench_paper_run (const CliArguments *arguments, WeftPrecision precision, WeftTeam *team,
                              StudioBenchCheck check, GError **error);

G_END_DECLS
