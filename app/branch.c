/* SPDX-License-Identifier: MIT */
/* A knot of the tree: what it knows of the one before it never changes. */
#include "app/branch.h"

struct _StudioBranch {
  GObject parent_instance;

  /* owned */
  StudioJob *job;
  StudioBranch *parent;

  guint n_common;
  guint left_step;
  guint left_lane;
};

G_DEFINE_FINAL_TYPE (StudioBranch, studio_branch, G_TYPE_OBJECT)

static void
studio_branch_finalize (GObject *object)
{
  StudioBranch *self = STUDIO_BRANCH (object);

  g_clear_object (&self->job);
  g_clear_object (&self->parent);
  G_OBJECT_CLASS (studio_branch_parent_class)->finalize (object);
}

static void
studio_branch_class_init (StudioBranchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = studio_branch_finalize;
}

static void
studio_branch_init (StudioBranch *self)
{
  self->left_step = G_MAXUINT;
}

StudioBranch *
studio_branch_new (StudioJob *job, StudioBranch *parent, guint n_common)
{
  StudioBranch *self = g_object_new (STUDIO_TYPE_BRANCH, NULL);

  self->job = g_object_ref (job);
  self->parent = parent != NULL ? g_object_ref (parent) : NULL;
  self->n_common = n_common;
  return self;
}

StudioJob *
studio_branch_get_job (StudioBranch *self)
{
  g_return_val_if_fail (STUDIO_IS_BRANCH (self), NULL);

  return self->job;
}

StudioBranch *
studio_branch_get_parent (StudioBranch *self)
{
  g_return_val_if_fail (STUDIO_IS_BRANCH (self), NULL);

  return self->parent;
}

guint
studio_branch_get_depth (StudioBranch *self)
{
  guint depth = 0;

  g_return_val_if_fail (STUDIO_IS_BRANCH (self), 0);

  for (StudioBranch *branch = self->parent; branch != NULL; branch = branch->parent)
    depth++;
  return depth;
}

guint
studio_branch_get_n_common (StudioBranch *self)
{
  g_return_val_if_fail (STUDIO_IS_BRANCH (self), 0);

  return self->n_common;
}

StudioRecipe *
studio_branch_dup_recipe (StudioBranch *self)
{
  g_auto (StudioJobLane) lane = { 0 };

  g_return_val_if_fail (STUDIO_IS_BRANCH (self), NULL);

  studio_job_get_lane (self->job, 0, &lane);
  return g_steal_pointer (&lane.recipe);
}

void
studio_branch_set_left (StudioBranch *self, guint n_known, guint lane)
{
  g_return_if_fail (STUDIO_IS_BRANCH (self));

  self->left_step = n_known;
  self->left_lane = lane;
}

guint
studio_branch_get_left_step (StudioBranch *self)
{
  g_return_val_if_fail (STUDIO_IS_BRANCH (self), G_MAXUINT);

  return self->left_step;
}

guint
studio_branch_get_left_lane (StudioBranch *self)
{
  g_return_val_if_fail (STUDIO_IS_BRANCH (self), 0);

  return self->left_lane;
}
