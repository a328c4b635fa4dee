/* SPDX-License-Identifier: MIT */
/* From a wish to a run: once the models are there a job or a race begins, and what it tells is passed on. */
#include "app/workspace-private.h"

#include "app/recipe-mask.h"

#include <glib/gi18n-lib.h>

#define LARGE_MODEL (8u << 20) /* bytes of weights from which one image is worth more than one thread */

/* Runs */

/* What the settings say, with the names of this checkpoint. */
static StudioRecipe *
make_recipe (StudioWorkspace *self)
{
  StudioRecipe *recipe = studio_recipe_copy (self->plan);

  g_free (recipe->checkpoint_name);
  recipe->checkpoint_name = g_strdup (studio_entry_get_name (self->entry));
  g_free (recipe->checkpoint_sha256);
  recipe->checkpoint_sha256 = g_strdup (studio_entry_get_sha256 (self->entry));
  if (!self->has_form)
    recipe->form = weft_form_default (studio_entry_get_config (self->entry));
  return recipe;
}

void
studio_workspace_draw_seed (StudioWorkspace *self)
{
  if (!self->seed_locked && !self->is_seed_new)
    {
      studio_workspace_begin_change (self);
      studio_workspace_roll_seed (self);
      studio_workspace_end_change (self, NULL);
    }
  self->is_seed_new = FALSE;
}

void
studio_workspace_set_start (StudioWorkspace *self, GBytes *kept_values)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  studio_recipe_copy_start (self->plan, NULL);
  self->plan->kept_values = kept_values != NULL ? g_bytes_ref (kept_values) : NULL;
  studio_workspace_record (self, N_("Start"));
}

void
studio_workspace_set_start_mask (StudioWorkspace *self, const guint8 *values, const guint8 *is_given, guint n_values)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  studio_recipe_set_mask (self->plan, values, is_given, n_values);
  studio_workspace_record (self, N_("Start"));
}

guint
studio_workspace_count_given (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), 0);

  return studio_recipe_count_given (self->plan, 0);
}

StudioRecipe *
studio_workspace_plan_run (StudioWorkspace *self)
{
  StudioRecipe *recipe;

  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  if (self->entry == NULL)
    return NULL;

  studio_workspace_plan_sketch (self);
  studio_workspace_draw_seed (self);
  recipe = make_recipe (self);
  recipe->shape = *studio_entry_get_config (self->entry);
  recipe->precision = self->precision;
  return recipe;
}

/* A recipe may have come from another file of the same name and sizes. */
static void
compare_checkpoint (StudioWorkspace *self)
{
  const char *sha256 = studio_entry_get_sha256 (self->entry);

  if (self->plan->checkpoint_sha256 == NULL || g_strcmp0 (self->plan->checkpoint_sha256, sha256) == 0)
    return;

  g_clear_pointer (&self->plan->checkpoint_sha256, g_free);
  studio_workspace_report (self, _("This checkpoint is not the one of the recipe: the picture may differ"),
                           NULL);
}

/* Small weights stay in one processor's cache, where only several images can use several threads. */
guint
studio_workspace_choose_threads (StudioWorkspace *self, guint64 weight_bytes, guint n_lanes)
{
  if (self->max_threads > 0)
    return self->max_threads;

  return weight_bytes >= LARGE_MODEL ? 0 : MIN (n_lanes, g_get_num_processors ());
}

static void
picture_cb (StudioJob *job, StudioWorkspace *self)
{
  StudioPicture *picture;

  while ((picture = studio_job_take_picture (job)) != NULL)
    {
      if (job == self->job)
        g_signal_emit_by_name (self, "picture", picture);
      g_object_unref (picture);
    }
}

void
studio_workspace_retire (StudioWorkspace *self, StudioActivity *activity)
{
  if (studio_run_state_is_active (studio_activity_get_state (activity)))
    g_ptr_array_add (self->retired, g_object_ref (activity));
}

/* What was painted before numbers went astray is as good as ever. */
static void
report_failure (StudioWorkspace *self, StudioJob *job, const GError *error)
{
  const guint n_channels = weft_config_get_n_channels (weft_model_get_config (studio_job_get_model (job)));
  const guint broken = studio_job_get_broken_value (job), n_pixels = broken / n_channels;
  g_autofree char *what = NULL;

  if (broken == G_MAXUINT)
    {
      studio_workspace_report (self, _("Painting stopped"), error);
      return;
    }

  what = g_strdup_printf (ngettext ("Painting stopped: %s. The %u pixel before it stays.",
                                    "Painting stopped: %s. The %u pixels before it stay.", n_pixels),
                          error->message, n_pixels);
  studio_workspace_report (self, what, NULL);
}

static void
job_state_cb (StudioJob *job, GParamSpec *spec, StudioWorkspace *self)
{
  g_autoptr (GError) error = studio_activity_dup_error (STUDIO_ACTIVITY (job));

  if (studio_activity_is_final (STUDIO_ACTIVITY (job)))
    g_ptr_array_remove (self->retired, job);
  if (job != self->job)
    return;

  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_STATE);
  if (error != NULL)
    report_failure (self, job, error);
  self->is_job_problem |= error != NULL;
}

void
studio_workspace_start_job (StudioWorkspace *self, const StudioJobSpec *spec, guint n_common, const char *name)
{
  g_autoptr (StudioJob) job = NULL;
  g_autoptr (GError) error = NULL;

  job = studio_job_new (spec, &error);
  if (job == NULL || !studio_activity_start (STUDIO_ACTIVITY (job), &error))
    {
      studio_workspace_report (self, _("Cannot begin to paint"), error);
      return;
    }

  if (self->job != NULL)
    picture_cb (self->job, self); /* what it finished, and the main loop has not come to yet */
  if (name == NULL)
    studio_workspace_drop_branches (self);
  if (spec->start_paused)
    studio_job_step (job);
  g_signal_connect_object (job, "picture", G_CALLBACK (picture_cb), self, 0);
  g_signal_connect_object (job, "notify::state", G_CALLBACK (job_state_cb), self, 0);
  studio_workspace_add_branch (self, job, n_common, name);
}

void
studio_workspace_add_job (StudioWorkspace *self, const StudioJobSpec *spec, guint n_common, const char *name)
{
  if (studio_workspace_has_room (self, spec, n_common, name))
    studio_workspace_start_job (self, spec, n_common, name);
}

static void
begin_job (StudioWorkspace *self, gboolean one_step)
{
  WeftModel *model = studio_entry_get_model (self->entry);
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;
  g_autoptr (StudioRecipe) recipe = NULL;

  compare_checkpoint (self);
  studio_workspace_draw_seed (self);
  recipe = make_recipe (self);
  spec.model = model;
  spec.recipe = recipe;
  spec.n_lanes = self->n_lanes;
  spec.n_images = self->endless ? 0 : self->n_lanes;
  spec.n_threads = studio_workspace_choose_threads (self, weft_model_get_bytes (model), self->n_lanes);
  spec.demote = TRUE;
  spec.start_paused = one_step;
  spec.pace = self->pace;
  spec.hold_at = self->hold_at;
  spec.keyframe_bytes = self->keyframe_bytes;

  studio_workspace_add_job (self, &spec, 0, NULL);
}

/* Wishes */

void
studio_workspace_grant_wish (StudioWorkspace *self)
{
  const StudioWish wish = self->wish;

  if (wish == STUDIO_WISH_RACE && studio_workspace_wait_for_twin (self))
    return;

  self->wish = STUDIO_WISH_NONE;
  if (wish == STUDIO_WISH_RACE)
    studio_workspace_begin_race (self);
  else if (wish == STUDIO_WISH_GO_ON)
    studio_workspace_begin_from_origin (self);
  else if (wish == STUDIO_WISH_REOPEN)
    studio_workspace_begin_reopened (self);
  else if (wish != STUDIO_WISH_NONE)
    begin_job (self, wish == STUDIO_WISH_STEP);
}

void
studio_workspace_make_wish (StudioWorkspace *self, StudioWish wish)
{
  studio_workspace_end_runs (self);
  if (wish == STUDIO_WISH_GENERATE || wish == STUDIO_WISH_STEP)
    studio_workspace_plan_sketch (self);
  if (self->entry == NULL)
    {
      studio_workspace_report (self, _("There is no checkpoint to paint with"), NULL);
      return;
    }

  self->wish = wish;
  if (!studio_workspace_has_model (self) && self->model_state != STUDIO_MODEL_LOADING)
    studio_workspace_load (self);
  if (self->model_state == STUDIO_MODEL_READY)
    studio_workspace_grant_wish (self);
}

void
studio_workspace_end_runs (StudioWorkspace *self)
{
  self->wish = STUDIO_WISH_NONE;
  studio_workspace_forget_shortage (self);
  g_clear_pointer (&self->twin_model, weft_model_unref);
  if (self->job != NULL)
    studio_activity_cancel (STUDIO_ACTIVITY (self->job));
  if (self->race != NULL)
    studio_activity_cancel (STUDIO_ACTIVITY (self->race));
  if (self->scaling != NULL)
    studio_activity_cancel (STUDIO_ACTIVITY (self->scaling));
}

void
studio_workspace_generate (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  studio_workspace_make_wish (self, STUDIO_WISH_GENERATE);
}

void
studio_workspace_pause (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (!studio_workspace_stop_playing (self) && self->job != NULL)
    studio_activity_pause (STUDIO_ACTIVITY (self->job));
}

void
studio_workspace_resume (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->job != NULL && !studio_workspace_play (self))
    studio_activity_resume (STUDIO_ACTIVITY (self->job));
}

void
studio_workspace_step (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (!studio_workspace_get_is_following (self))
    {
      studio_workspace_move (self, 1);
      return;
    }
  if (!studio_run_state_is_active (studio_workspace_get_state (self)))
    {
      studio_workspace_make_wish (self, STUDIO_WISH_STEP);
      return;
    }

  if (studio_workspace_get_state (self) == STUDIO_RUN_RUNNING)
    studio_activity_pause (STUDIO_ACTIVITY (self->job));
  studio_job_step (self->job);
}

void
studio_workspace_finish (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  studio_workspace_set_shown_step (self, G_MAXUINT);
  if (self->job != NULL)
    studio_job_finish (self->job);
}
