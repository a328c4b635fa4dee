/* SPDX-License-Identifier: MIT */
/* StudioSession: remembers what is being painted, so that it can be painted again after a crash. */
#pragma once

#include "app/workspace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioSession: one file in the user's folder of state, there only while something is being painted. A picture
 * follows from its recipe, so that the recipe is all it holds.
 *
 * One process at a time keeps it, by a lock that dies with the process; a second one keeps nothing and offers
 * nothing. Where the folder cannot be written nothing is kept either; painting does not depend on it.
 *
 * Threads: main thread only.
 */
#define STUDIO_TYPE_SESSION (studio_session_get_type ())
G_DECLARE_FINAL_TYPE (StudioSession, studio_session, STUDIO, SESSION, GObject)

/**
 * studio_session_new:
 * @folder: (nullable): NULL: $XDG_STATE_HOME/weft
 */
StudioSession *studio_session_new (const char *folder);

/**
 * studio_session_begin_async: takes the lock, in a thread, and looks for what a process left that died.
 */
void studio_session_begin_async (StudioSession *self, GAsyncReadyCallback callback, gpointer user_data);

/**
 * studio_session_begin_finish: what was being painted when Weft ended without being closed. It is offered once: the
 * file is gone now.
 * @n_lanes: (out): pictures that were painted together; their first one is that of the recipe
 *
 * Returns: (transfer full) (nullable): NULL if there was nothing, or another process keeps the session.
 */
StudioRecipe *studio_session_begin_finish (StudioSession *self, GAsyncResult *result, guint *n_lanes);

/**
 * studio_session_follow: keeps what this workspace paints from now on, as long as it paints.
 * @workspace: (transfer none):
 */
void studio_session_follow (StudioSession *self, StudioWorkspace *workspace);

/**
 * studio_session_close: the program ends as it should: nothing is left behind.
 */
void studio_session_close (StudioSession *self);

G_END_DECLS
