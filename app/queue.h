/* SPDX-License-Identifier: MIT */
/* StudioQueue: runs that wait, one after the other, kept from one day to the next. */
#pragma once

#include "app/queue-run.h"
#include "app/workspace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STUDIO_QUEUE_MAX_RUNS 1000

/**
 * StudioQueue: paints the first run whenever it is not paused and the workspace paints nothing. Every finished picture is
 * told by the workspace's signal "picture", as those that were asked for by hand. A run that fails pauses the queue and
 * stays in it.
 *
 * Properties, all notifying:
 * - "paused" (boolean): nothing new begins, and what is being painted waits
 * - "running" (boolean, read-only): the first run of the list is being painted
 *
 * Signals: "changed": something about a run has changed; "drained": the last run is finished.
 *
 * Threads: main thread only.
 */
#define STUDIO_TYPE_QUEUE (studio_queue_get_type ())
G_DECLARE_FINAL_TYPE (StudioQueue, studio_queue, STUDIO, QUEUE, GObject)

/**
 * studio_queue_new:
 * @workspace: (transfer none): whose catalogue has the checkpoints
 * @folder: (nullable): where the queue is kept, as queue.json; NULL: only in memory
 *
 * What an earlier program left there comes soon, paused. While another program keeps that file, this queue is
 * in memory only.
 */
StudioQueue *studio_queue_new (StudioWorkspace *workspace, const char *folder);

/**
 * studio_queue_close: stops what is being painted, for good, and lets go of the workspace and of the file; the runs stay in
 * it.
 */
void studio_queue_close (StudioQueue *self);

/**
 * studio_queue_get_runs: (transfer none): a GListModel of StudioQueueRun, the next one first.
 */
GListModel *studio_queue_get_runs (StudioQueue *self);

/**
 * studio_queue_add: at the end.
 * @recipe: of the first image; copied
 * @n_images: 1 ..
 *
 * Returns: FALSE if the queue is full.
 */
gboolean studio_queue_add (StudioQueue *self, const StudioRecipe *recipe, guint n_images);

/**
 * studio_queue_remove: takes a run out; the first one stops.
 */
void studio_queue_remove (StudioQueue *self, guint position);

/**
 * studio_queue_move: to another position. The run that is being painted stays the first.
 */
void studio_queue_move (StudioQueue *self, guint position, guint to);

/**
 * studio_queue_do_next: directly behind what is being painted.
 */
void studio_queue_do_next (StudioQueue *self, guint position);

gboolean studio_queue_get_paused  (StudioQueue *self);
void     studio_queue_set_paused  (StudioQueue *self, gboolean paused);
gboolean studio_queue_get_running (StudioQueue *self);

/**
 * studio_queue_get_progress: of what is being painted: its part that is done, 0 .. 1.
 */
double studio_queue_get_progress (StudioQueue *self);

G_END_DECLS
