/* SPDX-License-Identifier: MIT */
/* Lanes taking turns on one worker's thread. */
#include "app/race.h"

#include "app/race-private.h"
#include "app/rate-private.h"
#include "app/worker-private.h"

#include "engine/error.h"
#include "engine/generator.h"
#include "engine/team.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

#define RATE_WINDOW 0.25 /* seconds of a lane's own time */
#define MAX_REPETITIONS 1000

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
  double own_seconds;  /* on the clock in all */
  double n_pixels;     /* painted in all */

  /* told */
  StudioRate rate;
  atomic_size_t state_bytes;
  atomic_uint repetition;

  /* under the worker's lock */
  StudioFrame *frame;
  guint n_complete; /* repetitions */
} Lane;

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

  WeftTeam *team;
  GRand *random; /* of the order of turns */
  Lane lanes[STUDIO_RACE_MAX_LANES];
} RaceRun;

struct _StudioRace {
  GObject parent_instance;

  StudioWorker *worker; /* owned */
  RaceRun *run;         /* owned by the worker */
  StudioRunState told;  /* the state last notified */
};

enum {
  PROP_0,
  PROP_STATE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (StudioRace, studio_race, G_TYPE_OBJECT)

const char *
studio_weights_to_sentence (StudioWeights weights)
{
  switch (weights)
    {
    case STUDIO_WEIGHTS_OWN:
      return "These weights were trained in this form of attention.";
    case STUDIO_WEIGHTS_TWIN:
      return "These weights were trained in this form of attention, on the same pictures.";
    case STUDIO_WEIGHTS_SHAPES:
    default:
      return "These weights were trained in the other form: only the time counts, the picture means nothing.";
    }
}

/* The thread's side */

static gboolean
begin_lane (RaceRun *run, Lane *lane, GError **error)
{
  lane->n_done = 0;
  if (run->prompt != NULL)
    return weft_generator_begin_with (lane->generator, run->seed, run->image, run->prompt, run->n_prompt, TRUE, error);

  weft_generator_begin (lane->generator, run->seed, run->image);
  return TRUE;
}

/* Finer than GLib's microseconds, of which a step of a small model has few. */
static double
read_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + (double) now.tv_nsec * 1e-9;
}

/* One step on the clock. @seconds: what it took. */
static gboolean
time_step (RaceRun *run, Lane *lane, double *seconds, GError **error)
{
  const double begin = read_clock ();
  const gboolean ok = weft_generator_next (lane->generator, &run->sampling, error);

  *seconds = read_clock () - begin;
  return ok;
}

static void
publish (Lane *lane)
{
  const guint n_known = weft_generator_get_n_known (lane->generator);

  studio_frame_append (lane->frame, 0, weft_generator_get_values (lane->generator, 0), n_known);
  studio_frame_publish (lane->frame, n_known);
  atomic_store_explicit (&lane->state_bytes, weft_state_get_bytes (weft_generator_get_state (lane->generator)),
                         memory_order_relaxed);
}

/* Writes a step down where it belongs. */
static void
record (RaceRun *run, Lane *lane, double seconds)
{
  const guint repetition = atomic_load_explicit (&lane->repetition, memory_order_relaxed);

  lane->step_seconds[(gsize) repetition * run->n_steps + lane->n_done] = (float) seconds;
  lane->totals[repetition] += seconds;
  lane->n_done++;
  lane->own_seconds += seconds;
  lane->n_pixels += 1.0 / run->n_channels;
  studio_rate_add (&lane->rate, lane->own_seconds, lane->n_pixels);
}

/* A turn of one lane. FALSE with an error, or without one if cancelled. */
static gboolean
run_slice (StudioWorker *worker, RaceRun *run, Lane *lane, GError **error)
{
  const double slowdown = MAX (atomic_load_explicit (&run->slowdown, memory_order_relaxed), 1);
  const gint64 begin = g_get_monotonic_time ();
  const double slice = run->slice_us / slowdown / G_USEC_PER_SEC;
  double spent = 0;

  do
    {
      double seconds;

      if (!studio_worker_proceed (worker, NULL) || !time_step (run, lane, &seconds, error))
        return FALSE;
      spent += seconds;
      record (run, lane, seconds);
      publish (lane);
    }
  while (spent < slice && !weft_generator_is_done (lane->generator));

  if (slowdown > 1)
    studio_worker_sleep_until (worker, begin + (gint64) (spent * slowdown * G_USEC_PER_SEC));
  return TRUE;
}

/* Numbers 0 .. n - 1 in random order. */
static void
shuffle (GRand *random, guint *order, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const guint k = (guint) g_rand_int_range (random, 0, (gint32) i + 1);

      order[i] = order[k];
      order[k] = i;
    }
}

/* A show lasts as long as people like to watch, however fast the machine; nobody watches a measurement.
 * @seconds: what all lanes together will take */
static void
choose_slowdown (RaceRun *run, double seconds)
{
  double unset = 0;
  double chosen = 1;

  if (run->n_repetitions == 1 && seconds > 0)
    chosen = MAX (STUDIO_RACE_SHOW_SECONDS / seconds, 1);
  atomic_compare_exchange_strong (&run->slowdown, &unset, chosen);
}

/* The steps each lane runs before anything counts: caches warm, threads awake, pages touched. */
static gboolean
warm_up (StudioWorker *worker, RaceRun *run, GError **error)
{
  const guint n = MIN (run->n_warmup, run->n_steps);
  double expected = 0;

  for (guint k = 0; k < run->n_lanes; k++)
    {
      double fastest = G_MAXDOUBLE;

      if (!begin_lane (run, &run->lanes[k], error))
        return FALSE;

      for (guint i = 0; i < n; i++)
        {
          double seconds;

          if (!studio_worker_proceed (worker, NULL) || !time_step (run, &run->lanes[k], &seconds, error))
            return FALSE;
          fastest = MIN (fastest, seconds);
        }
      expected += n > 0 ? fastest * run->n_steps : 0;
    }

  choose_slowdown (run, expected);
  atomic_store_explicit (&run->is_warming_up, FALSE, memory_order_relaxed);
  return TRUE;
}

/* A fresh frame for every lane; what was held before stays whole. */
static gboolean
begin_repetition (StudioWorker *worker, RaceRun *run, guint repetition, GError **error)
{
  for (guint k = 0; k < run->n_lanes; k++)
    {
      Lane *lane = &run->lanes[k];
      StudioFrame *frame = studio_frame_new (run->number, 1, run->n_values, error);
      StudioFrame *previous;

      if (frame == NULL)
        return FALSE;

      studio_worker_lock (worker);
      previous = lane->frame;
      lane->frame = frame;
      studio_worker_unlock (worker);
      studio_frame_unref (previous);

      atomic_store_explicit (&lane->repetition, repetition, memory_order_relaxed);
      if (!begin_lane (run, lane, error))
        return FALSE;
      publish (lane);
    }

  return TRUE;
}

/* Every lane that is not done gets one slice. */
static gboolean
run_turn (StudioWorker *worker, RaceRun *run, gboolean *all_done, GError **error)
{
  guint order[STUDIO_RACE_MAX_LANES];

  *all_done = TRUE;
  shuffle (run->random, order, run->n_lanes);
  for (guint i = 0; i < run->n_lanes; i++)
    {
      Lane *lane = &run->lanes[order[i]];

      if (weft_generator_is_done (lane->generator))
        continue;
      if (!run_slice (worker, run, lane, error))
        return FALSE;
      *all_done = *all_done && weft_generator_is_done (lane->generator);
    }

  return TRUE;
}

static gboolean
run_repetition (StudioWorker *worker, RaceRun *run, guint repetition, GError **error)
{
  gboolean all_done = run->n_steps == 0;

  if (!begin_repetition (worker, run, repetition, error))
    return FALSE;

  while (!all_done)
    if (!run_turn (worker, run, &all_done, error))
      return FALSE;

  studio_worker_lock (worker);
  for (guint k = 0; k < run->n_lanes; k++)
    run->lanes[k].n_complete = repetition + 1;
  studio_worker_unlock (worker);
  return TRUE;
}

static gboolean
make_generators (RaceRun *run, GError **error)
{
  run->team = weft_team_new (run->n_threads, error);
  if (run->team == NULL)
    return FALSE;

  for (guint k = 0; k < run->n_lanes; k++)
    {
      Lane *lane = &run->lanes[k];

      lane->generator = weft_generator_new (lane->model, lane->form, 1, run->team, error);
      if (lane->generator == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
run_all (StudioWorker *worker, RaceRun *run, GError **error)
{
  if (!make_generators (run, error) || !warm_up (worker, run, error))
    return FALSE;

  for (guint repetition = 0; repetition < run->n_repetitions; repetition++)
    if (!run_repetition (worker, run, repetition, error))
      return FALSE;

  return TRUE;
}

static gboolean
run_cb (StudioWorker *worker, gpointer data, GError **error)
{
  RaceRun *run = data;
  const gboolean done = run_all (worker, run, error);

  for (guint k = 0; k < run->n_lanes; k++)
    g_clear_pointer (&run->lanes[k].generator, weft_generator_free);
  g_clear_pointer (&run->team, weft_team_free);
  return done;
}

static void
run_free (gpointer data)
{
  RaceRun *run = data;

  for (guint k = 0; k < run->n_lanes; k++)
    {
      Lane *lane = &run->lanes[k];

      studio_frame_unref (lane->frame);
      weft_model_unref (lane->model);
      g_free (lane->step_seconds);
      g_free (lane->totals);
    }
  g_rand_free (run->random);
  g_free (run->prompt);
  g_free (run);
}

/* The owner's side */

static void
event_cb (GObject *object)
{
  StudioRace *self = STUDIO_RACE (object);
  const StudioRunState state = studio_race_get_state (self);

  if (state == self->told)
    return;

  self->told = state;
  g_object_notify_by_pspec (object, properties[PROP_STATE]);
}

static void
studio_race_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_STATE)
    g_value_set_enum (value, studio_race_get_state (STUDIO_RACE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
studio_race_finalize (GObject *object)
{
  studio_worker_destroy (STUDIO_RACE (object)->worker);
  G_OBJECT_CLASS (studio_race_parent_class)->finalize (object);
}

static void
studio_race_class_init (StudioRaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = studio_race_get_property;
  object_class->finalize = studio_race_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, STUDIO_TYPE_RUN_STATE, STUDIO_RUN_READY,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
studio_race_init (StudioRace *self)
{
}

static gboolean
fail (GError **error, const char *why)
{
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, why);
  return FALSE;
}

/* Equal but for the attention the weights were trained with. */
static gboolean
have_same_sizes (WeftModel *a, WeftModel *b)
{
  WeftConfig first = *weft_model_get_config (a);

  first.attention = weft_model_get_config (b)->attention;
  return memcmp (&first, weft_model_get_config (b), sizeof first) == 0
         && weft_model_get_precision (a) == weft_model_get_precision (b);
}

static gboolean
check_spec (const StudioRaceSpec *spec, GError **error)
{
  const WeftConfig *config;

  if (spec->n_entrants < 2 || spec->n_entrants > STUDIO_RACE_MAX_LANES)
    return fail (error, "a race has two or three lanes");
  if (spec->n_repetitions < 1 || spec->n_repetitions > MAX_REPETITIONS)
    return fail (error, "a race has 1 to 1000 repetitions");

  for (guint k = 1; k < spec->n_entrants; k++)
    if (!have_same_sizes (spec->entrants[0].model, spec->entrants[k].model))
      return fail (error, "the lanes differ in sizes or precision, which would be no fair race");

  config = weft_model_get_config (spec->entrants[0].model);
  if (spec->prompt != NULL && (spec->n_prompt < 1 || spec->n_prompt >= weft_config_get_image_values (config)))
    return fail (error, "a prompt has at least one value, and leaves at least one to be painted");

  return weft_sampling_validate (&spec->sampling, config, error);
}

static gboolean
lane_init (Lane *lane, const RaceRun *run, const StudioRaceEntrant *entrant, GError **error)
{
  lane->model = weft_model_ref (entrant->model);
  lane->form = entrant->form;
  lane->weights = entrant->weights;
  lane->step_seconds = g_try_new0 (float, (gsize) run->n_repetitions * run->n_steps);
  lane->totals = g_try_new0 (double, run->n_repetitions);
  studio_rate_init (&lane->rate, RATE_WINDOW);
  lane->frame = studio_frame_new (run->number, 1, run->n_values, error);
  if (lane->frame == NULL)
    return FALSE;
  if (lane->step_seconds != NULL && lane->totals != NULL)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "there is no memory for the times of %u repetitions",
               run->n_repetitions);
  return FALSE;
}

static RaceRun *
run_new (const StudioRaceSpec *spec, GError **error)
{
  const WeftConfig *config = weft_model_get_config (spec->entrants[0].model);
  const guint32 seeds[] = { (guint32) spec->seed, (guint32) (spec->seed >> 32) };
  RaceRun *run = g_new0 (RaceRun, 1);
  gboolean ok = TRUE;

  run->n_lanes = spec->n_entrants;
  run->n_repetitions = spec->n_repetitions;
  run->n_warmup = spec->n_warmup;
  run->slice_us = spec->slice_us;
  run->n_threads = spec->n_threads;
  run->seed = spec->seed;
  run->image = spec->image;
  run->sampling = spec->sampling;
  run->prompt = spec->prompt != NULL ? g_memdup2 (spec->prompt, spec->n_prompt) : NULL;
  run->n_prompt = spec->n_prompt;
  run->number = studio_worker_next_number ();
  run->n_values = weft_config_get_image_values (config);
  run->n_channels = weft_config_get_n_channels (config);
  run->n_steps = run->n_values - (run->prompt != NULL ? run->n_prompt : 1);
  run->random = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  atomic_init (&run->slowdown, spec->slowdown > 0 ? MAX (spec->slowdown, 1) : 0);
  atomic_init (&run->is_warming_up, TRUE);

  for (guint k = 0; k < run->n_lanes; k++)
    ok = ok && lane_init (&run->lanes[k], run, &spec->entrants[k], error);
  if (ok)
    return run;

  run_free (run);
  return NULL;
}

StudioRace *
studio_race_new (const StudioRaceSpec *spec, GError **error)
{
  StudioRace *self;
  RaceRun *run;

  if (!check_spec (spec, error))
    return NULL;

  run = run_new (spec, error);
  if (run == NULL)
    return NULL;

  self = g_object_new (STUDIO_TYPE_RACE, NULL);
  self->run = run;
  self->worker = studio_worker_new ("weft-race", G_OBJECT (self), event_cb, run_cb, run, run_free, spec->demote, FALSE);
  return self;
}

gboolean
studio_race_start (StudioRace *self, GError **error)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self), FALSE);

  return studio_worker_start (self->worker, error);
}

void
studio_race_pause (StudioRace *self)
{
  g_return_if_fail (STUDIO_IS_RACE (self));

  studio_worker_pause (self->worker);
}

void
studio_race_resume (StudioRace *self)
{
  g_return_if_fail (STUDIO_IS_RACE (self));

  studio_worker_resume (self->worker);
}

void
studio_race_cancel (StudioRace *self)
{
  g_return_if_fail (STUDIO_IS_RACE (self));

  studio_worker_cancel (self->worker);
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

StudioRunState
studio_race_get_state (StudioRace *self)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self), STUDIO_RUN_FAILED);

  return studio_worker_get_state (self->worker);
}

GError *
studio_race_dup_error (StudioRace *self)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self), NULL);

  return studio_worker_dup_error (self->worker);
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
studio_race_get_is_warming_up (StudioRace *self)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self), FALSE);

  return atomic_load_explicit (&self->run->is_warming_up, memory_order_relaxed);
}

guint
studio_race_get_repetition (StudioRace *self, guint lane)
{
  g_return_val_if_fail (STUDIO_IS_RACE (self) && lane < self->run->n_lanes, 0);

  return atomic_load_explicit (&self->run->lanes[lane].repetition, memory_order_relaxed);
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
  RaceRun *run;

  g_return_val_if_fail (STUDIO_IS_RACE (self), NULL);

  run = self->run;
  studio_worker_lock (self->worker);
  for (guint k = 0; k < run->n_lanes; k++)
    lanes[k] = (StudioRaceLaneResult) {
      .n_steps = run->n_steps,
      .n_repetitions = run->lanes[k].n_complete,
      .step_seconds = run->lanes[k].step_seconds,
      .totals = run->lanes[k].totals,
      .state_bytes = studio_race_get_state_bytes (self, k),
    };

  /* All lanes complete a repetition together. */
  if (lanes[0].n_repetitions > 0)
    result = studio_race_result_new (lanes, run->n_lanes, run->n_channels, run->seed);
  studio_worker_unlock (self->worker);
  return result;
}
