/* SPDX-License-Identifier: MIT */
/* Exports through the window write the files that the command they copy writes. */
#include "tests/ui/export.h"

#include <string.h>

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
  GtkWidget *dialog = test_export_open (studio, 1);
  g_autofree char *other = test_folder_make (studio->folder, "other");
  g_autofree char *command = NULL, *ffmpeg = NULL;

  test_export_set_number (dialog, "scale", 3);
  test_export_choose (dialog, "first_number", 1);
  g_assert_nonnull (strstr (test_export_get_text (dialog, "summary"), "12 × 10 → 36 × 30, 120 frames"));
  g_assert_cmpstr (test_export_get_text (dialog, "names"), ==,
                   "colours-7_00001.png … colours-7_00120.png");
  gtk_widget_activate_action (dialog, "export.copy-weft", NULL);
  command = dup_clipboard (dialog);
  gtk_widget_activate_action (dialog, "export.copy-ffmpeg", NULL);
  ffmpeg = dup_clipboard (dialog);
  g_assert_true (g_str_has_prefix (ffmpeg, "ffmpeg -framerate 25 -start_number 1 -i "));
  test_export_start (studio, dialog);
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
      GtkWidget *dialog = test_export_open (studio, 1);
      g_autofree char *command = NULL;
      g_autofree char *ours = g_strdup_printf ("anim%u.%s", format, endings[format]);
      g_autofree char *theirs = g_strdup_printf ("again%u.%s", format, endings[format]);
      g_autofree char *base = g_strdup_printf ("anim%u", format);

      test_export_choose (dialog, "what", 1); /* rows */
      test_export_choose (dialog, "format", format);
      test_export_choose (dialog, "rate", 1); /* 33.3, which no binary number is */
      test_export_set_number (dialog, "scale", 4);
      gtk_editable_set_text (GTK_EDITABLE (test_export_find (dialog, "base")), base);
      gtk_widget_activate_action (dialog, "export.copy-weft", NULL);
      command = dup_clipboard (dialog);
      test_export_start (studio, dialog);
      run_command (studio, command, "anim", "again");
      assert_same_file (studio, ours, theirs);
    }
}

static void
test_sheet (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *dialog = test_export_open (studio, 3);
  g_autofree char *command = NULL;

  test_export_choose (dialog, "what", 5);
  test_export_set_number (dialog, "scale", 4);
  gtk_editable_set_text (GTK_EDITABLE (test_export_find (dialog, "base")), "sheet");
  gtk_widget_activate_action (dialog, "export.copy-weft", NULL);
  command = dup_clipboard (dialog);
  test_export_start (studio, dialog);
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
  GtkWidget *dialog = test_export_open (studio, 1);
  g_autofree char *other = test_folder_make (studio->folder, "other");
  g_autofree char *command = NULL;

  g_assert_false (gtk_widget_get_visible (test_export_find (dialog, "layer_row")));
  gtk_window_close (GTK_WINDOW (dialog));
  test_studio_wait_no_window (UI_TYPE_EXPORT_DIALOG);
  test_studio_act (studio, "inspector");
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "inspector-page", g_variant_new_string ("state"));
  test_display_settle (GTK_WIDGET (studio->window));
  set_inspector_head (studio, 2, 2);
  dialog = test_export_open (studio, 1);
  test_export_choose (dialog, "what", 3);
  g_assert_true (gtk_widget_get_visible (test_export_find (dialog, "layer_row")));
  g_assert_true (gtk_widget_get_visible (test_export_find (dialog, "head_row")));
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (test_export_find (dialog, "layer"))), ==, 2);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (test_export_find (dialog, "head"))), ==, 2);
  test_export_set_number (dialog, "head", 1);
  test_export_set_number (dialog, "every", 30);
  test_export_set_number (dialog, "scale", 1);
  g_assert_cmpstr (test_export_get_text (dialog, "names"), ==,
                   "colours-7-layer2-head1_00000.png … colours-7-layer2-head1_00003.png");
  gtk_widget_activate_action (dialog, "export.copy-weft", NULL);
  command = dup_clipboard (dialog);
  g_assert_nonnull (strstr (command, "--what state --layer 2 --head 1 --every 30"));
  test_export_start (studio, dialog);
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
  GtkWidget *dialog = test_export_open (studio, 1);
  g_autofree char *command = NULL;

  test_export_choose (dialog, "what", 3);
  g_assert_true (gtk_widget_get_visible (test_export_find (dialog, "every_row")));
  test_export_choose (dialog, "what", 4);
  g_assert_false (gtk_widget_get_visible (test_export_find (dialog, "every_row")));
  g_assert_true (gtk_widget_get_visible (test_export_find (dialog, "layer_row")));
  g_assert_nonnull (strstr (test_export_get_text (dialog, "summary"), ", 10 frames"));
  test_export_choose (dialog, "format", 2);
  test_export_set_number (dialog, "scale", 1);
  gtk_editable_set_text (GTK_EDITABLE (test_export_find (dialog, "base")), "memory");
  gtk_widget_activate_action (dialog, "export.copy-weft", NULL);
  command = dup_clipboard (dialog);
  g_assert_nonnull (strstr (command, "--what state --layer 1 --head 1 --rows --format gif"));
  test_export_start (studio, dialog);
  run_command (studio, command, "memory", "again");
  assert_same_file (studio, "memory.gif", "again.gif");
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/export-commands/frames", test_frames);
  g_test_add_func ("/export-commands/animations", test_animations);
  g_test_add_func ("/export-commands/sheet", test_sheet);
  g_test_add_func ("/export-commands/state", test_state);
  g_test_add_func ("/export-commands/state-rows", test_state_rows);
  return g_test_run ();
}
