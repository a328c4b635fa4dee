/* SPDX-License-Identifier: MIT */
/* UiAudienceWindow: what the audience sees on a screen of its own: the picture or the race, and the caption. */
#pragma once

#include "ui/presentation.h"

G_BEGIN_DECLS

/**
 * UiAudienceWindow: follows a presentation and goes dark with it.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_AUDIENCE_WINDOW (ui_audience_window_get_type ())
G_DECLARE_FINAL_TYPE (UiAudienceWindow, ui_audience_window, UI, AUDIENCE_WINDOW, GtkWindow)

/**
 * ui_audience_window_new:
 * @speaker: (transfer none): the window that stays with the speaker, on another screen where there is one
 * @presentation: (transfer none): what to follow
 */
UiAudienceWindow *ui_audience_window_new (GtkWindow *speaker, StudioWorkspace *workspace, UiPresentation *presentation);

G_END_DECLS
