/* SPDX-License-Identifier: MIT */
/* The thread's side of a training: pictures are read, a state is taken up, and then it is step after step. */
#include "app/training-run-private.h"

#include "engine/error.h"

#include <math.h>
#include <string.h>

#define RATE_WINDOW 5.0                  /* seconds */
#define POINT_INTERVAL 1.0               /* seconds of learning between two points of the curve */
#define MAX_POINTS 20000                 /* of the curve; then every other one is left out */
#define SECONDS_AN_HOUR 3600.0

StudioTrainingRun *
studio_training_run_new (const StudioTrainingPlan *plan, const char *state_path, gboolean resume)
{
  StudioTrainingRun *run = g_new0 (StudioTrainingRun, 1);

  studio_training_plan_copy (&run->plan, plan);
  run->plan.pictures.seed = plan->learning.seed;
  run->state_path = g_strdup (state_path);
  run->resume = resume;
  run->cancellable = g_cancellable_new ();
  run->points = g_array_new (FALSE, FALSE, sizeof (StudioTrainingPoint));
  run->notes = g_ptr_array_new_with_free_func (g_free);
  atomic_init (&run->bits_per_dim, NAN);
  atomic_init (&run->seconds_left, -1.0);
  studio_rate_init (&run->rate, RATE_WINDOW, 0);
  return run;
}

void
studio_training_run_free (gpointer data)
{
  StudioTrainingRun *run = data;

  g_clear_pointer (&run->dealer, studio_dealer_free);
  g_clear_pointer (&run->trainer, weft_trainer_free);
  g_clear_pointer (&run->team, weft_team_free);
  g_clear_pointer (&run->origin, weft_checkpoint_free);
  g_clear_pointer (&run->test, studio_picture_set_unref);
  g_clear_pointer (&run->set, studio_picture_set_unref);
  g_clear_pointer (&run->samples, g_ptr_array_unref);
  g_clear_pointer (&run->checkpoint, g_bytes_unref);
  g_array_unref (run->points);
  g_ptr_array_unref (run->notes);
  g_object_unref (run->cancellable);
  studio_training_plan_clear (&run->plan);
  g_free (run->state_path);
  g_free (run->identity);
  g_free (run->batch);
  g_free (run);
}

void
studio_training_run_note (StudioWorker *worker, StudioTrainingRun *run, char *note)
{
  studio_worker_lock (worker);
  g_ptr_array_add (run->notes, note);
  studio_worker_unlock (worker);
  studio_worker_post (worker);
}

const guint8 *
studio_training_run_get_held_out (StudioTrainingRun *run, gsize *n)
{
  StudioPictureSet *set = run->test != NULL ? run->test : run->set;

  *n = run->test != NULL ? studio_picture_set_get_n_training (set) : studio_picture_set_get_n_held_out (set);
  if (*n == 0)
    return NULL;

  return run->test != NULL ? studio_picture_set_get_training (set) : studio_picture_set_get_held_out (set);
}

static void
set_phase (StudioTrainingRun *run, StudioTrainingPhase phase)
{
  atomic_store_explicit (&run->phase, (int) phase, memory_order_relaxed);
}

/* Reading */

static void
note_set (StudioWorker *worker, StudioTrainingRun *run, StudioPictureSet *set)
{
  const gsize n_left_out = studio_picture_set_get_n_left_out (set);
  const gsize n_replaced = studio_picture_set_get_n_replaced (set);

  if (n_left_out > 0)
    studio_training_run_note (worker, run,
                              g_strdup_printf ("pictures left out: %" G_GSIZE_FORMAT "; the first: %s", n_left_out,
                                               studio_picture_set_get_problem (set)));
  if (n_replaced > 0)
    studio_training_run_note (worker, run,
                              g_strdup_printf ("pixels that got the nearest colour of the palette: %" G_GSIZE_FORMAT,
                                               n_replaced));
}

/* What is tried out has the mode, size and palette of what is learnt from. */
static StudioPictureSet *
read_test (StudioTrainingRun *run, StudioPictureSet *set, GError **error)
{
  StudioPictureOptions options = run->plan.pictures;
  WeftConfig config = { 0 };

  studio_picture_set_describe (set, &config);
  options.width = config.image_width;
  options.height = config.image_height;
  options.has_mode = TRUE;
  options.mode = config.image_mode;
  options.palette = studio_picture_set_get_palette (set);
  options.n_palette = config.n_values;
  options.n_held_out = 0;
  options.limit = run->plan.pictures.n_held_out == STUDIO_PICTURE_SET_TENTH ? STUDIO_PICTURE_SET_HELD_OUT
                                                                            : run->plan.pictures.n_held_out;
  return studio_picture_set_new (run->plan.test, &options, NULL, run->cancellable, error);
}

static gboolean
read_pictures (StudioWorker *worker, StudioTrainingRun *run, GError **error)
{
  StudioPictureOptions options = run->plan.pictures;
  g_autoptr (StudioPictureSet) set = NULL;

  if (run->plan.test != NULL)
    options.n_held_out = 0;
  set = studio_picture_set_new (run->plan.data, &options, &run->reading, run->cancellable, error);
  if (set == NULL)
    return FALSE;

  note_set (worker, run, set);
  if (run->plan.test != NULL)
    {
      run->test = read_test (run, set, error);
      if (run->test == NULL)
        return FALSE;
      note_set (worker, run, run->test);
    }

  studio_worker_lock (worker);
  run->set = g_steal_pointer (&set);
  studio_worker_unlock (worker);
  studio_worker_post (worker);
  return TRUE;
}

/* Preparing */

/* The network of --from: its own sizes, mode and palette; contexts may be added behind its own. */
static gboolean
open_origin (StudioTrainingRun *run, GError **error)
{
  StudioPictureOptions *pictures = &run->plan.pictures;
  const char *steps;
  const WeftConfig *config;

  if (run->plan.origin == NULL)
    return TRUE;

  run->origin = weft_checkpoint_open (run->plan.origin, NULL, error);
  if (run->origin == NULL)
    return FALSE;

  config = weft_checkpoint_get_config (run->origin);
  steps = weft_checkpoint_get_metadata (run->origin, "steps");
  run->origin_steps = steps != NULL ? g_ascii_strtoull (steps, NULL, 10) : 0;
  pictures->width = config->image_width;
  pictures->height = config->image_height;
  pictures->has_mode = TRUE;
  pictures->mode = config->image_mode;
  if (config->image_mode != WEFT_IMAGE_INDEXED8)
    return TRUE;

  pictures->palette = run->palette;
  pictures->n_palette = config->n_values;
  return weft_checkpoint_read_palette (run->origin, run->palette, error);
}

static gboolean
make_config (StudioTrainingRun *run, WeftConfig *config, GError **error)
{
  if (run->origin == NULL)
    return studio_training_plan_make_config (&run->plan, run->set, config, error);

  *config = *weft_checkpoint_get_config (run->origin);
  if (!run->plan.has_context)
    return TRUE;

  config->n_context = run->plan.n_context;
  memcpy (config->context_offsets, run->plan.context_offsets, sizeof config->context_offsets);
  return weft_config_validate (config, error);
}

/* In a folder, a name that the same training always gets. */
static void
find_state_path (StudioTrainingRun *run)
{
  g_autofree char *sum = NULL;
  g_autofree char *name = NULL;
  g_autofree char *folder = NULL;

  if (run->state_path == NULL || !g_file_test (run->state_path, G_FILE_TEST_IS_DIR))
    return;

  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, run->identity, -1);
  name = g_strdup_printf ("%.16s.state", sum);
  folder = g_steal_pointer (&run->state_path);
  run->state_path = g_build_filename (folder, name, NULL);
}

static gboolean
prepare (StudioWorker *worker, StudioTrainingRun *run, GError **error)
{
  WeftConfig config;

  if (!make_config (run, &config, error))
    return FALSE;

  run->identity = studio_training_plan_dup_identity (&run->plan, run->set, &config);
  find_state_path (run);
  run->team = weft_team_new (run->plan.n_threads, error);
  run->trainer = run->team != NULL ? weft_trainer_new (&config, &run->plan.learning, run->team, error) : NULL;
  if (run->trainer == NULL
      || (run->origin != NULL && !weft_trainer_load_weights (run->trainer, run->origin, error)))
    return FALSE;

  run->dealer = studio_dealer_new (run->set, run->plan.learning.batch, run->plan.learning.seed);
  run->batch = g_malloc (run->plan.learning.batch * studio_picture_set_get_n_values (run->set));
  studio_worker_lock (worker);
  run->config = config;
  studio_worker_unlock (worker);
  return TRUE;
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

  if (open_origin (run, &local_error) && read_pictures (worker, run, &local_error)
      && prepare (worker, run, &local_error) && take_up (worker, run, &local_error)
      && learn (worker, run, &local_error))
    return TRUE;

  if (local_error != NULL && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
