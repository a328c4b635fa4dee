/* SPDX-License-Identifier: MIT */
/* The thread's side of a training: a state is taken up, and then it is step after step. */
#include "app/training-run-private.h"

#include <math.h>

#define POINT_INTERVAL 1.0 /* seconds of learning between two points of the curve */
#define MAX_POINTS 20000   /* of the curve; then every other one is left out */
#define SECONDS_AN_HOUR 3600.0

static void
set_phase (StudioTrainingRun *run, StudioTrainingPhase phase)
{
  atomic_store_explicit (&run->phase, (int) phase, memory_order_relaxed);
}

/* The state on disk */

static gboolean
save (StudioTrainingRun *run, GError **error)
{
  g_auto (StudioTrainingState) state = { 0 };

  run->saved = g_get_monotonic_time ();
  if (run->state_path == NULL)
    return TRUE;

  state.trainer = weft_trainer_save_state (run->trainer, error);
  if (state.trainer == NULL)
    return FALSE;

  state.points = g_array_ref (run->points);
  state.seconds = run->seconds;
  state.n_threads = weft_team_get_n_members (run->team);
  return studio_training_state_write (run->state_path, &state, run->identity, error);
}

static void
note_threads (StudioWorker *worker, StudioTrainingRun *run, guint n_threads)
{
  const guint n_members = weft_team_get_n_members (run->team);

  if (n_threads != n_members)
    studio_training_run_note (worker, run,
                              g_strdup_printf ("the state was made with %u threads, this run has %u: the result will "
                                               "differ in its last bits", n_threads, n_members));
}

static gboolean
load (StudioWorker *worker, StudioTrainingRun *run, GError **error)
{
  g_auto (StudioTrainingState) state = { 0 };

  if (!studio_training_state_read (run->state_path, &state, run->identity, error)
      || !weft_trainer_load_state (run->trainer, weft_bytes_new_from_memory (state.trainer), error))
    return FALSE;

  run->seconds = state.seconds;
  atomic_store_explicit (&run->first_step, weft_trainer_get_step (run->trainer), memory_order_relaxed);
  note_threads (worker, run, state.n_threads);
  studio_worker_lock (worker);
  g_array_append_vals (run->points, state.points->data, state.points->len);
  studio_worker_unlock (worker);
  return TRUE;
}

/* Goes on, or makes sure from the start that a state can be written. */
static gboolean
take_up (StudioWorker *worker, StudioTrainingRun *run, GError **error)
{
  if (run->resume && run->state_path != NULL && g_file_test (run->state_path, G_FILE_TEST_EXISTS))
    return load (worker, run, error);

  return save (run, error);
}

/* Learning */

static double
get_progress (const StudioTrainingRun *run)
{
  const guint n_steps = run->plan.learning.n_steps;

  if (n_steps > 0)
    return (double) weft_trainer_get_step (run->trainer) / n_steps;

  return MIN (run->seconds / (SECONDS_AN_HOUR * run->plan.hours), 1.0);
}

static void
tell_progress (StudioTrainingRun *run)
{
  const guint step = weft_trainer_get_step (run->trainer);
  const double n_pixels = (double) run->config.image_width * run->config.image_height * run->plan.learning.batch;
  const double progress = get_progress (run);
  double left = SECONDS_AN_HOUR * run->plan.hours - run->seconds;
  double rate;

  studio_rate_add (&run->rate, run->seconds, step * n_pixels);
  rate = studio_rate_get (&run->rate);
  if (run->plan.learning.n_steps > 0)
    left = rate > 0 ? (run->plan.learning.n_steps - step) * n_pixels / rate : -1.0;

  atomic_store_explicit (&run->step, step, memory_order_relaxed);
  atomic_store_explicit (&run->progress, progress, memory_order_relaxed);
  atomic_store_explicit (&run->seconds_left, left, memory_order_relaxed);
}

static gboolean
learn_step (StudioTrainingRun *run, GError **error)
{
  const gint64 begun = g_get_monotonic_time ();
  double bits;

  studio_dealer_deal (run->dealer, weft_trainer_get_step (run->trainer), run->batch);
  weft_trainer_set_progress (run->trainer, get_progress (run));
  if (!weft_trainer_step (run->trainer, run->batch, &bits, error))
    return FALSE;

  run->bits_sum += bits;
  run->bits_count++;
  run->seconds += (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  tell_progress (run);
  return TRUE;
}

/* Leaves out every other point, but none that was measured. */
static void
thin_out (GArray *points)
{
  guint n = 0;

  for (guint i = 0; i < points->len; i++)
    {
      const StudioTrainingPoint point = g_array_index (points, StudioTrainingPoint, i);

      if (i % 2 == 0 || !isnan (point.held_out))
        g_array_index (points, StudioTrainingPoint, n++) = point;
    }

  g_array_set_size (points, n);
}

static void
add_point (StudioWorker *worker, StudioTrainingRun *run, double held_out)
{
  const StudioTrainingPoint point = {
    .step = weft_trainer_get_step (run->trainer),
    .seconds = run->seconds,
    .bits_per_dim = run->bits_sum / (double) run->bits_count,
    .held_out = held_out,
  };

  atomic_store_explicit (&run->bits_per_dim, point.bits_per_dim, memory_order_relaxed);
  run->bits_sum = 0;
  run->bits_count = 0;
  studio_worker_lock (worker);
  if (run->points->len >= MAX_POINTS)
    thin_out (run->points);
  g_array_append_val (run->points, point);
  studio_worker_unlock (worker);
  studio_worker_post (worker);
}

static gboolean
measure (StudioTrainingRun *run, double *held_out, GError **error)
{
  gsize n;
  const guint8 *values = studio_training_run_get_held_out (run, &n);
  gboolean good;

  *held_out = NAN;
  if (n == 0)
    return TRUE;

  set_phase (run, STUDIO_TRAINING_MEASURING);
  good = weft_trainer_measure (run->trainer, values, n, held_out, error);
  set_phase (run, STUDIO_TRAINING_LEARNING);
  return good;
}

static double
get_last_seconds (const StudioTrainingRun *run)
{
  const GArray *points = run->points;

  return points->len > 0 ? g_array_index (points, StudioTrainingPoint, points->len - 1).seconds : -POINT_INTERVAL;
}

/* What is due after a step: a point of the curve, with a measurement or without. */
static gboolean
report (StudioWorker *worker, StudioTrainingRun *run, GError **error)
{
  const guint step = weft_trainer_get_step (run->trainer);
  const gboolean must_measure = step % run->plan.measure_every == 0 || get_progress (run) >= 1.0;
  double held_out = NAN;

  if (must_measure && !measure (run, &held_out, error))
    return FALSE;

  if (must_measure || run->seconds - get_last_seconds (run) >= POINT_INTERVAL)
    add_point (worker, run, held_out);
  return TRUE;
}

static gboolean
paint (StudioWorker *worker, StudioTrainingRun *run, GError **error)
{
  const guint step = weft_trainer_get_step (run->trainer);
  gboolean good;

  if (run->plan.samples_every == 0 || step % run->plan.samples_every != 0)
    return TRUE;

  set_phase (run, STUDIO_TRAINING_PAINTING);
  good = studio_training_run_paint (worker, run, error);
  set_phase (run, STUDIO_TRAINING_LEARNING);
  return good;
}

/* Whether the state is due: by the clock, or because somebody asked. */
static gboolean
save_if_due (StudioTrainingRun *run, GError **error)
{
  const double seconds = (double) (g_get_monotonic_time () - run->saved) / G_USEC_PER_SEC;

  if (!atomic_exchange_explicit (&run->wants_state, FALSE, memory_order_relaxed)
      && seconds < run->plan.save_every)
    return TRUE;

  return save (run, error);
}

/* Stopped: the state is written, and what has been learnt can be used. */
static gboolean
stop (StudioWorker *worker, StudioTrainingRun *run, GError **error)
{
  if (!save (run, error))
    return FALSE;
  if (weft_trainer_get_step (run->trainer) > 0)
    studio_training_run_export (worker, run, FALSE, error);
  return FALSE;
}

static gboolean
learn (StudioWorker *worker, StudioTrainingRun *run, GError **error)
{
  set_phase (run, STUDIO_TRAINING_LEARNING);
  tell_progress (run);
  while (get_progress (run) < 1.0)
    {
      gboolean has_waited;

      if (!save_if_due (run, error))
        return FALSE;
      if (!studio_worker_proceed (worker, &has_waited))
        return stop (worker, run, error);

      if (atomic_exchange_explicit (&run->wants_checkpoint, FALSE, memory_order_acquire))
        {
          if (!studio_training_run_export (worker, run, FALSE, error))
            return FALSE;
          continue;
        }
      if (!learn_step (run, error) || !report (worker, run, error) || !paint (worker, run, error))
        return FALSE;
    }

  /* If the program ends before the checkpoint is kept, a resumed run comes here at once. */
  return save (run, error) && studio_training_run_export (worker, run, TRUE, error);
}

gboolean
studio_training_run_learn (StudioWorker *worker, gpointer data, GError **error)
{
  StudioTrainingRun *run = data;
  g_autoptr (GError) local_error = NULL;

  if (studio_training_run_prepare (worker, run, &local_error) && take_up (worker, run, &local_error)
      && learn (worker, run, &local_error))
    return TRUE;

  if (local_error != NULL && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
