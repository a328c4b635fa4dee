/* SPDX-License-Identifier: MIT */
/* UiScalingView: how the forms of attention do where pictures are longer: time over lengths that double. */
#pragma once

#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiScalingView: a chart, a table, a sentence, and the button that starts and stops. Property "log" (boolean).
 *
 * Threads: main thread only.
 */
#define UI_TYPE_SCALING_VIEW (ui_scaling_view_get_type ())
G_DECLARE_FINAL_TYPE (UiScalingView, ui_scaling_view, UI, SCALING_VIEW, GtkWidget)

/**
 * ui_scaling_view_set_workspace: whose measurement to show. Once.
 * @workspace: (transfer none):
 */
void ui_scaling_view_set_workspace (UiScalingView *view, StudioWorkspace *workspace);

/**
 * ui_scaling_view_get_words: the sentence.
 */
const char *ui_scaling_view_get_words (UiScalingView *view);

/**
 * ui_scaling_view_paint: draws the chart on paper.
 * @context: (transfer none): whose font to use
 */
void ui_scaling_view_paint (UiScalingView *view, cairo_t *cr, PangoContext *context, double width, double height);

G_END_DECLS
