/* SPDX-License-Identifier: MIT */
/* Moments on the command line: --from a moment, --moment-at to keep one. */
#pragma once

#include "app/cli/arguments.h"
#include "app/entry.h"
#include "app/moment.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_moment_is_given: whether --from names a moment, by its ending, and not an image.
 */
gboolean cli_moment_is_given (const CliArguments *arguments);

/**
 * cli_moment_check: whether the other options go with a moment of --from, and with --moment-at.
 *
 * Returns: FALSE with CLI_EXIT_USAGE.
 */
gboolean cli_moment_check (const CliArguments *arguments, GError **error);

/**
 * cli_moment_read: (transfer full): the moment of --from; NULL with a message that names the file.
 */
StudioMoment *cli_moment_read (const CliArguments *arguments, GError **error);

/**
 * cli_moment_find_entry: (transfer full): the checkpoint of --model, or else the one the moment names; NULL with a message.
 */
StudioEntry *cli_moment_find_entry (const CliArguments *arguments, StudioMoment *moment, GError **error);

/**
 * cli_moment_load: the weights of @entry, in the moment's precision.
 *
 * Returns: (transfer full): NULL with a message, CLI_EXIT_REFUSED if they are not those the moment was painted with.
 */
WeftModel *cli_moment_load (const CliArguments *arguments, StudioMoment *moment, StudioEntry *entry, GError **error);

/**
 * cli_moment_make_recipe: what a complete image that goes on from @moment depends on.
 * @arguments: its --seed, --temperature and --count, which act from the first value that is not known
 *
 * Returns: (transfer full): of image 0 of the series; without options the moment's own, so that the image is the one that
 * was on its way.
 */
StudioRecipe *cli_moment_make_recipe (const CliArguments *arguments, StudioMoment *moment);

/**
 * cli_moment_save: paints the first @n_known values of @recipe and keeps the moment under the name of --output.
 * @origin: (nullable): the moment it goes on from, of @n_known values at most
 *
 * Returns: FALSE with the errors of a job and of studio_moment_take(), or with a message that names the file.
 */
gboolean cli_moment_save (const CliArguments *arguments, WeftModel *model, const StudioRecipe *recipe, StudioMoment *origin,
                          guint n_known, GError **error);

G_END_DECLS
