/* SPDX-License-Identifier: MIT */
/* UiSceneList: the scenes of a talk as a list that can be put in order. */
#pragma once

#include "app/scenes.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * UiSceneList: a window beside the speaker's own, whose actions it uses for everything but the list itself. Removing a scene
 * can be undone.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_SCENE_LIST (ui_scene_list_get_type ())
G_DECLARE_FINAL_TYPE (UiSceneList, ui_scene_list, UI, SCENE_LIST, AdwWindow)

/**
 * ui_scene_list_new:
 * @parent: (nullable) (transfer none): the window whose "win" actions are used
 * @scenes: (transfer none): what to edit
 */
UiSceneList *ui_scene_list_new (GtkWindow *parent, StudioScenes *scenes);

G_END_DECLS
