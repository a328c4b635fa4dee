/* SPDX-License-Identifier: MIT */
/* UiInspectorSurgery: what to do to the memory by hand. Its buttons are actions of the window, which does it. */
#pragma once

#include "app/surgery.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiInspectorSurgeryScope: what is scaled or cleared, in the order of the choice.
 */
typedef enum {
  UI_INSPECTOR_SURGERY_HEAD,
  UI_INSPECTOR_SURGERY_LAYER,
  UI_INSPECTOR_SURGERY_ALL,
} UiInspectorSurgeryScope;

/**
 * UiInspectorSurgery:
 *
 * Properties: "scope" (uint, UiInspectorSurgeryScope), "factor" (double, 0 .. 2), "first-row" and "last-row" (uint, 1 ..),
 * "weight" (double, 0 .. 1): of the other moment of a blend.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_INSPECTOR_SURGERY (ui_inspector_surgery_get_type ())
G_DECLARE_FINAL_TYPE (UiInspectorSurgery, ui_inspector_surgery, UI, INSPECTOR_SURGERY, GtkWidget)

/**
 * ui_inspector_surgery_open: shows the choices, and gives the first of them the focus.
 */
void ui_inspector_surgery_open (UiInspectorSurgery *surgery);

/**
 * ui_inspector_surgery_set_n_rows: rows of the picture, from which one chooses.
 */
void ui_inspector_surgery_set_n_rows (UiInspectorSurgery *surgery, guint n_rows);

/**
 * ui_inspector_surgery_set_head: which one "this head" is, and "this layer".
 * @layer: 0 ..
 * @head: 0 ..
 */
void ui_inspector_surgery_set_head (UiInspectorSurgery *surgery, guint layer, guint head);

/**
 * ui_inspector_surgery_set_blend_menu: what there is to blend with.
 * @menu: (nullable) (transfer none): NULL: nothing can be blended now
 */
void ui_inspector_surgery_set_blend_menu (UiInspectorSurgery *surgery, GMenuModel *menu);

/**
 * ui_inspector_surgery_read: what is chosen, for a change of any kind. Values are of whole rows, painted or not.
 * @config: of the network whose memory it is
 * @done: its kind, step and moment are left alone
 */
void ui_inspector_surgery_read (UiInspectorSurgery *surgery, const WeftConfig *config, StudioSurgery *done);

G_END_DECLS
