/* SPDX-License-Identifier: MIT */
/* A checkpoint by its name, or a file that joins the list. */
#include "app/catalog-private.h"
#include "app/entry-private.h"
#include "app/error.h"
#include "app/facts.h"

#include <string.h>

/* Takes @entry, unless its file is in the list already. */
static StudioEntry *
add (StudioCatalog *self, StudioEntry *entry)
{
  StudioEntry *old = studio_catalog_find_path (self->entries, studio_entry_get_path (entry));

  if (old != NULL && studio_entry_describes (old, entry))
    {
      g_object_unref (entry);
      return old;
    }

  g_ptr_array_add (self->entries, entry);
  g_list_model_items_changed (G_LIST_MODEL (self), self->entries->len - 1, 0, 1);
  return entry;
}

static void
fail_not_found (StudioCatalog *self, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->entries->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            studio_entry_get_name (g_ptr_array_index (self->entries, i)));

  if (names->len > 0)
    g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_NOT_FOUND,
                 "there is no checkpoint of this name (there are: %s; a file needs a slash or the ending "
                 STUDIO_CATALOG_SUFFIX ")", names->str);
  else
    g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_NOT_FOUND, "there are no checkpoints in '%s' and '%s'",
                 self->bundled_dir, self->user_dir);
}

/* Pictures and exports are no checkpoints, but whoever writes one means a file. */
static gboolean
is_file_name (const char *what)
{
  return strchr (what, '/') != NULL || g_str_has_suffix (what, STUDIO_CATALOG_SUFFIX) || g_str_has_suffix (what, ".png")
         || g_str_has_suffix (what, ".pth");
}

StudioEntry *
studio_catalog_open (StudioCatalog *self, const char *what, const WeftFacts *facts, GError **error)
{
  StudioEntry *entry;

  g_return_val_if_fail (STUDIO_IS_CATALOG (self), NULL);

  if (what != NULL && is_file_name (what))
    {
      entry = studio_entry_new (what, facts, error);
      return entry != NULL ? add (self, entry) : NULL;
    }

  entry = what != NULL ? studio_catalog_find (self, what) : studio_catalog_get_default (self);
  if (entry == NULL)
    fail_not_found (self, error);
  return entry;
}

StudioEntry *
studio_catalog_add (StudioCatalog *self, StudioEntry *entry)
{
  StudioEntry *listed;

  g_return_val_if_fail (STUDIO_IS_CATALOG (self), NULL);

  listed = add (self, g_object_ref (entry));
  if (listed != entry)
    studio_entry_learn_sha256 (listed, studio_entry_get_sha256 (entry));
  return listed;
}

typedef struct {
  char *path;
  StudioFacts facts;
} AddRequest;

static void
add_request_free (gpointer data)
{
  AddRequest *request = data;

  g_free (request->path);
  g_free (request);
}

static void
add_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const AddRequest *request = task_data;
  GError *error = NULL;
  StudioEntry *entry = studio_entry_new (request->path, &request->facts.facts, &error);

  if (entry != NULL)
    g_task_return_pointer (task, entry, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
studio_catalog_add_async (StudioCatalog *self, const char *path, const WeftFacts *facts,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  AddRequest *request = g_new (AddRequest, 1);

  g_return_if_fail (STUDIO_IS_CATALOG (self));

  request->path = g_strdup (path);
  studio_facts_init (&request->facts, facts);
  g_task_set_source_tag (task, studio_catalog_add_async);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, request, add_request_free);
  g_task_run_in_thread (task, add_thread_cb);
}

StudioEntry *
studio_catalog_add_finish (StudioCatalog *self, GAsyncResult *result, GError **error)
{
  StudioEntry *entry;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  entry = g_task_propagate_pointer (G_TASK (result), error);
  return entry != NULL ? add (self, entry) : NULL;
}
