/* SPDX-License-Identifier: MIT */
/* StudioBenchRunner: paints with one form, model and team, and says what that took. */
#pragma once

#include "engine/model.h"
#include "engine/state.h"
#include "engine/team.h"

#include <glib.h>

G_BEGIN_DECLS

/* Which steps of a sequence are taken, and so what the time of an arm is the time of. */
typedef enum {
  STUDIO_BENCH_WHOLE,   /* all of them */
  STUDIO_BENCH_SAMPLED, /* a few at three positions, integrated over the sequence */
  STUDIO_BENCH_WINDOW,  /* a few from one position on */
} StudioBenchPlan;

#define STUDIO_BENCH_WINDOW_STEPS 64 /* of one lane; fewer with many lanes, or where each step recomputes */

/**
 * StudioBenchCase: one way to paint. A plain value.
 */
typedef struct {
  WeftModel *model; /* borrowed */
  WeftTeam *team;   /* borrowed */
  WeftForm form;
  guint n_lanes;    /* images side by side, 1 .. */
  guint n_steps;    /* of the sequence, 1 .. positions; WINDOW: not read */
  StudioBenchPlan plan;
  guint position;   /* WINDOW: steps before it, 0 .. positions - STUDIO_BENCH_WINDOW_STEPS */
} StudioBenchCase;

/* Asked before every step whether all may go on; FALSE with an error ends the bench. */
typedef gboolean (*StudioBenchCheck) (GError **error);

/**
 * StudioBenchRunner: all memory is had when it is made.
 *
 * Threads: one at a time.
 */
typedef struct _StudioBenchRunner StudioBenchRunner;

/**
 * studio_bench_runner_new:
 * @what: copied; model and team must outlive the result
 * @check: (nullable)
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY naming the amount.
 */
StudioBenchRunner *studio_bench_runner_new (const StudioBenchCase *what, StudioBenchCheck check,
                                            GError **error);

void studio_bench_runner_free (StudioBenchRunner *runner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioBenchRunner, studio_bench_runner_free)

/**
 * studio_bench_runner_get_case: what it runs; a sequence too short to be SAMPLED has become WHOLE.
 */
const StudioBenchCase *studio_bench_runner_get_case (StudioBenchRunner *runner);

/**
 * studio_bench_runner_run: the steps of the plan.
 * @allowed: seconds after which to stop in the middle
 * @rate: (out): values a second of all lanes together, over the sequence or window; 0 if it was stopped
 *
 * The first call of a linear WINDOW walks there, step by step, which counts as its time but not in its rate.
 * The past of softmax attention is made up: its keys and values are zero, which takes no less time to read.
 *
 * Returns: FALSE with WEFT_ERROR_NOT_FINITE or what the check reported.
 */
gboolean studio_bench_runner_run (StudioBenchRunner *runner, double allowed, double *rate, GError **error);

/**
 * studio_bench_runner_get_rows: rows that an average step of the plan sends through the matrices, all lanes
 * together.
 */
double studio_bench_runner_get_rows (StudioBenchRunner *runner);

G_END_DECLS
