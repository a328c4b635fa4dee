/* SPDX-License-Identifier: MIT */
/* --from with --keep or --mask: what is given of an image. */
#pragma once

#include "app/cli/arguments.h"

#include "app/recipe.h"

#include "engine/model.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_completion_check: whether --from, --keep and --mask go together; a moment of --from needs neither.
 *
 * Returns: FALSE with CLI_EXIT_USAGE.
 */
gboolean cli_completion_check (const CliArguments *arguments, GError **error);

/**
 * cli_completion_read_amount: how much of an image an option means: N values, or rows=R.
 * @option: "keep" or "moment-at"
 * @amount: (out): values, 1 .. image values - 1; 0 if it is not given
 *
 * Returns: FALSE with CLI_EXIT_USAGE naming the model's sizes.
 */
gboolean cli_completion_read_amount (const CliArguments *arguments, const char *option, const WeftConfig *config,
                                     guint *amount, GError **error);

/**
 * cli_completion_read_values: the first @n_kept values of the image of --from.
 * @values: (out) (transfer full): [n_kept]
 *
 * Returns: FALSE with a message that names the image.
 */
gboolean cli_completion_read_values (const CliArguments *arguments, WeftModel *model, guint n_kept,
                                     GBytes **values, GError **error);

/**
 * cli_completion_apply_mask: gives @recipe what --mask leaves of the image of --from.
 * @recipe: of a picture of @model
 *
 * Returns: FALSE with a message that names the image, or the mask.
 */
gboolean cli_completion_apply_mask (const CliArguments *arguments, WeftModel *model, StudioRecipe *recipe, GError **error);

G_END_DECLS
