/* SPDX-License-Identifier: MIT */
/* The workspace as an object: its life, the catalogue behind it, what runs and what went wrong. */
#include "app/workspace-private.h"

#include "app/recipe-mask.h"

G_DEFINE_FINAL_TYPE (StudioWorkspace, studio_workspace, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (StudioModelState, studio_model_state,
                    G_DEFINE_ENUM_VALUE (STUDIO_MODEL_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (STUDIO_MODEL_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (STUDIO_MODEL_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (STUDIO_MODEL_FAILED, "failed"))

void
studio_workspace_report (StudioWorkspace *self, const char *what, const GError *error)
{
  g_free (self->problem);
  self->is_job_problem = FALSE;
  self->problem = error != NULL ? g_strdup_printf ("%s: %s", what, error->message) : g_strdup (what);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_PROBLEM);
}

static void
studio_workspace_dispose (GObject *object)
{
  StudioWorkspace *self = STUDIO_WORKSPACE (object);

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->loaded);
  studio_workspace_forget_earlier (self);
  studio_workspace_forget_shortage (self);
  g_clear_handle_id (&self->playing_id, g_source_remove);
  g_clear_object (&self->timeline);

  /* Asked to stop together, then joined one after the other. */
  studio_workspace_end_runs (self);
  if (self->undo != NULL)
    studio_workspace_drop_branches (self);
  studio_workspace_clear_undo (self);
  g_clear_object (&self->branch);
  g_clear_object (&self->job);
  g_clear_object (&self->race);
  g_clear_object (&self->scaling);
  g_ptr_array_set_size (self->retired, 0);
  g_clear_object (&self->entry);
  g_clear_object (&self->catalog);
  G_OBJECT_CLASS (studio_workspace_parent_class)->dispose (object);
}

static void
studio_workspace_finalize (GObject *object)
{
  StudioWorkspace *self = STUDIO_WORKSPACE (object);

  g_clear_pointer (&self->twin_model, weft_model_unref);
  g_clear_pointer (&self->origin, studio_moment_unref);
  studio_sketch_free (self->sketch);
  studio_sketch_free (self->unstroked);
  studio_workspace_forget_reopened (self);
  g_ptr_array_unref (self->retired);
  studio_branches_free (self->branches);
  studio_recipe_free (self->plan);
  g_free (self->problem);
  g_free (self->memory_root);
  G_OBJECT_CLASS (studio_workspace_parent_class)->finalize (object);
}

static void
studio_workspace_class_init (StudioWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = studio_workspace_get_property;
  object_class->set_property = studio_workspace_set_property;
  object_class->dispose = studio_workspace_dispose;
  object_class->finalize = studio_workspace_finalize;
  studio_workspace_install_properties (object_class);

  g_signal_new ("picture", STUDIO_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                STUDIO_TYPE_PICTURE);
  g_signal_new ("shortage", STUDIO_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
studio_workspace_init (StudioWorkspace *self)
{
  self->plan = studio_recipe_new ();
  self->branches = studio_branches_new ();
  self->undo = studio_undo_new ();
  self->retired = g_ptr_array_new_with_free_func (g_object_unref);
  self->n_lanes = 1;
  self->preferred_precision = -1;
  self->keyframe_bytes = STUDIO_KEYFRAMES_DEFAULT_BYTES;
  self->shown_step = G_MAXUINT;
}

StudioWorkspace *
studio_workspace_new (StudioCatalog *catalog)
{
  StudioWorkspace *self = g_object_new (STUDIO_TYPE_WORKSPACE, NULL);

  self->catalog = g_object_ref (catalog);
  studio_workspace_roll_seed (self);
  studio_workspace_set_entry (self, studio_catalog_get_default (catalog));
  studio_workspace_forget_changes (self);
  return self;
}

StudioCatalog *
studio_workspace_get_catalog (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->catalog;
}

StudioEntry *
studio_workspace_get_entry (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->entry;
}

void
studio_workspace_set_entry (StudioWorkspace *self, StudioEntry *entry)
{
  g_autoptr (StudioEntry) before = NULL;
  gboolean has_other_pace;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->entry == entry)
    return;

  before = self->entry;
  self->entry = entry != NULL ? g_object_ref (entry) : NULL;
  has_other_pace = studio_workspace_keep_pace (self, before);

  studio_workspace_begin_change (self);
  /* What belonged to the other checkpoint: its kept values, its form, its hash. */
  studio_workspace_end_runs (self);
  if (self->job == NULL)
    studio_workspace_put_sketch_away (self);
  studio_recipe_copy_start (self->plan, NULL);
  g_clear_pointer (&self->plan->checkpoint_sha256, g_free);
  g_array_set_size (self->plan->addresses, 0);
  g_array_set_size (self->plan->overrides, 0);
  g_ptr_array_set_size (self->plan->surgeries, 0);
  self->has_form = FALSE;
  if (entry != NULL)
    self->precision = studio_workspace_choose_precision (self, entry);

  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_ENTRY);
  if (has_other_pace)
    studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_PACE);
  studio_workspace_load (self);
  studio_workspace_end_change (self, studio_workspace_get_step_name (STUDIO_WORKSPACE_PROP_ENTRY));
}

StudioModelState
studio_workspace_get_model_state (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), STUDIO_MODEL_NONE);

  return self->model_state;
}

StudioRunState
studio_workspace_get_state (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), STUDIO_RUN_READY);

  return self->job != NULL ? studio_activity_get_state (STUDIO_ACTIVITY (self->job)) : STUDIO_RUN_READY;
}

StudioJob *
studio_workspace_get_job (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->job;
}

StudioRace *
studio_workspace_get_race (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->race;
}

StudioPicture *
studio_workspace_dup_picture (StudioWorkspace *self, guint lane)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->job != NULL ? studio_job_dup_picture (self->job, lane) : NULL;
}

const char *
studio_workspace_get_problem (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->problem;
}

void
studio_workspace_dismiss_problem (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->problem == NULL)
    return;

  g_clear_pointer (&self->problem, g_free);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_PROBLEM);
}
