/* SPDX-License-Identifier: MIT */
/* Pictures that go on from a moment: first its checkpoint and its settings, then the picture itself. */
#include "app/workspace-private.h"

#include <glib/gi18n-lib.h>

gboolean
studio_workspace_go_on_from (StudioWorkspace *self, StudioMoment *moment, guint hold_at, GError **error)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (moment != NULL, FALSE);

  if (!studio_workspace_apply_recipe (self, studio_moment_get_recipe (moment), STUDIO_APPLY_ALL, error))
    return FALSE;

  g_clear_pointer (&self->origin, studio_moment_unref);
  self->origin = studio_moment_ref (moment);
  self->origin_hold_at = hold_at;
  studio_workspace_make_wish (self, STUDIO_WISH_GO_ON);
  return TRUE;
}

/* Other weights would find nothing that they know in the memory. */
static gboolean
check_weights (StudioWorkspace *self, const StudioRecipe *recipe)
{
  if (recipe->checkpoint_sha256 == NULL
      || g_strcmp0 (recipe->checkpoint_sha256, studio_entry_get_sha256 (self->entry)) == 0)
    return TRUE;

  g_clear_pointer (&self->plan->checkpoint_sha256, g_free);
  studio_workspace_report (self, _("This checkpoint is not the one the moment was painted with (open that file first)"), NULL);
  return FALSE;
}

void
studio_workspace_begin_from_origin (StudioWorkspace *self)
{
  g_autoptr (StudioMoment) moment = g_steal_pointer (&self->origin);
  WeftModel *model = studio_entry_get_model (self->entry);
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;

  if (!check_weights (self, studio_moment_get_recipe (moment)))
    return;

  spec.model = model;
  spec.recipe = studio_moment_get_recipe (moment);
  spec.n_threads = studio_workspace_choose_threads (self, weft_model_get_bytes (model), 1);
  spec.demote = TRUE;
  spec.pace = self->pace;
  spec.hold_at = self->origin_hold_at;
  spec.keyframe_bytes = self->keyframe_bytes;
  spec.origin = (StudioJobOrigin) { .values = studio_moment_get_values (moment),
                                    .n_known = studio_moment_get_n_known (moment),
                                    .moment = moment };
  studio_workspace_add_job (self, &spec, 0, NULL);
}
