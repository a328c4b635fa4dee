/* SPDX-License-Identifier: MIT */
/* Branches and fans: other futures of a moment of the shown picture. */
#include "app/workspace-private.h"

#include "app/error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The memory of a moment that a run went on from, if what is in common reaches as far. */
static StudioMoment *
get_shared (StudioMoment *moment, guint n_common)
{
  return moment != NULL && studio_moment_get_n_known (moment) <= n_common ? moment : NULL;
}

void
studio_workspace_go_on (StudioWorkspace *self, const StudioJobLane *lane, const guint8 *values, guint n_known, guint n_common,
                        guint n_lanes, const char *name)
{
  WeftModel *model = studio_job_get_model (self->job);
  StudioJobSpec spec = STUDIO_JOB_SPEC_INIT;

  spec.model = model;
  spec.recipe = lane->recipe;
  spec.n_lanes = n_lanes;
  spec.n_images = n_lanes;
  spec.n_threads = studio_workspace_choose_threads (self, weft_model_get_bytes (model), n_lanes);
  spec.demote = TRUE;
  spec.pace = self->pace;
  spec.keyframe_bytes = self->keyframe_bytes;
  if (n_known > 0)
    spec.origin = (StudioJobOrigin) { values, n_known, lane->keyframes, lane->lane, get_shared (lane->moment, n_common) };
  studio_workspace_add_job (self, &spec, n_common, name);
}

/* One of the pictures that are shown; FALSE if it has no such step. */
static gboolean
find_moment (StudioWorkspace *self, guint shown_lane, guint n_known, StudioJobLane *lane)
{
  return self->job != NULL && studio_job_get_lane (self->job, shown_lane, lane) && n_known >= 1
         && n_known <= studio_frame_get_n_known (lane->frame);
}

/* The same with its recipe up to the step. */
static gboolean
get_moment (StudioWorkspace *self, guint shown_lane, guint n_known, StudioJobLane *lane)
{
  if (!find_moment (self, shown_lane, n_known, lane))
    return FALSE;

  studio_recipe_cut (lane->recipe, n_known);
  return TRUE;
}

/* What is other from value @n_known on. Returns the values known then. */
static guint
change_moment (StudioJobLane *lane, const StudioBranchChange *change, guint n_known, guint8 *values)
{
  memcpy (values, studio_frame_get_values (lane->frame, lane->lane), n_known);
  if (n_known == studio_frame_get_n_values (lane->frame))
    return n_known;

  if (change->has_seed)
    studio_recipe_set_address (lane->recipe, n_known, change->seed, 0);
  if (change->has_temperature)
    studio_recipe_set_temperature (lane->recipe, n_known, change->temperature);
  if (!change->has_value)
    return n_known;

  studio_recipe_set_override (lane->recipe, n_known, change->value);
  values[n_known] = change->value;
  return n_known + 1;
}

void
studio_workspace_branch (StudioWorkspace *self, guint n_known, const StudioBranchChange *change)
{
  g_auto (StudioJobLane) lane = { 0 };
  g_autofree guint8 *values = NULL;
  guint n_given;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (!get_moment (self, self->shown_lane, n_known, &lane))
    return;
  g_return_if_fail (!change->has_value || change->value < lane.recipe->shape.n_values);

  values = g_malloc (n_known + 1);
  n_given = change_moment (&lane, change, n_known, values);
  studio_workspace_go_on (self, &lane, values, n_given, n_known, 1,
                          change->has_value ? N_("Value put in") : N_("Branch"));
}

/* How the step is called that takes it back. */
static const char *
get_name (StudioSurgeryKind kind)
{
  static const char *const names[STUDIO_SURGERY_N_KINDS] = {
    [STUDIO_SURGERY_SCALE] = N_("Scaled memory"),
    [STUDIO_SURGERY_FREEZE] = N_("Frozen memory"),
    [STUDIO_SURGERY_THAW] = N_("Thawed memory"),
    [STUDIO_SURGERY_FORGET] = N_("Forgotten pixels"),
    [STUDIO_SURGERY_BLEND] = N_("Blend"),
  };

  return names[kind];
}

void
studio_workspace_operate (StudioWorkspace *self, guint n_known, const StudioSurgery *surgery)
{
  g_auto (StudioJobLane) lane = { 0 };
  StudioSurgery done = *surgery;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (!find_moment (self, self->shown_lane, n_known, &lane) || n_known == studio_frame_get_n_values (lane.frame))
    return;

  done.step = n_known;
  studio_recipe_cut_after (lane.recipe, n_known);
  studio_surgeries_add (lane.recipe->surgeries, &done);
  studio_workspace_go_on (self, &lane, studio_frame_get_values (lane.frame, lane.lane), n_known, n_known, 1,
                          get_name (surgery->kind));
}

/* Other weights would find nothing that they know in the memory. */
static gboolean
check_other (StudioWorkspace *self, const StudioRecipe *recipe, StudioMoment *other, GError **error)
{
  const WeftConfig *config = weft_model_get_config (studio_job_get_model (self->job));
  const StudioRecipe *theirs = studio_moment_get_recipe (other);

  if (memcmp (config, &theirs->shape, sizeof *config) == 0
      && (recipe->checkpoint_sha256 == NULL || theirs->checkpoint_sha256 == NULL
          || g_str_equal (recipe->checkpoint_sha256, theirs->checkpoint_sha256)))
    return TRUE;

  g_set_error (error, STUDIO_ERROR, STUDIO_ERROR_NOT_FOUND,
               "it was painted with another checkpoint, “%s”, whose memory means nothing to “%s” (choose a moment of this one)",
               theirs->checkpoint_name != NULL ? theirs->checkpoint_name : "?",
               recipe->checkpoint_name != NULL ? recipe->checkpoint_name : "?");
  return FALSE;
}

gboolean
studio_workspace_blend (StudioWorkspace *self, guint n_known, StudioMoment *other, double weight, GError **error)
{
  const StudioSurgery surgery = { .kind = STUDIO_SURGERY_BLEND, .weight = weight, .other = other,
                                  .other_hash = studio_moment_get_hash (other) };
  g_autoptr (StudioRecipe) recipe = NULL;

  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self) && self->branch != NULL, FALSE);
  g_return_val_if_fail (weight >= 0 && weight <= 1, FALSE);

  recipe = studio_branch_dup_recipe (self->branch);
  if (!check_other (self, recipe, other, error))
    return FALSE;

  studio_workspace_operate (self, n_known, &surgery);
  return TRUE;
}

gboolean
studio_workspace_can_operate (StudioWorkspace *self, gboolean *is_frozen)
{
  g_auto (StudioJobLane) lane = { 0 };
  guint n_known;

  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), FALSE);

  n_known = studio_workspace_get_shown_step (self);
  if (self->job == NULL || studio_job_get_form (self->job) != WEFT_FORM_LINEAR
      || !studio_job_get_lane (self->job, self->shown_lane, &lane))
    return FALSE;

  *is_frozen = studio_surgeries_is_frozen (lane.recipe->surgeries, n_known);
  return n_known < studio_frame_get_n_values (lane.frame);
}

void
studio_workspace_fan (StudioWorkspace *self, guint n_known, guint n_lanes)
{
  g_auto (StudioJobLane) lane = { 0 };

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));
  g_return_if_fail (n_lanes >= 2 && n_lanes <= STUDIO_JOB_MAX_LANES);

  if (!get_moment (self, self->shown_lane, n_known, &lane) || n_known == studio_frame_get_n_values (lane.frame))
    return;

  studio_recipe_set_address (lane.recipe, n_known, studio_workspace_pick_seed (), 0);
  studio_recipe_set_temperature (lane.recipe, n_known, studio_workspace_get_temperature (self));
  studio_workspace_go_on (self, &lane, studio_frame_get_values (lane.frame, lane.lane), n_known, n_known, n_lanes,
                          N_("Fan of futures"));
}

void
studio_workspace_adopt (StudioWorkspace *self, guint shown_lane)
{
  g_auto (StudioJobLane) lane = { 0 };
  guint n_known;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->job == NULL || !studio_job_get_lane (self->job, shown_lane, &lane))
    return;

  n_known = lane.recipe->steps_done;
  studio_workspace_go_on (self, &lane, studio_frame_get_values (lane.frame, shown_lane), n_known, n_known, 1,
                          N_("One of several"));
}
