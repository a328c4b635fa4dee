/* SPDX-License-Identifier: MIT */
/* Tells of the end of long work to whoever looks elsewhere meanwhile. */
#pragma once

#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define UI_NOTIFY_LONG 10.0 /* seconds from which on work is worth a notification */

/**
 * ui_notify_done: a notification of the desktop, unless the window has the focus. A click on it raises the window.
 * @window: whose work it was
 * @id: the kind of work, "run" or "export": a later notification of the same kind replaces this one
 * @title: what has happened, in a few words
 * @body: (nullable): one sentence more
 *
 * Returns: whether the desktop was told: FALSE for a window with the focus, and without a message bus.
 */
gboolean ui_notify_done (GtkWindow *window, const char *id, const char *title, const char *body);

/**
 * ui_notify_follow: calls ui_notify_done() for runs that finish or fail after UI_NOTIFY_LONG. Once a window.
 * @workspace: (transfer none): whose runs
 */
void ui_notify_follow (GtkWindow *window, StudioWorkspace *workspace);

/**
 * ui_notify_hold: while a talk is given nothing is told; what happens meanwhile is not told later either.
 */
void ui_notify_hold (GtkApplication *application, gboolean is_held);

G_END_DECLS
