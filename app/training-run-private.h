/* SPDX-License-Identifier: MIT */
/* StudioTrainingRun: what the thread of a training works on. The object in training.c is only the hand on it. */
#pragma once

#include "app/dealer.h"
#include "app/palette.h"
#include "app/rate-private.h"
#include "app/training.h"
#include "app/worker-private.h"

#include "engine/team.h"
#include "engine/train/trainer.h"

#include <stdatomic.h>

G_BEGIN_DECLS

typedef struct {
  /* template */
  StudioTrainingPlan plan;
  char *state_path;          /* NULL: its state is kept nowhere; a folder until the thread has found the name */
  gboolean resume;

  /* asked for */
  GCancellable *cancellable; /* of the reading */
  atomic_bool wants_checkpoint;
  atomic_bool wants_state;

  /* told */
  atomic_int phase;
  StudioPictureProgress reading;
  _Atomic guint64 first_step;
  _Atomic guint64 step;
  _Atomic double progress;
  _Atomic double bits_per_dim;
  _Atomic double seconds_left;
  StudioRate rate;           /* of pixels */

  /* the thread's own */
  StudioPictureSet *test;    /* NULL: what set holds out */
  WeftCheckpoint *origin;    /* NULL: none */
  guint64 origin_steps;      /* that are in its weights already */
  guint8 palette[3 * STUDIO_PALETTE_MAX]; /* its colours, if it is indexed */
  StudioDealer *dealer;
  WeftTeam *team;
  WeftTrainer *trainer;
  guint8 *batch;             /* [batch, n_values] */
  char *identity;
  double seconds;            /* of learning, over all runs */
  gint64 saved;              /* when the state was written, monotonic */
  double bits_sum;           /* since the last point */
  guint64 bits_count;

  /* under the worker's lock */
  StudioPictureSet *set;     /* NULL until it is read */
  WeftConfig config;
  GArray *points;            /* of StudioTrainingPoint */
  GPtrArray *samples;        /* of StudioPixels; NULL: none yet; never changed, only replaced */
  guint64 samples_step;
  GBytes *checkpoint;        /* NULL: none yet */
  guint64 checkpoint_step;
  GPtrArray *notes;          /* of char *, without the NULL at the end */
} StudioTrainingRun;

StudioTrainingRun *studio_training_run_new (const StudioTrainingPlan *plan, const char *state_path,
                                            gboolean resume);

/* For studio_activity_set_up(): the work, training-learn.c, and the end of its data. */
gboolean studio_training_run_learn (StudioWorker *worker, gpointer data, GError **error);
void     studio_training_run_free  (gpointer data);

/**
 * studio_training_run_note: a sentence for people, from the thread.
 * @note: (transfer full)
 */
void studio_training_run_note (StudioWorker *worker, StudioTrainingRun *run, char *note);

/**
 * studio_training_run_get_held_out: [n, n_values]: what the network is tried on; NULL if there is nothing.
 */
const guint8 *studio_training_run_get_held_out (StudioTrainingRun *run, gsize *n);

/**
 * studio_training_run_prepare: training-prepare.c: reads all there is to read, and makes the trainer.
 *
 * Returns: FALSE with the errors of the checkpoint, of reading pictures, G_IO_ERROR_CANCELLED among them, or of the
 * trainer.
 */
gboolean studio_training_run_prepare (StudioWorker *worker, StudioTrainingRun *run, GError **error);

/* What a run makes of its weights: training-output.c. All on the thread, with nothing locked. */

/**
 * studio_training_run_export: publishes a checkpoint of the averaged weights.
 * @is_final: measures bits/dim and precisions on what is held out, and says so in the checkpoint
 */
gboolean studio_training_run_export (StudioWorker *worker, StudioTrainingRun *run, gboolean is_final,
                                     GError **error);

/**
 * studio_training_run_paint: publishes a sheet of samples by the averaged weights; none if the run is stopped
 * meanwhile.
 */
gboolean studio_training_run_paint (StudioWorker *worker, StudioTrainingRun *run, GError **error);

G_END_DECLS
