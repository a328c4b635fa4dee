/* SPDX-License-Identifier: MIT */
/* StudioLock: one run at a time writes a series of files. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioLock: a file held locked. The system lets go of it when the process ends, however it ends.
 *
 * Threads: one at a time.
 */
typedef struct _StudioLock StudioLock;

/**
 * studio_lock_take:
 * @path: of the lock file, made if it is missing
 *
 * Returns: (transfer full): NULL with STUDIO_ERROR_OUTPUT: "in use by process N since ...", or the file cannot be
 * made.
 */
StudioLock *studio_lock_take (const char *path, GError **error);

/**
 * studio_lock_free: removes the file and lets go.
 */
void studio_lock_free (StudioLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioLock, studio_lock_free)

G_END_DECLS
