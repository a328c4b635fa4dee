/* SPDX-License-Identifier: MIT */
/* One run as an object: the hand on a worker and on the StudioJobRun that its thread works on. */
#include "app/job.h"

#include "app/activity-private.h"
#include "app/job-run-private.h"

#include "engine/error.h"

struct _StudioJob {
  StudioActivity parent_instance;

  StudioWorker *worker; /* of the activity */
  StudioJobRun *run;    /* owned by the worker */
};

enum {
  SIGNAL_PICTURE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StudioJob, studio_job, STUDIO_TYPE_ACTIVITY)

static void
studio_job_event (StudioActivity *activity)
{
  StudioJob *self = STUDIO_JOB (activity);
  gboolean has_picture;

  studio_worker_lock (self->worker);
  has_picture = self->run->pictures.length > 0;
  studio_worker_unlock (self->worker);

  if (has_picture)
    g_signal_emit (self, signals[SIGNAL_PICTURE], 0);
}

static void
studio_job_class_init (StudioJobClass *klass)
{
  STUDIO_ACTIVITY_CLASS (klass)->event = studio_job_event;

  signals[SIGNAL_PICTURE] = g_signal_new ("picture", STUDIO_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
studio_job_init (StudioJob *self)
{
}

StudioJob *
studio_job_new (const StudioJobSpec *spec, GError **error)
{
  StudioJob *self;
  StudioJobRun *run;

  g_return_val_if_fail (spec->model != NULL && spec->recipe != NULL, NULL);

  if (spec->n_lanes < 1 || spec->n_lanes > STUDIO_JOB_MAX_LANES)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, "%u images side by side, possible is 1 to %d",
                   spec->n_lanes, STUDIO_JOB_MAX_LANES);
      return NULL;
    }

  run = studio_job_run_new (spec, error);
  if (run == NULL)
    return NULL;

  self = g_object_new (STUDIO_TYPE_JOB, NULL);
  self->run = run;
  self->worker = studio_activity_set_up (STUDIO_ACTIVITY (self), "weft-job", studio_job_run_paint, run,
                                         studio_job_run_free, spec->demote, spec->start_paused);
  return self;
}

void
studio_job_step (StudioJob *self)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  studio_worker_step (self->worker);
}

void
studio_job_finish (StudioJob *self)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  atomic_store_explicit (&self->run->stop_after_round, TRUE, memory_order_relaxed);
  studio_worker_resume (self->worker);
}

void
studio_job_set_pace (StudioJob *self, double pixels_per_second)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  atomic_store_explicit (&self->run->pace, MAX (pixels_per_second, 0), memory_order_relaxed);
  studio_worker_wake (self->worker);
}

void
studio_job_set_temperature (StudioJob *self, double temperature)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  temperature = temperature > 0 ? CLAMP (temperature, WEFT_MIN_TEMPERATURE, WEFT_MAX_TEMPERATURE) : 0;
  atomic_store_explicit (&self->run->temperature, temperature, memory_order_relaxed);
}

guint64
studio_job_get_run (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  return self->run->number;
}

WeftModel *
studio_job_get_model (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), NULL);

  return self->run->model;
}

StudioMoment *
studio_job_get_moment (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), NULL);

  return self->run->origin_moment;
}

guint
studio_job_get_n_lanes (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  return self->run->n_lanes;
}

guint
studio_job_get_n_threads (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  return self->run->n_threads;
}

guint64
studio_job_get_seed (StudioJob *self)
{
  guint64 seed, image;

  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  studio_recipe_get_address (self->run->recipe, G_MAXUINT, &seed, &image);
  return seed;
}

WeftForm
studio_job_get_form (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), WEFT_FORM_LINEAR);

  return self->run->recipe->form;
}

guint64
studio_job_get_image (StudioJob *self)
{
  guint64 seed, image;

  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  studio_worker_lock (self->worker);
  studio_recipe_get_address (self->run->round.recipe, G_MAXUINT, &seed, &image);
  studio_worker_unlock (self->worker);
  return image;
}

StudioFrame *
studio_job_dup_frame (StudioJob *self)
{
  StudioFrame *frame;

  g_return_val_if_fail (STUDIO_IS_JOB (self), NULL);

  studio_worker_lock (self->worker);
  frame = studio_frame_ref (self->run->round.frame);
  studio_worker_unlock (self->worker);
  return frame;
}

gboolean
studio_job_get_lane (StudioJob *self, guint lane, StudioJobLane *found)
{
  const StudioRound *round = &self->run->round;

  g_return_val_if_fail (STUDIO_IS_JOB (self), FALSE);

  *found = (StudioJobLane) { .lane = lane };
  studio_worker_lock (self->worker);
  if (lane < studio_frame_get_n_lanes (round->frame))
    {
      found->frame = studio_frame_ref (round->frame);
      found->keyframes = round->keyframes != NULL ? studio_keyframes_ref (round->keyframes) : NULL;
      found->moment = self->run->origin_moment != NULL ? studio_moment_ref (self->run->origin_moment) : NULL;
      found->recipe = studio_job_run_make_recipe (self->run, lane, studio_frame_get_n_known (round->frame));
    }
  studio_worker_unlock (self->worker);
  return found->frame != NULL;
}

double
studio_job_get_seconds_late (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  return (double) atomic_load_explicit (&self->run->late, memory_order_relaxed) / G_USEC_PER_SEC;
}

double
studio_job_get_rate (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  return studio_rate_get (&self->run->rate);
}

double
studio_job_get_seconds_left (StudioJob *self)
{
  const double rate = studio_job_get_rate (self);
  g_autoptr (StudioFrame) frame = studio_job_dup_frame (self);
  const guint n_left = self->run->n_values - studio_frame_get_n_known (frame);

  return rate > 0 ? (double) n_left / self->run->n_channels * studio_frame_get_n_lanes (frame) / rate : -1;
}

gsize
studio_job_get_state_bytes (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), 0);

  return atomic_load_explicit (&self->run->state_bytes, memory_order_relaxed);
}

guint
studio_job_get_broken_value (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), G_MAXUINT);

  return atomic_load_explicit (&self->run->broken_value, memory_order_relaxed);
}

StudioPicture *
studio_job_take_picture (StudioJob *self)
{
  StudioPicture *picture;

  g_return_val_if_fail (STUDIO_IS_JOB (self), NULL);

  studio_worker_lock (self->worker);
  picture = g_queue_pop_head (&self->run->pictures);
  studio_worker_unlock (self->worker);

  studio_worker_wake (self->worker);
  return picture;
}

StudioPicture *
studio_job_dup_picture (StudioJob *self, guint lane)
{
  StudioPicture *picture = NULL;
  StudioFrame *frame;
  guint n_known;

  g_return_val_if_fail (STUDIO_IS_JOB (self), NULL);

  studio_worker_lock (self->worker);
  frame = self->run->round.frame;
  n_known = studio_frame_get_n_known (frame);
  if (lane < studio_frame_get_n_lanes (frame) && n_known > 0)
    picture = studio_job_run_make_picture (self->run, lane, n_known);
  studio_worker_unlock (self->worker);
  return picture;
}

void
studio_job_ask_glimpse (StudioJob *self, StudioGlimpse *glimpse)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  studio_glimpse_free (atomic_exchange_explicit (&self->run->asked, glimpse, memory_order_acq_rel));
}

void
studio_job_set_timed (StudioJob *self, gboolean is_timed)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  atomic_store_explicit (&self->run->is_timed, is_timed, memory_order_relaxed);
}

void
studio_job_get_timings (StudioJob *self, StudioTimings *timings)
{
  g_return_if_fail (STUDIO_IS_JOB (self));

  studio_worker_lock (self->worker);
  *timings = self->run->timings;
  studio_worker_unlock (self->worker);
}

StudioGlimpse *
studio_job_take_glimpse (StudioJob *self)
{
  g_return_val_if_fail (STUDIO_IS_JOB (self), NULL);

  return atomic_exchange_explicit (&self->run->filled, NULL, memory_order_acq_rel);
}

gboolean
studio_job_wait (StudioJob *self, gint64 microseconds)
{
  const gint64 deadline = g_get_monotonic_time () + microseconds;
  gboolean has_happened;
  gboolean in_time = TRUE;

  g_return_val_if_fail (STUDIO_IS_JOB (self), FALSE);

  studio_worker_lock (self->worker);
  while (!(has_happened = self->run->pictures.length > 0
           || studio_activity_is_final (STUDIO_ACTIVITY (self))) && in_time)
    in_time = studio_worker_wait (self->worker, deadline);
  studio_worker_unlock (self->worker);
  return has_happened;
}
