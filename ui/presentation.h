/* SPDX-License-Identifier: MIT */
/* UiPresentation: a talk in a window: the caption below the picture, the speaker's notes, and a dark screen on demand. */
#pragma once

#include "app/stage.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define UI_PRESENTATION_MIN_TYPE 100 /* percent of the usual letters */
#define UI_PRESENTATION_MAX_TYPE 300

/**
 * UiPresentation: stands below the content of a window and is seen while a talk goes on.
 *
 * Properties: "presenting" (boolean, read-only, notifies); "type" (uint, percent: UI_PRESENTATION_MIN_TYPE ..
 * UI_PRESENTATION_MAX_TYPE): size of letters during a talk, from which lines and points follow; "blank" (boolean): whether
 * the screen is dark. Signal "entered" (StudioScene): another scene has been; the window shows what it asks for.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_PRESENTATION (ui_presentation_get_type ())
G_DECLARE_FINAL_TYPE (UiPresentation, ui_presentation, UI, PRESENTATION, GtkWidget)

/**
 * ui_presentation_new:
 * @workspace: (transfer none): what paints
 */
UiPresentation *ui_presentation_new (StudioWorkspace *workspace);

/**
 * ui_presentation_get_scenes: (transfer none): the talk that is edited and presented.
 */
StudioScenes *ui_presentation_get_scenes (UiPresentation *presentation);

/**
 * ui_presentation_set_modified: TRUE: there are scenes that no file has; FALSE: they have just been read or written.
 */
void ui_presentation_set_modified (UiPresentation *presentation, gboolean is_modified);

/**
 * ui_presentation_get_is_modified: whether there are scenes that no file has.
 */
gboolean ui_presentation_get_is_modified (UiPresentation *presentation);

/**
 * ui_presentation_create_stage: (transfer full): the talk as it would be presented, to be checked and prepared.
 */
StudioStage *ui_presentation_create_stage (UiPresentation *presentation);

/**
 * ui_presentation_begin: enters the first scene of a stage, with large letters and no sleep.
 * @stage: (transfer none):
 * @has_audience: whether the audience has a window of its own, so that this one shows what comes next
 */
void ui_presentation_begin (UiPresentation *presentation, StudioStage *stage, gboolean has_audience);

/**
 * ui_presentation_end: gives everything back as it was.
 */
void ui_presentation_end (UiPresentation *presentation);

/**
 * ui_presentation_get_stage: (transfer none) (nullable): of the talk that goes on.
 */
StudioStage *ui_presentation_get_stage (UiPresentation *presentation);

/**
 * ui_presentation_toggle_blank: the dark screen, at most three times a second.
 */
void ui_presentation_toggle_blank (UiPresentation *presentation);

G_END_DECLS
