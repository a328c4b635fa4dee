/* SPDX-License-Identifier: MIT */
/* CliBench: arms that differ in one thing take turns painting; their times are kept. */
#pragma once

#include "engine/model.h"
#include "engine/state.h"
#include "engine/team.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * CliBenchArm: one way to paint, and how fast it was.
 */
typedef struct {
  WeftForm form;
  guint n_lanes;
  guint n_steps;        /* of a sequence */
  gboolean is_sampled;  /* few steps were measured and integrated over the sequence */
  gboolean is_stopped;  /* its budget was used up before all repetitions were done */
  guint64 bytes;        /* what one image remembers after the last step */
  GArray *rates;        /* of double: values per second of all lanes together, one a repetition */

  /* owned by the bench */
  gpointer runner;
  double seconds;       /* used so far */
} CliBenchArm;

/**
 * CliBench:
 *
 * Threads: one at a time.
 */
typedef struct _CliBench CliBench;

/**
 * cli_bench_new: makes every arm ready to run: all memory is had before anything is measured.
 * @forms: [n_forms] of guint64: WeftForm
 * @batches: of guint64: images side by side
 * @steps: of guint64: lengths of a sequence, 1 .. positions
 * @team: (transfer none): must outlive the result
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY naming the amount.
 */
CliBench *cli_bench_new (WeftModel *model, GArray *forms, GArray *batches, GArray *steps, WeftTeam *team,
                         GError **error);

void cli_bench_free (CliBench *bench);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliBench, cli_bench_free)

guint              cli_bench_get_n_arms (CliBench *bench);
const CliBenchArm *cli_bench_get_arm    (CliBench *bench, guint index);

/**
 * cli_bench_run_round: every arm once, in random order; an arm over @budget takes no further part.
 * @keep: FALSE for a warm-up, whose times are thrown away
 * @budget: seconds an arm may use in all
 *
 * Returns: FALSE with WEFT_ERROR_NOT_FINITE, or interrupted.
 */
gboolean cli_bench_run_round (CliBench *bench, gboolean keep, double budget, GError **error);

G_END_DECLS
