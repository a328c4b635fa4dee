/* SPDX-License-Identifier: MIT */
/* Sizes must fit, or the recipe means nothing; the hash tells whether the picture will be the same. */
#include "app/locate.h"

#include "app/error.h"
#include "app/facts.h"

#include "engine/error.h"
#include "engine/kernels/kernels.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  StudioRecipe *recipe; /* owned */
  char *path;           /* owned */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  studio_recipe_free (request->recipe);
  g_free (request->path);
  g_free (request);
}

/* The file as it is; a bare export as what the recipe says it is. */
static StudioEntry *
open_entry (const Request *request, GError **error)
{
  const WeftConfig *shape = &request->recipe->shape;
  const WeftFacts facts = {
    .attention = &shape->attention,
    .activation = &shape->activation,
    .image_mode = &shape->image_mode,
    .n_heads = shape->n_heads,
    .image_width = shape->image_width,
    .image_height = shape->image_height,
  };
  g_autoptr (GError) local_error = NULL;
  StudioEntry *entry = studio_entry_new (request->path, NULL, &local_error);

  if (entry != NULL)
    return entry;
  if (g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_MISSING_FACTS))
    return studio_entry_new (request->path, &facts, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static char *
describe (const WeftConfig *config)
{
  return g_strdup_printf (_("%u × %u %s, layers: %u, heads: %u, width: %u, attention: %s"), config->image_width,
                          config->image_height, weft_image_mode_to_string (config->image_mode), config->n_layers,
                          config->n_heads, config->width, weft_attention_to_string (config->attention));
}

static gboolean
check_sizes (const StudioRecipe *recipe, StudioEntry *entry, GError **error)
{
  const WeftConfig *config = studio_entry_get_config (entry);
  g_autofree char *wanted = describe (&recipe->shape), *found = describe (config);

  if (memcmp (config, &recipe->shape, sizeof *config) == 0)
    return TRUE;

  if (g_str_equal (wanted, found))
    g_set_error_literal (error, STUDIO_ERROR, STUDIO_ERROR_DIFFERS,
                         _("it is a network of other inner sizes than the recipe's (choose another file)"));
  else
    g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_DIFFERS,
                 _("it is a network of %s; the recipe needs %s (choose another file)"), found, wanted);
  return FALSE;
}

static void
locate_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  GError *error = NULL;
  g_autoptr (StudioEntry) entry = open_entry (request, &error);

  if (entry != NULL && check_sizes (request->recipe, entry, &error) && studio_entry_read_sha256 (entry, &error))
    g_task_return_pointer (task, g_steal_pointer (&entry), g_object_unref);
  else
    g_task_return_error (task, error);
}

void
studio_locate_async (const StudioRecipe *recipe, const char *path, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new (Request, 1);

  *request = (Request) { studio_recipe_copy (recipe), g_strdup (path) };
  g_task_set_source_tag (task, studio_locate_async);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, locate_thread_cb);
}

StudioEntry *
studio_locate_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Doubts */

/* Takes the line. */
static void
add_doubt (GStrvBuilder *doubts, char *line)
{
  g_strv_builder_add (doubts, line);
  g_free (line);
}

char **
studio_recipe_list_doubts (const StudioRecipe *recipe, StudioEntry *entry)
{
  const char *sha256 = entry != NULL ? studio_entry_get_sha256 (entry) : NULL;
  const char *version = recipe->program_version, *kernels = weft_kernels_get ()->name;
  g_autoptr (GStrvBuilder) doubts = g_strv_builder_new ();

  if (sha256 != NULL && recipe->checkpoint_sha256 != NULL && !g_str_equal (sha256, recipe->checkpoint_sha256))
    add_doubt (doubts, g_strdup_printf (_("“%s” is another checkpoint than the recipe's (SHA-256 %.12s… instead of %.12s…)."),
                                        studio_entry_get_name (entry), sha256, recipe->checkpoint_sha256));
  if (g_strcmp0 (version, WEFT_VERSION) == 0)
    return g_strv_builder_end (doubts);

  add_doubt (doubts, g_strdup_printf (_("It was painted by Weft %s, this is %s."), version != NULL ? version : "?",
                                      WEFT_VERSION));
  if (recipe->kernels != NULL && !g_str_equal (recipe->kernels, kernels))
    add_doubt (doubts, g_strdup_printf (_("It was computed by the kernels “%s”, here they are “%s”."), recipe->kernels,
                                        kernels));
  return g_strv_builder_end (doubts);
}
