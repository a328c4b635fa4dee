/* SPDX-License-Identifier: MIT */
/* Pictures that were saved, opened again: all of their steps are there to be shown, and to branch from. */
#include "app/workspace-private.h"

#include "app/frames.h"

#include "engine/error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Whether it can stand beside the pictures that are there, which then stay. */
static gboolean
is_of_same_model (StudioWorkspace *self)
{
  return self->branch != NULL && self->job != NULL && self->model_state == STUDIO_MODEL_READY
         && studio_job_get_model (self->job) == studio_entry_get_model (self->entry);
}

/* Values that the shown picture begins with, too: it can have all of them and no more. */
static guint
count_common (StudioWorkspace *self, const guint8 *values, guint n_values)
{
  g_auto (StudioJobLane) lane = { 0 };
  const guint8 *shown;
  guint n_known;
  guint n = 0;

  if (!studio_job_get_lane (self->job, self->shown_lane, &lane))
    return 0;

  n_known = MIN (studio_frame_get_n_known (lane.frame), n_values);
  shown = studio_frame_get_values (lane.frame, lane.lane);
  while (n < n_known && shown[n] == values[n])
    n++;
  return n;
}

/* What follows other values than those is no replay of them, and other weights would paint other states. */
static gboolean
check_weights (StudioWorkspace *self, const StudioRecipe *recipe)
{
  if (recipe->checkpoint_sha256 == NULL
      || g_strcmp0 (recipe->checkpoint_sha256, studio_entry_get_sha256 (self->entry)) == 0)
    return TRUE;

  studio_workspace_report (self, _("This checkpoint is not the one the picture was painted with (open that file first)"),
                           NULL);
  return FALSE;
}

/* Paused where the picture ends, before anything is painted; a complete one has nothing to pause before. */
static void
begin (StudioWorkspace *self, const StudioRecipe *recipe, const guint8 *values, gboolean is_branch)
{
  WeftModel *model = studio_entry_get_model (self->entry);
  const guint n_known = recipe->steps_done;
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;

  spec.model = model;
  spec.recipe = recipe;
  spec.n_threads = studio_workspace_choose_threads (self, weft_model_get_bytes (model), 1);
  spec.demote = TRUE;
  spec.pace = self->pace;
  spec.hold_at = n_known;
  spec.keyframe_bytes = self->keyframe_bytes;
  spec.origin = (StudioJobOrigin) { .values = values, .n_known = n_known };
  studio_workspace_add_job (self, &spec, is_branch ? count_common (self, values, n_known) : 0,
                            is_branch ? N_("Opened picture") : NULL);
}

static void
begin_reopened (StudioWorkspace *self, gboolean is_branch)
{
  g_autoptr (StudioPixels) pixels = g_steal_pointer (&self->reopened);
  g_autoptr (StudioRecipe) recipe = g_steal_pointer (&self->reopened_recipe);
  WeftModel *model = studio_entry_get_model (self->entry);
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *values = g_malloc (weft_config_get_image_values (&recipe->shape));

  if (!check_weights (self, recipe))
    return;

  if (studio_frames_recover_values (pixels, recipe, weft_model_get_palette (model), values, &error))
    begin (self, recipe, values, is_branch);
  else
    studio_workspace_report (self, _("Cannot open the picture"), error);
}

void
studio_workspace_begin_reopened (StudioWorkspace *self)
{
  begin_reopened (self, FALSE);
}

void
studio_workspace_forget_reopened (StudioWorkspace *self)
{
  g_clear_pointer (&self->reopened, studio_pixels_free);
  g_clear_pointer (&self->reopened_recipe, studio_recipe_free);
}

gboolean
studio_workspace_open_picture (StudioWorkspace *self, const StudioPixels *pixels, const StudioRecipe *recipe,
                               GError **error)
{
  g_autoptr (StudioPixels) picture = NULL;

  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), FALSE);

  if (recipe->steps_done == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, "not one of its pixels is painted yet");
      return FALSE;
    }

  picture = studio_pixels_scale (pixels, 1, error);
  if (picture == NULL || !studio_workspace_apply_recipe (self, recipe, STUDIO_APPLY_ALL, error))
    return FALSE;

  studio_workspace_forget_reopened (self);
  self->reopened = g_steal_pointer (&picture);
  self->reopened_recipe = studio_recipe_copy (recipe);
  if (is_of_same_model (self))
    begin_reopened (self, TRUE);
  else
    studio_workspace_make_wish (self, STUDIO_WISH_REOPEN);
  return TRUE;
}
