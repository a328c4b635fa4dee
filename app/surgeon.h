/* SPDX-License-Identifier: MIT */
/* StudioSurgeon: does to a memory, step by step, what a recipe says was done to it. */
#pragma once

#include "app/recipe.h"

#include "engine/generator.h"
#include "engine/model.h"
#include "engine/state.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioSurgeon: of one recipe. NULL is the surgeon of a recipe that leaves the memory alone, and may be given to all
 * functions here.
 *
 * A state at which n values are known has had done to it what was done before value n: what is done at n happens with the
 * step that paints value n. So any way to walk through the same values gives the same bits.
 *
 * Threads: owned by one thread at a time.
 */
typedef struct _StudioSurgeon StudioSurgeon;

/**
 * studio_surgeon_new:
 * @recipe: (transfer none): valid for @model; its list is copied
 *
 * Returns: (transfer full) (nullable): NULL if nothing is to be done.
 */
StudioSurgeon *studio_surgeon_new (WeftModel *model, const StudioRecipe *recipe);

void studio_surgeon_free (StudioSurgeon *surgeon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioSurgeon, studio_surgeon_free)

/**
 * studio_surgeon_begin_step: before any step of a state of linear attention, of one lane or several. Allocates at the first
 * step that leaves no trace; forgetting takes as many steps as were taken before, one lane after the other.
 *
 * Returns: FALSE with WEFT_ERROR_NO_MEMORY, WEFT_ERROR_RESOURCE, WEFT_ERROR_NOT_FINITE, or WEFT_ERROR_UNSUPPORTED without a
 * moment that is to be blended in.
 */
gboolean studio_surgeon_begin_step (StudioSurgeon *surgeon, WeftState *state, GError **error);

/**
 * studio_surgeon_end_step: after it.
 */
void studio_surgeon_end_step (StudioSurgeon *surgeon, WeftState *state);

/**
 * studio_surgeon_next: weft_generator_next() between both.
 */
gboolean studio_surgeon_next (StudioSurgeon *surgeon, WeftGenerator *generator, const WeftSampling *sampling, GError **error);

/**
 * studio_surgeon_absorb: weft_generator_absorb(), each step between both.
 * @n_values: 0 ..
 */
gboolean studio_surgeon_absorb (StudioSurgeon *surgeon, WeftGenerator *generator, const guint8 *values, guint n_values,
                                GError **error);

G_END_DECLS
