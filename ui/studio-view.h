/* SPDX-License-Identifier: MIT */
/* UiStudioView: the picture of the current run, and what stands there while there is none. */
#pragma once

#include "ui/canvas.h"
#include "ui/overlay-bar.h"
#include "ui/paint-bar.h"
#include "ui/timeline-bar.h"

#include "app/workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiStudioView: canvas in its margins and the status line. Property "compact" (boolean).
 *
 * Threads: main thread only.
 */
#define UI_TYPE_STUDIO_VIEW (ui_studio_view_get_type ())
G_DECLARE_FINAL_TYPE (UiStudioView, ui_studio_view, UI, STUDIO_VIEW, GtkWidget)

/**
 * ui_studio_view_set_workspace: whose run to show. Once.
 * @workspace: (transfer none):
 */
void ui_studio_view_set_workspace (UiStudioView *view, StudioWorkspace *workspace);

/**
 * ui_studio_view_set_microscope: what the overlays over the picture look through. Once.
 * @microscope: (transfer none):
 */
void ui_studio_view_set_microscope (UiStudioView *view, StudioMicroscope *microscope);

/**
 * ui_studio_view_get_overlay_bar: (transfer none): what lies over the picture.
 */
UiPaintBar *ui_studio_view_get_paint_bar (UiStudioView *view);

UiOverlayBar *ui_studio_view_get_overlay_bar (UiStudioView *view);

/**
 * ui_studio_view_get_timeline: (transfer none): the line below the picture.
 */
UiTimelineBar *ui_studio_view_get_timeline (UiStudioView *view);

/**
 * ui_studio_view_get_canvas: (transfer none): the picture.
 */
UiCanvas *ui_studio_view_get_canvas (UiStudioView *view);

G_END_DECLS
