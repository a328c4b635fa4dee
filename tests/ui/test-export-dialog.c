/* SPDX-License-Identifier: MIT */
/* Exports through the window: files like those of the command line, followed, cancelled, resumed. */
#include "tests/ui/studio.h"

#include "ui/export-dialog.h"

#include "app/png.h"
#include "app/store.h"
#include "tests/support/tiny-checkpoint.h"

#include <glib/gstdio.h>

static gboolean
has_ended (gpointer data)
{
  UiExportBar *bar = ((TestStudio *) data)->window->export_bar;

  return ui_export_bar_get_export (bar) != NULL && !ui_export_bar_get_is_running (bar)
         && !g_str_has_prefix (ui_export_bar_get_text (bar), "Exporting");
}

static GtkWidget *
find (GtkWidget *dialog, const char *id)
{
  GtkWidget *widget = test_display_find (dialog, id);

  g_assert_nonnull (widget);
  return widget;
}

static void
choose (GtkWidget *dialog, const char *id, guint position)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (dialog, id)), position);
}

static void
set_number (GtkWidget *dialog, const char *id, double value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (dialog, id)), value);
}

/* WebM comes when GStreamer has been found. */
static gboolean
has_all_formats (gpointer dialog)
{
  const guint n = studio_format_is_available (STUDIO_FORMAT_WEBM, NULL) ? STUDIO_N_FORMATS : STUDIO_N_FORMATS - 1;

  return g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (find (dialog, "format")))) == n;
}

/* A window with a picture painted, and the dialog, which writes into the test's folder. */
static GtkWidget *
open_dialog (TestStudio *studio, guint n_lanes)
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

static void
start (TestStudio *studio, GtkWidget *dialog)
{
  gtk_widget_activate_action (dialog, "export.start", NULL);
  test_studio_wait_no_window (UI_TYPE_EXPORT_DIALOG);
  test_display_wait (has_ended, studio, 60);
}

static char *
dup_clipboard (GtkWidget *dialog)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (dialog));
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  return g_value_dup_string (&value);
}

/* The command the dialog copies, with the test's own checkpoint and another name for its files; then run. */
static void
run_command (TestStudio *studio, const char *command, const char *from, const char *to)
{
  g_autofree char *checkpoint = test_folder_dup_path (studio->folder, "bundled/colours.safetensors");
  g_autoptr (GString) line = g_string_new (command);
  g_autofree char *output = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_string_replace (line, "-m colours", "-m CHECKPOINT", 1);
  g_string_replace (line, "CHECKPOINT", checkpoint, 1);
  g_assert_cmpuint (g_string_replace (line, from, to, 0), >, 0);
  g_assert_true (g_shell_parse_argv (line->str, NULL, &words, NULL));
  g_assert_cmpstr (words[0], ==, "weft");
  g_free (words[0]);
  words[0] = g_strdup (g_getenv ("WEFT"));
  g_assert_true (g_spawn_sync (NULL, words, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, &error));
  g_assert_true (g_spawn_check_wait_status (status, &error));
}

static void
assert_same_file (TestStudio *studio, const char *a, const char *b)
{
  g_autofree char *first = test_folder_dup_path (studio->folder, a);
  g_autofree char *second = test_folder_dup_path (studio->folder, b);
  g_autofree char *first_data = NULL, *second_data = NULL;
  gsize first_size, second_size;

  g_assert_true (g_file_get_contents (first, &first_data, &first_size, NULL));
  g_assert_true (g_file_get_contents (second, &second_data, &second_size, NULL));
  g_assert_cmpmem (first_data, first_size, second_data, second_size);
}

/* Every frame, as the copied command writes it. */
static void
test_frames (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *dialog = open_dialog (studio, 1);
  g_autofree char *other = test_folder_make (studio->folder, "other");
  g_autofree char *command = NULL, *ffmpeg = NULL;

  set_number (dialog, "scale", 3);
  choose (dialog, "first_number", 1);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (find (dialog, "summary"))), "12 × 10 → 36 × 30, 120 frames"));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find (dialog, "names"))), ==,
                   "colours-7_00001.png … colours-7_00120.png");
  gtk_widget_activate_action (dialog, "export.copy-weft", NULL);
  command = dup_clipboard (dialog);
  gtk_widget_activate_action (dialog, "export.copy-ffmpeg", NULL);
  ffmpeg = dup_clipboard (dialog);
  g_assert_true (g_str_has_prefix (ffmpeg, "ffmpeg -framerate 25 -start_number 1 -i "));
  start (studio, dialog);
  g_assert_nonnull (strstr (ui_export_bar_get_text (studio->window->export_bar), "120 frames exported"));

  run_command (studio, command, "colours-7-frames/", "other/");
  for (guint i = 1; i <= 120; i++)
    {
      g_autofree char *ours = g_strdup_printf ("colours-7-frames/colours-7_%05u.png", i);
      g_autofree char *theirs = g_strdup_printf ("other/colours-7_%05u.png", i);

      assert_same_file (studio, ours, theirs);
    }
}

/* Animations and the sheet likewise, in every format there is. */
static void
test_animations (void)
{
  static const char *const endings[] = { "png", "png", "gif", "webp", "webm" };
  g_autoptr (TestStudio) studio = test_studio_new ();

  for (guint format = 1; format < G_N_ELEMENTS (endings); format++)
    {
      GtkWidget *dialog = open_dialog (studio, 1);
      g_autofree char *command = NULL;
      g_autofree char *ours = g_strdup_printf ("anim%u.%s", format, endings[format]);
      g_autofree char *theirs = g_strdup_printf ("again%u.%s", format, endings[format]);
      g_autofree char *base = g_strdup_printf ("anim%u", format);

      choose (dialog, "what", 1); /* rows */
      choose (dialog, "format", format);
      choose (dialog, "rate", 1); /* 33.3, which no binary number is */
      set_number (dialog, "scale", 4);
      gtk_editable_set_text (GTK_EDITABLE (find (dialog, "base")), base);
      gtk_widget_activate_action (dialog, "export.copy-weft", NULL);
      command = dup_clipboard (dialog);
      start (studio, dialog);
      run_command (studio, command, "anim", "again");
      assert_same_file (studio, ours, theirs);
    }
}

static void
test_sheet (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *dialog = open_dialog (studio, 3);
  g_autofree char *command = NULL;

  choose (dialog, "what", 5);
  set_number (dialog, "scale", 4);
  gtk_editable_set_text (GTK_EDITABLE (find (dialog, "base")), "sheet");
  gtk_widget_activate_action (dialog, "export.copy-weft", NULL);
  command = dup_clipboard (dialog);
  start (studio, dialog);
  run_command (studio, command, "/sheet", "/again");
  assert_same_file (studio, "sheet.png", "again.png");
}

static void
set_inspector_head (TestStudio *studio, guint layer, guint head)
{
  GtkWidget *page = test_display_find (GTK_WIDGET (studio->window->inspector), "state");

  g_assert_nonnull (page);
  g_object_set (page, "layer", layer, "head", head, NULL);
}

/* The memory of the head that the inspector shows, as the copied command writes it. */
static void
test_state (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *dialog = open_dialog (studio, 1);
  g_autofree char *other = test_folder_make (studio->folder, "other");
  g_autofree char *command = NULL;

  g_assert_false (gtk_widget_get_visible (find (dialog, "layer_row")));
  gtk_window_close (GTK_WINDOW (dialog));
  test_studio_wait_no_window (UI_TYPE_EXPORT_DIALOG);
  test_studio_act (studio, "inspector");
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "inspector-page", g_variant_new_string ("state"));
  test_display_settle (GTK_WIDGET (studio->window));
  set_inspector_head (studio, 2, 2);
  dialog = open_dialog (studio, 1);
  choose (dialog, "what", 3);
  g_assert_true (gtk_widget_get_visible (find (dialog, "layer_row")));
  g_assert_true (gtk_widget_get_visible (find (dialog, "head_row")));
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (find (dialog, "layer"))), ==, 2);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (find (dialog, "head"))), ==, 2);
  set_number (dialog, "head", 1);
  set_number (dialog, "every", 30);
  set_number (dialog, "scale", 1);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find (dialog, "names"))), ==,
                   "colours-7-layer2-head1_00000.png … colours-7-layer2-head1_00003.png");
  gtk_widget_activate_action (dialog, "export.copy-weft", NULL);
  command = dup_clipboard (dialog);
  g_assert_nonnull (strstr (command, "--what state --layer 2 --head 1 --every 30"));
  start (studio, dialog);
  run_command (studio, command, "colours-7-layer2-head1-frames/", "other/");
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *ours = g_strdup_printf ("colours-7-layer2-head1-frames/colours-7-layer2-head1_%05u.png", i);
      g_autofree char *theirs = g_strdup_printf ("other/colours-7-layer2-head1_%05u.png", i);

      assert_same_file (studio, ours, theirs);
    }
}

/* The same after each row: pixels between frames are no choice then. */
static void
test_state_rows (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *dialog = open_dialog (studio, 1);
  g_autofree char *command = NULL;

  choose (dialog, "what", 3);
  g_assert_true (gtk_widget_get_visible (find (dialog, "every_row")));
  choose (dialog, "what", 4);
  g_assert_false (gtk_widget_get_visible (find (dialog, "every_row")));
  g_assert_true (gtk_widget_get_visible (find (dialog, "layer_row")));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (find (dialog, "summary"))), ", 10 frames"));
  choose (dialog, "format", 2);
  set_number (dialog, "scale", 1);
  gtk_editable_set_text (GTK_EDITABLE (find (dialog, "base")), "memory");
  gtk_widget_activate_action (dialog, "export.copy-weft", NULL);
  command = dup_clipboard (dialog);
  g_assert_nonnull (strstr (command, "--what state --layer 1 --head 1 --rows --format gif"));
  start (studio, dialog);
  run_command (studio, command, "memory", "again");
  assert_same_file (studio, "memory.gif", "again.gif");
}

/* Softmax attention has no such memory: steps, rows and the picture are all there is. */
static void
test_no_state (void)
{
  const WeftConfig softmax = weft_test_tiny_config (WEFT_ATTENTION_SOFTMAX, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_GRAY8,
                                                    FALSE);
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *dialog;

  test_studio_open_window (studio, 0);
  test_studio_open_tiny (studio, &softmax);
  dialog = open_dialog (studio, 1);
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (find (dialog, "what")))), ==, 3);
  gtk_window_close (GTK_WINDOW (dialog));
}

/* Frames that are there are kept when the same is asked again, and left alone when something else is. */
static void
test_existing (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *new_folder = test_folder_dup_path (studio->folder, "colours-7-frames-2");
  GtkWidget *dialog = open_dialog (studio, 1);
  GtkWidget *existing;

  set_number (dialog, "scale", 2);
  start (studio, dialog);
  dialog = open_dialog (studio, 1);
  set_number (dialog, "scale", 2);
  existing = find (dialog, "existing");
  while (!gtk_widget_get_visible (existing))
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (existing)), ==, 0);
  start (studio, dialog);
  g_assert_cmpstr (ui_export_bar_get_text (studio->window->export_bar), ==, "All frames were there already");

  dialog = open_dialog (studio, 1);
  set_number (dialog, "scale", 5);
  existing = find (dialog, "existing");
  while (!gtk_widget_get_visible (existing))
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (existing)), ==, 2);
  start (studio, dialog);
  g_assert_true (g_file_test (new_folder, G_FILE_TEST_IS_DIR));
}

/* Cancelled by its action, then resumed by its action: all frames are there. */
static void
test_cancel_and_resume (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *dialog = open_dialog (studio, 1);
  g_autofree char *last = test_folder_dup_path (studio->folder, "colours-7-frames/colours-7_00119.png");

  set_number (dialog, "scale", 40);
  gtk_widget_activate_action (dialog, "export.start", NULL);
  test_studio_act (studio, "cancel-export");
  test_display_wait (has_ended, studio, 20);
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (ui_export_bar_get_export (studio->window->export_bar))), ==,
                   STUDIO_RUN_CANCELLED);
  g_assert_false (g_file_test (last, G_FILE_TEST_EXISTS));
  g_assert_false (test_studio_is_enabled (studio, "cancel-export"));
  test_studio_act (studio, "resume-export");
  test_display_wait (has_ended, studio, 60);
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
  while (!test_studio_is_enabled (studio, "export"))
    g_main_context_iteration (NULL, FALSE);
  test_studio_act (studio, "export");
  dialog = test_studio_wait_window (UI_TYPE_EXPORT_DIALOG);
  choose (dialog, "rate", 6); /* 10 a second, of about 8 seconds */
  set_number (dialog, "scale", 1);
  gtk_editable_set_text (GTK_EDITABLE (find (dialog, "base")), "colours-race_");
  start (studio, dialog);
  g_assert_true (g_file_test (last, G_FILE_TEST_EXISTS));
}

/* What cannot be: a sentence, and no button. */
static void
test_refused (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *dialog = open_dialog (studio, 1);

  gtk_editable_set_text (GTK_EDITABLE (find (dialog, "base")), "a/b");
  g_assert_true (gtk_widget_get_visible (find (dialog, "problem")));
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "start")));
  gtk_editable_set_text (GTK_EDITABLE (find (dialog, "base")), "ab");
  choose (dialog, "format", 4);
  set_number (dialog, "scale", 3);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (find (dialog, "problem"))), "even"));
  choose (dialog, "size", 1);
  g_assert_true (gtk_widget_get_sensitive (find (dialog, "start")));
  gtk_window_close (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/export-dialog/frames", test_frames);
  g_test_add_func ("/export-dialog/animations", test_animations);
  g_test_add_func ("/export-dialog/sheet", test_sheet);
  g_test_add_func ("/export-dialog/state", test_state);
  g_test_add_func ("/export-dialog/state-rows", test_state_rows);
  g_test_add_func ("/export-dialog/no-state", test_no_state);
  g_test_add_func ("/export-dialog/existing", test_existing);
  g_test_add_func ("/export-dialog/cancel-and-resume", test_cancel_and_resume);
  g_test_add_func ("/export-dialog/race", test_race);
  g_test_add_func ("/export-dialog/refused", test_refused);
  return g_test_run ();
}
