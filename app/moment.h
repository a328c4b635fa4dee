/* SPDX-License-Identifier: MIT */
/* StudioMoment: a picture on its way, whole: the values so far, S and z behind them, and the recipe. Of one size at any
 * step, so it can be kept, mailed, gone on from and mixed. */
#pragma once

#include "app/recipe.h"

#include "engine/state.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define STUDIO_MOMENT_FORMAT_MAJOR 1
#define STUDIO_MOMENT_SUFFIX ".moment"
#define STUDIO_MOMENT_MAX_FILE ((guint64) 256 << 20) /* bytes; larger files are refused before they are read */

/**
 * StudioMoment: immutable and counted atomically.
 *
 * Threads: any.
 */
typedef struct _StudioMoment StudioMoment;

#define STUDIO_TYPE_MOMENT (studio_moment_get_type ())
GType studio_moment_get_type (void);

/**
 * studio_moment_new: keeps a moment of a run.
 * @state: at position n_known - 1: it has taken all values but the last
 * @lane: of @state
 * @values: [n_known]
 * @n_known: 1 .. image values
 * @recipe: (transfer none): how the picture is painted; its shape is that of @state's model
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_UNSUPPORTED for softmax attention, whose memory has no constant size.
 */
StudioMoment *studio_moment_new (WeftState *state, guint lane, const guint8 *values, guint n_known,
                                 const StudioRecipe *recipe, GError **error);

/**
 * studio_moment_has_suffix: whether a file's name says that it is a moment.
 */
gboolean studio_moment_has_suffix (const char *path);

/**
 * studio_moment_open: reads a moment's file.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_IO, INVALID (broken, or its parts do not belong together) or UNSUPPORTED
 * (a newer version, or another kind of file).
 */
StudioMoment *studio_moment_open (const char *path, GError **error);

StudioMoment *studio_moment_ref   (StudioMoment *moment);
void          studio_moment_unref (StudioMoment *moment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioMoment, studio_moment_unref)

/**
 * studio_moment_to_bytes: the file, as engine/format/FORMAT.md describes it.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY.
 */
GBytes *studio_moment_to_bytes (StudioMoment *moment, GError **error);

/**
 * studio_moment_get_recipe: (transfer none): of the picture; steps_done is studio_moment_get_n_known().
 */
const StudioRecipe *studio_moment_get_recipe (StudioMoment *moment);

guint studio_moment_get_n_known (StudioMoment *moment);

/**
 * studio_moment_get_values: (transfer none): [n_known].
 */
const guint8 *studio_moment_get_values (StudioMoment *moment);

/**
 * studio_moment_get_hash: weft_state_get_hash() of the memory kept.
 */
guint64 studio_moment_get_hash (StudioMoment *moment);

/**
 * studio_moment_make_state: the memory again.
 * @model: of the recipe's sizes
 *
 * Returns: (transfer full): a state of one lane at position n_known - 1, bit for bit the one that was kept. NULL with
 * WEFT_ERROR_INVALID if the model is of another shape or the bits are not those the file vouches for, or
 * WEFT_ERROR_NO_MEMORY.
 */
WeftState *studio_moment_make_state (StudioMoment *moment, WeftModel *model, GError **error);

G_END_DECLS
