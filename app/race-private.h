/* SPDX-License-Identifier: MIT */
/* StudioRaceRun: what the thread of a race works on; and how its clock becomes a result. */
#pragma once

#include "app/race.h"
#include "app/rate-private.h"
#include "app/worker-private.h"

#include "engine/generator.h"
#include "engine/team.h"

#include <stdatomic.h>

G_BEGIN_DECLS

typedef struct {
  /* template */
  WeftModel *model; /* owned reference */
  WeftForm form;
  StudioWeights weights;

  /* the thread's own */
  WeftGenerator *generator;
  float *step_seconds; /* [n_repetitions, n_steps]; read by others under the lock, up to n_complete */
  double *totals;      /* [n_repetitions]; likewise */
  guint n_done;        /* steps of this repetition */
  double typical;      /* seconds of a step, about the median of late */
  double own_seconds;  /* on the clock in all */
  double n_pixels;     /* painted in all */

  /* told */
  StudioRate rate;
  atomic_size_t state_bytes;
  atomic_uint repetition;

  /* under the worker's lock */
  StudioFrame *frame;
  guint n_complete; /* repetitions */
} StudioRaceLane;

typedef struct {
  /* template */
  guint n_lanes;
  guint n_repetitions;
  guint n_warmup;
  guint slice_us;
  guint n_threads;
  guint64 seed;
  guint64 image;
  WeftSampling sampling;
  guint8 *prompt; /* [n_prompt], or NULL */
  guint n_prompt;
  guint64 number;
  guint n_values;
  guint n_channels;
  guint n_steps;  /* of one image on the clock */

  _Atomic double slowdown;
  atomic_bool is_warming_up;

  double chosen; /* the slowdown the race chose last; 0: none */
  gint64 due; /* when the next turn may begin, monotonic microseconds */

  WeftTeam *team;
  GRand *random; /* of the order of turns */
  StudioRaceLane lanes[STUDIO_RACE_MAX_LANES];
} StudioRaceRun;

/**
 * studio_race_run_new: checks @spec and prepares the frames.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_ARGUMENT or WEFT_ERROR_NO_MEMORY.
 */
StudioRaceRun *studio_race_run_new (const StudioRaceSpec *spec, GError **error);

/* For studio_worker_new(): the work, and the end of its data. */
gboolean studio_race_run_all  (StudioWorker *worker, gpointer data, GError **error);
void     studio_race_run_free (gpointer data);

/**
 * studio_race_show_step: how long a step counts in slow motion: what it took, but a step that was interrupted
 * only a few times what is usual, since each of its milliseconds would become a long freeze.
 * @typical: (inout): seconds of a usual step, which follows the steps slowly
 * @seconds: what this one took
 */
double studio_race_show_step (double *typical, double seconds);

/**
 * studio_race_result_new: copies what has been measured and sums it up.
 * @lanes: [n_lanes]: n_steps, n_repetitions (1 ..), step_seconds, totals and state_bytes are read
 * @n_channels: values a pixel
 * @seed: of the resampling behind intervals
 */
StudioRaceResult *studio_race_result_new (const StudioRaceLaneResult *lanes, guint n_lanes, guint n_channels,
                                          guint64 seed);

G_END_DECLS
