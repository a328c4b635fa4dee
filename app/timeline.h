/* SPDX-License-Identifier: MIT */
/* StudioTimeline: any step of one picture again, exactly: the nearest keyframe and a replay of the values known. */
#pragma once

#include "app/job.h"

#include "engine/generator.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioTimeline: one lane of one round of a job. The job may paint on, pause or be gone meanwhile: a timeline holds what it
 * needs.
 *
 * A step is told by the number of values known there, 1 .. the values painted so far.
 *
 * Threads: main thread only, but for the replay of studio_timeline_seek_async(), which is on a thread of its own.
 */
#define STUDIO_TYPE_TIMELINE (studio_timeline_get_type ())
G_DECLARE_FINAL_TYPE (StudioTimeline, studio_timeline, STUDIO, TIMELINE, GObject)

/**
 * studio_timeline_new: of the job's present round.
 * @lane: 0 .. lanes of the present frame - 1
 *
 * Returns: (transfer full): NULL without such a lane.
 */
StudioTimeline *studio_timeline_new (StudioJob *job, guint lane);

/**
 * studio_timeline_get_lane: (transfer none): frame, keyframes and lane, and the recipe as it was at the timeline's making.
 */
const StudioJobLane *studio_timeline_get_lane (StudioTimeline *self);

/**
 * studio_timeline_get_n_known: values painted so far, up to which can be sought.
 */
guint studio_timeline_get_n_known (StudioTimeline *self);

/**
 * studio_timeline_seek: stands at a step, at once: replays up to studio_keyframes_get_spacing() steps of the model, on this
 * thread. Not while studio_timeline_seek_async() is under way.
 * @n_known: 1 .. studio_timeline_get_n_known()
 *
 * Returns: (transfer none): a generator of one lane at which exactly @n_known values are known, in the state of the original
 * run, bit for bit. It is the same one for the whole life and may be read until the next seek; to paint on, copy from it.
 * NULL with WEFT_ERROR_NO_MEMORY, WEFT_ERROR_RESOURCE or WEFT_ERROR_NOT_FINITE.
 */
WeftGenerator *studio_timeline_seek (StudioTimeline *self, guint n_known, GError **error);

/**
 * studio_timeline_seek_async: the same without waiting. A later call makes an earlier one stale: that ends at its next
 * step, with G_IO_ERROR_CANCELLED.
 */
void studio_timeline_seek_async (StudioTimeline *self, guint n_known, GAsyncReadyCallback callback, gpointer user_data);

/**
 * studio_timeline_seek_finish:
 *
 * Returns: (transfer none): as studio_timeline_seek(); NULL with G_IO_ERROR_CANCELLED if it was overtaken.
 */
WeftGenerator *studio_timeline_seek_finish (StudioTimeline *self, GAsyncResult *result, GError **error);

G_END_DECLS
