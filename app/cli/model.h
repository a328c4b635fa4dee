/* SPDX-License-Identifier: MIT */
/* The checkpoint a subcommand works with: found by --model, its facts completed, its weights loaded. */
#pragma once

#include "app/cli/arguments.h"
#include "app/entry.h"
#include "app/recipe.h"

#include "engine/model.h"
#include "engine/team.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_model_find: the entry of --model, or the default one; reads the header only.
 * @arguments: its --model, and the facts --heads, --attention, --width, --height, --mode
 *
 * Returns: (transfer full): NULL with a message that names the checkpoint.
 */
StudioEntry *cli_model_find (const CliArguments *arguments, GError **error);

/**
 * cli_model_find_named: likewise, but for @what instead of --model.
 * @what: (nullable): a name or a file; NULL: the default checkpoint
 */
StudioEntry *cli_model_find_named (const CliArguments *arguments, const char *what, GError **error);

/**
 * cli_model_load: reads the weights of @entry in the precision of --precision.
 *
 * Returns: (transfer full): NULL with a message that names the checkpoint.
 */
WeftModel *cli_model_load (const CliArguments *arguments, StudioEntry *entry, GError **error);

/**
 * cli_model_load_as: likewise, in a given precision.
 */
WeftModel *cli_model_load_as (const CliArguments *arguments, StudioEntry *entry, WeftPrecision precision,
                              GError **error);

/**
 * cli_model_load_of_recipe: the checkpoint of --model, or else the one that @recipe names, in the recipe's precision.
 * @entry: (out) (transfer full): likewise
 *
 * Returns: (transfer full): NULL with a message that names the checkpoint, or both sizes if it paints others.
 */
WeftModel *cli_model_load_of_recipe (const CliArguments *arguments, const StudioRecipe *recipe, StudioEntry **entry,
                                     GError **error);

/**
 * cli_model_make_team: (transfer full): as many threads as --threads says; NULL with WEFT_ERROR_RESOURCE.
 */
WeftTeam *cli_model_make_team (const CliArguments *arguments, GError **error);

G_END_DECLS
