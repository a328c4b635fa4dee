/* SPDX-License-Identifier: MIT */
/* Exports of the window: the dialog asks, a bar at the foot of the window follows. */
#include "ui/window-private.h"

#include "ui/export-dialog.h"
#include "ui/notify.h"
#include "ui/settings.h"

#include <glib/gi18n.h>

static void
ended_cb (UiExportBar *bar, const char *text, UiWindow *window)
{
  if (window->workspace == NULL)
    return;

  ui_window_enable_actions (window);
  ui_notify_done (GTK_WINDOW (window), "export", _("Export ended"), text);
}

static void
started_cb (UiExportDialog *dialog, StudioExport *export, UiWindow *window)
{
  ui_settings_set_save_folder (window->settings, ui_export_dialog_get_folder (dialog));
  ui_export_bar_follow (window->export_bar, export);
  ui_window_enable_actions (window);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autoptr (GFile) folder = ui_settings_get_save_folder (window->settings);
  UiExportDialog *dialog = ui_export_dialog_new (GTK_WINDOW (window), window->workspace, folder);
  guint layer, head;

  ui_inspector_get_head (window->inspector, &layer, &head);
  ui_export_dialog_set_head (dialog, layer, head);
  g_signal_connect_object (dialog, "started", G_CALLBACK (started_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ui_export_bar_cancel (UI_WINDOW (user_data)->export_bar);
}

static void
resume_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  ui_export_bar_resume (window->export_bar);
  ui_window_enable_actions (window);
}

static void
frames_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);

  ui_export_bar_write_frames (window->export_bar);
  ui_window_enable_actions (window);
}

static void
elsewhere_chosen_cb (GtkNativeDialog *chooser, int response, UiWindow *window)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && folder != NULL && g_file_peek_path (folder) != NULL)
    {
      ui_settings_set_save_folder (window->settings, folder);
      ui_export_bar_write_elsewhere (window->export_bar, g_file_peek_path (folder));
      ui_window_enable_actions (window);
    }
  g_object_unref (chooser);
}

static void
elsewhere_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Export into Folder"), GTK_WINDOW (window),
                                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"),
                                                               _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (elsewhere_chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static const GActionEntry entries[] = {
  { "export", export_cb },
  { "cancel-export", cancel_cb },
  { "resume-export", resume_cb },
  { "export-elsewhere", elsewhere_cb },
  { "export-frames", frames_cb },
};

void
ui_window_add_export_actions (UiWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_signal_connect_object (window->export_bar, "ended", G_CALLBACK (ended_cb), window, 0);
}
