/* SPDX-License-Identifier: MIT */
/* Talks coming out of files and going into them. */
#include "ui/window-request.h"

#include "app/paths.h"
#include "app/store-async.h"

#include <glib/gi18n.h>
#include <string.h>

#define SAMPLE "linear-attention" STUDIO_SCENES_SUFFIX

static void
read_cb (GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
  GError *error = NULL;
  StudioScenes *scenes = studio_scenes_open (path, &error);

  if (scenes != NULL)
    g_task_return_pointer (task, scenes, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindowRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioScenes) scenes = g_task_propagate_pointer (G_TASK (result), &error);
  UiPresentation *presentation;

  if (ui_window_request_is_void (request, error))
    return;
  if (scenes == NULL)
    {
      ui_window_request_show_problem (request, _("Cannot open talk"), error, NULL, NULL);
      return;
    }

  presentation = ui_window_get_presentation (request->window);
  ui_window_leave_talk (request->window);
  studio_scenes_take_from (ui_presentation_get_scenes (presentation), scenes);
  ui_presentation_set_modified (presentation, FALSE);
  g_action_group_activate_action (G_ACTION_GROUP (request->window), "scenes", NULL);
}

void
ui_window_open_talk (UiWindow *window, const char *path)
{
  g_autoptr (GTask) task = g_task_new (window, window->cancellable, opened_cb, ui_window_request_new (window, path));

  g_task_set_source_tag (task, ui_window_open_talk);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_cb);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindowRequest) request = user_data;
  g_autoptr (GError) error = NULL;

  if (studio_store_write_finish (result, &error))
    {
      if (request->window->workspace != NULL)
        ui_window_toast (request->window, _("Talk saved"), NULL, NULL);
      return;
    }
  if (request->window->workspace == NULL)
    return;

  ui_presentation_set_modified (ui_window_get_presentation (request->window), TRUE);
  ui_window_request_show_problem (request, _("Cannot save talk"), error, NULL, NULL);
}

void
ui_window_save_talk (UiWindow *window, const char *path)
{
  UiPresentation *presentation = ui_window_get_presentation (window);
  g_autofree char *folder = g_path_get_dirname (path);
  char *text = studio_scenes_to_json (ui_presentation_get_scenes (presentation), folder);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  ui_presentation_set_modified (presentation, FALSE);
  /* The file chooser has asked before it let an old file be chosen. */
  studio_store_write_async (path, bytes, STUDIO_STORE_REPLACE, saved_cb, ui_window_request_new (window, path));
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, UiWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  const char *path = file != NULL ? g_file_peek_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    {
      if (gtk_file_chooser_get_action (GTK_FILE_CHOOSER (dialog)) == GTK_FILE_CHOOSER_ACTION_SAVE)
        ui_window_save_talk (window, path);
      else
        ui_window_open_talk (window, path);
    }
  g_object_unref (dialog);
}

static void
choose (UiWindow *window, const char *title, GtkFileChooserAction action, const char *button)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (window), action, button, _("_Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Talks"));
  gtk_file_filter_add_suffix (filter, &STUDIO_SCENES_SUFFIX[1]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  if (action == GTK_FILE_CHOOSER_ACTION_SAVE)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "talk" STUDIO_SCENES_SUFFIX);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
open_talk_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (UI_WINDOW (user_data), _("Open Talk"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"));
}

static void
save_talk_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose (UI_WINDOW (user_data), _("Save Talk"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"));
}

static void
open_sample_talk_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *folder = studio_paths_dup_data_dir (NULL);
  g_autofree char *path = g_build_filename (folder, "talks", SAMPLE, NULL);

  ui_window_open_talk (UI_WINDOW (user_data), path);
}

static const GActionEntry entries[] = {
  { "open-talk", open_talk_cb },
  { "save-talk", save_talk_cb },
  { "open-sample-talk", open_sample_talk_cb },
};

void
ui_window_add_talk_file_actions (UiWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
