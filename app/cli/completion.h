/* SPDX-License-Identifier: MIT */
/* --from and --keep: the given beginning of an image. */
#pragma once

#include "app/cli/arguments.h"

#include "engine/model.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_completion_read_keep: how many values --keep gives.
 * @n_kept: (out): 1 .. image values; 0 if --keep is not given
 *
 * Returns: FALSE with CLI_EXIT_USAGE naming the model's sizes.
 */
gboolean cli_completion_read_keep (const CliArguments *arguments, const WeftConfig *config, guint *n_kept,
                                   GError **error);

/**
 * cli_completion_read_values: the first @n_kept values of the image of --from.
 * @values: (out) (transfer full): [n_kept]
 *
 * Returns: FALSE with a message that names the image.
 */
gboolean cli_completion_read_values (const CliArguments *arguments, WeftModel *model, guint n_kept,
                                     GBytes **values, GError **error);

G_END_DECLS
