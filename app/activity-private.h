/* SPDX-License-Identifier: MIT */
/* For the types that are activities. */
#pragma once

#include "app/activity.h"
#include "app/worker-private.h"

G_BEGIN_DECLS

/**
 * studio_activity_set_up: gives a new activity its worker. Once, in studio_..._new().
 * @thread: its name, at most 15 bytes
 * @data: (transfer full): what @func works on; freed with the activity
 * @demote: whether the thread, and all threads it makes, give way to everything else
 * @paused: whether it stops before the first step
 *
 * Returns: (transfer none): the worker, which lives as long as the activity.
 */
StudioWorker *studio_activity_set_up (StudioActivity *self, const char *thread, StudioWorkerFunc func, gpointer data,
                                      GDestroyNotify free_data, gboolean demote, gboolean paused);

G_END_DECLS
