/* SPDX-License-Identifier: MIT */
/* UiInspector: the panel that looks inside: what the network expects, what it remembers, and what that costs. */
#pragma once

#include "ui/inspector-surgery.h"

#include "app/microscope.h"
#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiInspector: tabs over one microscope. Asks for nothing while it is not seen.
 *
 * Property "page" (string): "pixel", "state", ... : the tab that is shown; the name of none changes nothing.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_INSPECTOR (ui_inspector_get_type ())
G_DECLARE_FINAL_TYPE (UiInspector, ui_inspector, UI, INSPECTOR, GtkWidget)

/**
 * ui_inspector_set_workspace: whose run to look into. Once.
 * @workspace: (transfer none):
 */
void ui_inspector_set_workspace (UiInspector *inspector, StudioWorkspace *workspace);

/**
 * ui_inspector_has_page: whether there is a tab that is called so, as its property "page" names it.
 */
gboolean ui_inspector_has_page (UiInspector *inspector, const char *name);

/**
 * ui_inspector_get_microscope: (transfer none): what the tabs look through.
 */
StudioMicroscope *ui_inspector_get_microscope (UiInspector *inspector);

/**
 * ui_inspector_get_head: whose memory its page "state" shows.
 * @layer: (out): 1 .., as @head
 */
void ui_inspector_get_head (UiInspector *inspector, guint *layer, guint *head);

/**
 * ui_inspector_get_surgery: (transfer none): what is chosen for the memory to be changed.
 */
UiInspectorSurgery *ui_inspector_get_surgery (UiInspector *inspector);

G_END_DECLS
