/* SPDX-License-Identifier: MIT */
/* StudioKeyframes: what a run remembered at some steps on its way, within a cap of memory, so that any step can be had
 * again by a short replay. */
#pragma once

#include "engine/model.h"
#include "engine/state.h"

#include <glib.h>

G_BEGIN_DECLS

#define STUDIO_KEYFRAMES_DEFAULT_BYTES ((gsize) 64 << 20)

/**
 * StudioKeyframes: copies of a state of n lanes, at steps a fixed distance apart that makes all of them fit the cap.
 *
 * A step is told by the number of values known there: the state has taken all of them but the last.
 *
 * Threads: any; counted atomically.
 */
typedef struct _StudioKeyframes StudioKeyframes;

/**
 * studio_keyframes_new:
 * @n_lanes: images side by side, 1 ..
 * @max_bytes: cap of all copies together; too little for one: none is kept, and a replay begins at the beginning
 */
StudioKeyframes *studio_keyframes_new (WeftModel *model, WeftForm form, guint n_lanes, gsize max_bytes);

/**
 * studio_keyframes_count_bytes: what all copies of a run would take together: 0 .. @max_bytes.
 */
guint64 studio_keyframes_count_bytes (WeftModel *model, WeftForm form, guint n_lanes, gsize max_bytes);

StudioKeyframes *studio_keyframes_ref   (StudioKeyframes *keyframes);
void             studio_keyframes_unref (StudioKeyframes *keyframes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioKeyframes, studio_keyframes_unref)

/**
 * studio_keyframes_inherit: takes over those of another run that this one begins with; they are shared, not copied.
 * @other: of the same model and form
 * @lane: of @other, which every lane here goes on from
 * @n_known: values that both have in common; later ones are left out
 */
void studio_keyframes_inherit (StudioKeyframes *keyframes, StudioKeyframes *other, guint lane, guint n_known);

/**
 * studio_keyframes_get_spacing: values from one copy to the next.
 */
guint studio_keyframes_get_spacing (StudioKeyframes *keyframes);

/**
 * studio_keyframes_offer: keeps a copy if one is due at this step. The painter's side: costs a comparison where none is
 * due, and the copy is forgone where there is no memory for it.
 * @state: of n_lanes; steps ascend from call to call
 */
void studio_keyframes_offer (StudioKeyframes *keyframes, WeftState *state);

/**
 * studio_keyframes_find: the last step at or before @n_known at which there is a copy.
 *
 * Returns: values known there; 0 if there is none.
 */
guint studio_keyframes_find (StudioKeyframes *keyframes, guint n_known);

/**
 * studio_keyframes_restore: copies one lane, as it was at the last step at or before @n_known, into lane 0 of @state.
 *
 * Returns: values known there; 0 if there is no copy, and @state is then untouched.
 */
guint studio_keyframes_restore (StudioKeyframes *keyframes, guint lane, guint n_known, WeftState *state);

/**
 * studio_keyframes_list: (transfer full): the steps, ascending, as guint; for marks on a timeline.
 */
GArray *studio_keyframes_list (StudioKeyframes *keyframes);

/**
 * studio_keyframes_get_bytes: memory of the copies made here; those that were inherited are the other's.
 */
gsize studio_keyframes_get_bytes (StudioKeyframes *keyframes);

/**
 * studio_keyframes_drop: lets go of all copies and keeps no more.
 */
void studio_keyframes_drop (StudioKeyframes *keyframes);

G_END_DECLS
