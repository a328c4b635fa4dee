/* SPDX-License-Identifier: MIT */
/* What a bench has measured, as Markdown, CSV or JSON, under which conditions, and nothing that was not
 * measured. */
#pragma once

#include "app/bench.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CLI_BENCH_MARKDOWN,
  CLI_BENCH_CSV,
  CLI_BENCH_JSON,
} CliBenchFormat;

/**
 * cli_bench_report_print: conditions, arms, ratios and limits, on stdout.
 * @what: the model or shape, for the conditions
 */
void cli_bench_report_print (StudioBench *bench, const char *what, CliBenchFormat format);

G_END_DECLS
