/* SPDX-License-Identifier: MIT */
/* CliLock: one run at a time writes a series of files. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CliLock: a file held locked. The system lets go of it when the process ends, however it ends.
 *
 * Threads: one at a time.
 */
typedef struct _CliLock CliLock;

/**
 * cli_lock_take:
 * @path: of the lock file, made if it is missing
 *
 * Returns: (transfer full): NULL with CLI_EXIT_OUTPUT: "in use by process N since ...", or the file cannot be
 * made.
 */
CliLock *cli_lock_take (const char *path, GError **error);

/**
 * cli_lock_free: removes the file and lets go.
 */
void cli_lock_free (CliLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliLock, cli_lock_free)

G_END_DECLS
