/* SPDX-License-Identifier: MIT */
/* What F5, the clicker and the keys of a talk do. */
#include "ui/window-talk-private.h"

#include "ui/audience-window.h"
#include "ui/scene-list.h"

#include <glib/gi18n.h>

#define TYPE_STEP 25

static void
scenes_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (window->talk->list == NULL)
    g_set_weak_pointer (&window->talk->list,
                        GTK_WINDOW (ui_scene_list_new (GTK_WINDOW (window), ui_window_get_scenes (window))));
  gtk_window_present (window->talk->list);
}

static void
present_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (ui_window_is_presenting (window))
    return;

  if (studio_scenes_get_n (ui_window_get_scenes (window)) == 0)
    scenes_cb (NULL, NULL, window);
  else
    ui_window_begin_talk (window);
}

static void
leave_talk_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ui_window_leave_talk (UI_WINDOW (user_data));
}

static void
scene_next_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (ui_window_is_presenting (window))
    studio_stage_next (ui_presentation_get_stage (window->talk->presentation));
}

static void
scene_previous_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (ui_window_is_presenting (window))
    studio_stage_previous (ui_presentation_get_stage (window->talk->presentation));
}

static void
scene_first_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (ui_window_is_presenting (window))
    studio_stage_enter (ui_presentation_get_stage (window->talk->presentation), 0);
}

static void
scene_blank_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ui_presentation_toggle_blank (UI_WINDOW (user_data)->talk->presentation);
}

static void
change_type (UiWindow *window, int by)
{
  guint type;

  g_object_get (window->talk->presentation, "type", &type, NULL);
  type = (guint) CLAMP ((int) type + by, UI_PRESENTATION_MIN_TYPE, UI_PRESENTATION_MAX_TYPE);
  g_object_set (window->talk->presentation, "type", type, NULL);
}

static void
type_larger_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  change_type (UI_WINDOW (user_data), TYPE_STEP);
}

static void
type_smaller_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  change_type (UI_WINDOW (user_data), -TYPE_STEP);
}

static void
audience_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (window->talk->audience != NULL)
    {
      gtk_window_destroy (window->talk->audience);
      return;
    }

  g_set_weak_pointer (&window->talk->audience, GTK_WINDOW (ui_audience_window_new (GTK_WINDOW (window), window->workspace,
                                                                                   window->talk->presentation)));
  gtk_window_present (window->talk->audience);
}

static void
add_scene_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autoptr (StudioScene) scene = ui_window_create_scene (window);
  g_autofree char *text = NULL;

  if (!studio_scenes_insert (ui_window_get_scenes (window), G_MAXUINT, scene))
    {
      text = g_strdup_printf (_("A talk has at most %u scenes"), STUDIO_SCENES_MAX);
      ui_window_toast (window, text, NULL, NULL);
      return;
    }

  text = g_strdup_printf (_("Scene %u added"), studio_scenes_get_n (ui_window_get_scenes (window)));
  ui_window_toast (window, text, _("_Scenes"), "win.scenes");
}

static const GActionEntry entries[] = {
  { "present", present_cb },
  { "leave-talk", leave_talk_cb },
  { "scene-next", scene_next_cb },
  { "scene-previous", scene_previous_cb },
  { "scene-first", scene_first_cb },
  { "scene-blank", scene_blank_cb },
  { "type-larger", type_larger_cb },
  { "type-smaller", type_smaller_cb },
  { "scenes", scenes_cb },
  { "add-scene", add_scene_cb },
  { "audience", audience_cb },
};

/* Keys: a clicker's, and those beside them. They come first while a talk goes on, wherever the focus is. */

static const struct {
  guint key;
  const char *action;
} keys[] = {
  { GDK_KEY_Page_Down, "scene-next" },
  { GDK_KEY_Right, "scene-next" },
  { GDK_KEY_space, "scene-next" },
  { GDK_KEY_Page_Up, "scene-previous" },
  { GDK_KEY_Left, "scene-previous" },
  { GDK_KEY_b, "scene-blank" },
  { GDK_KEY_period, "scene-blank" },
  { GDK_KEY_Home, "scene-first" },
  { GDK_KEY_Escape, "leave-talk" },
  { GDK_KEY_plus, "type-larger" },
  { GDK_KEY_minus, "type-smaller" },
};

gboolean
ui_window_press_talk_key (UiWindow *window, guint key)
{
  if (!ui_window_is_presenting (window))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == key)
      {
        g_action_group_activate_action (G_ACTION_GROUP (window), keys[i].action, NULL);
        return TRUE;
      }

  return FALSE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, UiWindow *window)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  return ui_window_press_talk_key (window, key);
}

void
ui_window_add_talk_actions (UiWindow *window)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), window);
  gtk_widget_add_controller (GTK_WIDGET (window), key);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
