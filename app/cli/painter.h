/* SPDX-License-Identifier: MIT */
/* From options to a recipe, and from a recipe to one painted picture. */
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/progress.h"
#include "app/entry.h"
#include "app/picture.h"
#include "app/recipe.h"

#include "engine/head.h"
#include "engine/model.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_painter_read_sampling: --temperature, --top-k and --top-p.
 */
WeftSampling cli_painter_read_sampling (const CliArguments *arguments);

/**
 * cli_painter_draw_seed: a random seed of 64 bits.
 */
guint64 cli_painter_draw_seed (void);

/**
 * cli_painter_make_recipe: what a complete image 0 of @model depends on.
 * @arguments: its --seed, --temperature, --top-k, --top-p
 * @resumed: (nullable): the recipe that lends its seed where none is given
 * @kept_values: (nullable): the given beginning
 *
 * Returns: (transfer full): with a random seed where none is given.
 */
StudioRecipe *cli_painter_make_recipe (const CliArguments *arguments, StudioEntry *entry, WeftModel *model,
                                       const StudioRecipe *resumed, GBytes *kept_values);

/**
 * cli_painter_paint: paints the one image of @recipe; --threads of @arguments.
 * @progress: (nullable): told the pixels known, added to @done
 *
 * Returns: (transfer full): NULL with the errors of a job, or CLI_EXIT_INTERRUPTED.
 */
StudioPicture *cli_painter_paint (const CliArguments *arguments, WeftModel *model, const StudioRecipe *recipe,
                                  CliProgress *progress, double done, GError **error);

G_END_DECLS
