/* SPDX-License-Identifier: MIT */
/* Giving a talk: what it does to this window, and how everything comes back. */
#include "ui/window-talk-private.h"

#include <glib/gi18n.h>

#define POINTER_SECONDS 2

StudioScenes *
ui_window_get_scenes (UiWindow *window)
{
  return ui_presentation_get_scenes (window->talk->presentation);
}

gboolean
ui_window_is_presenting (UiWindow *window)
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
  if (ui_window_is_presenting (window) && window->talk->audience == NULL)
    window->talk->pointer_id = g_timeout_add_seconds (POINTER_SECONDS, hide_pointer_cb, window);
}

static void
motion_cb (UiWindow *window)
{
  if (ui_window_is_presenting (window))
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
  for (guint i = 0; i < studio_scenes_get_n (ui_window_get_scenes (window)); i++)
    add_missing_actions (window, problems, i + 1, studio_scenes_get (ui_window_get_scenes (window), i));
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
  if (!ui_window_is_presenting (window))
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
      if (window->workspace != NULL && !ui_window_is_presenting (window))
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

void
ui_window_begin_talk (UiWindow *window)
{
  g_autoptr (StudioStage) stage = ui_presentation_create_stage (window->talk->presentation);
  g_auto (GStrv) problems = ui_window_list_talk_problems (window, stage);

  if (problems[0] != NULL)
    ask_about_problems (window, stage, problems);
  else
    prepare (window, stage);
}

static void
add_motion_controller (UiWindow *window)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), window);
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
  add_motion_controller (window);
  g_signal_connect_swapped (window->talk->presentation, "entered", G_CALLBACK (entered_cb), window);
  ui_window_add_talk_actions (window);
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
