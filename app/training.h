/* SPDX-License-Identifier: MIT */
/* StudioTraining: a network that learns, on a thread of its own, and the hand on it: pause, keep, stop. */
#pragma once

#include "app/activity.h"
#include "app/training-plan.h"
#include "app/training-state.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioTrainingPhase: what its thread is at.
 */
typedef enum {
  STUDIO_TRAINING_READING,   /* pictures are read */
  STUDIO_TRAINING_LEARNING,  /* the network learns */
  STUDIO_TRAINING_MEASURING, /* it is tried on what is held out */
  STUDIO_TRAINING_PAINTING,  /* it paints samples */
} StudioTrainingPhase;

/**
 * StudioTrainingFigures: how far it is. A value.
 */
typedef struct {
  StudioTrainingPhase phase;
  gsize n_read;             /* pictures read, of n_pictures; 0 of 0 before anything is known */
  gsize n_pictures;
  guint64 first_step;       /* steps of earlier runs, which a state told */
  guint64 step;             /* steps done in all, those included */
  double progress;          /* of all learning, 0 .. 1 */
  double seconds_left;      /* at the present rate; negative while there is no figure */
  double pixels_per_second; /* pixels learnt from, over the last seconds; 0 while there is no figure */
  double bits_per_dim;      /* of the latest batches; NaN while there is no figure */
} StudioTrainingFigures;

/**
 * StudioTraining:
 *
 * Signal: "news" (no arguments) when there is a new point, sheet of samples or checkpoint; emitted where "state" is
 * notified.
 *
 * A pause writes the state first, and so does cancelling. It is CANCELLED when it was stopped; its state is then on
 * disk, and there is a checkpoint of what has been learnt if there was a step. It is FINISHED when all is learnt, and
 * then there is always a checkpoint. The state on disk stays until studio_training_forget().
 *
 * Threads: as its parent's. The last unref may last a step and the writing of its state.
 */
#define STUDIO_TYPE_TRAINING (studio_training_get_type ())
G_DECLARE_FINAL_TYPE (StudioTraining, studio_training, STUDIO, TRAINING, StudioActivity)

/**
 * studio_training_new: no thread yet.
 * @plan: copied
 * @state_path: where its state is kept, or a folder in which a name is found that the same data and options
 *   always lead to; NULL: nowhere
 * @resume: whether to go on from a state that is there
 * @demote: whether its threads give way to everything else
 */
StudioTraining *studio_training_new (const StudioTrainingPlan *plan, const char *state_path, gboolean resume,
                                     gboolean demote);

/**
 * studio_training_ask_checkpoint: makes a checkpoint of what has been learnt so far, soon, also while paused;
 * "news" tells when it is there.
 */
void studio_training_ask_checkpoint (StudioTraining *self);

/**
 * studio_training_get_plan: (transfer none): as given; immutable.
 */
const StudioTrainingPlan *studio_training_get_plan (StudioTraining *self);

void studio_training_get_figures (StudioTraining *self, StudioTrainingFigures *figures);

/**
 * studio_training_dup_pictures: (transfer full) (nullable): what is learnt from, once it is read.
 */
StudioPictureSet *studio_training_dup_pictures (StudioTraining *self);

/**
 * studio_training_get_config: the network.
 *
 * Returns: FALSE before it is known.
 */
gboolean studio_training_get_config (StudioTraining *self, WeftConfig *config);

/**
 * studio_training_dup_points: (transfer full) (element-type StudioTrainingPoint): the curve so far.
 * @first: number of the first point wanted
 */
GArray *studio_training_dup_points (StudioTraining *self, guint first);

/**
 * studio_training_dup_samples: (transfer full) (element-type StudioPixels): the latest samples.
 * @step: (out) (optional): when they were painted
 *
 * Returns: NULL before there are any.
 */
GPtrArray *studio_training_dup_samples (StudioTraining *self, guint64 *step);

/**
 * studio_training_dup_checkpoint: (transfer full) (nullable): the bytes of the latest checkpoint made.
 * @step: (out) (optional): steps behind it
 */
GBytes *studio_training_dup_checkpoint (StudioTraining *self, guint64 *step);

/**
 * studio_training_dup_notes: (transfer full): what is worth knowing, such as pictures left out; one sentence
 * each, NULL-terminated.
 */
char **studio_training_dup_notes (StudioTraining *self);

/**
 * studio_training_wait: sleeps until there is news or it has come to its end; for programs without a main
 * loop.
 * @microseconds: at most so long
 */
void studio_training_wait (StudioTraining *self, gint64 microseconds);

/**
 * studio_training_forget: removes the state on disk of a training that has come to its end.
 */
void studio_training_forget (StudioTraining *self);

G_END_DECLS
