/* SPDX-License-Identifier: MIT */
/* Sums of what the engine says of itself, and a search downwards for the first sum that fits. */
#include "app/shortage.h"

#include "engine/available.h"
#include "engine/checked.h"
#include "engine/error.h"
#include "engine/generator.h"

#define THREAD ((guint64) 96 << 20) /* bytes of address space that stack and heap of one take, mostly unused */

guint64
studio_shortage_count_available (const char *root)
{
  return weft_available_bytes (root, THREAD);
}

/* A sum that does not fit into 64 bits stays at the end of them. */
static void
add (guint64 *sum, guint64 bytes)
{
  if (!weft_checked_add (*sum, bytes, sum))
    *sum = G_MAXUINT64;
}

static guint
count_members (guint n_threads)
{
  return n_threads > 0 ? n_threads : g_get_num_processors ();
}

/* The values that everybody looks at, of this round and of the next, and those of pictures that wait. */
static guint64
count_values (const StudioJobSpec *spec, guint64 n_values)
{
  const gboolean has_rounds = spec->n_images == 0 || spec->n_images > spec->n_lanes;
  const guint64 n_waiting = spec->n_images == 0 ? STUDIO_JOB_MAX_WAITING : MIN (spec->n_images, STUDIO_JOB_MAX_WAITING);

  return (spec->n_lanes * (has_rounds ? 2 : 1) + n_waiting) * n_values;
}

guint64
studio_shortage_count_job (const StudioJobSpec *spec)
{
  const WeftConfig *config = weft_model_get_config (spec->model);
  const WeftForm form = spec->recipe->form;
  guint64 sum = weft_generator_count_bytes (spec->model, form, spec->n_lanes, count_members (spec->n_threads));

  add (&sum, count_values (spec, weft_config_get_image_values (config)));
  if (spec->keyframe_bytes > 0)
    add (&sum, studio_keyframes_count_bytes (spec->model, form, spec->n_lanes, spec->keyframe_bytes));
  if (spec->origin.n_known > 0)
    add (&sum, weft_state_count_bytes (spec->model, form, 1, config->n_positions));
  return sum;
}

guint64
studio_shortage_count_race (const StudioRaceSpec *spec)
{
  const guint n_members = count_members (spec->n_threads);
  guint64 sum = 0;

  for (guint k = 0; k < spec->n_entrants; k++)
    {
      const StudioRaceEntrant *entrant = &spec->entrants[k];
      const guint64 n_values = weft_config_get_image_values (weft_model_get_config (entrant->model));

      add (&sum, weft_generator_count_bytes (entrant->model, entrant->form, 1, n_members));
      add (&sum, n_values * (2 + (guint64) spec->n_repetitions * sizeof (float)));
    }
  return sum;
}

/* The most memory for keyframes, by halves of what was asked for, with which @spec fits. FALSE if it does not without any. */
static gboolean
fit_keyframes (const StudioJobSpec *spec, guint64 available, StudioShortage *shortage)
{
  StudioJobSpec tried = *spec;

  while ((shortage->relieved = studio_shortage_count_job (&tried)) > available && tried.keyframe_bytes > 0)
    tried.keyframe_bytes /= 2;

  shortage->n_lanes = tried.n_lanes;
  shortage->keyframe_bytes = tried.keyframe_bytes;
  return shortage->relieved <= available;
}

gboolean
studio_shortage_find_in_job (const StudioJobSpec *spec, guint64 available, StudioShortage *shortage)
{
  const guint64 needed = studio_shortage_count_job (spec);
  StudioJobSpec tried = *spec;

  if (needed <= available)
    return FALSE;

  *shortage = (StudioShortage) { .needed = needed, .available = available, .n_asked = spec->n_lanes };
  while (!fit_keyframes (&tried, available, shortage))
    {
      if (tried.n_lanes == 1)
        return TRUE;

      tried.n_lanes--;
      if (spec->n_images == spec->n_lanes)
        tried.n_images = tried.n_lanes;
    }

  shortage->relief = tried.n_lanes == spec->n_lanes ? STUDIO_RELIEF_MOMENTS : STUDIO_RELIEF_LANES;
  return TRUE;
}

gboolean
studio_shortage_find_in_race (const StudioRaceSpec *spec, guint64 available, StudioShortage *shortage)
{
  StudioRaceSpec tried = *spec;
  const guint64 needed = studio_shortage_count_race (spec);

  if (needed <= available)
    return FALSE;

  tried.n_entrants = 0;
  for (guint k = 0; k < spec->n_entrants; k++)
    if (spec->entrants[k].form != WEFT_FORM_SOFTMAX_RECOMPUTED)
      tried.entrants[tried.n_entrants++] = spec->entrants[k];

  *shortage = (StudioShortage) { .is_race = TRUE, .needed = needed, .available = available,
                                 .n_asked = spec->n_entrants, .n_lanes = tried.n_entrants,
                                 .relieved = studio_shortage_count_race (&tried) };
  if (tried.n_entrants < spec->n_entrants && shortage->relieved <= available)
    shortage->relief = STUDIO_RELIEF_RECOMPUTED;
  return TRUE;
}

void
studio_shortage_relieve_job (const StudioShortage *shortage, StudioJobSpec *spec)
{
  if (spec->n_images == spec->n_lanes)
    spec->n_images = shortage->n_lanes;
  spec->n_lanes = shortage->n_lanes;
  spec->keyframe_bytes = shortage->keyframe_bytes;
}

GError *
studio_shortage_make_error (const char *what, guint64 needed, guint64 available, const char *remedy)
{
  g_autofree char *needed_text = g_format_size_full (needed, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *available_text = g_format_size_full (available, G_FORMAT_SIZE_IEC_UNITS);

  return g_error_new (WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "%s %s, %s are available (%s)", what, needed_text,
                      available_text, remedy);
}
