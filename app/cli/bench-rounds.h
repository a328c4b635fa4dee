/* SPDX-License-Identifier: MIT */
/* All rounds of a bench, as the options of `weft bench` say. */
#pragma once

#include "app/bench.h"
#include "app/cli/arguments.h"

G_BEGIN_DECLS

/**
 * cli_bench_run_rounds: one warm-up, then --repetitions rounds, each arm at most --budget seconds, with
 * progress.
 */
gboolean cli_bench_run_rounds (const CliArguments *arguments, StudioBench *bench, GError **error);

G_END_DECLS
