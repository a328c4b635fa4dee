/* SPDX-License-Identifier: MIT */
/* Two views of the same pictures: by age, and as a tree written in lines. */
#include "app/branches.h"

struct _StudioBranches {
  GPtrArray *all;   /* of StudioBranch, owned references */
  GListStore *list; /* owned */
};

StudioBranches *
studio_branches_new (void)
{
  StudioBranches *branches = g_new0 (StudioBranches, 1);

  branches->all = g_ptr_array_new_with_free_func (g_object_unref);
  branches->list = g_list_store_new (STUDIO_TYPE_BRANCH);
  return branches;
}

void
studio_branches_free (StudioBranches *branches)
{
  if (branches == NULL)
    return;

  g_object_unref (branches->list);
  g_ptr_array_unref (branches->all);
  g_free (branches);
}

GListModel *
studio_branches_get_list (StudioBranches *branches)
{
  return G_LIST_MODEL (branches->list);
}

GPtrArray *
studio_branches_get_all (StudioBranches *branches)
{
  return branches->all;
}

static guint
get_depth_at (StudioBranches *branches, guint position)
{
  g_autoptr (StudioBranch) branch = g_list_model_get_item (G_LIST_MODEL (branches->list), position);

  return branch != NULL ? studio_branch_get_depth (branch) : 0;
}

/* Behind those that go on from the branch at @position, and from them. */
static guint
find_end (StudioBranches *branches, guint position)
{
  const guint depth = get_depth_at (branches, position);

  do
    position++;
  while (get_depth_at (branches, position) > depth);
  return position;
}

static gboolean
find (StudioBranches *branches, StudioBranch *branch, guint *position)
{
  return branch != NULL && g_list_store_find (branches->list, branch, position);
}

static void
put_into_list (StudioBranches *branches, StudioBranch *branch)
{
  guint position = g_list_model_get_n_items (G_LIST_MODEL (branches->list));

  if (find (branches, studio_branch_get_parent (branch), &position))
    position = find_end (branches, position);
  g_list_store_insert (branches->list, position, branch);
}

StudioBranch *
studio_branches_add (StudioBranches *branches, StudioJob *job, StudioBranch *parent, guint n_common)
{
  StudioBranch *branch = studio_branch_new (job, parent, n_common);

  g_ptr_array_add (branches->all, branch);
  put_into_list (branches, branch);
  return branch;
}

void
studio_branches_set_listed (StudioBranches *branches, StudioBranch *branch, gboolean is_listed)
{
  guint position;
  const gboolean was_listed = find (branches, branch, &position);

  if (is_listed && !was_listed)
    put_into_list (branches, branch);
  else if (!is_listed && was_listed && find_end (branches, position) == position + 1)
    g_list_store_remove (branches->list, position);
}

/* What the branch's present round keeps, or lets go of. */
static gsize
visit_keyframes (StudioBranch *branch, gboolean must_drop)
{
  g_auto (StudioJobLane) lane = { 0 };

  if (!studio_job_get_lane (studio_branch_get_job (branch), 0, &lane) || lane.keyframes == NULL)
    return 0;
  if (must_drop)
    studio_keyframes_drop (lane.keyframes);
  return studio_keyframes_get_bytes (lane.keyframes);
}

void
studio_branches_trim (StudioBranches *branches, StudioBranch *present, gsize max_bytes)
{
  gsize bytes = 0;

  for (guint i = branches->all->len; i > 0; i--)
    {
      StudioBranch *branch = g_ptr_array_index (branches->all, i - 1);

      if (branch == present)
        continue;
      bytes += visit_keyframes (branch, FALSE);
      if (bytes > max_bytes)
        bytes -= visit_keyframes (branch, FALSE) - visit_keyframes (branch, TRUE);
    }
}

void
studio_branches_clear (StudioBranches *branches)
{
  g_list_store_remove_all (branches->list);
  g_ptr_array_set_size (branches->all, 0);
}
