/* SPDX-License-Identifier: MIT */
/* What can be done with a race: how it runs, how it is shown, and how its figures leave the window. */
#include "ui/window-private.h"

#include "ui/settings.h"

#include "app/store-async.h"

#include <glib/gi18n.h>

static void
measure_scaling_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  StudioScaling *scaling = studio_workspace_get_scaling (window->workspace);

  adw_view_stack_set_visible_child_name (window->stack, "race");
  g_object_set (window->race, "page", "scaling", NULL);
  if (scaling != NULL && studio_run_state_is_active (studio_activity_get_state (STUDIO_ACTIVITY (scaling))))
    studio_workspace_stop_scaling (window->workspace);
  else
    studio_workspace_start_scaling (window->workspace);
}

/* One key to the numbers, and back to the lines. */
static void
race_numbers_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autofree char *page = NULL;

  adw_view_stack_set_visible_child_name (window->stack, "race");
  g_object_get (window->race, "page", &page, NULL);
  g_object_set (window->race, "page", g_str_equal (page, "numbers") ? "curves" : "numbers", NULL);
}

static void
race_copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autofree char *text = ui_race_view_dup_text (window->race, g_variant_get_string (parameter, NULL));

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), text);
  ui_window_toast (window, text != NULL ? _("Figures copied") : _("There are no figures yet: let the race finish first"),
                   NULL, NULL);
}

/* Saving */

typedef struct {
  UiWindow *window;
  char *name; /* for people */
} Saving;

static void
report (UiWindow *window, const char *name, const GError *error)
{
  g_autofree char *text = NULL;

  if (window->workspace == NULL)
    return;

  if (error == NULL)
    {
      text = g_strdup_printf (_("Saved as “%s”"), name);
      ui_window_toast (window, text, NULL, NULL);
      return;
    }

  text = g_strdup_printf (_("Cannot save “%s”: %s"), name, error->message);
  ui_message_bar_show (window->message_bar, text, _("Save Again…"), "win.race-save");
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GError) error = NULL;

  studio_store_write_finish (result, &error);
  report (saving->window, saving->name, error);
  g_object_unref (saving->window);
  g_free (saving->name);
  g_free (saving);
}

void
ui_window_save_race (UiWindow *window, const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ui_race_view_paint (window->race, g_str_has_suffix (lower, ".svg"), &error);
  Saving *saving;

  if (bytes == NULL)
    {
      report (window, name, error);
      return;
    }

  saving = g_new (Saving, 1);
  *saving = (Saving) { g_object_ref (window), g_steal_pointer (&name) };
  /* The file chooser has asked before it let an old file be chosen. */
  studio_store_write_async (path, bytes, STUDIO_STORE_REPLACE, saved_cb, saving);
}

static void
save_chosen_cb (GtkNativeDialog *dialog, int response, UiWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    {
      g_autoptr (GFile) folder = g_file_get_parent (file);

      ui_settings_set_save_folder (window->settings, folder);
      ui_window_save_race (window, g_file_peek_path (file));
    }
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *suffix)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, suffix);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
race_save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  UiWindow *window = UI_WINDOW (user_data);
  g_autoptr (GFile) folder = ui_settings_get_save_folder (window->settings);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Save Chart and Table"), GTK_WINDOW (window),
                                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));

  add_filter (GTK_FILE_CHOOSER (dialog), _("SVG: sharp at any size"), "svg");
  add_filter (GTK_FILE_CHOOSER (dialog), _("PNG"), "png");
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), "race.svg");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (save_chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static const GActionEntry entries[] = {
  { "measure-scaling", measure_scaling_cb },
  { "race-numbers", race_numbers_cb },
  { "race-copy", race_copy_cb, "s" },
  { "race-save", race_save_cb },
};

void
ui_window_add_race_actions (UiWindow *window)
{
  const struct {
    const char *name;
    gpointer object;
    const char *property;
  } switches[] = {
    { "race-recomputed", window->workspace, "race-recomputed" },
    { "race-concurrent", window->workspace, "race-concurrent" },
    { "race-log", window->race, "log" },
    { "race-page", window->race, "page" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      g_autoptr (GPropertyAction) action = g_property_action_new (switches[i].name, switches[i].object,
                                                                  switches[i].property);

      g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
    }
}
