/* SPDX-License-Identifier: MIT */
/* StudioQueueDisk: where the list of a queue lies, read and written by threads, by one program at a time. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioQueueDisk: the file of a queue.
 *
 * Threads: main thread only; none of its functions waits for the disk.
 */
#define STUDIO_TYPE_QUEUE_DISK (studio_queue_disk_get_type ())
G_DECLARE_FINAL_TYPE (StudioQueueDisk, studio_queue_disk, STUDIO, QUEUE_DISK, GObject)

/**
 * studio_queue_disk_new:
 * @path: of the file
 */
StudioQueueDisk *studio_queue_disk_new (const char *path);

/**
 * studio_queue_disk_find_async: takes the file, for as long as the queue is open, and reads what an earlier program left.
 * A file that cannot be read is kept aside with the ending .damaged, for who knows what is in it.
 */
void studio_queue_disk_find_async (StudioQueueDisk *self, GAsyncReadyCallback callback, gpointer user_data);

/**
 * studio_queue_disk_find_finish:
 * @lines: (out) (transfer full) (nullable): of StudioQueueLine; NULL if there were none
 *
 * Returns: FALSE if another program has the file, or this queue has been closed: then nothing is ever written.
 */
gboolean studio_queue_disk_find_finish (StudioQueueDisk *self, GAsyncResult *result, GArray **lines);

/**
 * studio_queue_disk_write: the whole file, soon; of several texts in a short time the last one counts. A disk that takes
 * nothing does not stop the painting: the list lives on in memory.
 */
void studio_queue_disk_write (StudioQueueDisk *self, GBytes *text);

/**
 * studio_queue_disk_close: lets go of the file when the last text is in it.
 */
void studio_queue_disk_close (StudioQueueDisk *self);

G_END_DECLS
