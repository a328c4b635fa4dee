/* SPDX-License-Identifier: MIT */
/* Moments read, gone on from and kept. */
#include "app/cli/moment.h"

#include "app/cli/exit.h"
#include "app/cli/interrupt.h"
#include "app/cli/messages.h"
#include "app/cli/model.h"
#include "app/cli/output-file.h"
#include "app/cli/painter.h"
#include "app/cli/print.h"

#include "app/moment-take.h"

#include "engine/format/escape.h"

#define POLL_INTERVAL (G_USEC_PER_SEC / 50) /* microseconds */

gboolean
cli_moment_is_given (const CliArguments *arguments)
{
  const char *path = cli_arguments_get_text (arguments, "from");

  return path != NULL && studio_moment_has_suffix (path);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE, why);
  return FALSE;
}

static gboolean
check_origin (const CliArguments *arguments, GError **error)
{
  if (cli_arguments_is_given (arguments, "keep") || cli_arguments_is_given (arguments, "mask"))
    return refuse (error, "--keep and --mask are for images (a moment itself says how much is known)");
  if (cli_arguments_is_given (arguments, "precision") || cli_arguments_is_given (arguments, "top-k")
      || cli_arguments_is_given (arguments, "top-p"))
    return refuse (error, "a moment goes on with the --precision, --top-k and --top-p it was painted with (leave them out)");

  return TRUE;
}

static gboolean
check_keeping (const CliArguments *arguments, GError **error)
{
  if (!cli_arguments_is_given (arguments, "output")
      || !studio_moment_has_suffix (cli_arguments_get_text (arguments, "output")))
    return refuse (error, "--moment-at writes a moment (name it with -o, such as -o half.moment)");
  if (cli_arguments_get_integer (arguments, "count") > 1)
    return refuse (error, "--moment-at keeps one moment (leave --count out)");
  if (cli_arguments_is_given (arguments, "resume") || cli_arguments_is_given (arguments, "no-metadata"))
    return refuse (error, "--moment-at writes one file with its recipe (leave --resume and --no-metadata out)");

  return TRUE;
}

gboolean
cli_moment_check (const CliArguments *arguments, GError **error)
{
  return (!cli_moment_is_given (arguments) || check_origin (arguments, error))
         && (!cli_arguments_is_given (arguments, "moment-at") || check_keeping (arguments, error));
}

StudioMoment *
cli_moment_read (const CliArguments *arguments, GError **error)
{
  const char *path = cli_arguments_get_text (arguments, "from");
  StudioMoment *moment = studio_moment_open (path, error);

  if (moment == NULL)
    cli_prefix_error (error, "cannot read moment", path);
  return moment;
}

/* The other weights would find nothing that they know in the memory. */
static gboolean
check_weights (const CliArguments *arguments, const StudioRecipe *recipe, StudioEntry *entry, GError **error)
{
  const char *sha256 = studio_entry_get_sha256 (entry);

  if (recipe->checkpoint_sha256 == NULL || sha256 == NULL || g_str_equal (recipe->checkpoint_sha256, sha256))
    return TRUE;

  g_autofree char *name = weft_escape_name (recipe->checkpoint_name != NULL ? recipe->checkpoint_name : "?", -1);
  g_set_error (error, CLI_ERROR, CLI_EXIT_REFUSED,
               "it was painted with checkpoint '%s' of SHA-256 %.16s..., '%s' has %.16s... (name the right one with -m)", name,
               recipe->checkpoint_sha256, studio_entry_get_name (entry), sha256);
  cli_prefix_error (error, "cannot go on from", cli_arguments_get_text (arguments, "from"));
  return FALSE;
}

StudioEntry *
cli_moment_find_entry (const CliArguments *arguments, StudioMoment *moment, GError **error)
{
  const char *given = cli_arguments_get_text (arguments, "model");
  const char *named = studio_moment_get_recipe (moment)->checkpoint_name;
  StudioEntry *entry = cli_model_find_named (arguments, given != NULL ? given : named, error);

  if (entry == NULL && given == NULL)
    g_prefix_error (error, "the moment names a checkpoint that cannot be had; -m FILE gives another: ");
  return entry;
}

WeftModel *
cli_moment_load (const CliArguments *arguments, StudioMoment *moment, StudioEntry *entry, GError **error)
{
  const StudioRecipe *recipe = studio_moment_get_recipe (moment);
  g_autoptr (WeftModel) model = cli_model_load_as (arguments, entry, recipe->precision, error);
  g_autoptr (WeftState) state = NULL;

  /* Only a checkpoint that is loaded knows its sum. */
  if (model == NULL || !check_weights (arguments, recipe, entry, error))
    return NULL;

  state = studio_moment_make_state (moment, model, error);
  if (state == NULL)
    {
      cli_prefix_error (error, "cannot go on from", cli_arguments_get_text (arguments, "from"));
      return NULL;
    }

  return g_steal_pointer (&model);
}

StudioRecipe *
cli_moment_make_recipe (const CliArguments *arguments, StudioMoment *moment)
{
  StudioRecipe *recipe = studio_recipe_copy (studio_moment_get_recipe (moment));
  const CliValue *seed = cli_arguments_get (arguments, "seed");
  const guint n_known = studio_moment_get_n_known (moment);
  const guint n_values = weft_config_get_image_values (&recipe->shape);
  guint64 own_seed, own_image;

  studio_recipe_get_address (recipe, n_known, &own_seed, &own_image);
  if (n_known < n_values && seed->given)
    studio_recipe_set_address (recipe, n_known, seed->random ? cli_painter_draw_seed () : seed->integer, 0);
  else if (n_known < n_values && cli_arguments_get_integer (arguments, "count") > 1)
    studio_recipe_set_address (recipe, n_known, own_seed, own_image);
  if (n_known < n_values && cli_arguments_is_given (arguments, "temperature"))
    studio_recipe_set_temperature (recipe, n_known, cli_arguments_get_real (arguments, "temperature"));

  recipe->steps_done = n_values;
  return recipe;
}

static StudioJob *
begin (const CliArguments *arguments, WeftModel *model, const StudioRecipe *recipe, StudioMoment *origin, guint n_known,
       GError **error)
{
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;
  g_autoptr (StudioJob) job = NULL;

  spec.model = model;
  spec.recipe = recipe;
  spec.n_threads = cli_arguments_get_integer (arguments, "threads");
  spec.hold_at = n_known;
  spec.keyframe_bytes = STUDIO_KEYFRAMES_DEFAULT_BYTES;
  if (origin != NULL)
    spec.origin = (StudioJobOrigin) { .values = studio_moment_get_values (origin),
                                      .n_known = studio_moment_get_n_known (origin),
                                      .moment = origin };

  job = studio_job_new (&spec, error);
  return job != NULL && studio_activity_start (STUDIO_ACTIVITY (job), error) ? g_steal_pointer (&job) : NULL;
}

/* Until it holds, or has painted all there is. */
static gboolean
wait_for (StudioJob *job, GError **error)
{
  while (studio_activity_get_state (STUDIO_ACTIVITY (job)) != STUDIO_RUN_PAUSED
         && !studio_activity_is_final (STUDIO_ACTIVITY (job)))
    {
      studio_job_wait (job, POLL_INTERVAL);
      if (!cli_interrupt_check (NULL, error))
        return FALSE;
    }

  GError *failure = studio_activity_dup_error (STUDIO_ACTIVITY (job));
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

gboolean
cli_moment_save (const CliArguments *arguments, WeftModel *model, const StudioRecipe *recipe, StudioMoment *origin,
                 guint n_known, GError **error)
{
  const StudioStoreMode mode = cli_arguments_is_given (arguments, "overwrite") ? STUDIO_STORE_REPLACE : STUDIO_STORE_NEW;
  const char *path = cli_arguments_get_text (arguments, "output");
  g_autoptr (StudioJob) job = begin (arguments, model, recipe, origin, n_known, error);
  g_autoptr (StudioMoment) moment = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (job == NULL || !wait_for (job, error))
    return FALSE;

  moment = studio_moment_take (job, 0, n_known, error);
  bytes = moment != NULL ? studio_moment_to_bytes (moment, error) : NULL;
  if (bytes == NULL || !cli_output_file_write (path, bytes, mode, error))
    return FALSE;

  if (cli_arguments_is_given (arguments, "json"))
    {
      g_autofree char *hash = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", studio_moment_get_hash (moment));
      json_t *document = json_pack ("{s:o, s:i, s:s}", "file", cli_json_text (path), "known", (int) n_known, "state_hash", hash);

      cli_print_json (document);
      json_decref (document);
    }
  else
    {
      g_autofree char *shown = weft_escape_name (path, -1);

      cli_print ("%s  %u of %u values  memory %016" G_GINT64_MODIFIER "x\n", shown, n_known,
                 weft_config_get_image_values (&recipe->shape), studio_moment_get_hash (moment));
    }

  return cli_print_flush (error);
}
