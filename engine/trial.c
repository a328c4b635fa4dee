/* SPDX-License-Identifier: MIT */
#include "engine/trial.h"

#define LONG_RUN 5000000 /* nanoseconds; waking who has parked within such a run costs it next to nothing */
#define FIRST_HOLD 64
#define LONGEST_HOLD 4096

static void
begin_trial (WeftTrial *trial)
{
  trial->runs_left = 0;
  trial->n_timed = 0;
  trial->fastest[0] = trial->fastest[1] = G_MAXINT64;
}

static void
decide (WeftTrial *trial)
{
  const gboolean alone = trial->fastest[1] < trial->fastest[0];

  trial->hold = alone == trial->alone ? MIN (2 * trial->hold, LONGEST_HOLD) : FIRST_HOLD;
  trial->runs_left = trial->hold;
  trial->alone = alone;
}

WeftTrial *
weft_trials_find (WeftTrials *trials, WeftTeamFunc func)
{
  WeftTrial *trial = trials->of;

  while (trial->func != func && trial->func != NULL && trial < trials->of + WEFT_TRIAL_MAX_FUNCS - 1)
    trial++;
  if (trial->func != func)
    {
      *trial = (WeftTrial) { .func = func, .hold = FIRST_HOLD };
      begin_trial (trial);
    }

  return trial;
}

gboolean
weft_trial_is_better_alone (const WeftTrial *trial)
{
  return trial->runs_left > 0 ? trial->alone : trial->n_timed >= WEFT_TRIAL_RUNS;
}

void
weft_trial_add_run (WeftTrial *trial, gboolean caller_parked, gint64 elapsed)
{
  gint64 *fastest = &trial->fastest[trial->n_timed < WEFT_TRIAL_RUNS ? 0 : 1];

  if (trial->runs_left > 0)
    {
      trial->runs_left -= MIN (trial->runs_left, caller_parked && elapsed < LONG_RUN ? FIRST_HOLD : 1);
      if (trial->runs_left == 0)
        begin_trial (trial);
      return;
    }

  *fastest = MIN (*fastest, elapsed);
  if (++trial->n_timed == 2 * WEFT_TRIAL_RUNS)
    decide (trial);
}
