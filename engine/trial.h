/* SPDX-License-Identifier: MIT */
/* WeftTrial: whether the work of one function is better shared among the members of a team or left to the caller. Where a
 * step is shorter than its barriers, or other programs want the processors too, one thread is faster than two; that is
 * measured, as no rule knows it. Results do not depend on who works. */
#pragma once

#include "engine/team.h"

G_BEGIN_DECLS

#define WEFT_TRIAL_RUNS 4
#define WEFT_TRIAL_MAX_FUNCS 4 /* that a team is used for in turns; a step and its sampling are two */

/**
 * WeftTrial: a trial times so many runs shared, then so many alone, and compares the fastest. Its outcome holds for a
 * number of runs, which doubles while trials agree.
 *
 * Threads: the team's caller.
 */
typedef struct {
  WeftTeamFunc func; /* NULL: none yet */
  gboolean alone;    /* the decision that holds */
  guint runs_left;   /* until the next trial; 0 during one */
  guint hold;        /* how long the next decision holds */
  guint n_timed;     /* runs timed so far: WEFT_TRIAL_RUNS shared, then as many alone */
  gint64 fastest[2]; /* nanoseconds; shared, alone */
} WeftTrial;

/* All zero to begin with. A short function must not decide for a long one. */
typedef struct {
  WeftTrial of[WEFT_TRIAL_MAX_FUNCS];
} WeftTrials;

/**
 * weft_trials_find: the trial of a function, begun if it is new; where there are too many, the last ones share a place in
 * turns.
 */
WeftTrial *weft_trials_find (WeftTrials *trials, WeftTeamFunc func);

/**
 * weft_trial_is_better_alone: how the next run is to be.
 */
gboolean weft_trial_is_better_alone (const WeftTrial *trial);

/**
 * weft_trial_add_run: takes note of a run. A caller that had to park suspects that the processors are wanted elsewhere,
 * which brings the next trial nearer.
 * @elapsed: nanoseconds
 */
void weft_trial_add_run (WeftTrial *trial, gboolean caller_parked, gint64 elapsed);

G_END_DECLS
