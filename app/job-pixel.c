/* SPDX-License-Identifier: MIT */
/* One pixel of a job: drawn as the recipe and the hand on it say, published, and seen by who asked to look. */
#include "app/job-run-private.h"

#include "app/recipe-mask.h"

/* A temperature set by hand since the last step enters the recipe from value @step on. */
static void
apply_temperature (StudioWorker *worker, StudioJobRun *run, guint step)
{
  const double temperature = atomic_load_explicit (&run->temperature, memory_order_relaxed);

  if (temperature == run->applied_temperature)
    return;

  run->applied_temperature = temperature;
  studio_worker_lock (worker);
  studio_recipe_set_temperature (run->round.recipe, step, temperature);
  studio_worker_unlock (worker);
}

void
studio_job_run_apply_address (StudioJobRun *run, guint step)
{
  guint64 seed, image;
  const gboolean is_last = studio_recipe_get_address (run->round.recipe, step, &seed, &image);

  for (guint lane = 0; lane < weft_generator_get_n_lanes (run->generator); lane++)
    weft_generator_set_address (run->generator, lane, seed, image + (is_last ? lane : 0));
}

static gboolean
paint_value (StudioWorker *worker, StudioJobRun *run, guint step, GError **error)
{
  const StudioRecipe *recipe = run->round.recipe;
  WeftSampling sampling;
  guint8 value;

  apply_temperature (worker, run, step);
  if (recipe->addresses->len > 0)
    studio_job_run_apply_address (run, step);
  if (studio_recipe_find_forced (recipe, step, &value))
    return studio_surgeon_absorb (run->surgeon, run->generator, &value, 1, error);

  sampling = studio_recipe_get_sampling (recipe, step);
  return studio_surgeon_next (run->surgeon, run->generator, &sampling, error);
}

/* The glimpse that somebody asks for, if anybody does: one load where nobody does. */
static StudioGlimpse *
take_request (StudioJobRun *run)
{
  if (atomic_load_explicit (&run->asked, memory_order_relaxed) == NULL)
    return NULL;

  return atomic_exchange_explicit (&run->asked, NULL, memory_order_acq_rel);
}

/* What was seen of the step that drew value @step. A glimpse that nobody has taken is out of date. */
static void
answer (StudioJobRun *run, StudioGlimpse *glimpse, guint step)
{
  const WeftSampling sampling = studio_recipe_get_sampling (run->round.recipe, step);

  studio_glimpse_end (glimpse, run->generator, &sampling);
  glimpse->image = run->round.recipe->image + glimpse->lane;
  studio_glimpse_free (atomic_exchange_explicit (&run->filled, glimpse, memory_order_acq_rel));
}

/* The stop watch of the next pixel, if anybody wants to know: one load where nobody does. */
static WeftTiming *
begin_timing (StudioJobRun *run)
{
  const gboolean is_timed = atomic_load_explicit (&run->is_timed, memory_order_relaxed);
  WeftTiming *timing = is_timed ? &run->timing : NULL;

  weft_generator_set_timing (run->generator, timing);
  if (is_timed)
    weft_timing_begin (timing);
  return timing;
}

static void
end_timing (StudioWorker *worker, StudioJobRun *run, const WeftTiming *timing)
{
  if (timing == NULL)
    return;

  studio_worker_lock (worker);
  studio_timings_add (&run->timings, timing);
  studio_worker_unlock (worker);
}

void
studio_job_run_publish (StudioJobRun *run, WeftTiming *timing)
{
  const guint n_known = weft_generator_get_n_known (run->generator);
  WeftState *state = weft_generator_get_state (run->generator);
  StudioFrame *frame = run->round.frame;

  for (guint lane = 0; lane < studio_frame_get_n_lanes (frame); lane++)
    studio_frame_append (frame, lane, weft_generator_get_values (run->generator, lane), n_known);

  studio_frame_publish (frame, n_known);
  atomic_store_explicit (&run->state_bytes, weft_state_get_bytes (state), memory_order_relaxed);
  weft_timing_lap (timing, WEFT_TIMING_REST);
  if (run->round.keyframes != NULL)
    studio_keyframes_offer (run->round.keyframes, state);
  weft_timing_lap (timing, WEFT_TIMING_COPY);
}

gboolean
studio_job_run_paint_pixel (StudioWorker *worker, StudioJobRun *run, GError **error)
{
  WeftTiming *timing = begin_timing (run);
  g_autoptr (StudioGlimpse) glimpse = take_request (run);
  guint n_known;

  if (glimpse != NULL)
    studio_glimpse_begin (glimpse, run->generator);
  do
    {
      n_known = weft_generator_get_n_known (run->generator);
      if (!paint_value (worker, run, n_known, error))
        return FALSE;
    }
  while ((n_known + 1) % run->n_channels != 0);

  studio_job_run_publish (run, timing);
  end_timing (worker, run, timing);
  if (glimpse != NULL)
    answer (run, g_steal_pointer (&glimpse), n_known);
  run->n_pixels += studio_frame_get_n_lanes (run->round.frame);
  studio_rate_add (&run->rate, (double) g_get_monotonic_time () / G_USEC_PER_SEC, run->n_pixels);
  return TRUE;
}
