/* SPDX-License-Identifier: MIT */
/* Rows are bound to keys. A list of choices is bound by number: the values of an enum begin at 0 and follow its rows. */
#include "ui/preferences.h"

#include "ui/recents.h"
#include "ui/wheel.h"
#include "ui/wrap.h"

#include "app/paths.h"

#include <glib/gi18n.h>

#define KEY "weft-key"

struct _UiPreferences {
  AdwPreferencesWindow parent_instance;

  /* template */
  AdwComboRow *theme;
  AdwComboRow *updates;
  GtkSwitch *letters;
  AdwActionRow *library;
  GtkSwitch *auto_save;
  GtkSwitch *save_recipe;
  AdwComboRow *precision;
  GtkSpinButton *threads;
  GtkSpinButton *keyframes;
  GtkWidget *clear_recents;

  GSettings *settings; /* owned */
};

G_DEFINE_FINAL_TYPE (UiPreferences, ui_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* Choices */

static void
chosen_cb (AdwComboRow *row, GParamSpec *spec, UiPreferences *preferences)
{
  const char *key = g_object_get_data (G_OBJECT (row), KEY);
  const guint selected = adw_combo_row_get_selected (row);

  /* A row that goes away has nothing chosen. */
  if (preferences->settings == NULL)
    return;

  if (selected != GTK_INVALID_LIST_POSITION && (guint) g_settings_get_enum (preferences->settings, key) != selected)
    g_settings_set_enum (preferences->settings, key, (int) selected);
}

static void
choice_changed_cb (AdwComboRow *row, const char *key, GSettings *settings)
{
  adw_combo_row_set_selected (row, (guint) g_settings_get_enum (settings, key));
}

static void
bind_choice (UiPreferences *preferences, const char *key, AdwComboRow *row)
{
  g_autofree char *signal = g_strconcat ("changed::", key, NULL);

  g_object_set_data (G_OBJECT (row), KEY, (gpointer) key);
  choice_changed_cb (row, key, preferences->settings);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (chosen_cb), preferences, 0);
  g_signal_connect_object (preferences->settings, signal, G_CALLBACK (choice_changed_cb), row, G_CONNECT_SWAPPED);
}

/* The library's folder */

static void
library_changed_cb (UiPreferences *preferences)
{
  g_autofree char *chosen = g_settings_get_string (preferences->settings, "library-folder");
  g_autofree char *usual = studio_paths_dup_library_dir ();
  g_autofree char *shown = g_filename_display_name (chosen[0] != '\0' ? chosen : usual);

  adw_action_row_set_subtitle (preferences->library, shown);
}

static void
folder_chosen_cb (GtkNativeDialog *dialog, int response, UiPreferences *preferences)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && g_file_peek_path (file) != NULL)
    ui_preferences_set_library (preferences, g_file_peek_path (file));
  g_object_unref (dialog);
}

static void
choose_folder_cb (UiPreferences *preferences)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Folder of the Library"), GTK_WINDOW (preferences),
                                                              GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"),
                                                              _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (folder_chosen_cb), preferences, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
usual_folder_cb (UiPreferences *preferences)
{
  ui_preferences_set_library (preferences, NULL);
}

/* Recent checkpoints */

static void
recents_changed_cb (UiPreferences *preferences)
{
  g_auto (GStrv) paths = g_settings_get_strv (preferences->settings, "recent-checkpoints");

  gtk_widget_set_sensitive (preferences->clear_recents, paths[0] != NULL);
}

static void
clear_recents_cb (UiPreferences *preferences)
{
  ui_recents_clear (preferences->settings);
}

/* Lifecycle */

static void
ui_preferences_dispose (GObject *object)
{
  g_clear_object (&UI_PREFERENCES (object)->settings);

  G_OBJECT_CLASS (ui_preferences_parent_class)->dispose (object);
}

static void
ui_preferences_class_init (UiPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, UiPreferences, theme);
  gtk_widget_class_bind_template_child (widget_class, UiPreferences, updates);
  gtk_widget_class_bind_template_child (widget_class, UiPreferences, letters);
  gtk_widget_class_bind_template_child (widget_class, UiPreferences, library);
  gtk_widget_class_bind_template_child (widget_class, UiPreferences, auto_save);
  gtk_widget_class_bind_template_child (widget_class, UiPreferences, save_recipe);
  gtk_widget_class_bind_template_child (widget_class, UiPreferences, precision);
  gtk_widget_class_bind_template_child (widget_class, UiPreferences, threads);
  gtk_widget_class_bind_template_child (widget_class, UiPreferences, keyframes);
  gtk_widget_class_bind_template_child (widget_class, UiPreferences, clear_recents);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, usual_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_recents_cb);
}

static void
ui_preferences_init (UiPreferences *preferences)
{
  gtk_widget_init_template (GTK_WIDGET (preferences));
  ui_wheel_leave_to_pages (GTK_WIDGET (preferences));
  ui_wrap_words (GTK_WIDGET (preferences));
}

UiPreferences *
ui_preferences_new (GtkWindow *parent, GSettings *settings)
{
  UiPreferences *preferences = g_object_new (UI_TYPE_PREFERENCES, "transient-for", parent, NULL);
  const GSettingsBindFlags flags = G_SETTINGS_BIND_DEFAULT;

  preferences->settings = g_object_ref (settings);
  bind_choice (preferences, "theme", preferences->theme);
  bind_choice (preferences, "picture-updates", preferences->updates);
  bind_choice (preferences, "precision", preferences->precision);
  g_settings_bind (settings, "letter-shortcuts", preferences->letters, "active", flags);
  g_settings_bind (settings, "auto-save", preferences->auto_save, "active", flags);
  g_settings_bind (settings, "save-recipe", preferences->save_recipe, "active", flags);
  g_settings_bind (settings, "threads", gtk_spin_button_get_adjustment (preferences->threads), "value", flags);
  g_settings_bind (settings, "keyframe-memory", gtk_spin_button_get_adjustment (preferences->keyframes), "value",
                   flags);
  g_signal_connect_object (settings, "changed::library-folder", G_CALLBACK (library_changed_cb), preferences,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::recent-checkpoints", G_CALLBACK (recents_changed_cb), preferences,
                           G_CONNECT_SWAPPED);
  library_changed_cb (preferences);
  recents_changed_cb (preferences);
  return preferences;
}

void
ui_preferences_set_library (UiPreferences *preferences, const char *folder)
{
  g_return_if_fail (UI_IS_PREFERENCES (preferences));

  if (folder == NULL)
    g_settings_reset (preferences->settings, "library-folder");
  else if (g_utf8_validate (folder, -1, NULL))
    g_settings_set_string (preferences->settings, "library-folder", folder);
}
