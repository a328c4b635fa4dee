/* SPDX-License-Identifier: MIT */
/* From a spec to what the thread of a race works on. */
#include "app/race-private.h"

#include "engine/error.h"

#include <string.h>

#define RATE_WINDOW 0.25       /* seconds of a lane's own time */
#define RATE_PIXELS 40         /* pixels: the figure is of this place, also where an image takes 0.1 s */
#define MAX_REPETITIONS 1000

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
      g_free (lane->warmup);
      g_free (lane->totals);
    }
  g_rand_free (run->random);
  pthread_mutex_destroy (&run->gate);
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
  lane->warmup = g_new0 (float, MAX (run->n_warmup, 1));
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
  run->slice_us = spec->slice_us;
  run->concurrent = spec->concurrent;
  run->n_threads = spec->n_threads > 0 ? spec->n_threads : g_get_num_processors ();
  if (spec->concurrent)
    run->n_threads = MAX (run->n_threads, run->n_lanes);
  run->seed = spec->seed;
  run->image = spec->image;
  run->sampling = spec->sampling;
  run->prompt = spec->prompt != NULL ? g_memdup2 (spec->prompt, spec->n_prompt) : NULL;
  run->n_prompt = spec->n_prompt;
  run->number = studio_worker_next_number ();
  run->n_values = weft_config_get_image_values (config);
  run->n_channels = weft_config_get_n_channels (config);
  run->n_steps = run->n_values - (run->prompt != NULL ? run->n_prompt : 1);
  run->n_warmup = MIN (spec->n_warmup, run->n_steps);
  run->random = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  atomic_init (&run->slowdown, spec->slowdown > 0 ? MAX (spec->slowdown, 1) : 0);
  atomic_init (&run->is_warming_up, TRUE);
  atomic_init (&run->has_failed, FALSE);
  atomic_init (&run->other_load, -1);
  pthread_mutex_init (&run->gate, NULL);
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
