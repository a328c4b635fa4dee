/* SPDX-License-Identifier: MIT */
/* Which arms of a bench can be compared, and by what factor they differ. */
#pragma once

#include "app/bench.h"
#include "app/statistics.h"

#include <glib.h>

G_BEGIN_DECLS

/* Two arms that differ in one thing, and by what factor. Strings are owned by the array. */
typedef struct {
  char *compared;   /* "linear / softmax-cached" */
  char *conditions; /* what they share */
  gboolean has_ratio;
  StudioInterval ratio;
} CliBenchComparison;

/**
 * cli_bench_compare: each arm with the first one that differs from it in one thing; forms only with linear.
 *
 * Returns: (transfer full): of CliBenchComparison, which it frees.
 */
GArray *cli_bench_compare (StudioBench *bench);

G_END_DECLS
