/* SPDX-License-Identifier: MIT */
/* The export dialog over a picture. */
#include "tests/ui/export.h"

static gboolean
has_ended (gpointer data)
{
  UiExportBar *bar = ((TestStudio *) data)->window->export_bar;

  return ui_export_bar_get_export (bar) != NULL && !ui_export_bar_get_is_running (bar)
         && !g_str_has_prefix (ui_export_bar_get_text (bar), "Exporting");
}

void
test_export_wait_end (TestStudio *studio)
{
  test_display_wait (has_ended, studio, 60);
}

GtkWidget *
test_export_find (GtkWidget *dialog, const char *id)
{
  GtkWidget *widget = test_display_find (dialog, id);

  g_assert_nonnull (widget);
  return widget;
}

const char *
test_export_get_text (GtkWidget *dialog, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (test_export_find (dialog, id)));
}

void
test_export_choose (GtkWidget *dialog, const char *id, guint position)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (test_export_find (dialog, id)), position);
}

void
test_export_set_number (GtkWidget *dialog, const char *id, double value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (test_export_find (dialog, id)), value);
}

/* WebM comes when GStreamer has been found. */
static gboolean
has_all_formats (gpointer dialog)
{
  const guint n = studio_format_is_available (STUDIO_FORMAT_WEBM, NULL) ? STUDIO_N_FORMATS : STUDIO_N_FORMATS - 1;

  return g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (test_export_find (dialog, "format")))) == n;
}

/* A window with a picture painted, and the dialog, which writes into the test's folder. */
GtkWidget *
test_export_open (TestStudio *studio, guint n_lanes)
{
  g_autofree char *folder = test_folder_dup_path (studio->folder, "");
  GtkWidget *dialog;

  if (studio->window == NULL)
    test_studio_open_window (studio, 0);
  g_settings_set_string (studio->window->settings, "save-folder", folder);
  studio_workspace_set_seed (studio->workspace, 7);
  studio_workspace_set_n_lanes (studio->workspace, n_lanes);
  test_studio_paint (studio);
  test_studio_act (studio, "export");
  dialog = test_studio_wait_window (UI_TYPE_EXPORT_DIALOG);
  test_display_settle (dialog);
  test_display_wait (has_all_formats, dialog, 60);
  return dialog;
}

void
test_export_start (TestStudio *studio, GtkWidget *dialog)
{
  gtk_widget_activate_action (dialog, "export.start", NULL);
  test_studio_wait_no_window (UI_TYPE_EXPORT_DIALOG);
  test_export_wait_end (studio);
}
