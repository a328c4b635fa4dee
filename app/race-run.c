/* SPDX-License-Identifier: MIT */
/* The thread's side of a race: lanes take turns, and each step is on the clock. */
#include "app/race-private.h"

#include "app/clock-private.h"
#include "app/statistics.h"

#include "engine/error.h"

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

/* One step on the clock. @seconds: what it took. */
static gboolean
time_step (StudioRaceRun *run, StudioRaceLane *lane, double *seconds, GError **error)
{
  const double begin = studio_clock_read ();
  const gboolean ok = weft_generator_next (lane->generator, &run->sampling, error);

  *seconds = studio_clock_read () - begin;
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
 * @due: (inout): the end of the turn before, then of this one
 * @seconds: how long the turn that began at @begin is to be seen */
static void
wait_for_show (StudioWorker *worker, gint64 *due, gint64 begin, double seconds)
{
  *due = MAX (*due, begin - CATCH_UP) + (gint64) (seconds * G_USEC_PER_SEC);
  studio_worker_sleep_until (worker, *due);
}

/* The worker answers one thread at a time: while it is paused one lane sleeps in it and the others at the gate. */
static gboolean
proceed (StudioWorker *worker, StudioRaceRun *run)
{
  gboolean may_go_on;

  pthread_mutex_lock (&run->gate);
  may_go_on = studio_worker_proceed (worker, NULL);
  pthread_mutex_unlock (&run->gate);
  return may_go_on && !atomic_load_explicit (&run->has_failed, memory_order_relaxed);
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

      if (!proceed (worker, run) || !time_step (run, lane, &seconds, error))
        return FALSE;
      spent += seconds;
      shown += studio_race_show_step (&lane->typical, seconds);
      record (run, lane, seconds);
      publish (lane);
    }
  while (spent < slice && !weft_generator_is_done (lane->generator));

  if (slowdown > 1)
    wait_for_show (worker, run->concurrent ? &lane->due : &run->due, begin, shown * slowdown);
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
    {
      const double own = run->lanes[k].typical * run->n_steps;

      seconds = run->concurrent ? MAX (seconds, own) : seconds + own;
    }
  if (run->n_repetitions == 1 && seconds > 0)
    chosen = MAX (STUDIO_RACE_SHOW_SECONDS / seconds, 1);
  if (atomic_compare_exchange_strong (&run->slowdown, &before, chosen))
    run->chosen = chosen;
}

/* The first steps of a picture, which everybody may see but which do not count. */
static gboolean
warm_up_lane (StudioWorker *worker, StudioRaceRun *run, StudioRaceLane *lane, GError **error)
{
  g_autofree double *seconds = g_new (double, MAX (run->n_warmup, 1));

  if (!begin_lane (run, lane, error))
    return FALSE;

  for (guint i = 0; i < run->n_warmup; i++)
    {
      if (!studio_worker_proceed (worker, NULL) || !time_step (run, lane, &seconds[i], error))
        return FALSE;
      lane->warmup[i] = (float) seconds[i];
      publish (lane);
    }

  lane->typical = run->n_warmup > 0 ? studio_statistics_median (seconds, run->n_warmup) : G_MAXDOUBLE;
  return TRUE;
}

/* The steps each lane runs before anything counts: caches warm, threads awake, pages touched. */
static gboolean
warm_up (StudioWorker *worker, StudioRaceRun *run, GError **error)
{
  for (guint k = 0; k < run->n_lanes; k++)
    if (!warm_up_lane (worker, run, &run->lanes[k], error))
      return FALSE;

  choose_slowdown (run);
  studio_load_read (NULL, &run->load);
  atomic_store_explicit (&run->is_warming_up, FALSE, memory_order_release);
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
take_turns (StudioWorker *worker, StudioRaceRun *run, GError **error)
{
  gboolean all_done = run->n_steps == 0;

  while (!all_done)
    if (!run_turn (worker, run, &all_done, error))
      return FALSE;

  return TRUE;
}

/* A lane on a thread of its own. */
typedef struct {
  StudioWorker *worker;
  StudioRaceRun *run;
  StudioRaceLane *lane;
  GThread *thread;
  gboolean is_done;
  GError *error;
} Runner;

static gpointer
runner_cb (gpointer data)
{
  Runner *runner = data;

  runner->is_done = TRUE;
  while (runner->is_done && !weft_generator_is_done (runner->lane->generator))
    runner->is_done = run_slice (runner->worker, runner->run, runner->lane, &runner->error);
  if (runner->error != NULL)
    atomic_store_explicit (&runner->run->has_failed, TRUE, memory_order_relaxed);
  return NULL;
}

/* FALSE with the reason: then there is no thread. */
static gboolean
start_runner (Runner *runner)
{
  g_autoptr (GError) local_error = NULL;

  runner->thread = g_thread_try_new ("weft-race-lane", runner_cb, runner, &local_error);
  if (runner->thread != NULL)
    return TRUE;

  g_set_error (&runner->error, WEFT_ERROR, WEFT_ERROR_RESOURCE, "no thread can be had for a lane: %s",
               local_error->message);
  atomic_store_explicit (&runner->run->has_failed, TRUE, memory_order_relaxed);
  return FALSE;
}

/* All lanes at once. The first thing that went wrong is told. */
static gboolean
run_together (StudioWorker *worker, StudioRaceRun *run, GError **error)
{
  Runner runners[STUDIO_RACE_MAX_LANES] = { 0 };
  gboolean all_done = TRUE;

  choose_slowdown (run);
  for (guint k = 0; k < run->n_lanes; k++)
    {
      runners[k] = (Runner) { worker, run, &run->lanes[k] };
      if (!start_runner (&runners[k]))
        break;
    }

  for (guint k = 0; k < run->n_lanes; k++)
    {
      g_clear_pointer (&runners[k].thread, g_thread_join);
      all_done = all_done && runners[k].is_done;
      if (runners[k].error != NULL)
        g_propagate_error (error != NULL && *error == NULL ? error : NULL, runners[k].error);
    }

  return all_done;
}

static gboolean
run_repetition (StudioWorker *worker, StudioRaceRun *run, guint repetition, GError **error)
{
  StudioLoad load;

  if (!begin_repetition (worker, run, repetition, error)
      || !(run->concurrent ? run_together : take_turns) (worker, run, error))
    return FALSE;

  studio_load_read (NULL, &load);
  atomic_store_explicit (&run->other_load, studio_load_get_others (&run->load, &load), memory_order_relaxed);
  studio_worker_lock (worker);
  for (guint k = 0; k < run->n_lanes; k++)
    run->lanes[k].n_complete = repetition + 1;
  studio_worker_unlock (worker);
  return TRUE;
}

/* One team for lanes that take turns; a share of the threads for each of those that do not. */
static WeftTeam *
make_team (StudioRaceRun *run, StudioRaceLane *lane, GError **error)
{
  if (run->concurrent)
    return lane->team = weft_team_new (MAX (run->n_threads / run->n_lanes, 1), error);
  if (run->team == NULL)
    run->team = weft_team_new (run->n_threads, error);
  return run->team;
}

static gboolean
make_generators (StudioRaceRun *run, GError **error)
{
  for (guint k = 0; k < run->n_lanes; k++)
    {
      StudioRaceLane *lane = &run->lanes[k];
      WeftTeam *team = make_team (run, lane, error);

      if (team == NULL || (lane->generator = weft_generator_new (lane->model, lane->form, 1, team, error)) == NULL)
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
    {
      g_clear_pointer (&run->lanes[k].generator, weft_generator_free);
      g_clear_pointer (&run->lanes[k].team, weft_team_free);
    }
  g_clear_pointer (&run->team, weft_team_free);
  return done;
}
