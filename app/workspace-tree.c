/* SPDX-License-Identifier: MIT */
/* Which of the pictures that go on from one another is the present one; leaving one and coming back to it. */
#include "app/workspace-private.h"

#include <glib/gi18n-lib.h>

/* Paused, it costs nothing and can be come back to. */
static void
leave (StudioWorkspace *self)
{
  if (self->branch == NULL)
    return;

  studio_workspace_stop_playing (self);
  studio_activity_pause (STUDIO_ACTIVITY (self->job));
  studio_branch_set_left (self->branch, self->shown_step, self->shown_lane);
}

static void
show (StudioWorkspace *self, StudioBranch *branch)
{
  StudioJob *job = branch != NULL ? studio_branch_get_job (branch) : NULL;

  leave (self);
  g_set_object (&self->branch, branch);
  g_set_object (&self->job, job);
  studio_workspace_show_all (self);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_BRANCH);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_JOB);
  studio_workspace_notify (self, STUDIO_WORKSPACE_PROP_STATE);
  if (self->is_job_problem)
    studio_workspace_dismiss_problem (self);
  if (branch == NULL)
    return;

  studio_job_set_pace (self->job, self->pace);
  studio_workspace_set_shown_lane (self, studio_branch_get_left_lane (branch));
  if (studio_branch_get_left_step (branch) != G_MAXUINT)
    studio_workspace_set_shown_step (self, studio_branch_get_left_step (branch));
}

/* Steps that can be taken back */

typedef struct {
  StudioBranch *shown;    /* owned reference, or NULL */
  StudioBranch *unlisted; /* owned reference, or NULL: what was discarded */
} Place;

static Place *
place_new (StudioBranch *shown, StudioBranch *unlisted)
{
  Place *place = g_new0 (Place, 1);

  g_set_object (&place->shown, shown);
  g_set_object (&place->unlisted, unlisted);
  return place;
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_clear_object (&place->shown);
  g_clear_object (&place->unlisted);
  g_free (place);
}

static void
go (gpointer owner, gpointer from, gpointer to)
{
  StudioWorkspace *self = owner;
  const Place *here = from, *there = to;

  if (here->unlisted != NULL)
    studio_branches_set_listed (self->branches, here->unlisted, TRUE);
  if (there->unlisted != NULL)
    studio_branches_set_listed (self->branches, there->unlisted, FALSE);
  show (self, there->shown);
}

static const StudioUndoKind kind = { go, place_free, FALSE };

static void
take_step (StudioWorkspace *self, const char *name, StudioBranch *shown, StudioBranch *unlisted)
{
  Place *here, *there;

  /* On the picture that is left. */
  studio_workspace_put_sketch_away (self);
  here = place_new (self->branch, NULL);
  there = place_new (shown, unlisted);
  go (self, here, there);
  studio_workspace_push_step (self, &kind, name, here, there);
}

/* Branches */

void
studio_workspace_drop_branches (StudioWorkspace *self)
{
  GPtrArray *all = studio_branches_get_all (self->branches);

  for (guint i = 0; i < all->len; i++)
    {
      StudioJob *job = studio_branch_get_job (g_ptr_array_index (all, i));

      studio_activity_cancel (STUDIO_ACTIVITY (job));
      studio_workspace_retire (self, STUDIO_ACTIVITY (job));
    }
  studio_branches_clear (self->branches);
  studio_workspace_forget_sketch (self);
  studio_workspace_forget_steps (self, &kind);
}

void
studio_workspace_add_branch (StudioWorkspace *self, StudioJob *job, guint n_common, const char *name)
{
  StudioBranch *branch = studio_branches_add (self->branches, job, name != NULL ? self->branch : NULL, n_common);

  studio_branches_trim (self->branches, branch, self->keyframe_bytes);
  if (name != NULL)
    take_step (self, name, branch, NULL);
  else
    show (self, branch);
}

GListModel *
studio_workspace_get_branches (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return studio_branches_get_list (self->branches);
}

StudioBranch *
studio_workspace_get_branch (StudioWorkspace *self)
{
  g_return_val_if_fail (STUDIO_IS_WORKSPACE (self), NULL);

  return self->branch;
}

void
studio_workspace_show_branch (StudioWorkspace *self, StudioBranch *branch)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));
  g_return_if_fail (g_ptr_array_find (studio_branches_get_all (self->branches), branch, NULL));

  if (branch != self->branch)
    take_step (self, N_("Choice of branch"), branch, NULL);
}

void
studio_workspace_discard (StudioWorkspace *self)
{
  g_return_if_fail (STUDIO_IS_WORKSPACE (self));

  self->wish = STUDIO_WISH_NONE;
  if (self->branch != NULL)
    take_step (self, N_("Discarding"), studio_branch_get_parent (self->branch), self->branch);
}
