/* SPDX-License-Identifier: MIT */
/* Moments saved and opened: a picture on its way, with the memory behind it. */
#include "ui/window-request.h"

#include "ui/settings.h"

#include "app/error.h"
#include "app/moment-take.h"
#include "app/store-async.h"

#include <glib/gi18n.h>

/* Saving */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindowRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (request->path);
  g_autofree char *text = g_strdup_printf (_("Moment saved as “%s”"), name);

  if (!studio_store_write_finish (result, &error))
    ui_window_request_show_problem (request, _("Cannot save moment"), error, _("Save Again…"), "win.save-moment");
  else if (request->window->workspace != NULL && request->window->closes_when_saved)
    gtk_window_close (GTK_WINDOW (request->window));
  else if (request->window->workspace != NULL)
    ui_window_toast (request->window, text, NULL, NULL);
  request->window->closes_when_saved = FALSE;
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindowRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioMoment) moment = studio_moment_take_finish (STUDIO_JOB (source), result, &error);
  g_autoptr (GBytes) bytes = moment != NULL ? studio_moment_to_bytes (moment, &error) : NULL;
  const char *path = request->path;

  /* The file chooser has asked before it let an old file be chosen. */
  if (bytes != NULL)
    studio_store_write_async (path, bytes, STUDIO_STORE_REPLACE, written_cb, g_steal_pointer (&request));
  else
    {
      request->window->closes_when_saved = FALSE;
      ui_window_request_show_problem (request, _("Cannot save moment"), error, NULL, NULL);
    }
}

void
ui_window_save_moment_to (UiWindow *window, const char *path)
{
  StudioJob *job = studio_workspace_get_job (window->workspace);

  if (job != NULL)
    studio_moment_take_async (job, studio_workspace_get_shown_lane (window->workspace),
                              studio_workspace_get_shown_step (window->workspace), taken_cb,
                              ui_window_request_new (window, path));
}

static void
save_chosen_cb (GtkNativeDialog *dialog, int response, UiWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    {
      g_autoptr (GFile) folder = g_file_get_parent (file);

      ui_settings_set_save_folder (window->settings, folder);
      ui_window_save_moment_to (window, g_file_peek_path (file));
    }
  else
    window->closes_when_saved = FALSE;
  g_object_unref (dialog);
}

static char *
dup_file_name (UiWindow *window)
{
  g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (window->workspace,
                                                                    studio_workspace_get_shown_lane (window->workspace));
  g_autofree char *png = picture != NULL ? studio_picture_dup_file_name (picture) : NULL;
  const char *dot = png != NULL ? g_strrstr (png, ".") : NULL;

  if (dot == NULL)
    return NULL;

  return g_strdup_printf ("%.*s-%u%s", (int) (dot - png), png, studio_workspace_get_shown_step (window->workspace),
                          STUDIO_MOMENT_SUFFIX);
}

static void
choose_file (UiWindow *window)
{
  g_autoptr (GFile) folder = ui_settings_get_save_folder (window->settings);
  g_autofree char *name = dup_file_name (window);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *dialog;

  if (name == NULL)
    {
      window->closes_when_saved = FALSE;
      ui_window_toast (window, _("Nothing is painted yet"), NULL, NULL);
      return;
    }

  /* What is saved is what was seen when one asked. */
  studio_workspace_pause (window->workspace);
  gtk_file_filter_set_name (filter, _("Moments"));
  gtk_file_filter_add_suffix (filter, "moment");
  dialog = gtk_file_chooser_native_new (_("Save Moment"), GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                        _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_object (dialog, "response", G_CALLBACK (save_chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
save_moment_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  choose_file (UI_WINDOW (user_data));
}

void
ui_window_save_moment_and_close (UiWindow *window)
{
  window->closes_when_saved = TRUE;
  choose_file (window);
}

/* Opening */

static void
read_thread_cb (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  StudioMoment *moment = studio_moment_open (task_data, &error);

  if (moment != NULL)
    g_task_return_pointer (task, moment, (GDestroyNotify) studio_moment_unref);
  else
    g_task_return_error (task, error);
}

void
ui_window_read_moment (UiWindowRequest *request, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (NULL, request->window->cancellable, callback, request);

  g_task_set_source_tag (task, ui_window_read_moment);
  g_task_set_task_data (task, g_strdup (request->path), g_free);
  g_task_run_in_thread (task, read_thread_cb);
}

static void
go_on (UiWindowRequest *request, StudioMoment *moment)
{
  UiWindow *window = request->window;
  g_autoptr (GError) error = NULL;

  if (!studio_workspace_go_on_from (window->workspace, moment, studio_moment_get_n_known (moment), &error))
    {
      ui_window_request_show_problem (request, _("Cannot go on from"), error, _("_Locate…"), "win.open");
      return;
    }

  g_clear_pointer (&window->moment, studio_moment_unref);
  g_free (window->moment_path);
  window->moment = studio_moment_ref (moment);
  window->moment_path = g_strdup (request->path);
  ui_message_bar_show (window->message_bar, NULL, NULL, NULL);
  if (g_strcmp0 (adw_view_stack_get_visible_child_name (window->stack), "studio") != 0)
    adw_view_stack_set_visible_child_name (window->stack, "studio");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiWindowRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StudioMoment) moment = g_task_propagate_pointer (G_TASK (result), &error);

  if (moment == NULL)
    ui_window_request_show_problem (request, _("Cannot open moment"), error, NULL, NULL);
  else if (request->window->workspace != NULL)
    go_on (request, moment);
}

void
ui_window_open_moment (UiWindow *window, const char *path)
{
  ui_window_read_moment (ui_window_request_new (window, path), read_cb);
}

static const GActionEntry entries[] = {
  { "save-moment", save_moment_cb },
};

void
ui_window_add_moment_actions (UiWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}

gboolean
ui_window_can_save_moment (UiWindow *window)
{
  StudioJob *job = studio_workspace_get_job (window->workspace);

  return job != NULL && studio_job_get_form (job) == WEFT_FORM_LINEAR
         && studio_workspace_get_shown_step (window->workspace) > 0;
}

void
ui_window_enable_moment_actions (UiWindow *window)
{
  StudioJob *job = studio_workspace_get_job (window->workspace);

  ui_window_enable (window, "save-moment", job != NULL && !ui_window_shows_race (window)
                                               && studio_job_get_form (job) == WEFT_FORM_LINEAR);
}
