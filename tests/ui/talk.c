/* SPDX-License-Identifier: MIT */
/* A talk of five scenes in a window, and the keys of its clicker. */
#include "tests/ui/talk.h"

StudioScenes *
test_talk_get_scenes (TestStudio *studio)
{
  return ui_presentation_get_scenes (ui_window_get_presentation (studio->window));
}

StudioStage *
test_talk_get_stage (TestStudio *studio)
{
  return ui_presentation_get_stage (ui_window_get_presentation (studio->window));
}

void
test_talk_add_scene (TestStudio *studio, const char *caption, StudioSceneAction action, const char *checkpoint,
                     guint64 seed, guint n_lanes)
{
  g_autoptr (StudioScene) scene = studio_scene_new ();

  g_free (scene->caption);
  scene->caption = g_strdup (caption);
  scene->action = action;
  scene->view = action == STUDIO_SCENE_RACE || action == STUDIO_SCENE_SHOW ? STUDIO_SCENE_VIEW_RACE : STUDIO_SCENE_STUDIO;
  scene->checkpoint = g_strdup (checkpoint);
  scene->seed = seed;
  scene->n_lanes = n_lanes;
  scene->seconds = 1000;
  scene->hold_at = TEST_TALK_HOLD_AT;
  g_assert_true (studio_scenes_insert (test_talk_get_scenes (studio), G_MAXUINT, scene));
}

void
test_talk_add_five (TestStudio *studio)
{
  test_talk_add_scene (studio, "One", STUDIO_SCENE_RUN, "colours", 1, 1);
  test_talk_add_scene (studio, "Two", STUDIO_SCENE_HOLD, "grey", 2, 1);
  test_talk_add_scene (studio, "Three", STUDIO_SCENE_RUN, "colours", 3, 4);
  test_talk_add_scene (studio, "Four", STUDIO_SCENE_RACE, "grey", 4, 1);
  test_talk_add_scene (studio, "Five", STUDIO_SCENE_SHOW, NULL, 0, 1);
}

static gboolean
is_presenting (gpointer studio)
{
  return test_talk_get_stage (studio) != NULL;
}

void
test_talk_present (TestStudio *studio)
{
  test_studio_act (studio, "present");
  test_display_wait (is_presenting, studio, 20);
}

void
test_talk_press (TestStudio *studio, guint key)
{
  g_assert_true (ui_window_press_talk_key (studio->window, key));
}
