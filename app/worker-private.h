/* SPDX-License-Identifier: MIT */
/* StudioWorker: the thread under a job or a race, and the hand on it: pause, step, cancel, and rare events to
 * the owner. */
#pragma once

#include "app/run-state.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _StudioWorker StudioWorker;

/**
 * StudioWorkerFunc: the work, on the worker's thread. Calls studio_worker_proceed() between two steps.
 *
 * Returns: TRUE when all is done; FALSE with an error, or without one where studio_worker_proceed() said
 * stop.
 */
typedef gboolean (*StudioWorkerFunc) (StudioWorker *worker, gpointer data, GError **error);

/**
 * StudioWorkerEventFunc: something rare has happened; look what. In the owner's main context, at most one is
 * on the way.
 */
typedef void (*StudioWorkerEventFunc) (GObject *owner);

/**
 * StudioWorker: counted, because an event on its way may outlive the owner. Holds the owner weakly.
 *
 * Threads: functions say which.
 */

/**
 * studio_worker_next_number: a number that no other run of this program has. From any thread.
 */
guint64 studio_worker_next_number (void);

/**
 * studio_worker_new: no thread yet.
 * @name: of the thread, at most 15 bytes
 * @owner: told of events in the present thread-default main context
 * @data: (transfer full): freed with the worker
 * @demote: whether the thread, and all threads it makes, give way to everything else
 * @paused: whether it stops before the first step
 */
StudioWorker *studio_worker_new (const char *name, GObject *owner, StudioWorkerEventFunc event,
                                 StudioWorkerFunc func, gpointer data, GDestroyNotify free_data,
                                 gboolean demote, gboolean paused);

/**
 * studio_worker_destroy: cancels, joins, and drops the owner's reference. From the owner's thread.
 */
void studio_worker_destroy (StudioWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioWorker, studio_worker_destroy)

/**
 * studio_worker_start: makes the thread. Once, from the owner's thread.
 *
 * Returns: FALSE with WEFT_ERROR_RESOURCE; the state is then FAILED.
 */
gboolean studio_worker_start (StudioWorker *worker, GError **error);

/* From any thread; each wakes a worker that sleeps. */
void studio_worker_pause  (StudioWorker *worker);
void studio_worker_resume (StudioWorker *worker);
void studio_worker_step   (StudioWorker *worker);
void studio_worker_cancel (StudioWorker *worker);
void studio_worker_wake   (StudioWorker *worker);

StudioRunState studio_worker_get_state (StudioWorker *worker);

/**
 * studio_worker_dup_error: (transfer full) (nullable): why the state is FAILED.
 */
GError *studio_worker_dup_error (StudioWorker *worker);

/* What the worker and its owner share beside atomics lies under one lock. */
void studio_worker_lock   (StudioWorker *worker);
void studio_worker_unlock (StudioWorker *worker);

/**
 * studio_worker_wait: with the lock held, from any thread: sleeps until something changes or @deadline
 * passes.
 * @deadline: monotonic time, microseconds; negative: none
 *
 * Returns: FALSE if the deadline has passed.
 */
gboolean studio_worker_wait (StudioWorker *worker, gint64 deadline);

/**
 * studio_worker_proceed: from the worker's thread, once a step: sleeps while paused. One load where nothing
 * is asked.
 * @has_waited: (out) (optional): whether it has slept
 *
 * Returns: FALSE if it has been cancelled.
 */
gboolean studio_worker_proceed (StudioWorker *worker, gboolean *has_waited);

/**
 * studio_worker_sleep_until: from the worker's thread: sleeps for the pace, until @deadline or until anything
 * changes.
 *
 * Returns: FALSE without sleeping if a pause or the end is asked for.
 */
gboolean studio_worker_sleep_until (StudioWorker *worker, gint64 deadline);

/**
 * studio_worker_is_cancelled: from any thread.
 */
gboolean studio_worker_is_cancelled (StudioWorker *worker);

/**
 * studio_worker_post: from any thread: tells the owner, soon, in its main context, and wakes who waits.
 */
void studio_worker_post (StudioWorker *worker);

G_END_DECLS
