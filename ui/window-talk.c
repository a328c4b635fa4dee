/* SPDX-License-Identifier: MIT */
/* Giving a talk: what F5, the clicker and each scene do to this window, and how everything comes back. */
#include "ui/window-private.h"

#include "ui/audience-window.h"
#include "ui/scene-list.h"

#include <glib/gi18n.h>

#define POINTER_SECONDS 2
#define TYPE_STEP 25

/* The window as it was before the talk. */
struct _UiTalk {
  UiPresentation *presentation; /* in the window */
  GtkWindow *audience;          /* weak: while it is open */
  GtkWindow *list;              /* weak: likewise */
  GtkWidget *blank;             /* over everything */
  char *overlay;                /* that lay over the picture */
  gboolean was_fullscreen;
  gboolean had_sidebar;
  gboolean had_inspector;
  guint pointer_id;
};

static StudioScenes *
get_scenes (UiWindow *window)
{
  return ui_presentation_get_scenes (window->talk->presentation);
}

static gboolean
is_presenting (UiWindow *window)
{
  return ui_presentation_get_stage (window->talk->presentation) != NULL;
}

/* The pointer */

static gboolean
hide_pointer_cb (gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  window->talk->pointer_id = 0;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (window), "none");
  return G_SOURCE_REMOVE;
}

static void
show_pointer (UiWindow *window)
{
  g_clear_handle_id (&window->talk->pointer_id, g_source_remove);
  gtk_widget_set_cursor (GTK_WIDGET (window), NULL);
  if (is_presenting (window) && window->talk->audience == NULL)
    window->talk->pointer_id = g_timeout_add_seconds (POINTER_SECONDS, hide_pointer_cb, window);
}

static void
motion_cb (UiWindow *window)
{
  if (is_presenting (window))
    show_pointer (window);
}

/* Scenes */

static void
entered_cb (UiWindow *window, const StudioScene *scene)
{
  ui_window_show_scene (window, scene);
}

/* What this window cannot do for a scene, beside what the stage says. */
static void
add_missing_actions (UiWindow *window, GStrvBuilder *problems, guint number, const StudioScene *scene)
{
  for (guint i = 0; scene->overlays != NULL && scene->overlays[i] != NULL; i++)
    if (!ui_overlay_bar_has_overlay (scene->overlays[i]))
      {
        g_autofree char *text = g_strdup_printf (_("Scene %u: there is no overlay “%s”"), number, scene->overlays[i]);

        g_strv_builder_add (problems, text);
      }

  if (scene->inspector != NULL && !ui_inspector_has_page (window->inspector, scene->inspector))
    {
      g_autofree char *text = g_strdup_printf (_("Scene %u: the inspector has no page “%s”"), number, scene->inspector);

      g_strv_builder_add (problems, text);
    }
}

char **
ui_window_list_talk_problems (UiWindow *window, StudioStage *stage)
{
  g_autoptr (GStrvBuilder) problems = g_strv_builder_new ();
  g_auto (GStrv) of_stage = studio_stage_list_problems (stage);

  g_strv_builder_addv (problems, (const char **) of_stage);
  for (guint i = 0; i < studio_scenes_get_n (get_scenes (window)); i++)
    add_missing_actions (window, problems, i + 1, studio_scenes_get (get_scenes (window), i));
  return g_strv_builder_end (problems);
}

/* The window */

static void
set_chrome (UiWindow *window, gboolean is_shown)
{
  GtkWidget *header = gtk_widget_get_ancestor (GTK_WIDGET (window->switcher), ADW_TYPE_HEADER_BAR);

  gtk_widget_set_visible (header, is_shown);
  gtk_widget_set_visible (GTK_WIDGET (window->switcher_bar), is_shown);
  gtk_widget_set_visible (GTK_WIDGET (window->controls), is_shown); /* also while the panel is still sliding away */
  g_object_set (window->race, "bare", !is_shown, NULL);
}

/* The audience looks at this window: nothing but the picture and its caption, as large as there is room. */
static void
clear_window (UiWindow *window)
{
  UiTalk *talk = window->talk;

  talk->was_fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (window));
  talk->had_sidebar = adw_flap_get_reveal_flap (window->flap);
  talk->had_inspector = adw_flap_get_reveal_flap (window->inspector_flap);
  g_clear_pointer (&talk->overlay, g_free);
  g_object_get (ui_studio_view_get_overlay_bar (window->studio), "overlay", &talk->overlay, NULL);
  if (talk->list != NULL)
    gtk_window_destroy (talk->list);
  if (talk->audience != NULL)
    return;

  adw_flap_set_reveal_flap (window->flap, FALSE);
  set_chrome (window, FALSE);
  gtk_window_fullscreen (GTK_WINDOW (window));
}

static void
restore_window (UiWindow *window)
{
  UiTalk *talk = window->talk;

  set_chrome (window, TRUE);
  adw_flap_set_reveal_flap (window->flap, talk->had_sidebar);
  adw_flap_set_reveal_flap (window->inspector_flap, talk->had_inspector);
  g_object_set (ui_studio_view_get_overlay_bar (window->studio), "overlay", talk->overlay, NULL);
  if (!talk->was_fullscreen)
    gtk_window_unfullscreen (GTK_WINDOW (window));
}

static void
begin (UiWindow *window, StudioStage *stage)
{
  gtk_widget_grab_focus (GTK_WIDGET (ui_studio_view_get_canvas (window->studio)));
  clear_window (window);
  ui_presentation_begin (window->talk->presentation, stage, window->talk->audience != NULL);
  show_pointer (window);
}

void
ui_window_leave_talk (UiWindow *window)
{
  if (!is_presenting (window))
    return;

  ui_presentation_end (window->talk->presentation);
  restore_window (window);
  show_pointer (window);
  if (window->talk->audience != NULL)
    gtk_window_destroy (window->talk->audience);
}

/* Before anybody watches: weights are loaded, so that no scene waits for a disk. */
static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (studio_stage_prepare_finish (STUDIO_STAGE (source), result, &error))
    {
      if (window->workspace != NULL && !is_presenting (window))
        begin (window, STUDIO_STAGE (source));
      return;
    }
  if (window->workspace == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  text = g_strdup_printf (_("Cannot begin the talk: %s"), error->message);
  ui_message_bar_show (window->message_bar, text, NULL, NULL);
}

static void
prepare (UiWindow *window, StudioStage *stage)
{
  studio_stage_prepare_async (stage, window->cancellable, prepared_cb, g_object_ref (window));
}

static void
problems_answered_cb (AdwMessageDialog *dialog, const char *response, UiWindow *window)
{
  StudioStage *stage = g_object_get_data (G_OBJECT (dialog), "weft-stage");

  if (g_str_equal (response, "present"))
    prepare (window, stage);
}

static void
ask_about_problems (UiWindow *window, StudioStage *stage, char **problems)
{
  g_autofree char *list = g_strjoinv ("\n", problems);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (window), _("Not Everything Is Here"),
                                                                         list));

  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "present", _("_Present Anyway"), NULL);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "weft-stage", g_object_ref (stage), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (problems_answered_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Actions */

static void
scenes_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (window->talk->list == NULL)
    g_set_weak_pointer (&window->talk->list, GTK_WINDOW (ui_scene_list_new (GTK_WINDOW (window), get_scenes (window))));
  gtk_window_present (window->talk->list);
}

static void
present_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autoptr (StudioStage) stage = NULL;
  g_auto (GStrv) problems = NULL;

  if (is_presenting (window))
    return;
  if (studio_scenes_get_n (get_scenes (window)) == 0)
    {
      scenes_cb (NULL, NULL, window);
      return;
    }

  stage = ui_presentation_create_stage (window->talk->presentation);
  problems = ui_window_list_talk_problems (window, stage);
  if (problems[0] != NULL)
    ask_about_problems (window, stage, problems);
  else
    prepare (window, stage);
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

  if (is_presenting (window))
    studio_stage_next (ui_presentation_get_stage (window->talk->presentation));
}

static void
scene_previous_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (is_presenting (window))
    studio_stage_previous (ui_presentation_get_stage (window->talk->presentation));
}

static void
scene_first_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  if (is_presenting (window))
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

  if (!studio_scenes_insert (get_scenes (window), G_MAXUINT, scene))
    {
      text = g_strdup_printf (_("A talk has at most %u scenes"), STUDIO_SCENES_MAX);
      ui_window_toast (window, text, NULL, NULL);
      return;
    }

  text = g_strdup_printf (_("Scene %u added"), studio_scenes_get_n (get_scenes (window)));
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
  if (!is_presenting (window))
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

static void
add_controllers (UiWindow *window)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), window);
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), window);
  gtk_widget_add_controller (GTK_WIDGET (window), key);
  gtk_widget_add_controller (GTK_WIDGET (window), motion);
}

/* The caption goes below everything, the dark screen over it. */
static void
add_widgets (UiWindow *window)
{
  UiTalk *talk = window->talk;
  GtkWidget *content = g_object_ref (adw_application_window_get_content (ADW_APPLICATION_WINDOW (window)));
  GtkWidget *overlay = gtk_overlay_new ();

  gtk_box_append (GTK_BOX (content), GTK_WIDGET (talk->presentation));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), overlay);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), content);
  talk->blank = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (talk->blank, "blank");
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), talk->blank);
  g_object_bind_property (talk->presentation, "blank", talk->blank, "visible", G_BINDING_SYNC_CREATE);
  g_object_unref (content);
}

void
ui_window_add_talk (UiWindow *window)
{
  window->talk = g_new0 (UiTalk, 1);
  window->talk->presentation = ui_presentation_new (window->workspace);
  add_widgets (window);
  add_controllers (window);
  g_signal_connect_swapped (window->talk->presentation, "entered", G_CALLBACK (entered_cb), window);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  ui_window_add_talk_file_actions (window);
}

UiPresentation *
ui_window_get_presentation (UiWindow *window)
{
  return window->talk->presentation;
}

void
ui_window_remove_talk (UiWindow *window)
{
  UiTalk *talk = window->talk;

  if (talk == NULL)
    return;

  ui_presentation_end (talk->presentation);
  g_signal_handlers_disconnect_by_data (talk->presentation, window);
  g_clear_handle_id (&talk->pointer_id, g_source_remove);
  /* The other windows act through this one, and do not outlive it. */
  if (talk->audience != NULL)
    gtk_window_destroy (talk->audience);
  if (talk->list != NULL)
    gtk_window_destroy (talk->list);
  g_clear_weak_pointer (&talk->audience);
  g_clear_weak_pointer (&talk->list);
  g_free (talk->overlay);
  g_clear_pointer (&window->talk, g_free);
}
