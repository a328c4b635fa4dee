/* SPDX-License-Identifier: MIT */
/* Exports through the window: what there is to choose, followed, cancelled, resumed. */
#include "tests/ui/export.h"

#include "tests/support/tiny-checkpoint.h"

#include <string.h>

static gboolean
is_visible (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static gboolean
can_export (gpointer studio)
{
  return test_studio_is_enabled (studio, "export");
}

/* Softmax attention has no such memory: steps, rows and the picture are all there is. */
static void
test_no_state (void)
{
  const WeftConfig softmax = weft_test_tiny_config (WEFT_ATTENTION_SOFTMAX, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_GRAY8,
                                                    FALSE);
  g_autoptr (TestStudio) studio = test_studio_new ();
  GListModel *what;
  GtkWidget *dialog;

  test_studio_open_window (studio, 0);
  test_studio_open_tiny (studio, &softmax);
  dialog = test_export_open (studio, 1);
  what = adw_combo_row_get_model (ADW_COMBO_ROW (test_export_find (dialog, "what")));
  g_assert_cmpuint (g_list_model_get_n_items (what), ==, 3);
  gtk_window_close (GTK_WINDOW (dialog));
}

/* The dialog over frames that are there, as soon as it knows of them. Nothing is set before: what it proposes is about
 * what it was opened with. */
static GtkWidget *
open_over_frames (TestStudio *studio, guint proposed)
{
  GtkWidget *dialog = test_export_open (studio, 1);
  GtkWidget *existing = test_export_find (dialog, "existing");

  test_display_wait (is_visible, existing, 20);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (existing)), ==, proposed);
  return dialog;
}

/* Frames that are there are kept when the same is asked again. */
static void
test_existing (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_export_start (studio, test_export_open (studio, 1));
  test_export_start (studio, open_over_frames (studio, 0));
  g_assert_cmpstr (ui_export_bar_get_text (studio->window->export_bar), ==, "All frames were there already");
}

/* They are left alone when something else is. */
static void
test_existing_others (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *new_folder = test_folder_dup_path (studio->folder, "colours-7-frames-2");
  GtkWidget *dialog = test_export_open (studio, 1);

  test_export_set_number (dialog, "scale", 2);
  test_export_start (studio, dialog);
  test_export_start (studio, open_over_frames (studio, 2));
  g_assert_true (g_file_test (new_folder, G_FILE_TEST_IS_DIR));
}

/* Cancelled by its action, then resumed by its action: all frames are there. */
static void
test_cancel_and_resume (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *dialog = test_export_open (studio, 1);
  g_autofree char *last = test_folder_dup_path (studio->folder, "colours-7-frames/colours-7_00119.png");

  test_export_set_number (dialog, "scale", 40);
  gtk_widget_activate_action (dialog, "export.start", NULL);
  test_studio_act (studio, "cancel-export");
  test_export_wait_end (studio);
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (ui_export_bar_get_export (studio->window->export_bar))), ==,
                   STUDIO_RUN_CANCELLED);
  g_assert_false (g_file_test (last, G_FILE_TEST_EXISTS));
  g_assert_false (test_studio_is_enabled (studio, "cancel-export"));
  test_studio_act (studio, "resume-export");
  test_export_wait_end (studio);
  g_assert_true (g_file_test (last, G_FILE_TEST_EXISTS));
  g_assert_nonnull (strstr (ui_export_bar_get_text (studio->window->export_bar), "120 frames exported"));
}

/* A race that is over, as frames: the same picture in the last of them as on the sheet of its lanes. */
static void
test_race (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *last = test_folder_dup_path (studio->folder, "colours-race-frames/colours-race_00079.png");
  g_autofree char *folder = test_folder_dup_path (studio->folder, "");
  GtkWidget *dialog;

  test_studio_open_window (studio, 0);
  g_settings_set_string (studio->window->settings, "save-folder", folder);
  g_assert_false (test_studio_is_enabled (studio, "export"));
  g_object_set (studio->workspace, "slowdown", 1.0, NULL);
  studio_workspace_set_seed (studio->workspace, 7);
  test_studio_act (studio, "measure");
  test_display_wait (can_export, studio, 60);
  test_studio_act (studio, "export");
  dialog = test_studio_wait_window (UI_TYPE_EXPORT_DIALOG);
  test_export_choose (dialog, "rate", 6); /* 10 a second, of about 8 seconds */
  test_export_set_number (dialog, "scale", 1);
  gtk_editable_set_text (GTK_EDITABLE (test_export_find (dialog, "base")), "colours-race_");
  test_export_start (studio, dialog);
  g_assert_true (g_file_test (last, G_FILE_TEST_EXISTS));
}

/* What cannot be: a sentence, and no button. */
static void
test_refused (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *dialog = test_export_open (studio, 1);

  gtk_editable_set_text (GTK_EDITABLE (test_export_find (dialog, "base")), "a/b");
  g_assert_true (gtk_widget_get_visible (test_export_find (dialog, "problem")));
  g_assert_false (gtk_widget_get_sensitive (test_export_find (dialog, "start")));
  gtk_editable_set_text (GTK_EDITABLE (test_export_find (dialog, "base")), "ab");
  test_export_choose (dialog, "format", 4);
  test_export_set_number (dialog, "scale", 3);
  g_assert_nonnull (strstr (test_export_get_text (dialog, "problem"), "even"));
  test_export_choose (dialog, "size", 1);
  g_assert_true (gtk_widget_get_sensitive (test_export_find (dialog, "start")));

  /* What many players cannot keep up with is said, and can be done. */
  test_export_choose (dialog, "rate", 1);
  g_assert_nonnull (strstr (test_export_get_text (dialog, "problem"), "30 frames"));
  g_assert_true (gtk_widget_get_sensitive (test_export_find (dialog, "start")));
  test_export_choose (dialog, "rate", 2);
  g_assert_null (strstr (test_export_get_text (dialog, "problem"), "30 frames"));
  gtk_window_close (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/export-dialog/no-state", test_no_state);
  g_test_add_func ("/export-dialog/existing", test_existing);
  g_test_add_func ("/export-dialog/existing-others", test_existing_others);
  g_test_add_func ("/export-dialog/cancel-and-resume", test_cancel_and_resume);
  g_test_add_func ("/export-dialog/race", test_race);
  g_test_add_func ("/export-dialog/refused", test_refused);
  return g_test_run ();
}
