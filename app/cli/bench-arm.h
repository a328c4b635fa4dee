/* SPDX-License-Identifier: MIT */
/* What the reports say of one arm of a bench, and of two. */
#pragma once

#include "app/bench.h"
#include "app/statistics.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_bench_get_values: of an array of double.
 */
const double *cli_bench_get_values (GArray *array);

/**
 * cli_bench_get_median: of an array of double.
 */
double cli_bench_get_median (GArray *array);

WeftPrecision cli_bench_get_precision (const StudioBenchArm *arm);
guint         cli_bench_get_threads   (const StudioBenchArm *arm);

/**
 * cli_bench_is_window: whether it measures steps around one position, no whole sequence.
 */
gboolean cli_bench_is_window (const StudioBenchArm *arm);

/**
 * cli_bench_dup_steps: (transfer full): "783", or "at 100000".
 */
char *cli_bench_dup_steps (const StudioBenchArm *arm);

/**
 * cli_bench_dup_note: (transfer full): what must be known before an arm's figures are believed; may be empty.
 */
char *cli_bench_dup_note (const StudioBenchArm *arm);

/**
 * cli_bench_get_images_per_second: an image is as many steps as the network has positions.
 */
double cli_bench_get_images_per_second (const StudioBenchArm *arm);

/**
 * cli_bench_get_fraction: median of rates over limits, repetition by repetition; the limit was measured around each.
 */
double cli_bench_get_fraction (const StudioBenchArm *arm);

/**
 * cli_bench_get_ratio: rates of @a over those of @b, which were measured in the same rounds.
 *
 * Returns: FALSE under 5 repetitions of either: then there is no ratio.
 */
gboolean cli_bench_get_ratio (const StudioBenchArm *a, const StudioBenchArm *b, StudioInterval *ratio);

G_END_DECLS
