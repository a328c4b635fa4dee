/* SPDX-License-Identifier: MIT */
/* What a bench has measured, as one JSON document. */
#pragma once

#include "app/bench.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_bench_json_print: every repetition of every arm, and the ratios, on stdout.
 * @what: the model or shape
 * @comparisons: of CliBenchComparison
 */
void cli_bench_json_print (StudioBench *bench, const char *what, GArray *comparisons);

G_END_DECLS
