/* SPDX-License-Identifier: MIT */
/* The state of a training on disk: one file, from which it goes on as if it had not stopped. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioTrainingPoint: how well a network did at some step.
 */
typedef struct {
  double step;         /* steps behind it */
  double seconds;      /* of learning behind it, over all runs */
  double bits_per_dim; /* mean over the batches since the last point */
  double held_out;     /* bits/dim of what is held out, by the averaged weights; NaN: not measured here */
} StudioTrainingPoint;

/**
 * StudioTrainingState: start from zeros; cleared by studio_training_state_clear().
 */
typedef struct {
  GBytes *trainer;  /* weft_trainer_save_state() */
  GArray *points;   /* of StudioTrainingPoint */
  double seconds;   /* of learning */
  guint n_threads;  /* it was made with */
} StudioTrainingState;

void studio_training_state_clear (StudioTrainingState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StudioTrainingState, studio_training_state_clear)

/**
 * studio_training_state_write: writes @state under @path, whole or not at all; an earlier one is whole until
 * then.
 * @identity: studio_training_plan_dup_identity()
 *
 * Returns: FALSE with the errors of studio_store_write(), or WEFT_ERROR_NO_MEMORY; the message names the file.
 */
gboolean studio_training_state_write (const char *path, const StudioTrainingState *state, const char *identity,
                                      GError **error);

/**
 * studio_training_state_read: the reverse.
 * @state: (out)
 *
 * Returns: FALSE with WEFT_ERROR_IO, INVALID (no such state, or that of another training) or NO_MEMORY; the
 * message names the file.
 */
gboolean studio_training_state_read (const char *path, StudioTrainingState *state, const char *identity,
                                     GError **error);

G_END_DECLS
