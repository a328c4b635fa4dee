/* SPDX-License-Identifier: MIT */
/* Another value at one place of the picture, and on from there. */
#include "app/workspace-private.h"

#include <string.h>

/* The values before the place, and the one that is put there. */
static GBytes *
keep_values (StudioFrame *frame, guint lane, guint index, guint8 value)
{
  guint8 *values = g_malloc (index + 1);

  memcpy (values, studio_frame_get_values (frame, lane), index);
  values[index] = value;
  return g_bytes_new_take (values, index + 1);
}

/* Paints by a recipe of its own; the settings of the next run stay as they are. */
static void
generate_by (StudioWorkspace *self, StudioRecipe *recipe)
{
  StudioRecipe *plan = self->plan;
  const gboolean is_seed_new = self->is_seed_new, has_form = self->has_form, is_endless = self->endless;
  const guint n_lanes = self->n_lanes;

  self->plan = recipe;
  self->is_seed_new = TRUE;
  self->has_form = TRUE;
  self->endless = FALSE;
  self->n_lanes = 1;
  studio_workspace_generate (self);
  self->plan = plan;
  self->is_seed_new = is_seed_new;
  self->has_form = has_form;
  self->endless = is_endless;
  self->n_lanes = n_lanes;
}

gboolean
studio_workspace_place (StudioWorkspace *self, guint lane, guint index, guint8 value)
{
  g_auto (StudioJobLane) found = { 0 };
  g_autoptr (StudioRecipe) recipe = NULL;

  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), FALSE);

  if (self->job == NULL || self->model_state != STUDIO_MODEL_READY
      || studio_entry_get_model (self->entry) != studio_job_get_model (self->job)
      || !studio_job_get_lane (self->job, lane, &found) || index >= studio_frame_get_n_known (found.frame)
      || value >= weft_model_get_config (studio_job_get_model (self->job))->n_values)
    return FALSE;

  recipe = studio_recipe_copy (found.recipe);
  g_clear_pointer (&recipe->kept_values, g_bytes_unref);
  recipe->kept_values = keep_values (found.frame, found.lane, index, value);
  generate_by (self, recipe);
  return TRUE;
}
