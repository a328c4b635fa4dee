/* SPDX-License-Identifier: MIT */
/* The options that decide what is painted, and one job for one picture. */
#include "app/cli/painter.h"

#include "app/cli/interrupt.h"

#include "app/job.h"

#define POLL_INTERVAL (G_USEC_PER_SEC / 10) /* microseconds */

WeftSampling
cli_painter_read_sampling (const CliArguments *arguments)
{
  WeftSampling sampling = WEFT_SAMPLING_INIT;

  sampling.temperature = cli_arguments_get_real (arguments, "temperature");
  sampling.top_k = cli_arguments_get_integer (arguments, "top-k");
  if (cli_arguments_is_given (arguments, "top-p"))
    sampling.top_p = cli_arguments_get_real (arguments, "top-p");

  return sampling;
}

guint64
cli_painter_draw_seed (void)
{
  return (guint64) g_random_int () << 32 | g_random_int ();
}

static guint64
choose_seed (const CliArguments *arguments, const StudioRecipe *resumed)
{
  const CliValue *seed = cli_arguments_get (arguments, "seed");

  if (seed->given && !seed->random)
    return seed->integer;
  if (resumed != NULL)
    return resumed->seed;

  return cli_painter_draw_seed ();
}

StudioRecipe *
cli_painter_make_recipe (const CliArguments *arguments, StudioEntry *entry, WeftModel *model,
                         const StudioRecipe *resumed, GBytes *kept_values)
{
  const WeftSampling sampling = cli_painter_read_sampling (arguments);
  StudioRecipe *recipe = studio_recipe_new ();

  recipe->checkpoint_name = g_strdup (studio_entry_get_name (entry));
  recipe->checkpoint_sha256 = g_strdup (studio_entry_get_sha256 (entry));
  recipe->shape = *weft_model_get_config (model);
  recipe->seed = choose_seed (arguments, resumed);
  recipe->form = weft_form_default (&recipe->shape);
  recipe->precision = weft_model_get_precision (model);
  recipe->kernels = g_strdup (weft_model_get_kernels_name (model));
  studio_recipe_set_temperature (recipe, 0, sampling.temperature);
  recipe->top_k = sampling.top_k;
  recipe->top_p = sampling.top_p;
  recipe->kept_values = kept_values != NULL ? g_bytes_ref (kept_values) : NULL;
  recipe->steps_done = weft_config_get_image_values (&recipe->shape);
  return recipe;
}

static void
tell_progress (CliProgress *progress, double done, StudioJob *job)
{
  g_autoptr (StudioFrame) frame = studio_job_dup_frame (job);

  if (progress != NULL)
    cli_progress_update (progress, done + studio_frame_get_n_known (frame));
}

static StudioPicture *
take_result (StudioJob *job, const StudioRecipe *recipe, GError **error)
{
  StudioPicture *picture = studio_job_take_picture (job);

  if (picture == NULL)
    g_propagate_prefixed_error (error, studio_activity_dup_error (STUDIO_ACTIVITY (job)),
                                "cannot paint with checkpoint '%s': ", recipe->checkpoint_name);
  return picture;
}

StudioPicture *
cli_painter_paint (const CliArguments *arguments, WeftModel *model, const StudioRecipe *recipe,
                   CliProgress *progress, double done, GError **error)
{
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;
  g_autoptr (StudioJob) job = NULL;

  spec.model = model;
  spec.recipe = recipe;
  spec.n_threads = cli_arguments_get_integer (arguments, "threads");
  job = studio_job_new (&spec, error);
  if (job == NULL || !studio_activity_start (STUDIO_ACTIVITY (job), error))
    return NULL;

  while (!studio_activity_is_final (STUDIO_ACTIVITY (job)))
    {
      studio_job_wait (job, POLL_INTERVAL);
      tell_progress (progress, done, job);
      if (!cli_interrupt_check (NULL, error))
        return NULL;
    }

  return take_result (job, recipe, error);
}
