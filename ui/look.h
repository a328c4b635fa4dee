/* SPDX-License-Identifier: MIT */
/* When those who watch a run look at it: together, some thirty times a second. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ui_look_is_due: whether this frame is one to look at a run in. All who ask in a frame of one window get the same
 * answer, so that what they change is laid out and drawn together, in every other frame of a display of 60.
 * @clock: the window's, in its phase of updates
 *
 * Threads: main thread only.
 */
gboolean ui_look_is_due (GdkFrameClock *clock);

G_END_DECLS
