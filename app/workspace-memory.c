/* SPDX-License-Identifier: MIT */
/* Runs that do not fit into memory do not begin: they are held, whole, until somebody makes them smaller or lets go. */
#include "app/workspace-private.h"

struct _StudioHeld {
  StudioShortage shortage;

  /* a job, all owned; of a race only how many pictures each lane paints matters, which the workspace knows */
  StudioJobSpec spec; /* of what follows */
  WeftModel *model;
  StudioRecipe *recipe;
  guint8 *values;
  StudioKeyframes *keyframes;
  StudioMoment *moment;
  guint n_common;
  const char *name;
};

static void
held_free (StudioHeld *held)
{
  g_clear_pointer (&held->model, weft_model_unref);
  g_clear_pointer (&held->recipe, studio_recipe_free);
  g_clear_pointer (&held->keyframes, studio_keyframes_unref);
  g_clear_pointer (&held->moment, studio_moment_unref);
  g_free (held->values);
  g_free (held);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioHeld, held_free)

/* What a job borrows, for as long as it waits. */
static StudioHeld *
hold_job (const StudioJobSpec *spec, guint n_common, const char *name)
{
  const StudioJobOrigin *origin = &spec->origin;
  StudioHeld *held = g_new0 (StudioHeld, 1);

  held->spec = *spec;
  held->spec.model = held->model = weft_model_ref (spec->model);
  held->spec.recipe = held->recipe = studio_recipe_copy (spec->recipe);
  held->spec.origin.values = held->values = g_memdup2 (origin->values, origin->n_known);
  held->keyframes = origin->keyframes != NULL ? studio_keyframes_ref (origin->keyframes) : NULL;
  held->moment = origin->moment != NULL ? studio_moment_ref (origin->moment) : NULL;
  held->n_common = n_common;
  held->name = name;
  return held;
}

static void
hold (StudioWorkspace *self, StudioHeld *held, const StudioShortage *shortage)
{
  studio_workspace_forget_shortage (self);
  self->held = held;
  held->shortage = *shortage;
  g_signal_emit_by_name (self, "shortage");
}

/* A new beginning lets all branches go, and what they remember with them. */
static guint64
count_released (StudioWorkspace *self)
{
  GListModel *branches = studio_workspace_get_branches (self);
  guint64 sum = 0;

  for (guint i = 0; i < g_list_model_get_n_items (branches); i++)
    {
      g_autoptr (StudioBranch) branch = g_list_model_get_item (branches, i);
      g_auto (StudioJobLane) lane = { 0 };

      if (studio_job_get_lane (studio_branch_get_job (branch), 0, &lane) && lane.keyframes != NULL)
        sum += studio_keyframes_get_bytes (lane.keyframes);
    }
  return sum;
}

static guint64
count_available (StudioWorkspace *self, gboolean is_new)
{
  const guint64 available = studio_shortage_count_available (self->memory_root);
  const guint64 released = is_new ? count_released (self) : 0;

  return available + MIN (released, G_MAXUINT64 - available);
}

gboolean
studio_workspace_has_room (StudioWorkspace *self, const StudioJobSpec *spec, guint n_common, const char *name)
{
  StudioShortage shortage;

  if (!studio_shortage_find_in_job (spec, count_available (self, name == NULL), &shortage))
    return TRUE;

  hold (self, hold_job (spec, n_common, name), &shortage);
  return FALSE;
}

gboolean
studio_workspace_has_room_to_race (StudioWorkspace *self, const StudioRaceSpec *spec)
{
  StudioShortage shortage;

  if (!studio_shortage_find_in_race (spec, count_available (self, FALSE), &shortage))
    return TRUE;

  hold (self, g_new0 (StudioHeld, 1), &shortage);
  return FALSE;
}

const StudioShortage *
studio_workspace_get_shortage (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->held != NULL ? &self->held->shortage : NULL;
}

/* Pictures beside each other are a setting where a run begins anew; a fan has as many as it has. */
static void
begin_job (StudioWorkspace *self, StudioHeld *held)
{
  studio_shortage_relieve_job (&held->shortage, &held->spec);
  studio_workspace_set_keyframe_memory (self, held->shortage.keyframe_bytes);
  if (held->name == NULL && held->spec.origin.n_known == 0)
    studio_workspace_set_n_lanes (self, held->shortage.n_lanes);
  studio_workspace_start_job (self, &held->spec, held->n_common, held->name);
}

void
studio_workspace_relieve (StudioWorkspace *self)
{
  g_autoptr (StudioHeld) held = NULL;

  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  if (self->held == NULL || self->held->shortage.relief == STUDIO_RELIEF_NONE)
    return;

  held = g_steal_pointer (&self->held);
  if (!held->shortage.is_race)
    {
      begin_job (self, held);
      return;
    }

  studio_workspace_set_race_recomputed (self, FALSE);
  studio_workspace_start_race (self, self->n_repetitions);
}

void
studio_workspace_forget_shortage (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  g_clear_pointer (&self->held, held_free);
}
