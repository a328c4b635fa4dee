/* SPDX-License-Identifier: MIT */
/* A race as an object: the hand on a worker and on the StudioRaceRun that its thread works on. */
#include "app/race.h"

#include "app/activity-private.h"
#include "app/race-private.h"

#include <glib/gi18n-lib.h>

struct _StudioRace {
  StudioActivity parent_instance;

  StudioWorker *worker; /* of the activity */
  StudioRaceRun *run;   /* owned by the worker */
};

G_DEFINE_FINAL_TYPE (StudioRace, studio_race, STUDIO_TYPE_ACTIVITY)

const char *
studio_weights_to_sentence (StudioWeights weights)
{
  switch (weights)
    {
    case STUDIO_WEIGHTS_OWN:
      return N_("These weights were trained in this form of attention.");
    case STUDIO_WEIGHTS_TWIN:
      return N_("These weights were trained in this form of attention, on the same pictures.");
    case STUDIO_WEIGHTS_SHAPES:
    default:
      return N_("These weights were trained in the other form: only the time counts, the picture means nothing.");
    }
}

static void
studio_race_class_init (StudioRaceClass *klass)
{
}

static void
studio_race_init (StudioRace *self)
{
}

StudioRace *
studio_race_new (const StudioRaceSpec *spec, GError **error)
{
  StudioRace *self;
  StudioRaceRun *run;

  run = studio_race_run_new (spec, error);
  if (run == NULL)
    return NULL;

  self = g_object_new (STUDIO_TYPE_RACE, NULL);
  self->run = run;
  self->worker = studio_activity_set_up (STUDIO_ACTIVITY (self), "weft-race", studio_race_run_all, run,
                                         studio_race_run_free, spec->demote, FALSE);
  return self;
}

void
studio_race_set_slowdown (StudioRace *self, double slowdown)
{
  g_return_if_fail (STUDIO_IS_RACE (self));

  atomic_store_explicit (&self->run->slowdown, MAX (slowdown, 1), memory_order_relaxed);
  studio_worker_wake (self->worker);
}

double
studio_race_get_slowdown (StudioRace *self)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self), 1);

  return atomic_load_explicit (&self->run->slowdown, memory_order_relaxed);
}

guint64
studio_race_get_run (StudioRace *self)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self), 0);

  return self->run->number;
}

guint
studio_race_get_n_lanes (StudioRace *self)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self), 0);

  return self->run->n_lanes;
}

guint64
studio_race_get_seed (StudioRace *self)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self), 0);

  return self->run->seed;
}

WeftModel *
studio_race_get_model (StudioRace *self, guint lane)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self) && lane < self->run->n_lanes, NULL);

  return self->run->lanes[lane].model;
}

WeftForm
studio_race_get_form (StudioRace *self, guint lane)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self) && lane < self->run->n_lanes, WEFT_FORM_LINEAR);

  return self->run->lanes[lane].form;
}

StudioWeights
studio_race_get_weights (StudioRace *self, guint lane)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self) && lane < self->run->n_lanes, STUDIO_WEIGHTS_SHAPES);

  return self->run->lanes[lane].weights;
}

gboolean
studio_race_get_is_concurrent (StudioRace *self)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self), FALSE);

  return self->run->concurrent;
}

guint
studio_race_get_n_threads (StudioRace *self)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self), 0);

  return self->run->n_threads;
}

float *
studio_race_dup_warmup (StudioRace *self, guint lane, guint *n_steps)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self) && lane < self->run->n_lanes, NULL);

  *n_steps = self->run->n_warmup;
  if (atomic_load_explicit (&self->run->is_warming_up, memory_order_acquire))
    return NULL;
  return g_memdup2 (self->run->lanes[lane].warmup, self->run->n_warmup * sizeof (float));
}

gboolean
studio_race_get_is_warming_up (StudioRace *self)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self), FALSE);

  return atomic_load_explicit (&self->run->is_warming_up, memory_order_relaxed);
}

StudioFrame *
studio_race_dup_frame (StudioRace *self, guint lane)
{
  StudioFrame *frame;

  g_return_val_if_fail (STUDIO_IS_RACE (self) && lane < self->run->n_lanes, NULL);

  studio_worker_lock (self->worker);
  frame = studio_frame_ref (self->run->lanes[lane].frame);
  studio_worker_unlock (self->worker);
  return frame;
}

double
studio_race_get_rate (StudioRace *self, guint lane)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self) && lane < self->run->n_lanes, 0);

  return studio_rate_get (&self->run->lanes[lane].rate);
}

gsize
studio_race_get_state_bytes (StudioRace *self, guint lane)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self) && lane < self->run->n_lanes, 0);

  return atomic_load_explicit (&self->run->lanes[lane].state_bytes, memory_order_relaxed);
}

StudioRaceResult *
studio_race_dup_result (StudioRace *self)
{
  StudioRaceLaneResult lanes[STUDIO_RACE_MAX_LANES] = { 0 };
  StudioRaceResult *result = NULL;
  StudioRaceRun *run;

  g_return_val_if_fail (STUDIO_IS_RACE (self), NULL);

  run = self->run;
  studio_worker_lock (self->worker);
  for (guint k = 0; k < run->n_lanes; k++)
    lanes[k] = (StudioRaceLaneResult) {
      .form = run->lanes[k].form,
      .weights = run->lanes[k].weights,
      .n_steps = run->n_steps,
      .n_repetitions = run->lanes[k].n_complete,
      .step_seconds = run->lanes[k].step_seconds,
      .totals = run->lanes[k].totals,
      .state_bytes = studio_race_get_state_bytes (self, k),
    };

  /* All lanes complete a repetition together. */
  if (lanes[0].n_repetitions > 0)
    result = studio_race_result_new (lanes, run->n_lanes, run->n_channels, run->seed,
                                     atomic_load_explicit (&run->other_load, memory_order_relaxed));
  studio_worker_unlock (self->worker);
  return result;
}
