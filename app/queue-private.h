/* SPDX-License-Identifier: MIT */
/* What the files of a queue share. */
#pragma once

#include "app/queue-disk.h"
#include "app/queue.h"

G_BEGIN_DECLS

struct _StudioQueue {
  GObject parent_instance;

  /* owned */
  StudioWorkspace *workspace;
  GListStore *runs;
  StudioQueueDisk *disk;   /* NULL: only in memory */
  GCancellable *loading;   /* of a checkpoint; NULL unless the first run waits for it */
  StudioJob *job;          /* of the first run */

  gboolean paused;
  gboolean is_closed;
};

StudioQueueRun *studio_queue_dup_run    (StudioQueue *self, guint position); /* (transfer full) */
guint           studio_queue_count_runs (StudioQueue *self);

/**
 * studio_queue_tell_changed: brings the list to disk and emits "changed".
 */
void studio_queue_tell_changed (StudioQueue *self);

/**
 * studio_queue_notify_running: the first run has got a job, or lost it.
 */
void studio_queue_notify_running (StudioQueue *self);

/* The job: queue-job.c. */

/**
 * studio_queue_begin_next: paints the first run, if nothing speaks against it.
 */
void studio_queue_begin_next (StudioQueue *self);

/**
 * studio_queue_stop_first: ends the loading or the painting of the first run, which stays in the list.
 */
void studio_queue_stop_first (StudioQueue *self);

G_END_DECLS
