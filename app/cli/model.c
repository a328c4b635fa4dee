/* SPDX-License-Identifier: MIT */
/* From --model and its facts to a catalogue entry, and from there to weights. */
#include "app/cli/model.h"

#include "app/cli/exit.h"
#include "app/cli/facts.h"
#include "app/cli/messages.h"
#include "app/cli/print.h"

#include "app/catalog.h"

#include "engine/kernels/kernels.h"

StudioEntry *
cli_model_find_named (const CliArguments *arguments, const char *what, GError **error)
{
  g_autoptr (StudioCatalog) catalog = studio_catalog_new (NULL, NULL);
  StudioEntry *entry;
  StudioFacts facts;

  studio_catalog_scan (catalog);
  cli_facts_init (&facts, arguments);

  entry = studio_catalog_open (catalog, what, &facts.facts, error);
  if (entry == NULL)
    {
      cli_facts_explain (error);
      cli_prefix_error (error, "cannot read checkpoint", what != NULL ? what : "default");
      return NULL;
    }

  return g_object_ref (entry);
}

StudioEntry *
cli_model_find (const CliArguments *arguments, GError **error)
{
  return cli_model_find_named (arguments, cli_arguments_get_text (arguments, "model"), error);
}

WeftModel *
cli_model_load_as (const CliArguments *arguments, StudioEntry *entry, WeftPrecision precision, GError **error)
{
  const gint64 begun = g_get_monotonic_time ();
  WeftModel *model = studio_entry_load_sync (entry, precision, error);

  if (model == NULL)
    {
      cli_prefix_error (error, "cannot read checkpoint", studio_entry_get_path (entry));
      return NULL;
    }

  g_autofree char *bytes = cli_dup_bytes (weft_model_get_bytes (model));
  cli_detail (arguments, "%s: %s of weights in %s, loaded in %.0f ms; kernels %s",
              studio_entry_get_name (entry), bytes, weft_precision_to_string (precision),
              (g_get_monotonic_time () - begun) / 1000.0, weft_kernels_get ()->name);
  return model;
}

static gboolean
check_shape (const WeftConfig *config, const char *name, const StudioRecipe *recipe, GError **error)
{
  const WeftConfig *shape = &recipe->shape;

  if (config->image_width == shape->image_width && config->image_height == shape->image_height
      && config->image_mode == shape->image_mode)
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_REFUSED,
               "its recipe is for images of %u x %u %s, checkpoint '%s' paints %u x %u %s (name the right one with -m)",
               shape->image_width, shape->image_height, weft_image_mode_to_string (shape->image_mode), name,
               config->image_width, config->image_height, weft_image_mode_to_string (config->image_mode));
  return FALSE;
}

WeftModel *
cli_model_load_of_recipe (const CliArguments *arguments, const StudioRecipe *recipe, StudioEntry **entry, GError **error)
{
  const char *given = cli_arguments_get_text (arguments, "model");
  g_autoptr (StudioEntry) found = cli_model_find_named (arguments, given != NULL ? given : recipe->checkpoint_name, error);
  g_autoptr (WeftModel) model = found != NULL ? cli_model_load_as (arguments, found, recipe->precision, error) : NULL;

  if (model == NULL)
    {
      if (given == NULL)
        g_prefix_error (error, "the recipe names a checkpoint that cannot be had; -m FILE gives another: ");
      return NULL;
    }
  if (!check_shape (weft_model_get_config (model), studio_entry_get_name (found), recipe, error))
    return NULL;

  *entry = g_steal_pointer (&found);
  return g_steal_pointer (&model);
}

WeftModel *
cli_model_load (const CliArguments *arguments, StudioEntry *entry, GError **error)
{
  WeftPrecision precision = studio_entry_get_natural_precision (entry);

  /* auto is no precision of the engine's, so that it leaves the natural one. */
  weft_precision_from_string (cli_arguments_get_text (arguments, "precision"), &precision);
  return cli_model_load_as (arguments, entry, precision, error);
}

WeftTeam *
cli_model_make_team (const CliArguments *arguments, GError **error)
{
  WeftTeam *team = weft_team_new (cli_arguments_get_integer (arguments, "threads"), error);

  if (team != NULL)
    cli_detail (arguments, "threads: %u", weft_team_get_n_members (team));

  return team;
}
