/* SPDX-License-Identifier: MIT */
/* Pictures leaving the workspace, and recipes coming back: nothing is applied before it is asked for. */
#include "app/workspace-private.h"

#include "app/error.h"
#include "app/input.h"
#include "app/png.h"
#include "app/recipe-json.h"
#include "app/recipe-mask.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Saving */

typedef struct {
  StudioPicture *picture;
  char *path;
  StudioStoreMode mode;
  guint scale;
  gboolean with_recipe;
} SaveRequest;

static void
save_request_free (gpointer data)
{
  SaveRequest *request = data;

  g_object_unref (request->picture);
  g_free (request->path);
  g_free (request);
}

static void
save_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const SaveRequest *request = task_data;
  g_autofree char *folder = g_path_get_dirname (request->path);
  GError *error = NULL;
  g_autoptr (GBytes) png = studio_picture_to_png (request->picture, request->scale, request->with_recipe,
                                                  &error);

  /* What an earlier program left half-written beside it, perhaps when the power failed. */
  studio_store_sweep (folder);
  if (png != NULL && studio_store_write (request->path, png, request->mode, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
studio_workspace_save_async (StudioWorkspace *self, StudioPicture *picture, const char *path,
                             StudioStoreMode mode, guint scale, gboolean with_recipe,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  SaveRequest *request;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));
  g_return_if_fail (STUDIO_IS_PICTURE (picture) && path != NULL && scale >= 1);

  request = g_new (SaveRequest, 1);
  *request = (SaveRequest) { g_object_ref (picture), g_strdup (path), mode, scale, with_recipe };
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, studio_workspace_save_async);
  g_task_set_task_data (task, request, save_request_free);
  g_task_run_in_thread (task, save_thread_cb);
}

gboolean
studio_workspace_save_finish (StudioWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Reading */

static void
read_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (GBytes) png = studio_input_read (task_data, STUDIO_PNG_MAX_FILE, &error);
  StudioRecipe *recipe = png != NULL ? studio_recipe_from_png (png, &error) : NULL;

  if (recipe != NULL)
    g_task_return_pointer (task, recipe, (GDestroyNotify) studio_recipe_free);
  else
    g_task_return_error (task, error);
}

void
studio_workspace_read_recipe_async (StudioWorkspace *self, const char *path, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));
  g_return_if_fail (path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, studio_workspace_read_recipe_async);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_thread_cb);
}

StudioRecipe *
studio_workspace_read_recipe_finish (StudioWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Applying */

static gboolean
is_same_checkpoint (StudioEntry *entry, const StudioRecipe *recipe)
{
  const char *sha256 = studio_entry_get_sha256 (entry);

  if (sha256 != NULL && recipe->checkpoint_sha256 != NULL)
    return g_str_equal (sha256, recipe->checkpoint_sha256);

  return g_strcmp0 (studio_entry_get_name (entry), recipe->checkpoint_name) == 0
         && memcmp (studio_entry_get_config (entry), &recipe->shape, sizeof recipe->shape) == 0;
}

StudioEntry *
studio_workspace_find_entry (StudioWorkspace *self, const StudioRecipe *recipe)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  for (guint i = 0; i < studio_catalog_get_n_entries (self->catalog); i++)
    {
      StudioEntry *entry = studio_catalog_get_entry (self->catalog, i);

      if (is_same_checkpoint (entry, recipe))
        return entry;
    }

  return NULL;
}

static char *
describe_temperatures (const StudioRecipe *recipe)
{
  if (recipe->temperatures->len > 1)
    return g_strdup_printf (ngettext ("%g, changed %u time on the way", "%g, changed %u times on the way",
                                      recipe->temperatures->len - 1),
                            studio_recipe_get_temperature (recipe, 0), recipe->temperatures->len - 1);

  return g_strdup_printf ("%g", studio_recipe_get_temperature (recipe, 0));
}

static char *
describe_start (const StudioRecipe *recipe)
{
  const guint n = studio_recipe_count_given (recipe, 0);

  if (n == 0)
    return g_strdup (_("blank"));

  return g_strdup_printf (ngettext ("%u given value", "%u given values", n), n);
}

static char *
describe_seed (const StudioRecipe *recipe)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, recipe->seed);
  g_autofree char *image = g_strdup_printf ("%" G_GUINT64_FORMAT, recipe->image);

  return recipe->image > 0 ? g_strdup_printf (_("%s, image %s"), seed, image) : g_steal_pointer (&seed);
}

/* One line if the two texts differ. Takes both. */
static void
add_change (GStrvBuilder *lines, const char *name, char *from, char *to)
{
  g_autofree char *line = g_strdup_printf ("%s: %s → %s", name, from, to);

  if (!g_str_equal (from, to))
    g_strv_builder_add (lines, line);
  g_free (from);
  g_free (to);
}

char **
studio_workspace_list_changes (StudioWorkspace *self, const StudioRecipe *recipe)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  const StudioRecipe *plan;
  const char *name;
  WeftForm form;

  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  plan = self->plan;
  name = self->entry != NULL ? studio_entry_get_name (self->entry) : "–";
  form = plan->form;
  if (!self->has_form && self->entry != NULL)
    form = weft_form_default (studio_entry_get_config (self->entry));

  add_change (lines, _("Checkpoint"), g_strdup (name),
              g_strdup (recipe->checkpoint_name != NULL ? recipe->checkpoint_name : "?"));
  add_change (lines, _("Seed"), describe_seed (plan), describe_seed (recipe));
  add_change (lines, _("Temperature"), describe_temperatures (plan), describe_temperatures (recipe));
  add_change (lines, _("Top k"), g_strdup_printf ("%u", plan->top_k), g_strdup_printf ("%u", recipe->top_k));
  add_change (lines, _("Top p"), g_strdup_printf ("%g", plan->top_p), g_strdup_printf ("%g", recipe->top_p));
  add_change (lines, _("Branches"), g_strdup_printf ("%u", plan->addresses->len),
              g_strdup_printf ("%u", recipe->addresses->len));
  add_change (lines, _("Values Put In"), g_strdup_printf ("%u", plan->overrides->len),
              g_strdup_printf ("%u", recipe->overrides->len));
  add_change (lines, _("Changes of Memory"), g_strdup_printf ("%u", plan->surgeries->len),
              g_strdup_printf ("%u", recipe->surgeries->len));
  add_change (lines, _("Start"), describe_start (plan), describe_start (recipe));
  add_change (lines, _("Attention"), g_strdup (weft_form_to_string (form)),
              g_strdup (weft_form_to_string (recipe->form)));
  add_change (lines, _("Precision"), g_strdup (weft_precision_to_string (self->precision)),
              g_strdup (weft_precision_to_string (recipe->precision)));
  return g_strv_builder_end (lines);
}

static void
apply_seed (StudioWorkspace *self, const StudioRecipe *recipe)
{
  studio_workspace_set_seed (self, recipe->seed);
  self->plan->image = recipe->image;
}

static void
apply_settings (StudioWorkspace *self, StudioEntry *entry, const StudioRecipe *recipe)
{
  StudioRecipe *plan = self->plan;

  studio_workspace_set_entry (self, entry);
  g_free (plan->checkpoint_sha256);
  plan->checkpoint_sha256 = g_strdup (recipe->checkpoint_sha256);
  plan->form = recipe->form;
  self->has_form = TRUE;
  plan->top_k = recipe->top_k;
  plan->top_p = recipe->top_p;
  g_array_unref (plan->temperatures);
  plan->temperatures = g_array_copy (recipe->temperatures);
  g_array_unref (plan->addresses);
  plan->addresses = g_array_copy (recipe->addresses);
  g_array_unref (plan->overrides);
  plan->overrides = g_array_copy (recipe->overrides);
  g_ptr_array_unref (plan->surgeries);
  plan->surgeries = studio_surgeries_copy (recipe->surgeries);
  studio_recipe_copy_start (plan, recipe);

  if (self->precision != recipe->precision)
    {
      self->precision = recipe->precision;
      studio_workspace_load (self);
    }

  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_TEMPERATURE);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_TOP_K);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_TOP_P);
  studio_workspace_set_n_lanes (self, 1);
  studio_workspace_set_endless (self, FALSE);
}

/* @entry may be NULL where only the seed is wanted. */
static void
apply_with (StudioWorkspace *self, const StudioRecipe *recipe, StudioApply apply, StudioEntry *entry)
{
  /* A new seed forgets branches, so those of the recipe come after it. */
  studio_workspace_begin_change (self);
  if (apply != STUDIO_APPLY_ALL_BUT_SEED)
    apply_seed (self, recipe);
  if (apply != STUDIO_APPLY_SEED_ONLY)
    apply_settings (self, entry, recipe);
  studio_workspace_end_change (self, N_("Settings of a recipe"));
}

gboolean
studio_workspace_apply_recipe (StudioWorkspace *self, const StudioRecipe *recipe, StudioApply apply,
                               GError **error)
{
  StudioEntry *entry;

  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), FALSE);

  entry = apply != STUDIO_APPLY_SEED_ONLY ? studio_workspace_find_entry (self, recipe) : NULL;
  if (apply != STUDIO_APPLY_SEED_ONLY && entry == NULL)
    {
      g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_NOT_FOUND,
                   "its checkpoint “%s” is not here (SHA-256 %.16s…; open that file first)",
                   recipe->checkpoint_name != NULL ? recipe->checkpoint_name : "?",
                   recipe->checkpoint_sha256 != NULL ? recipe->checkpoint_sha256 : "?");
      return FALSE;
    }

  apply_with (self, recipe, apply, entry);
  return TRUE;
}

void
studio_workspace_apply_recipe_with (StudioWorkspace *self, const StudioRecipe *recipe, StudioApply apply, StudioEntry *entry)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));
  g_return_if_fail (memcmp (studio_entry_get_config (entry), &recipe->shape, sizeof recipe->shape) == 0);

  apply_with (self, recipe, apply, studio_catalog_add (self->catalog, entry));
}
