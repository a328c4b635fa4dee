/* SPDX-License-Identifier: MIT */
/* StudioFrame: the values of a run so far. The only mutable thing that a worker and the window share. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioFrame: n lanes of bytes and a step counter. A worker appends, anybody reads what lies before the
 * counter.
 *
 * A frame belongs to one round of one run and is never rewound: a new round has a new frame. So whoever holds
 * a frame can never see values of two rounds mixed.
 *
 * Threads: one writer; readers any; counted atomically.
 */
typedef struct _StudioFrame StudioFrame;

/**
 * studio_frame_new:
 * @run: number of the run it belongs to
 * @n_lanes: images side by side, 1 ..
 * @n_values: values of a whole image
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY.
 */
StudioFrame *studio_frame_new (guint64 run, guint n_lanes, guint n_values, GError **error);

StudioFrame *studio_frame_ref   (StudioFrame *frame);
void         studio_frame_unref (StudioFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioFrame, studio_frame_unref)

guint64 studio_frame_get_run      (StudioFrame *frame);
guint   studio_frame_get_n_lanes  (StudioFrame *frame);
guint   studio_frame_get_n_values (StudioFrame *frame);

/**
 * studio_frame_get_n_known: values of every lane that may be read, 0 .. n_values; never goes down. Costs one
 * load.
 */
guint studio_frame_get_n_known (StudioFrame *frame);

/**
 * studio_frame_get_values: (transfer none): [n_values] of one lane, of which the first n_known (read before)
 * are valid.
 */
const guint8 *studio_frame_get_values (StudioFrame *frame, guint lane);

/**
 * studio_frame_append: the worker's side: values from the present counter up to @n_known, of one lane. Not
 * visible yet.
 * @values: [n_known] of the lane, from its first
 */
void studio_frame_append (StudioFrame *frame, guint lane, const guint8 *values, guint n_known);

/**
 * studio_frame_publish: the worker's side: makes what all lanes have been given up to @n_known visible.
 */
void studio_frame_publish (StudioFrame *frame, guint n_known);

G_END_DECLS
