/* SPDX-License-Identifier: MIT */
/* StudioBranches: all pictures that go on from one another, as a tree. */
#pragma once

#include "app/branch.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioBranches: those that are listed are seen by people; the others wait for somebody to bring them back.
 *
 * Threads: main thread only.
 */
typedef struct _StudioBranches StudioBranches;

StudioBranches *studio_branches_new  (void);
void            studio_branches_free (StudioBranches *branches);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioBranches, studio_branches_free)

/**
 * studio_branches_get_list: (transfer none): a GListModel of StudioBranch: each after the one it goes on from and its older
 * siblings.
 */
GListModel *studio_branches_get_list (StudioBranches *branches);

/**
 * studio_branches_get_all: (transfer none): of StudioBranch, listed or not, by age.
 */
GPtrArray *studio_branches_get_all (StudioBranches *branches);

/**
 * studio_branches_add: a new one, listed.
 *
 * Returns: (transfer none): what studio_branch_new() makes of the rest.
 */
StudioBranch *studio_branches_add (StudioBranches *branches, StudioJob *job, StudioBranch *parent, guint n_common);

/**
 * studio_branches_set_listed: takes one out of the list or puts it back into its place. One that others in the list go on
 * from stays.
 */
void studio_branches_set_listed (StudioBranches *branches, StudioBranch *branch, gboolean is_listed);

/**
 * studio_branches_trim: lets the oldest forget their keyframes, until those of all but @present fit. Every step can still be
 * had again, by a longer replay.
 * @max_bytes: for keyframes
 */
void studio_branches_trim (StudioBranches *branches, StudioBranch *present, gsize max_bytes);

void studio_branches_clear (StudioBranches *branches);

G_END_DECLS
