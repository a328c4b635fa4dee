/* SPDX-License-Identifier: MIT */
/* What a bench has measured, as Markdown, CSV or JSON, under which conditions, and nothing that was not
 * measured. */
#pragma once

#include "app/bench.h"
#include "app/statistics.h"

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

/**
 * cli_bench_dup_processor: (transfer full): its name, for the conditions.
 */
char *cli_bench_dup_processor (void);

/**
 * cli_bench_dup_note: (transfer full): what must be known before an arm's figures are believed; may be empty.
 */
char *cli_bench_dup_note (const StudioBenchArm *arm);

/**
 * cli_bench_get_ratio: rates of @a over those of @b, which were measured in the same rounds.
 *
 * Returns: FALSE under 5 repetitions of either: then there is no ratio.
 */
gboolean cli_bench_get_ratio (const StudioBenchArm *a, const StudioBenchArm *b, StudioInterval *ratio);

G_END_DECLS
