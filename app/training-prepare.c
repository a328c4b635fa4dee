/* SPDX-License-Identifier: MIT */
/* What a training needs before its first step: the network it goes on from, its pictures, and what trains it. */
#include "app/training-run-private.h"

#include <string.h>

/* The network */

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

/* The pictures */

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

/* The trainer */

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
make_ready (StudioWorker *worker, StudioTrainingRun *run, GError **error)
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

gboolean
studio_training_run_prepare (StudioWorker *worker, StudioTrainingRun *run, GError **error)
{
  return open_origin (run, error) && read_pictures (worker, run, error) && make_ready (worker, run, error);
}
