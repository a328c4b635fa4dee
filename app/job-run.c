/* SPDX-License-Identifier: MIT */
/* The thread's side of a job: rounds of images, one after the other. */
#include "app/job-run-private.h"

#include "engine/error.h"
#include "engine/kernels/kernels.h"

#define RATE_WINDOW 1.0     /* seconds */
#define MAX_PACE_DEBT 50000 /* microseconds a paced run may catch up */

static void
round_clear (StudioRound *round)
{
  g_clear_pointer (&round->frame, studio_frame_unref);
  g_clear_pointer (&round->recipe, studio_recipe_free);
  g_clear_pointer (&round->hashes, g_free);
  g_clear_pointer (&round->keyframes, studio_keyframes_unref);
}

static guint
count_lanes (const StudioJobRun *run)
{
  return run->n_images == 0 ? run->n_lanes : (guint) MIN (run->n_lanes, run->n_images - run->n_painted);
}

/* What a moment begins with is known before anything is painted. */
static void
show_origin (StudioJobRun *run, StudioRound *round)
{
  gsize n_known;
  const guint8 *values = g_bytes_get_data (run->origin, &n_known);

  for (guint lane = 0; lane < studio_frame_get_n_lanes (round->frame); lane++)
    studio_frame_append (round->frame, lane, values, (guint) n_known);
  studio_frame_publish (round->frame, (guint) n_known);
  if (round->keyframes != NULL && run->origin_keyframes != NULL)
    studio_keyframes_inherit (round->keyframes, run->origin_keyframes, run->origin_lane, (guint) n_known);
}

/* A fresh round, published to everybody. A temperature set by hand outlives the round it was set in. */
static gboolean
round_prepare (StudioJobRun *run, StudioRound *round, GError **error)
{
  const double temperature = atomic_load_explicit (&run->temperature, memory_order_relaxed);

  *round = (StudioRound) { .frame = studio_frame_new (run->number, count_lanes (run), run->n_values, error) };
  if (round->frame == NULL)
    return FALSE;

  round->recipe = studio_recipe_copy (run->recipe);
  studio_recipe_shift_image (round->recipe, run->n_painted);
  if (temperature != STUDIO_FOLLOW_RECIPE)
    studio_recipe_set_temperature (round->recipe, 0, temperature);
  run->applied_temperature = temperature;
  if (run->keyframe_bytes > 0)
    round->keyframes = studio_keyframes_new (run->model, run->recipe->form, count_lanes (run), run->keyframe_bytes);
  if (run->origin != NULL)
    show_origin (run, round);
  return TRUE;
}

StudioRecipe *
studio_job_run_make_recipe (StudioJobRun *run, guint lane, guint n_known)
{
  StudioRecipe *recipe = studio_recipe_copy (run->round.recipe);

  studio_recipe_shift_image (recipe, lane);
  recipe->steps_done = n_known;
  recipe->has_state_hash = run->round.hashes != NULL;
  if (recipe->has_state_hash)
    recipe->state_hash = run->round.hashes[lane];
  return recipe;
}

StudioPicture *
studio_job_run_make_picture (StudioJobRun *run, guint lane, guint n_known)
{
  return studio_picture_new (studio_job_run_make_recipe (run, lane, n_known), weft_model_get_palette (run->model),
                             studio_frame_get_values (run->round.frame, lane));
}

/* What a run that fell behind does not catch up with. */
static void
note_lateness (StudioJobRun *run, gint64 now)
{
  const gint64 debt = now - MAX_PACE_DEBT - run->due;

  if (run->due > 0 && debt > 0 && atomic_load_explicit (&run->pace, memory_order_relaxed) > 0)
    atomic_fetch_add_explicit (&run->late, debt, memory_order_relaxed);
}

/* Sleeps until the next pixel is due. A run that fell behind catches up a little, never a burst. */
static void
keep_pace (StudioWorker *worker, StudioJobRun *run)
{
  gint64 now = g_get_monotonic_time ();
  const gint64 previous = MAX (run->due, now - MAX_PACE_DEBT);

  note_lateness (run, now);
  while (TRUE)
    {
      const double pace = atomic_load_explicit (&run->pace, memory_order_relaxed);

      run->due = pace > 0 ? previous + (gint64) (G_USEC_PER_SEC / pace) : now;
      if (now >= run->due || !studio_worker_sleep_until (worker, run->due))
        return;
      now = g_get_monotonic_time ();
    }
}

/* (transfer full): the memory nearest before a moment: one that was kept whole, or a keyframe, or none yet. */
static WeftState *
make_origin_state (StudioJobRun *run, guint n_known, GError **error)
{
  const StudioRecipe *recipe = run->round.recipe;
  const StudioJobLane lane = { .keyframes = run->round.keyframes, .moment = run->origin_moment };
  g_autoptr (WeftState) state = weft_state_new (run->model, recipe->form, 1, recipe->shape.n_positions, error);

  if (state == NULL || !studio_job_lane_restore (&lane, run->model, n_known, state, error))
    return NULL;

  return g_steal_pointer (&state);
}

/* Goes on from a moment: the nearest memory, and a replay of what is known beyond it. */
static gboolean
begin_from_origin (StudioJobRun *run, GError **error)
{
  const StudioRecipe *recipe = run->round.recipe;
  gsize n_known;
  const guint8 *values = g_bytes_get_data (run->origin, &n_known);
  g_autoptr (WeftState) state = make_origin_state (run, (guint) n_known, error);
  guint n_taken;

  if (state == NULL)
    return FALSE;

  n_taken = weft_state_get_position (state) + 1;
  return weft_generator_begin_from (run->generator, recipe->seed, recipe->image, state, 0, values, n_taken, error)
         && studio_surgeon_absorb (run->surgeon, run->generator, values + n_taken, (guint) n_known - n_taken, error);
}

/* The generator of this many lanes, at the beginning of the round. */
static gboolean
begin_round (StudioJobRun *run, GError **error)
{
  const StudioRecipe *recipe = run->round.recipe;
  const guint n_lanes = studio_frame_get_n_lanes (run->round.frame);
  gsize n_kept = 0;
  const guint8 *kept = recipe->kept_values != NULL ? g_bytes_get_data (recipe->kept_values, &n_kept) : NULL;

  atomic_store_explicit (&run->late, 0, memory_order_relaxed);
  run->due = 0;
  if (run->generator == NULL || weft_generator_get_n_lanes (run->generator) != n_lanes)
    {
      g_clear_pointer (&run->generator, weft_generator_free);
      run->generator = weft_generator_new (run->model, recipe->form, n_lanes, run->team, error);
      if (run->generator == NULL)
        return FALSE;
    }

  if (run->origin != NULL)
    {
      if (!begin_from_origin (run, error))
        return FALSE;
    }
  else if (kept == NULL)
    weft_generator_begin (run->generator, recipe->seed, recipe->image);
  else if (!weft_generator_begin_with (run->generator, recipe->seed, recipe->image, kept, 1, TRUE, error)
           || !studio_surgeon_absorb (run->surgeon, run->generator, kept + 1, (guint) n_kept - 1, error))
    return FALSE;

  if (recipe->addresses->len > 0)
    studio_job_run_apply_address (run, weft_generator_get_n_known (run->generator) - 1);
  studio_job_run_publish (run, NULL);
  return TRUE;
}

/* A picture that was there whole is nobody's new one. */
static gboolean
has_painted (const StudioJobRun *run)
{
  return run->origin == NULL || g_bytes_get_size (run->origin) < run->n_values;
}

/* Hands the round's pictures over, once there is room for them. FALSE if cancelled meanwhile. */
static gboolean
end_round (StudioWorker *worker, StudioJobRun *run)
{
  const guint n_lanes = studio_frame_get_n_lanes (run->round.frame);
  WeftState *state = weft_generator_get_state (run->generator);
  guint64 *hashes = g_new (guint64, n_lanes);
  gboolean go_on;

  for (guint lane = 0; lane < n_lanes; lane++)
    hashes[lane] = weft_state_get_hash (state, lane);

  studio_worker_lock (worker);
  run->round.hashes = hashes;
  while (run->pictures.length + n_lanes > STUDIO_JOB_MAX_WAITING && !studio_worker_is_cancelled (worker))
    studio_worker_wait (worker, -1);

  go_on = !studio_worker_is_cancelled (worker);
  for (guint lane = 0; go_on && has_painted (run) && lane < n_lanes; lane++)
    g_queue_push_tail (&run->pictures, studio_job_run_make_picture (run, lane, run->n_values));
  studio_worker_unlock (worker);

  studio_worker_post (worker);
  run->n_painted += n_lanes;
  return go_on;
}

/* A run that is to hold pauses itself, exactly there, once. */
static void
hold (StudioWorker *worker, StudioJobRun *run)
{
  if (run->hold_at == 0 || weft_generator_get_n_known (run->generator) < run->hold_at)
    return;

  run->hold_at = 0;
  studio_worker_pause (worker);
}

/* Paints one round. FALSE with an error, or without one if cancelled. */
static gboolean
paint_round (StudioWorker *worker, StudioJobRun *run, GError **error)
{
  gboolean has_waited;

  if (!begin_round (run, error))
    return FALSE;

  while (!weft_generator_is_done (run->generator))
    {
      hold (worker, run);
      keep_pace (worker, run);
      if (!studio_worker_proceed (worker, &has_waited))
        return FALSE;
      if (has_waited)
        {
          studio_rate_restart (&run->rate);
          run->due = g_get_monotonic_time (); /* resting is no lateness */
        }
      if (!studio_job_run_paint_pixel (worker, run, error))
        return FALSE;
    }

  return end_round (worker, run);
}

static gboolean
is_done (const StudioJobRun *run)
{
  return (run->n_images != 0 && run->n_painted >= run->n_images)
         || atomic_load_explicit (&run->stop_after_round, memory_order_relaxed);
}

/* Replaces the round that everybody sees by a fresh one. */
static gboolean
next_round (StudioWorker *worker, StudioJobRun *run, GError **error)
{
  StudioRound next;
  StudioRound previous;

  if (!round_prepare (run, &next, error))
    return FALSE;

  studio_worker_lock (worker);
  previous = run->round;
  run->round = next;
  studio_worker_unlock (worker);
  round_clear (&previous);
  return TRUE;
}

static gboolean
paint_rounds (StudioWorker *worker, StudioJobRun *run, GError **error)
{
  while (TRUE)
    {
      if (!paint_round (worker, run, error))
        return FALSE;
      if (is_done (run))
        return TRUE;
      if (!next_round (worker, run, error))
        return FALSE;
    }
}

gboolean
studio_job_run_paint (StudioWorker *worker, gpointer data, GError **error)
{
  StudioJobRun *run = data;
  GError *local_error = NULL;
  gboolean done;

  /* Made here, so that its members inherit the priority of this thread. */
  run->team = weft_team_new (run->n_threads, error);
  if (run->team == NULL)
    return FALSE;

  run->surgeon = studio_surgeon_new (run->model, run->recipe);
  done = paint_rounds (worker, run, &local_error);
  if (g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE))
    atomic_store_explicit (&run->broken_value, weft_generator_get_n_known (run->generator), memory_order_relaxed);
  if (!done && local_error != NULL)
    g_propagate_error (error, local_error);

  /* What has ended keeps its pictures and keyframes, but neither threads nor the generator. */
  g_clear_pointer (&run->generator, weft_generator_free);
  g_clear_pointer (&run->surgeon, studio_surgeon_free);
  g_clear_pointer (&run->team, weft_team_free);
  return done;
}

void
studio_job_run_free (gpointer data)
{
  StudioJobRun *run = data;

  round_clear (&run->round);
  studio_glimpse_free (atomic_load_explicit (&run->asked, memory_order_relaxed));
  studio_glimpse_free (atomic_load_explicit (&run->filled, memory_order_relaxed));
  g_queue_clear_full (&run->pictures, g_object_unref);
  studio_recipe_free (run->recipe);
  g_clear_pointer (&run->origin, g_bytes_unref);
  g_clear_pointer (&run->origin_keyframes, studio_keyframes_unref);
  g_clear_pointer (&run->origin_moment, studio_moment_unref);
  weft_model_unref (run->model);
  g_free (run);
}

/* Values whose memory the run is given, with all that was done to it. */
static guint
count_remembered (const StudioJobSpec *spec)
{
  return spec->origin.moment != NULL ? studio_moment_get_n_known (spec->origin.moment) : 0;
}

/* The recipe of the first image: what was asked for, and what this program and this model are. */
static StudioRecipe *
complete_recipe (const StudioJobSpec *spec, GError **error)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_copy (spec->recipe);
  g_autoptr (GError) local_error = NULL;

  recipe->shape = *weft_model_get_config (spec->model);
  recipe->precision = weft_model_get_precision (spec->model);
  recipe->steps_done = 0;
  recipe->scale = 1;
  recipe->has_state_hash = FALSE;
  recipe->state_hash = 0;
  g_free (recipe->program_version);
  recipe->program_version = g_strdup (WEFT_VERSION);
  g_free (recipe->kernels);
  recipe->kernels = g_strdup (weft_kernels_get ()->name);

  if (!studio_recipe_validate (recipe, &local_error))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, local_error->message);
      return NULL;
    }

  return studio_surgeries_check_others (recipe->surgeries, count_remembered (spec), error) ? g_steal_pointer (&recipe) : NULL;
}

StudioJobRun *
studio_job_run_new (const StudioJobSpec *spec, GError **error)
{
  StudioRecipe *recipe = complete_recipe (spec, error);
  StudioJobRun *run;

  if (recipe == NULL)
    return NULL;

  run = g_new0 (StudioJobRun, 1);
  run->model = weft_model_ref (spec->model);
  run->recipe = recipe;
  run->n_lanes = spec->n_lanes;
  run->n_images = spec->n_images;
  run->n_threads = spec->n_threads;
  run->hold_at = spec->hold_at;
  run->keyframe_bytes = spec->keyframe_bytes;
  if (spec->origin.n_known > 0)
    run->origin = g_bytes_new (spec->origin.values, spec->origin.n_known);
  if (spec->origin.keyframes != NULL)
    run->origin_keyframes = studio_keyframes_ref (spec->origin.keyframes);
  run->origin_lane = spec->origin.lane;
  if (spec->origin.moment != NULL)
    run->origin_moment = studio_moment_ref (spec->origin.moment);
  run->number = studio_worker_next_number ();
  run->n_channels = weft_config_get_n_channels (&recipe->shape);
  run->n_values = weft_config_get_image_values (&recipe->shape);
  atomic_init (&run->broken_value, G_MAXUINT);
  atomic_init (&run->pace, spec->pace);
  atomic_init (&run->late, 0);
  atomic_init (&run->temperature, STUDIO_FOLLOW_RECIPE);
  studio_rate_init (&run->rate, RATE_WINDOW, 0);
  g_queue_init (&run->pictures);

  if (round_prepare (run, &run->round, error))
    return run;

  studio_job_run_free (run);
  return NULL;
}
