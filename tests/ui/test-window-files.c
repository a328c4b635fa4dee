/* SPDX-License-Identifier: MIT */
/* What goes into the window as a file and what comes out: saved, opened, dropped, refused. */
#include "tests/ui/studio.h"

#include "ui/facts-dialog.h"
#include "ui/recipe-dialog.h"

#include "app/store.h"

/* A picture goes out with its recipe; opened again it shows it, and only a button applies it. */
static void
test_round_trip (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "picture.png");
  GtkWindow *dialog;

  test_studio_open_window (studio, 0);
  studio_workspace_set_seed (studio->workspace, 4711);
  studio_workspace_set_temperature (studio->workspace, 0.8);
  test_studio_paint (studio);
  ui_window_save_to (studio->window, UI_WINDOW_ALL_LANES, path, 4, TRUE);
  test_display_wait_file (path);

  studio_workspace_set_seed (studio->workspace, 1);
  studio_workspace_set_temperature (studio->workspace, 1.5);
  test_studio_open_file (studio, "picture.png");
  test_studio_wait_window (UI_TYPE_RECIPE_DIALOG);
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 1);

  dialog = test_studio_find_window (UI_TYPE_RECIPE_DIALOG);
  test_display_settle (GTK_WIDGET (dialog));
  g_signal_emit_by_name (test_display_find (GTK_WIDGET (dialog), "use_all"), "clicked");
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 4711);
  g_assert_cmpfloat (studio_workspace_get_temperature (studio->workspace), ==, 0.8);
}

static void
test_save_many (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *folder = test_folder_make (studio->folder, "out");
  g_autofree char *single = test_folder_dup_path (studio->folder, "single.png");

  test_studio_open_window (studio, 0);
  studio_workspace_set_seed (studio->workspace, 12);
  studio_workspace_set_n_lanes (studio->workspace, 3);
  test_studio_paint (studio);
  ui_window_save_to (studio->window, UI_WINDOW_ALL_LANES, folder, 1, FALSE);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("colours-12-%u.png", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      test_display_wait_file (path);
    }

  /* One of them alone goes where it is told to. */
  ui_window_save_to (studio->window, 2, single, 1, FALSE);
  test_display_wait_file (single);

  /* What is there is not overwritten, and the window says so. */
  ui_window_save_to (studio->window, UI_WINDOW_ALL_LANES, folder, 1, FALSE);
  g_assert_nonnull (strstr (test_studio_wait_message (studio), "colours-12-"));
}

static void
test_save_nowhere (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "missing/picture.png");

  test_studio_open_window (studio, 0);
  test_studio_paint (studio);
  ui_window_save_to (studio->window, UI_WINDOW_ALL_LANES, path, 1, TRUE);
  g_assert_nonnull (strstr (test_studio_wait_message (studio), "picture.png"));
}

/* Bad files: a sentence with the name and the reason; model and settings stay. */
static void
test_refused (void)
{
  const struct {
    const char *name;
    const char *part;
  } cases[] = {
    { "short.safetensors", "3 bytes" },
    { "nothing.safetensors", "nothing.safetensors" },
    { "broken.png", "broken.png" },
    { "bundled", "bundled" },
  };
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioEntry *entry = studio_workspace_get_entry (studio->workspace);

  test_studio_open_window (studio, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ui_message_bar_show (studio->window->message_bar, NULL, NULL, NULL);
      test_studio_open_file (studio, cases[i].name);
      g_assert_nonnull (strstr (test_studio_wait_message (studio), cases[i].part));
      g_assert_true (studio_workspace_get_entry (studio->workspace) == entry);
    }
}

static void
test_remote (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (GFile) file = g_file_new_for_uri ("sftp://somewhere/model.safetensors");

  test_studio_open_window (studio, 0);
  ui_window_open_file (studio->window, file);
  g_assert_nonnull (ui_message_bar_get_text (studio->window->message_bar));
}

static void
test_drop (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *good = test_folder_dup_path (studio->folder, "bundled/grey.safetensors");
  g_autofree char *bad = test_folder_dup_path (studio->folder, "short.safetensors");
  g_autoslist (GFile) files = NULL;
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  test_studio_open_window (studio, 0);
  g_assert_false (ui_window_drop_files (studio->window, NULL));

  files = g_slist_append (files, g_file_new_for_path (good));
  files = g_slist_append (files, g_file_new_for_path (bad));
  g_assert_true (ui_window_drop_files (studio->window, files));
  while (g_strcmp0 (studio_entry_get_name (studio_workspace_get_entry (studio->workspace)), "grey") != 0
         && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (studio_entry_get_name (studio_workspace_get_entry (studio->workspace)), ==, "grey");
  g_assert_null (ui_message_bar_get_text (studio->window->message_bar));
}

/* A bare export: the dialog asks, and what it is told makes a checkpoint of it. */
static void
test_bare_export (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  const struct {
    const char *id;
    double value;
  } facts[] = { { "heads", 2 }, { "width", 12 }, { "height", 10 } };
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  GtkWidget *dialog;

  test_studio_open_window (studio, 0);
  test_studio_open_file (studio, "bare.safetensors");
  dialog = test_studio_wait_window (UI_TYPE_FACTS_DIALOG);
  test_display_settle (dialog);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (test_display_find (dialog, facts[i].id)), facts[i].value);
  g_signal_emit_by_name (test_display_find (dialog, "open"), "clicked");

  while (g_strcmp0 (studio_entry_get_name (studio_workspace_get_entry (studio->workspace)), "bare") != 0
         && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (ui_message_bar_get_text (studio->window->message_bar), ==, NULL);
  g_assert_cmpstr (studio_entry_get_name (studio_workspace_get_entry (studio->workspace)), ==, "bare");
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/window-files/round-trip", test_round_trip);
  g_test_add_func ("/window-files/save-many", test_save_many);
  g_test_add_func ("/window-files/save-nowhere", test_save_nowhere);
  g_test_add_func ("/window-files/refused", test_refused);
  g_test_add_func ("/window-files/remote", test_remote);
  g_test_add_func ("/window-files/drop", test_drop);
  g_test_add_func ("/window-files/bare-export", test_bare_export);
  return g_test_run ();
}
