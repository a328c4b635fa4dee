/* SPDX-License-Identifier: MIT */
/* UiBranchRow: one branch of the list: how it looks, where it left the one before it, and what is other in it. */
#pragma once

#include "app/branch.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiBranchRow: threads: main thread only.
 */
#define UI_TYPE_BRANCH_ROW (ui_branch_row_get_type ())
G_DECLARE_FINAL_TYPE (UiBranchRow, ui_branch_row, UI, BRANCH_ROW, GtkListBoxRow)

/**
 * ui_branch_row_new:
 * @branch: (transfer none)
 */
GtkWidget *ui_branch_row_new (StudioBranch *branch);

StudioBranch *ui_branch_row_get_branch (UiBranchRow *row);

/**
 * ui_branch_row_sync: shows the picture as it is now.
 * @is_present: whether it is the one that the window shows
 */
void ui_branch_row_sync (UiBranchRow *row, gboolean is_present);

/**
 * ui_branch_dup_title: (transfer full): "Fan of 9 at pixel 412".
 */
char *ui_branch_dup_title (StudioBranch *branch);

/**
 * ui_branch_dup_facts: (transfer full): "seed 7 · T 1.20", and the value that was put in, if one was.
 */
char *ui_branch_dup_facts (StudioBranch *branch);

G_END_DECLS
