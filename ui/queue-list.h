/* SPDX-License-Identifier: MIT */
/* UiQueueList: the runs that wait, with what can be done about each. */
#pragma once

#include "app/queue.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiQueueList: a list of runs, the next one first. Its actions, in the group "queue": "pause" (a switch), and "remove",
 * "up", "down", "next" with a position (uint).
 *
 * Signal "removed" (StudioQueueRun, uint): somebody took a run out, which was at this position.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_QUEUE_LIST (ui_queue_list_get_type ())
G_DECLARE_FINAL_TYPE (UiQueueList, ui_queue_list, UI, QUEUE_LIST, AdwBin)

/**
 * ui_queue_list_set_queue: what to show. Once.
 * @queue: (transfer none): held
 */
void ui_queue_list_set_queue (UiQueueList *list, StudioQueue *queue);

G_END_DECLS
