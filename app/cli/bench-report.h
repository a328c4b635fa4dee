/* SPDX-License-Identifier: MIT */
/* What a bench has measured, as Markdown, CSV or JSON, under which conditions, and nothing that was not
 * measured. */
#pragma once

#include "app/cli/bench.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CLI_BENCH_MARKDOWN,
  CLI_BENCH_CSV,
  CLI_BENCH_JSON,
} CliBenchFormat;

/**
 * cli_bench_report_print: conditions, arms, ratios, on stdout.
 * @what: the model or shape, for the conditions
 */
void cli_bench_report_print (CliBench *bench, WeftModel *model, WeftTeam *team, const char *what,
                             CliBenchFormat format);

G_END_DECLS
