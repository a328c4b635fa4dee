/* SPDX-License-Identifier: MIT */
/* studio_store_write() for windows: in a thread, since the disk may take its time. */
#pragma once

#include "app/store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * studio_store_write_async: begins to write @bytes under @path. Half-written files that an earlier program left beside it
 * are swept away first.
 * @bytes: (transfer none)
 */
void studio_store_write_async (const char *path, GBytes *bytes, StudioStoreMode mode, GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * studio_store_write_finish:
 *
 * Returns: FALSE with the errors of studio_store_write().
 */
gboolean studio_store_write_finish (GAsyncResult *result, GError **error);

G_END_DECLS
