/* SPDX-License-Identifier: MIT */
/* The present set-up of the window as a scene of a talk. */
#include "ui/window-private.h"

/* What is shown of a picture beside itself; a scene names those it wants. */
static const char *const overlays[] = { "surprise", "reads", "grid", "row-rule" };

static char **
list_overlays (UiWindow *window)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (overlays); i++)
    {
      g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), overlays[i]);

      if (state != NULL && g_variant_is_of_type (state, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (state))
        g_strv_builder_add (names, overlays[i]);
    }

  return g_strv_builder_end (names);
}

static char *
dup_tab (UiWindow *window)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), UI_WINDOW_TAB_ACTION);

  if (!adw_flap_get_reveal_flap (window->inspector_flap))
    return NULL;
  return g_strdup (state != NULL ? g_variant_get_string (state, NULL) : "memory");
}

/* A picture that waits holds there; one that is painted, or none, is painted anew. */
static void
describe_run (UiWindow *window, StudioScene *scene)
{
  StudioJob *job = studio_workspace_get_job (window->workspace);
  g_autoptr (StudioFrame) frame = job != NULL ? studio_job_dup_frame (job) : NULL;

  scene->action = STUDIO_SCENE_RUN;
  if (job == NULL)
    return;

  scene->seed = studio_job_get_seed (job);
  if (studio_job_get_state (job) != STUDIO_RUN_PAUSED)
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
  scene->pace = studio_workspace_get_pace (window->workspace);
  scene->overlays = list_overlays (window);
  scene->inspector = dup_tab (window);
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
