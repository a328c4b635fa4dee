/* SPDX-License-Identifier: MIT */
/* The moment of a run at any step that is painted, whatever the run does meanwhile. */
#pragma once

#include "app/job.h"
#include "app/moment.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * studio_moment_take: keeps a moment of one lane of the job's present round. Takes a replay from the nearest keyframe.
 * @lane: 0 .. lanes of the present frame - 1
 * @n_known: 1 .. values painted so far
 *
 * Returns: (transfer full): NULL with the errors of studio_timeline_seek() and studio_moment_new(), or WEFT_ERROR_ARGUMENT
 * without such a step.
 * Threads: the job's owner.
 */
StudioMoment *studio_moment_take (StudioJob *job, guint lane, guint n_known, GError **error);

/**
 * studio_moment_take_async: the same without waiting: the replay is on a thread of its own.
 */
void studio_moment_take_async (StudioJob *job, guint lane, guint n_known, GAsyncReadyCallback callback, gpointer user_data);

/**
 * studio_moment_take_finish:
 *
 * Returns: (transfer full): as studio_moment_take().
 */
StudioMoment *studio_moment_take_finish (StudioJob *job, GAsyncResult *result, GError **error);

G_END_DECLS
