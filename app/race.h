/* SPDX-License-Identifier: MIT */
/* StudioRace: the same image in two or three forms of attention, taking turns on one thread or, if asked, at the
 * same time, each step on the clock. */
#pragma once

#include "app/activity.h"
#include "app/frame.h"
#include "app/statistics.h"

#include "engine/head.h"
#include "engine/model.h"
#include "engine/state.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STUDIO_RACE_MAX_LANES 3
#define STUDIO_RACE_SHOW_SECONDS 8.0 /* of a race that chooses its own slowdown */

/* Whose weights a lane runs, and so what its picture is worth. */
typedef enum {
  STUDIO_WEIGHTS_OWN,    /* trained in this form */
  STUDIO_WEIGHTS_TWIN,   /* another checkpoint of the same sizes and data set, trained in this form */
  STUDIO_WEIGHTS_SHAPES, /* trained in the other form: only the sizes count, the picture means nothing */
} StudioWeights;

/**
 * studio_weights_to_sentence: what to say about a lane's picture, in English, for translation by the caller.
 */
const char *studio_weights_to_sentence (StudioWeights weights);

typedef struct {
  WeftModel *model; /* borrowed; the race takes its own reference */
  WeftForm form;
  StudioWeights weights;
} StudioRaceEntrant;

/**
 * StudioRaceSpec: who runs and how, by value. Start from STUDIO_RACE_SPEC_INIT.
 */
typedef struct {
  StudioRaceEntrant entrants[STUDIO_RACE_MAX_LANES]; /* all of the same sizes; models of the same precision */
  guint n_entrants;       /* 2 .. STUDIO_RACE_MAX_LANES */
  guint64 seed;           /* of the pictures, and of the order of turns */
  guint64 image;
  WeftSampling sampling;
  const guint8 *prompt;   /* [n_prompt] (nullable): borrowed, copied; absorbed before the clock starts */
  guint n_prompt;
  guint n_warmup;         /* steps each lane runs before it counts */
  guint n_repetitions;    /* images each lane paints: 1 is a show, 5 and more are a measurement */
  guint slice_us;         /* length of a turn, microseconds */
  gboolean concurrent;    /* no turns: a thread for each lane, all at once, sharing the machine */
  double slowdown;        /* 10: ten times slower to the eye, lane by lane, while the clock is true;
                             0: a show takes about STUDIO_RACE_SHOW_SECONDS, a measurement is not slowed */
  guint n_threads;        /* members of the one team, 0: one a processor; of all teams together if concurrent */
  gboolean demote;
} StudioRaceSpec;

#define STUDIO_RACE_SPEC_INIT \
  { .sampling = WEFT_SAMPLING_INIT, .n_warmup = 16, .n_repetitions = 1, .slice_us = 4000, .slowdown = 1 }

/**
 * StudioRace:
 *
 * Each turn, the lanes that are not done run one slice each, in an order drawn anew. Only steps are on the
 * clock, neither publishing nor the change of turns. Caches are allocated once. Every repetition paints the
 * same picture.
 *
 * Lanes that run at the same time have a team each and take from each other what the machine has too little of:
 * their times tell of that too, so whoever shows them says how they were run.
 *
 * Threads: as its parent's.
 */
#define STUDIO_TYPE_RACE (studio_race_get_type ())
G_DECLARE_FINAL_TYPE (StudioRace, studio_race, STUDIO, RACE, StudioActivity)

/**
 * studio_race_new: checks @spec and allocates the frames; no thread yet.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_ARGUMENT (sizes differ, fewer than two lanes...) or
 * WEFT_ERROR_NO_MEMORY.
 */
StudioRace *studio_race_new (const StudioRaceSpec *spec, GError **error);

/**
 * studio_race_set_slowdown: how many times slower than true the race is shown, 1 or more. All lanes alike,
 * rates untouched.
 */
void studio_race_set_slowdown (StudioRace *self, double slowdown);

/**
 * studio_race_get_slowdown: the one in force, to be shown beside the race; 0 while it is not chosen yet.
 */
double studio_race_get_slowdown (StudioRace *self);

guint64       studio_race_get_run       (StudioRace *self);
guint         studio_race_get_n_lanes   (StudioRace *self);
guint64       studio_race_get_seed      (StudioRace *self);
WeftModel    *studio_race_get_model     (StudioRace *self, guint lane);
WeftForm      studio_race_get_form      (StudioRace *self, guint lane);
StudioWeights studio_race_get_weights   (StudioRace *self, guint lane);

gboolean      studio_race_get_is_concurrent (StudioRace *self);

/**
 * studio_race_get_n_threads: of all lanes together.
 */
guint studio_race_get_n_threads (StudioRace *self);

/**
 * studio_race_get_is_warming_up: whether nothing counts yet.
 */
gboolean studio_race_get_is_warming_up (StudioRace *self);

/**
 * studio_race_dup_warmup: what the steps took that do not count, to be shown as such.
 * @n_steps: (out): how many there are
 *
 * Returns: (transfer full) (nullable): [n_steps] seconds of the first steps of a picture; NULL while the race is warming
 * up, or if it does not.
 */
float *studio_race_dup_warmup (StudioRace *self, guint lane, guint *n_steps);

/**
 * studio_race_dup_frame: (transfer full): what a lane has painted in its present repetition: one frame of one
 * lane.
 */
StudioFrame *studio_race_dup_frame (StudioRace *self, guint lane);

/**
 * studio_race_get_rate: pixels per second of a lane's own time over its latest steps; 0 while there is no
 * figure.
 */
double studio_race_get_rate (StudioRace *self, guint lane);

/**
 * studio_race_get_state_bytes: what a lane remembers at its present step.
 */
gsize studio_race_get_state_bytes (StudioRace *self, guint lane);

/**
 * StudioRaceLaneResult: the clock of one lane. Seconds are of its own steps only.
 */
typedef struct {
  WeftForm form;
  StudioWeights weights;
  guint n_steps;            /* steps of one image */
  guint n_repetitions;      /* complete ones */
  const float *step_seconds; /* [n_repetitions, n_steps] */
  const double *totals;     /* [n_repetitions] seconds of an image */
  double rate;              /* pixels per second, from the median of totals */
  double rate_mean;         /* of the repetitions' own pixels per second */
  double rate_deviation;    /* likewise, of the sample */
  double step_p5;           /* seconds */
  double step_median;       /* seconds */
  double step_p95;          /* seconds */
  double growth;            /* seconds by which a step gets longer with each step: a fitted slope, may be negative */
  gsize state_bytes;        /* at the last step */
} StudioRaceLaneResult;

/**
 * StudioRaceResult: what a finished race has measured.
 */
typedef struct _StudioRaceResult StudioRaceResult;

/**
 * studio_race_dup_result: (transfer full) (nullable): NULL until every lane has completed one repetition.
 */
StudioRaceResult *studio_race_dup_result (StudioRace *self);

void studio_race_result_free (StudioRaceResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioRaceResult, studio_race_result_free)

guint studio_race_result_get_n_lanes    (const StudioRaceResult *result);
guint studio_race_result_get_n_channels (const StudioRaceResult *result);

const StudioRaceLaneResult *studio_race_result_get_lane (const StudioRaceResult *result, guint lane);

/**
 * studio_race_result_get_other_load: the fraction of the machine that other programs used meanwhile; negative if it is
 * not known. From STUDIO_LOAD_CAUTION on the result is to be taken with caution.
 */
double studio_race_result_get_other_load (const StudioRaceResult *result);

/**
 * studio_race_result_get_ratio: how many times longer @lane takes for an image than @base.
 *
 * Returns: FALSE under STUDIO_STATISTICS_MIN_REPETITIONS: then there is no measurement.
 */
gboolean studio_race_result_get_ratio (const StudioRaceResult *result, guint lane, guint base,
                                       StudioInterval *ratio);

/**
 * studio_race_result_find_crossover: the first step from which on @lane stays slower than @base, from medians
 * over a window of steps and all repetitions.
 *
 * Returns: FALSE if there is none.
 */
gboolean studio_race_result_find_crossover (const StudioRaceResult *result, guint lane, guint base,
                                            guint *step);

/**
 * studio_race_result_get_median_at: seconds of a step, the median over the window of steps it lies in and all repetitions.
 * @step: 0 .. n_steps - 1
 */
double studio_race_result_get_median_at (const StudioRaceResult *result, guint lane, guint step);

G_END_DECLS
