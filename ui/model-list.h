/* SPDX-License-Identifier: MIT */
/* UiModelList: the checkpoints on offer; one of them is in use. */
#pragma once

#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiModelList: a boxed list with a radio button a row.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_MODEL_LIST (ui_model_list_get_type ())
G_DECLARE_FINAL_TYPE (UiModelList, ui_model_list, UI, MODEL_LIST, GtkWidget)

/**
 * ui_model_list_set_workspace: whose catalogue to show. Once.
 * @workspace: (transfer none):
 */
void ui_model_list_set_workspace (UiModelList *list, StudioWorkspace *workspace);

G_END_DECLS
