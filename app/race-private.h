/* SPDX-License-Identifier: MIT */
/* StudioRaceRun: what the thread of a race works on; and how its clock becomes a result. */
#pragma once

#include "app/conditions.h"
#include "app/race.h"
#include "app/rate-private.h"
#include "app/worker-private.h"

#include "engine/generator.h"
#include "engine/team.h"

#include <pthread.h>
#include <stdatomic.h>

G_BEGIN_DECLS

typedef struct {
  /* template */
  WeftModel *model; /* owned reference */
  WeftForm form;
  StudioWeights weights;

  /* the thread's own */
  WeftGenerator *generator;
  WeftTeam *team;      /* owned: of a lane that runs beside the others; else NULL */
  float *step_seconds; /* [n_repetitions, n_steps]; read by others under the lock, up to n_complete */
  double *totals;      /* [n_repetitions]; likewise */
  guint n_done;        /* steps of this repetition */
  float *warmup;       /* [n_warmup] seconds; read by others once the race is not warming up any more */
  double typical;      /* seconds of a step, about the median of late */
  gint64 due;          /* as in the run, of a lane that runs beside the others */
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
  gboolean concurrent;
  guint n_threads; /* resolved: at least 1 */
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
  atomic_bool has_failed; /* one lane has, so the others stop */
  _Atomic double other_load; /* negative: not known */

  double chosen; /* the slowdown the race chose last; 0: none */
  gint64 due; /* when the next turn may begin, monotonic microseconds */

  pthread_mutex_t gate; /* lanes that run at once ask the worker one by one */
  WeftTeam *team;      /* of lanes that take turns */
  StudioLoad load;     /* when the first repetition began */
  GRand *random; /* of the order of turns */
  StudioRaceLane lanes[STUDIO_RACE_MAX_LANES];
} StudioRaceRun;

/**
 * studio_race_run_new: checks @spec and prepares the frames.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_ARGUMENT or WEFT_ERROR_NO_MEMORY.
 */
StudioRaceRun *studio_race_run_new (const StudioRaceSpec *spec, GError **error);

/* For studio_activity_set_up(): the work, and the end of its data. */
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
 * @lanes: [n_lanes]: all but what is summed up is read
 * @other_load: studio_race_result_get_other_load()
 * @n_channels: values a pixel
 * @seed: of the resampling behind intervals
 */
StudioRaceResult *studio_race_result_new (const StudioRaceLaneResult *lanes, guint n_lanes, guint n_channels,
                                          guint64 seed, double other_load);

G_END_DECLS
