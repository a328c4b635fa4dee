/* SPDX-License-Identifier: MIT */
/* StudioBench: arms that differ in one thing take turns painting; their times are kept, and what the machine
 * allowed. */
#pragma once

#include "app/bench-limits.h"
#include "app/bench-runner.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioBenchArm: one way to paint, and how fast it was. Arrays are of double, one element a repetition.
 */
typedef struct {
  StudioBenchCase what;
  guint64 bytes;        /* what one image remembers after the last step */
  gboolean is_stopped;  /* its budget was used up before all repetitions were done */
  double seconds;       /* used so far, the warm-up included */
  GArray *rates;        /* values a second of all lanes together */

  /* with limits, else empty: measured just before and just after, the mean of both */
  GArray *read;         /* StudioLimits.read */
  GArray *multiply;     /* StudioLimits.multiply */
  GArray *limits; /* values a second if nothing but reading the weights, or multiplying by them, took time */
  gboolean reads_bound; /* which of the two was the limit in the last repetition */

  StudioBenchRunner *runner; /* the bench's own */
  StudioLimitsProbe *probe;  /* the bench's own, shared by arms; NULL without limits */
} StudioBenchArm;

/**
 * StudioBench:
 *
 * Threads: one at a time.
 */
typedef struct _StudioBench StudioBench;

/**
 * studio_bench_new:
 * @with_limits: whether to measure beside each arm what the machine allows; needs weft_blas_init() to have
 * succeeded
 * @check: (nullable): asked before every step
 */
StudioBench *studio_bench_new (gboolean with_limits, StudioBenchCheck check);

void studio_bench_free (StudioBench *bench);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioBench, studio_bench_free)

/**
 * studio_bench_add: one more arm; all its memory is had before anything is measured.
 * @what: copied; its team must outlive the bench
 *
 * Returns: FALSE with WEFT_ERROR_NO_MEMORY naming the amount, or WEFT_ERROR_RESOURCE.
 */
gboolean studio_bench_add (StudioBench *bench, const StudioBenchCase *what, GError **error);

guint                 studio_bench_get_n_arms (StudioBench *bench);
const StudioBenchArm *studio_bench_get_arm    (StudioBench *bench, guint index);

/**
 * studio_bench_run_round: every arm once, in random order; an arm over @budget takes no further part.
 * @keep: FALSE for a warm-up, whose times are thrown away
 * @budget: seconds an arm may use in all
 *
 * Returns: FALSE with WEFT_ERROR_NOT_FINITE or what the check reported.
 */
gboolean studio_bench_run_round (StudioBench *bench, gboolean keep, double budget, GError **error);

G_END_DECLS
