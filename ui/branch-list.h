/* SPDX-License-Identifier: MIT */
/* UiBranchList: the tree of pictures that go on from one another, to look at and to choose from. */
#pragma once

#include "app/workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiBranchList: a row for each branch of the workspace; to activate one is to go there.
 *
 * Emits `chosen` when somebody has gone to a branch.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_BRANCH_LIST (ui_branch_list_get_type ())
G_DECLARE_FINAL_TYPE (UiBranchList, ui_branch_list, UI, BRANCH_LIST, AdwBin)

/**
 * ui_branch_list_set_workspace: once.
 */
void ui_branch_list_set_workspace (UiBranchList *list, StudioWorkspace *workspace);

G_END_DECLS
