/* SPDX-License-Identifier: MIT */
/* Forms take turns on one thread, as in a race; what they have reached is read under the worker's lock. */
#include "app/scaling.h"

#include "app/activity-private.h"
#include "app/clock-private.h"
#include "app/conditions.h"

#include "engine/error.h"
#include "engine/generator.h"
#include "engine/team.h"

#include <stdatomic.h>

#define SEED 1
#define SLICE 0.01       /* seconds of a turn */
#define PICTURE_WIDTH 256

typedef struct {
  WeftForm form;

  /* the thread's own */
  WeftGenerator *generator;
  double seconds;

  /* told */
  atomic_uint length;
  atomic_bool is_stopped;

  GArray *points; /* owned, of StudioScalingPoint; under the worker's lock */
} Lane;

typedef struct {
  WeftConfig config;
  WeftPrecision precision;
  guint n_lanes;
  guint max_length;
  double budget;
  guint n_warmup;
  guint n_threads;

  WeftModel *model;
  WeftTeam *team;
  GRand *random; /* of the order of turns */
  StudioLoad load;
  _Atomic double other_load;
  Lane lanes[STUDIO_SCALING_MAX_LANES];
} Run;

struct _StudioScaling {
  StudioActivity parent_instance;

  StudioWorker *worker; /* of the activity */
  Run *run;             /* owned by the worker */
};

G_DEFINE_FINAL_TYPE (StudioScaling, studio_scaling, STUDIO_TYPE_ACTIVITY)

/* The thread */

static void
add_point (StudioWorker *worker, Lane *lane, guint length)
{
  const StudioScalingPoint point = {
    .length = length,
    .seconds = lane->seconds,
    .bytes = weft_state_get_bytes (weft_generator_get_state (lane->generator)),
  };

  studio_worker_lock (worker);
  g_array_append_val (lane->points, point);
  studio_worker_unlock (worker);
}

static gboolean
is_doubling (guint length)
{
  return length >= STUDIO_SCALING_MIN_LENGTH && (length & (length - 1)) == 0;
}

static gboolean
is_done (const Run *run, const Lane *lane)
{
  return atomic_load_explicit (&lane->is_stopped, memory_order_relaxed)
         || atomic_load_explicit (&lane->length, memory_order_relaxed) >= run->max_length;
}

/* One step on the clock. */
static gboolean
step (StudioWorker *worker, Run *run, Lane *lane, GError **error)
{
  const WeftSampling sampling = WEFT_SAMPLING_INIT;
  const double begin = studio_clock_read ();
  guint length;

  if (!weft_generator_next (lane->generator, &sampling, error))
    return FALSE;
  lane->seconds += studio_clock_read () - begin;

  length = weft_generator_get_n_known (lane->generator);
  atomic_store_explicit (&lane->length, length, memory_order_relaxed);
  if (is_doubling (length))
    add_point (worker, lane, length);
  if (lane->seconds >= run->budget && length < run->max_length)
    atomic_store_explicit (&lane->is_stopped, TRUE, memory_order_relaxed);
  return TRUE;
}

static gboolean
run_slice (StudioWorker *worker, Run *run, Lane *lane, GError **error)
{
  const double begin = lane->seconds;

  while (!is_done (run, lane) && lane->seconds - begin < SLICE)
    if (!studio_worker_proceed (worker, NULL) || !step (worker, run, lane, error))
      return FALSE;

  return TRUE;
}

/* Every form that is not done gets one slice; who is first is drawn anew. */
static gboolean
run_turn (StudioWorker *worker, Run *run, gboolean *all_done, GError **error)
{
  const guint first = (guint) g_rand_int_range (run->random, 0, (gint32) run->n_lanes);
  const guint direction = g_rand_boolean (run->random) ? 1 : run->n_lanes - 1;

  *all_done = TRUE;
  for (guint i = 0; i < run->n_lanes; i++)
    {
      Lane *lane = &run->lanes[(first + i * direction) % run->n_lanes];

      if (!run_slice (worker, run, lane, error))
        return FALSE;
      *all_done = *all_done && is_done (run, lane);
    }

  return TRUE;
}

/* Steps before the clock starts; then everything begins anew. */
static gboolean
warm_up (StudioWorker *worker, Run *run, Lane *lane, GError **error)
{
  const WeftSampling sampling = WEFT_SAMPLING_INIT;

  lane->generator = weft_generator_new (run->model, lane->form, 1, run->team, error);
  if (lane->generator == NULL)
    return FALSE;

  weft_generator_begin (lane->generator, SEED, 0);
  for (guint i = 0; i < run->n_warmup; i++)
    if (!studio_worker_proceed (worker, NULL) || !weft_generator_next (lane->generator, &sampling, error))
      return FALSE;

  weft_generator_begin (lane->generator, SEED, 0);
  return TRUE;
}

static gboolean
prepare (StudioWorker *worker, Run *run, GError **error)
{
  run->team = weft_team_new (run->n_threads, error);
  if (run->team == NULL)
    return FALSE;
  run->model = weft_model_new_random (&run->config, run->precision, SEED, error);
  if (run->model == NULL)
    return FALSE;

  for (guint k = 0; k < run->n_lanes; k++)
    if (!warm_up (worker, run, &run->lanes[k], error))
      return FALSE;

  studio_load_read (NULL, &run->load);
  return TRUE;
}

static gboolean
run_all (StudioWorker *worker, gpointer data, GError **error)
{
  Run *run = data;
  gboolean all_done = FALSE;
  gboolean ok = prepare (worker, run, error);
  StudioLoad load;

  while (ok && !all_done)
    ok = run_turn (worker, run, &all_done, error);

  studio_load_read (NULL, &load);
  atomic_store_explicit (&run->other_load, studio_load_get_others (&run->load, &load), memory_order_relaxed);
  for (guint k = 0; k < run->n_lanes; k++)
    g_clear_pointer (&run->lanes[k].generator, weft_generator_free);
  g_clear_pointer (&run->model, weft_model_unref);
  g_clear_pointer (&run->team, weft_team_free);
  return ok;
}

static void
run_free (gpointer data)
{
  Run *run = data;

  for (guint k = 0; k < run->n_lanes; k++)
    g_array_unref (run->lanes[k].points);
  g_rand_free (run->random);
  g_free (run);
}

/* The same network with as many positions as the longest sequence has. */
static WeftConfig
enlarge (const WeftConfig *config, guint max_length)
{
  const guint row = PICTURE_WIDTH * weft_config_get_n_channels (config);
  WeftConfig large = *config;

  large.image_width = PICTURE_WIDTH;
  large.image_height = (max_length + row - 1) / row;
  large.n_positions = weft_config_get_image_values (&large) - 1;
  return large;
}

static Run *
run_new (const StudioScalingSpec *spec)
{
  Run *run = g_new0 (Run, 1);

  run->config = enlarge (spec->config, spec->max_length);
  run->precision = spec->precision;
  run->n_lanes = spec->n_forms;
  run->max_length = spec->max_length;
  run->budget = spec->budget;
  run->n_warmup = spec->n_warmup;
  run->n_threads = spec->n_threads > 0 ? spec->n_threads : g_get_num_processors ();
  run->random = g_rand_new_with_seed (SEED);
  atomic_init (&run->other_load, -1);
  for (guint k = 0; k < run->n_lanes; k++)
    {
      run->lanes[k].form = spec->forms[k];
      run->lanes[k].points = g_array_new (FALSE, FALSE, sizeof (StudioScalingPoint));
    }

  return run;
}

/* The object */

static void
studio_scaling_class_init (StudioScalingClass *klass)
{
}

static void
studio_scaling_init (StudioScaling *self)
{
}

static gboolean
check_spec (const StudioScalingSpec *spec, GError **error)
{
  const WeftConfig large = enlarge (spec->config, spec->max_length);

  if (spec->n_forms < 1 || spec->n_forms > STUDIO_SCALING_MAX_LANES || !is_doubling (spec->max_length)
      || spec->max_length > STUDIO_SCALING_MAX_LENGTH || !(spec->budget > 0))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
                   "possible are 1 to %u forms, doublings of %u up to %u, and a budget above 0 (here %u, %u and %g s)",
                   STUDIO_SCALING_MAX_LANES, STUDIO_SCALING_MIN_LENGTH, STUDIO_SCALING_MAX_LENGTH, spec->n_forms,
                   spec->max_length, spec->budget);
      return FALSE;
    }

  return weft_config_validate (&large, error);
}

StudioScaling *
studio_scaling_new (const StudioScalingSpec *spec, GError **error)
{
  StudioScaling *self;

  if (!check_spec (spec, error))
    return NULL;

  self = g_object_new (STUDIO_TYPE_SCALING, NULL);
  self->run = run_new (spec);
  self->worker = studio_activity_set_up (STUDIO_ACTIVITY (self), "weft-scaling", run_all, self->run, run_free,
                                         spec->demote, FALSE);
  return self;
}

guint
studio_scaling_get_n_lanes (StudioScaling *self)
{
  g_return_val_if_fail (STUDIO_IS_SCALING (self), 0);

  return self->run->n_lanes;
}

WeftForm
studio_scaling_get_form (StudioScaling *self, guint lane)
{
  g_return_val_if_fail (STUDIO_IS_SCALING (self) && lane < self->run->n_lanes, WEFT_FORM_LINEAR);

  return self->run->lanes[lane].form;
}

guint
studio_scaling_get_max_length (StudioScaling *self)
{
  g_return_val_if_fail (STUDIO_IS_SCALING (self), 0);

  return self->run->max_length;
}

double
studio_scaling_get_budget (StudioScaling *self)
{
  g_return_val_if_fail (STUDIO_IS_SCALING (self), 0);

  return self->run->budget;
}

guint
studio_scaling_get_n_threads (StudioScaling *self)
{
  g_return_val_if_fail (STUDIO_IS_SCALING (self), 0);

  return self->run->n_threads;
}

WeftPrecision
studio_scaling_get_precision (StudioScaling *self)
{
  g_return_val_if_fail (STUDIO_IS_SCALING (self), WEFT_PRECISION_F32);

  return self->run->precision;
}

guint
studio_scaling_get_length (StudioScaling *self, guint lane)
{
  g_return_val_if_fail (STUDIO_IS_SCALING (self) && lane < self->run->n_lanes, 0);

  return atomic_load_explicit (&self->run->lanes[lane].length, memory_order_relaxed);
}

gboolean
studio_scaling_get_is_stopped (StudioScaling *self, guint lane)
{
  g_return_val_if_fail (STUDIO_IS_SCALING (self) && lane < self->run->n_lanes, FALSE);

  return atomic_load_explicit (&self->run->lanes[lane].is_stopped, memory_order_relaxed);
}

GArray *
studio_scaling_dup_points (StudioScaling *self, guint lane)
{
  GArray *points;

  g_return_val_if_fail (STUDIO_IS_SCALING (self) && lane < self->run->n_lanes, NULL);

  studio_worker_lock (self->worker);
  points = g_array_copy (self->run->lanes[lane].points);
  studio_worker_unlock (self->worker);
  return points;
}

double
studio_scaling_get_other_load (StudioScaling *self)
{
  g_return_val_if_fail (STUDIO_IS_SCALING (self), -1);

  return atomic_load_explicit (&self->run->other_load, memory_order_relaxed);
}
