/* SPDX-License-Identifier: MIT */
/* A scene of a talk and the set-up of the window: each made from the other. */
#include "ui/window-private.h"

/* One overlay lies over a picture at a time: the last that the scene names. */
static const char *
get_overlay (const StudioScene *scene)
{
  const guint n = scene->overlays != NULL ? g_strv_length (scene->overlays) : 0;

  return n > 0 ? scene->overlays[n - 1] : "none";
}

void
ui_window_show_scene (UiWindow *window, const StudioScene *scene)
{
  const char *const pages[] = { "studio", "race", "gallery" };

  adw_view_stack_set_visible_child_name (window->stack, pages[scene->view]);
  adw_flap_set_reveal_flap (window->inspector_flap, scene->inspector != NULL);
  if (scene->inspector != NULL)
    g_object_set (window->inspector, "page", scene->inspector, NULL);
  g_object_set (ui_studio_view_get_overlay_bar (window->studio), "overlay", get_overlay (scene), NULL);
}

static char **
list_overlays (UiWindow *window)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *overlay = NULL;

  g_object_get (ui_studio_view_get_overlay_bar (window->studio), "overlay", &overlay, NULL);
  if (!g_str_equal (overlay, "none"))
    g_strv_builder_add (names, overlay);
  return g_strv_builder_end (names);
}

static char *
dup_page (UiWindow *window)
{
  char *page = NULL;

  if (adw_flap_get_reveal_flap (window->inspector_flap))
    g_object_get (window->inspector, "page", &page, NULL);
  return page;
}

/* A picture that waits holds there; one that is painted, or none, is painted anew. One of a moment goes on from it again. */
static void
describe_run (UiWindow *window, StudioScene *scene)
{
  StudioJob *job = studio_workspace_get_job (window->workspace);
  g_autoptr (StudioFrame) frame = job != NULL ? studio_job_dup_frame (job) : NULL;

  scene->action = STUDIO_SCENE_RUN;
  if (job == NULL)
    return;

  scene->seed = studio_job_get_seed (job);
  if (window->moment != NULL && studio_job_get_moment (job) == window->moment)
    scene->moment = g_strdup (window->moment_path);
  if (studio_activity_get_state (STUDIO_ACTIVITY (job)) != STUDIO_RUN_PAUSED)
    return;

  scene->action = STUDIO_SCENE_HOLD;
  scene->hold_at = MAX (studio_frame_get_n_known (frame), 1);
}

StudioScene *
ui_window_create_scene (UiWindow *window)
{
  StudioEntry *entry = studio_workspace_get_entry (window->workspace);
  const char *page = adw_view_stack_get_visible_child_name (window->stack);
  StudioScene *scene = studio_scene_new ();

  scene->checkpoint = entry != NULL ? g_strdup (studio_entry_get_name (entry)) : NULL;
  scene->seed = studio_workspace_get_seed (window->workspace);
  scene->temperature = studio_workspace_get_temperature (window->workspace);
  scene->n_lanes = studio_workspace_get_n_lanes (window->workspace);
  if (studio_workspace_get_pace_unit (window->workspace) == STUDIO_PACE_IMAGE)
    scene->seconds = studio_workspace_get_counted_pace (window->workspace);
  else
    scene->pace = studio_workspace_get_pace (window->workspace);
  scene->overlays = list_overlays (window);
  scene->inspector = dup_page (window);
  if (g_str_equal (page, "race"))
    {
      scene->view = STUDIO_SCENE_VIEW_RACE;
      scene->action = STUDIO_SCENE_RACE;
    }
  else if (g_str_equal (page, "gallery"))
    scene->view = STUDIO_SCENE_GALLERY;
  else
    describe_run (window, scene);
  return scene;
}
