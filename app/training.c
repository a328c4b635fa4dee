/* SPDX-License-Identifier: MIT */
/* One training as an object: the hand on a worker and on the StudioTrainingRun that its thread works on. */
#include "app/training.h"

#include "app/activity-private.h"
#include "app/training-run-private.h"

#include <glib/gstdio.h>

struct _StudioTraining {
  StudioActivity parent_instance;

  StudioWorker *worker;   /* of the activity */
  StudioTrainingRun *run; /* owned by the worker */
};

enum {
  SIGNAL_NEWS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StudioTraining, studio_training, STUDIO_TYPE_ACTIVITY)

static void
studio_training_event (StudioActivity *activity)
{
  g_signal_emit (activity, signals[SIGNAL_NEWS], 0);
}

static void
studio_training_pause (StudioActivity *activity)
{
  atomic_store_explicit (&STUDIO_TRAINING (activity)->run->wants_state, TRUE, memory_order_relaxed);
  STUDIO_ACTIVITY_CLASS (studio_training_parent_class)->pause (activity);
}

static void
studio_training_cancel (StudioActivity *activity)
{
  g_cancellable_cancel (STUDIO_TRAINING (activity)->run->cancellable);
  STUDIO_ACTIVITY_CLASS (studio_training_parent_class)->cancel (activity);
}

static void
studio_training_class_init (StudioTrainingClass *klass)
{
  StudioActivityClass *activity_class = STUDIO_ACTIVITY_CLASS (klass);

  activity_class->event = studio_training_event;
  activity_class->pause = studio_training_pause;
  activity_class->cancel = studio_training_cancel;

  signals[SIGNAL_NEWS] = g_signal_new ("news", STUDIO_TYPE_TRAINING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
}

static void
studio_training_init (StudioTraining *self)
{
}

StudioTraining *
studio_training_new (const StudioTrainingPlan *plan, const char *state_path, gboolean resume, gboolean demote)
{
  StudioTraining *self = g_object_new (STUDIO_TYPE_TRAINING, NULL);

  g_return_val_if_fail (plan->data != NULL, self);

  self->run = studio_training_run_new (plan, state_path, resume);
  self->worker = studio_activity_set_up (STUDIO_ACTIVITY (self), "weft-training", studio_training_run_learn, self->run,
                                         studio_training_run_free, demote, FALSE);
  return self;
}

void
studio_training_ask_checkpoint (StudioTraining *self)
{
  g_return_if_fail (STUDIO_IS_TRAINING (self));

  /* A paused thread is let through once; what is asked is done in place of a step. */
  atomic_store_explicit (&self->run->wants_checkpoint, TRUE, memory_order_release);
  studio_worker_step (self->worker);
}

const StudioTrainingPlan *
studio_training_get_plan (StudioTraining *self)
{
  g_return_val_if_fail (STUDIO_IS_TRAINING (self), NULL);

  return &self->run->plan;
}

void
studio_training_get_figures (StudioTraining *self, StudioTrainingFigures *figures)
{
  StudioTrainingRun *run;

  g_return_if_fail (STUDIO_IS_TRAINING (self));

  run = self->run;
  *figures = (StudioTrainingFigures) {
    .phase = (StudioTrainingPhase) atomic_load_explicit (&run->phase, memory_order_relaxed),
    .n_read = atomic_load_explicit (&run->reading.n_read, memory_order_relaxed),
    .n_pictures = atomic_load_explicit (&run->reading.n_total, memory_order_relaxed),
    .first_step = atomic_load_explicit (&run->first_step, memory_order_relaxed),
    .step = atomic_load_explicit (&run->step, memory_order_relaxed),
    .progress = atomic_load_explicit (&run->progress, memory_order_relaxed),
    .seconds_left = atomic_load_explicit (&run->seconds_left, memory_order_relaxed),
    .pixels_per_second = studio_rate_get (&run->rate),
    .bits_per_dim = atomic_load_explicit (&run->bits_per_dim, memory_order_relaxed),
  };
}

StudioPictureSet *
studio_training_dup_pictures (StudioTraining *self)
{
  StudioPictureSet *set;

  g_return_val_if_fail (STUDIO_IS_TRAINING (self), NULL);

  studio_worker_lock (self->worker);
  set = self->run->set != NULL ? studio_picture_set_ref (self->run->set) : NULL;
  studio_worker_unlock (self->worker);
  return set;
}

gboolean
studio_training_get_config (StudioTraining *self, WeftConfig *config)
{
  g_return_val_if_fail (STUDIO_IS_TRAINING (self), FALSE);

  studio_worker_lock (self->worker);
  *config = self->run->config;
  studio_worker_unlock (self->worker);
  return config->n_layers > 0;
}

GArray *
studio_training_dup_points (StudioTraining *self, guint first)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (StudioTrainingPoint));

  g_return_val_if_fail (STUDIO_IS_TRAINING (self), points);

  studio_worker_lock (self->worker);
  if (first < self->run->points->len)
    g_array_append_vals (points, &g_array_index (self->run->points, StudioTrainingPoint, first),
                         self->run->points->len - first);
  studio_worker_unlock (self->worker);
  return points;
}

GPtrArray *
studio_training_dup_samples (StudioTraining *self, guint64 *step)
{
  GPtrArray *samples;

  g_return_val_if_fail (STUDIO_IS_TRAINING (self), NULL);

  studio_worker_lock (self->worker);
  samples = self->run->samples != NULL ? g_ptr_array_ref (self->run->samples) : NULL;
  if (step != NULL)
    *step = self->run->samples_step;
  studio_worker_unlock (self->worker);
  return samples;
}

GBytes *
studio_training_dup_checkpoint (StudioTraining *self, guint64 *step)
{
  GBytes *checkpoint;

  g_return_val_if_fail (STUDIO_IS_TRAINING (self), NULL);

  studio_worker_lock (self->worker);
  checkpoint = self->run->checkpoint != NULL ? g_bytes_ref (self->run->checkpoint) : NULL;
  if (step != NULL)
    *step = self->run->checkpoint_step;
  studio_worker_unlock (self->worker);
  return checkpoint;
}

char **
studio_training_dup_notes (StudioTraining *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (STUDIO_IS_TRAINING (self), NULL);

  studio_worker_lock (self->worker);
  for (guint i = 0; i < self->run->notes->len; i++)
    g_strv_builder_add (builder, self->run->notes->pdata[i]);
  studio_worker_unlock (self->worker);
  return g_strv_builder_end (builder);
}

void
studio_training_wait (StudioTraining *self, gint64 microseconds)
{
  g_return_if_fail (STUDIO_IS_TRAINING (self));

  studio_worker_lock (self->worker);
  if (!studio_activity_is_final (STUDIO_ACTIVITY (self)))
    studio_worker_wait (self->worker, g_get_monotonic_time () + microseconds);
  studio_worker_unlock (self->worker);
}

void
studio_training_forget (StudioTraining *self)
{
  g_return_if_fail (STUDIO_IS_TRAINING (self));
  g_return_if_fail (studio_activity_is_final (STUDIO_ACTIVITY (self)));

  if (self->run->state_path != NULL)
    g_unlink (self->run->state_path);
}
