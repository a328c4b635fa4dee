/* SPDX-License-Identifier: MIT */
/* One task for each file. */
#include "app/store-async.h"

typedef struct {
  char *path;
  GBytes *bytes;
  StudioStoreMode mode;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_bytes_unref (request->bytes);
  g_free (request->path);
  g_free (request);
}

static void
write_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  g_autofree char *folder = g_path_get_dirname (request->path);
  GError *error = NULL;

  studio_store_sweep (folder);
  if (studio_store_write (request->path, request->bytes, request->mode, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
studio_store_write_async (const char *path, GBytes *bytes, StudioStoreMode mode, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Request *request = g_new (Request, 1);

  *request = (Request) { g_strdup (path), g_bytes_ref (bytes), mode };
  g_task_set_source_tag (task, studio_store_write_async);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, write_cb);
}

gboolean
studio_store_write_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
