/* SPDX-License-Identifier: MIT */
/* The thread's side of a race: lanes take turns, and each step is on the clock. */
#include "app/race-private.h"

#include "app/statistics.h"

#include "engine/error.h"

#include <string.h>
#include <time.h>

#define RATE_WINDOW 0.25       /* seconds of a lane's own time */
#define RATE_PIXELS 40         /* pixels: the figure is of this place, also where an image takes 0.1 s */
#define MAX_REPETITIONS 1000
#define MAX_SHOWN 3.0          /* usual steps that one step may count for in slow motion */
#define FOLLOW 1.05            /* by how much a usual step grows or shrinks with each step */
#define CATCH_UP 50000         /* microseconds of lateness that a show makes good */

static gboolean
begin_lane (StudioRaceRun *run, StudioRaceLane *lane, GError **error)
{
  lane->n_done = 0;
  if (run->prompt != NULL)
    return weft_generator_begin_with (lane->generator, run->seed, run->image, run->prompt, run->n_prompt,
                                      TRUE, error);

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
time_step (StudioRaceRun *run, StudioRaceLane *lane, double *seconds, GError **error)
{
  const double begin = read_clock ();
  const gboolean ok = weft_generator_next (lane->generator, &run->sampling, error);

  *seconds = read_clock () - begin;
  return ok;
}

static void
publish (StudioRaceLane *lane)
{
  const guint n_known = weft_generator_get_n_known (lane->generator);

  studio_frame_append (lane->frame, 0, weft_generator_get_values (lane->generator, 0), n_known);
  studio_frame_publish (lane->frame, n_known);
  atomic_store_explicit (&lane->state_bytes,
                         weft_state_get_bytes (weft_generator_get_state (lane->generator)),
                         memory_order_relaxed);
}

/* Writes a step down where it belongs. */
static void
record (StudioRaceRun *run, StudioRaceLane *lane, double seconds)
{
  const guint repetition = atomic_load_explicit (&lane->repetition, memory_order_relaxed);

  lane->step_seconds[(gsize) repetition * run->n_steps + lane->n_done] = (float) seconds;
  lane->totals[repetition] += seconds;
  lane->n_done++;
  lane->own_seconds += seconds;
  lane->n_pixels += 1.0 / run->n_channels;
  studio_rate_add (&lane->rate, lane->own_seconds, lane->n_pixels);
}

/* Up and down by the same factor comes to rest where half of the steps are longer: a median that follows. */
double
studio_race_show_step (double *typical, double seconds)
{
  const double shown = MIN (seconds, MAX_SHOWN * *typical);

  *typical = seconds > *typical ? *typical * FOLLOW : *typical / FOLLOW;
  return shown;
}

/* Slow motion goes by a schedule, so that late awakenings do not add up.
 * @seconds: how long the turn that began at @begin is to be seen */
static void
wait_for_show (StudioWorker *worker, StudioRaceRun *run, gint64 begin, double seconds)
{
  run->due = MAX (run->due, begin - CATCH_UP) + (gint64) (seconds * G_USEC_PER_SEC);
  studio_worker_sleep_until (worker, run->due);
}

/* A turn of one lane. FALSE with an error, or without one if cancelled. */
static gboolean
run_slice (StudioWorker *worker, StudioRaceRun *run, StudioRaceLane *lane, GError **error)
{
  const double slowdown = MAX (atomic_load_explicit (&run->slowdown, memory_order_relaxed), 1);
  const gint64 begin = g_get_monotonic_time ();
  const double slice = run->slice_us / slowdown / G_USEC_PER_SEC;
  double spent = 0, shown = 0;

  do
    {
      double seconds;

      if (!studio_worker_proceed (worker, NULL) || !time_step (run, lane, &seconds, error))
        return FALSE;
      spent += seconds;
      shown += studio_race_show_step (&lane->typical, seconds);
      record (run, lane, seconds);
      publish (lane);
    }
  while (spent < slice && !weft_generator_is_done (lane->generator));

  if (slowdown > 1)
    wait_for_show (worker, run, begin, shown * slowdown);
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

/* A show lasts as long as people like to watch, however fast the machine; nobody watches a measurement. Steps
 * that wait for each other take longer than those of the warm-up, so a show chooses again as it goes, until
 * somebody else has set the slowdown. */
static void
choose_slowdown (StudioRaceRun *run)
{
  double before = run->chosen, chosen = 1, seconds = 0;

  for (guint k = 0; k < run->n_lanes; k++)
    seconds += run->lanes[k].typical * run->n_steps;
  if (run->n_repetitions == 1 && seconds > 0)
    chosen = MAX (STUDIO_RACE_SHOW_SECONDS / seconds, 1);
  if (atomic_compare_exchange_strong (&run->slowdown, &before, chosen))
    run->chosen = chosen;
}

/* The steps each lane runs before anything counts: caches warm, threads awake, pages touched. */
static gboolean
warm_up (StudioWorker *worker, StudioRaceRun *run, GError **error)
{
  const guint n = MIN (run->n_warmup, run->n_steps);
  g_autofree double *seconds = g_new (double, MAX (n, 1));

  for (guint k = 0; k < run->n_lanes; k++)
    {
      if (!begin_lane (run, &run->lanes[k], error))
        return FALSE;

      for (guint i = 0; i < n; i++)
        if (!studio_worker_proceed (worker, NULL) || !time_step (run, &run->lanes[k], &seconds[i], error))
          return FALSE;

      run->lanes[k].typical = n > 0 ? studio_statistics_median (seconds, n) : G_MAXDOUBLE;
    }

  choose_slowdown (run);
  atomic_store_explicit (&run->is_warming_up, FALSE, memory_order_relaxed);
  return TRUE;
}

/* A fresh frame for every lane; what was held before stays whole. */
static gboolean
begin_repetition (StudioWorker *worker, StudioRaceRun *run, guint repetition, GError **error)
{
  for (guint k = 0; k < run->n_lanes; k++)
    {
      StudioRaceLane *lane = &run->lanes[k];
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
run_turn (StudioWorker *worker, StudioRaceRun *run, gboolean *all_done, GError **error)
{
  guint order[STUDIO_RACE_MAX_LANES];

  *all_done = TRUE;
  choose_slowdown (run);
  shuffle (run->random, order, run->n_lanes);
  for (guint i = 0; i < run->n_lanes; i++)
    {
      StudioRaceLane *lane = &run->lanes[order[i]];

      if (weft_generator_is_done (lane->generator))
        continue;
      if (!run_slice (worker, run, lane, error))
        return FALSE;
      *all_done = *all_done && weft_generator_is_done (lane->generator);
    }

  return TRUE;
}

static gboolean
run_repetition (StudioWorker *worker, StudioRaceRun *run, guint repetition, GError **error)
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
make_generators (StudioRaceRun *run, GError **error)
{
  run->team = weft_team_new (run->n_threads, error);
  if (run->team == NULL)
    return FALSE;

  for (guint k = 0; k < run->n_lanes; k++)
    {
      StudioRaceLane *lane = &run->lanes[k];

      lane->generator = weft_generator_new (lane->model, lane->form, 1, run->team, error);
      if (lane->generator == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
run_all (StudioWorker *worker, StudioRaceRun *run, GError **error)
{
  if (!make_generators (run, error) || !warm_up (worker, run, error))
    return FALSE;

  for (guint repetition = 0; repetition < run->n_repetitions; repetition++)
    if (!run_repetition (worker, run, repetition, error))
      return FALSE;

  return TRUE;
}

gboolean
studio_race_run_all (StudioWorker *worker, gpointer data, GError **error)
{
  StudioRaceRun *run = data;
  const gboolean done = run_all (worker, run, error);

  for (guint k = 0; k < run->n_lanes; k++)
    g_clear_pointer (&run->lanes[k].generator, weft_generator_free);
  g_clear_pointer (&run->team, weft_team_free);
  return done;
}

void
studio_race_run_free (gpointer data)
{
  StudioRaceRun *run = data;

  for (guint k = 0; k < run->n_lanes; k++)
    {
      StudioRaceLane *lane = &run->lanes[k];

      studio_frame_unref (lane->frame);
      weft_model_unref (lane->model);
      g_free (lane->step_seconds);
      g_free (lane->totals);
    }
  g_rand_free (run->random);
  g_free (run->prompt);
  g_free (run);
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
lane_init (StudioRaceLane *lane, const StudioRaceRun *run, const StudioRaceEntrant *entrant, GError **error)
{
  lane->model = weft_model_ref (entrant->model);
  lane->form = entrant->form;
  lane->weights = entrant->weights;
  lane->step_seconds = g_try_new0 (float, (gsize) run->n_repetitions * run->n_steps);
  lane->totals = g_try_new0 (double, run->n_repetitions);
  studio_rate_init (&lane->rate, RATE_WINDOW, RATE_PIXELS);
  lane->frame = studio_frame_new (run->number, 1, run->n_values, error);
  if (lane->frame == NULL)
    return FALSE;
  if (lane->step_seconds != NULL && lane->totals != NULL)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "there is no memory for the times of %u repetitions",
               run->n_repetitions);
  return FALSE;
}

/* What the spec says, and what follows from the sizes. */
static void
run_init (StudioRaceRun *run, const StudioRaceSpec *spec)
{
  const WeftConfig *config = weft_model_get_config (spec->entrants[0].model);
  const guint32 seeds[] = { (guint32) spec->seed, (guint32) (spec->seed >> 32) };

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
}

StudioRaceRun *
studio_race_run_new (const StudioRaceSpec *spec, GError **error)
{
  gboolean ok = TRUE;
  StudioRaceRun *run;

  if (!check_spec (spec, error))
    return NULL;

  run = g_new0 (StudioRaceRun, 1);
  run_init (run, spec);
  for (guint k = 0; k < run->n_lanes; k++)
    ok = ok && lane_init (&run->lanes[k], run, &spec->entrants[k], error);
  if (ok)
    return run;

  studio_race_run_free (run);
  return NULL;
}
