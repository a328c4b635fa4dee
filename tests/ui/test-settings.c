/* SPDX-License-Identifier: MIT */
/* What a window remembers comes back to the next one. */
#include "tests/ui/studio.h"

#include "ui/settings.h"

static void
test_round_trip (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (GSettings) settings = ui_settings_open ();
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  int width, height;

  g_assert_nonnull (settings);
  gtk_window_set_default_size (window, 800, 500);
  studio_workspace_set_temperature (studio->workspace, 0.6);
  studio_workspace_set_n_lanes (studio->workspace, 4);
  studio_workspace_set_pace (studio->workspace, 50);
  studio_workspace_set_entry (studio->workspace, studio_catalog_find (studio->catalog, "grey"));
  ui_settings_save (settings, window, studio->workspace);

  gtk_window_set_default_size (window, 1000, 700);
  studio_workspace_set_temperature (studio->workspace, 1);
  studio_workspace_set_n_lanes (studio->workspace, 1);
  studio_workspace_set_pace (studio->workspace, 0);
  studio_workspace_set_entry (studio->workspace, studio_catalog_find (studio->catalog, "colours"));
  ui_settings_restore (settings, window, studio->workspace);

  gtk_window_get_default_size (window, &width, &height);
  g_assert_cmpint (width, ==, 800);
  g_assert_cmpint (height, ==, 500);
  g_assert_cmpfloat (studio_workspace_get_temperature (studio->workspace), ==, 0.6);
  g_assert_cmpuint (studio_workspace_get_n_lanes (studio->workspace), ==, 4);
  g_assert_cmpfloat (studio_workspace_get_pace (studio->workspace), ==, 50);
  g_assert_cmpstr (studio_entry_get_name (studio_workspace_get_entry (studio->workspace)), ==, "grey");
  gtk_window_destroy (window);
}

/* Without a schema nothing is remembered, and nothing else happens. */
static void
test_without_schema (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (GFile) folder = ui_settings_get_save_folder (NULL);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  g_assert_nonnull (folder);
  ui_settings_set_save_folder (NULL, folder);
  ui_settings_restore (NULL, window, studio->workspace);
  ui_settings_save (NULL, window, studio->workspace);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/settings/round-trip", test_round_trip);
  g_test_add_func ("/settings/without-schema", test_without_schema);
  return g_test_run ();
}
