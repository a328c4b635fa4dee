/* SPDX-License-Identifier: MIT */
/* StudioBranch: one picture, or several side by side, of a tree of them: a run, and where it left the one it goes on from. */
#pragma once

#include "app/job.h"
#include "app/recipe.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioBranch: keeps its job, and the branches before it, alive.
 *
 * Threads: main thread only.
 */
#define STUDIO_TYPE_BRANCH (studio_branch_get_type ())
G_DECLARE_FINAL_TYPE (StudioBranch, studio_branch, STUDIO, BRANCH, GObject)

/**
 * studio_branch_new:
 * @job: (transfer none): what paints it
 * @parent: (nullable) (transfer none): what it goes on from; NULL: it began by itself
 * @n_common: values that it has in common with @parent; 0 without one
 */
StudioBranch *studio_branch_new (StudioJob *job, StudioBranch *parent, guint n_common);

StudioJob    *studio_branch_get_job    (StudioBranch *self);
StudioBranch *studio_branch_get_parent (StudioBranch *self);

/**
 * studio_branch_get_depth: branches before it, 0 for one that began by itself.
 */
guint studio_branch_get_depth (StudioBranch *self);

/**
 * studio_branch_get_n_common: values that it has in common with its parent, 0 without one.
 */
guint studio_branch_get_n_common (StudioBranch *self);

/**
 * studio_branch_dup_recipe: (transfer full): of its first picture, as far as it is painted.
 */
StudioRecipe *studio_branch_dup_recipe (StudioBranch *self);

/**
 * studio_branch_set_left: where somebody was in it, for when they come back.
 * @n_known: values that were seen; G_MAXUINT: all
 * @lane: the picture of several
 */
void  studio_branch_set_left      (StudioBranch *self, guint n_known, guint lane);
guint studio_branch_get_left_step (StudioBranch *self);
guint studio_branch_get_left_lane (StudioBranch *self);

G_END_DECLS
