/* SPDX-License-Identifier: MIT */
/* Preferences: a row is a key, a key acts at once, and what is stored wrongly is as if it were not stored. */
#include "tests/ui/studio.h"

#include "ui/preferences.h"
#include "ui/recents.h"
#include "ui/settings.h"

#include "app/paths.h"

#define G_SETTINGS_ENABLE_BACKEND /* the one that reads a file */
#include <gio/gsettingsbackend.h>

static GtkWidget *
open_preferences (TestStudio *studio)
{
  test_studio_act (studio, "preferences");
  return test_studio_wait_window (UI_TYPE_PREFERENCES);
}

/* Both ways: the row changes the key, the key changes the row. */
static void
test_rows (void)
{
  const struct {
    const char *row;
    const char *key;
    int value;
  } choices[] = { { "theme", "theme", 2 }, { "updates", "picture-updates", 1 }, { "precision", "precision", 2 } };
  const struct {
    const char *row;
    const char *key;
  } switches[] = { { "letters", "letter-shortcuts" }, { "auto_save", "auto-save" }, { "save_recipe", "save-recipe" } };
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (GSettings) settings = ui_settings_open ();
  GtkWidget *window;

  test_studio_open_window (studio, 0);
  window = open_preferences (studio);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      AdwComboRow *row = ADW_COMBO_ROW (test_display_find (window, choices[i].row));

      adw_combo_row_set_selected (row, (guint) choices[i].value);
      g_assert_cmpint (g_settings_get_enum (settings, choices[i].key), ==, choices[i].value);
      g_settings_reset (settings, choices[i].key);
      g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      GtkSwitch *row = GTK_SWITCH (test_display_find (window, switches[i].row));
      const gboolean before = g_settings_get_boolean (settings, switches[i].key);

      g_assert_cmpint (gtk_switch_get_active (row), ==, before);
      gtk_switch_set_active (row, !before);
      g_assert_cmpint (g_settings_get_boolean (settings, switches[i].key), ==, !before);
      g_settings_reset (settings, switches[i].key);
      g_assert_cmpint (gtk_switch_get_active (row), ==, before);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What is chosen acts: the theme, the picture's updates, the precision of the model. */
static gboolean
is_bf16 (gpointer workspace)
{
  WeftModel *model = studio_entry_get_model (studio_workspace_get_entry (workspace));

  return model != NULL && weft_model_get_precision (model) == WEFT_PRECISION_BF16
         && studio_workspace_get_model_state (workspace) == STUDIO_MODEL_READY;
}

static void
test_effects (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GSettings *settings = test_studio_open_window (studio, 0)->settings;
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_settings_set_string (settings, "theme", "dark");
  g_assert_true (adw_style_manager_get_dark (manager));
  g_settings_set_string (settings, "theme", "light");
  g_assert_false (adw_style_manager_get_dark (manager));
  g_settings_reset (settings, "theme");

  g_settings_set_string (settings, "precision", "bf16");
  test_display_wait (is_bf16, studio->workspace, 20);
  g_settings_reset (settings, "precision");

  /* Whatever is shown on the way, at the end it is the whole picture. */
  g_settings_set_string (settings, "picture-updates", "finished");
  test_studio_paint (studio);
  g_settings_reset (settings, "picture-updates");
}

static void
test_library (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *usual = studio_paths_dup_library_dir ();
  GtkWidget *window;
  AdwActionRow *row;

  test_studio_open_window (studio, 0);
  window = open_preferences (studio);
  row = ADW_ACTION_ROW (test_display_find (window, "library"));
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, usual);
  ui_preferences_set_library (UI_PREFERENCES (window), test_folder_get_path (studio->folder));
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, test_folder_get_path (studio->folder));
  ui_preferences_set_library (UI_PREFERENCES (window), NULL);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, usual);
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
get_n_recent (TestStudio *studio)
{
  g_autoptr (GMenuModel) files = g_menu_model_get_item_link (G_MENU_MODEL (studio->window->recent_menu), 0,
                                                             G_MENU_LINK_SECTION);

  return (guint) g_menu_model_get_n_items (files);
}

static gboolean
is_grey (gpointer workspace)
{
  return g_strcmp0 (studio_entry_get_name (studio_workspace_get_entry (workspace)), "grey") == 0;
}

/* A checkpoint opened by hand is in the menu from then on, opens from there, and is forgotten on request. */
static void
test_recent (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "bundled/grey.safetensors");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  test_studio_open_window (studio, 0);
  ui_recents_clear (studio->window->settings);
  g_assert_cmpuint (get_n_recent (studio), ==, 0);
  ui_window_open_file (studio->window, file);
  test_display_wait (is_grey, studio->workspace, 20);
  g_assert_cmpuint (get_n_recent (studio), ==, 1);

  studio_workspace_set_entry (studio->workspace, studio_catalog_find (studio->catalog, "colours"));
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "open-recent", g_variant_new_string (path));
  test_display_wait (is_grey, studio->workspace, 20);
  g_assert_cmpuint (get_n_recent (studio), ==, 1);

  test_studio_act (studio, "clear-recent");
  g_assert_cmpuint (get_n_recent (studio), ==, 0);
}

/* A list that somebody else wrote: ten of ten thousand, none that is no path, none twice; nothing is looked up. */
static void
test_recent_list (void)
{
  g_autoptr (GSettings) settings = ui_settings_open ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) files = NULL;
  g_auto (GStrv) paths = NULL;

  g_strv_builder_add (builder, "relative.safetensors");
  g_strv_builder_add (builder, "");
  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *path = g_strdup_printf ("/dead/mount/a_b-%u.safetensors", i / 2);

      g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "recent-checkpoints", (const char *const *) paths);
  ui_recents_fill_menu (settings, menu, "win.open-recent", "win.clear-recent");
  files = g_menu_model_get_item_link (G_MENU_MODEL (menu), 0, G_MENU_LINK_SECTION);
  g_assert_cmpint (g_menu_model_get_n_items (files), ==, UI_RECENTS_MAX);
  for (int i = 0; i < UI_RECENTS_MAX; i++)
    {
      g_autofree char *label = NULL, *expected = g_strdup_printf ("a__b-%d.safetensors", i);

      g_assert_true (g_menu_model_get_item_attribute (files, i, G_MENU_ATTRIBUTE_LABEL, "s", &label));
      g_assert_cmpstr (label, ==, expected);
    }

  ui_recents_add (settings, "/new.safetensors");
  ui_recents_add (settings, "not/absolute.safetensors");
  g_strfreev (g_steal_pointer (&paths));
  paths = g_settings_get_strv (settings, "recent-checkpoints");
  g_assert_cmpuint (g_strv_length (paths), ==, UI_RECENTS_MAX);
  g_assert_cmpstr (paths[0], ==, "/new.safetensors");
  ui_recents_clear (settings);
}

/* What a stored file says wrongly counts as not stored: kinds, ranges, names. */
static void
test_bad_values (void)
{
  static const char text[] = "[io/github/weft_studio/Weft]\n"
                             "window-width=-5\nwindow-height='high'\ntemperature=nan\nbatch-count=100000\n"
                             "pixels-per-second=1e300\ntheme='pink'\nthreads=-3\nkeyframe-memory=0\n"
                             "recent-checkpoints=7\nview='elsewhere'\nunknown-key=true\nprecision=12\n\xff\xfe\n";
  const struct {
    const char *key;
    const char *expected;
  } cases[] = {
    { "window-width", "1000" },  { "window-height", "700" }, { "batch-count", "1" },
    { "theme", "'system'" },     { "threads", "0" },         { "keyframe-memory", "64" },
    { "recent-checkpoints", "@as []" }, { "view", "'studio'" }, { "precision", "'auto'" },
  };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_write (folder, "keyfile", text, sizeof text - 1);
  g_autoptr (GSettingsBackend) backend = g_keyfile_settings_backend_new (path, "/", NULL);
  g_autoptr (GSettings) settings = g_settings_new_with_backend ("io.github.weft_studio.Weft", backend);
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) value = g_settings_get_value (settings, cases[i].key);
      g_autofree char *printed = g_variant_print (value, TRUE);

      g_assert_cmpstr (printed, ==, cases[i].expected);
    }

  ui_settings_restore (settings, window, studio->workspace);
  g_assert_cmpfloat (studio_workspace_get_temperature (studio->workspace), ==, 1);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/preferences/rows", test_rows);
  g_test_add_func ("/preferences/effects", test_effects);
  g_test_add_func ("/preferences/library", test_library);
  g_test_add_func ("/preferences/recent", test_recent);
  g_test_add_func ("/preferences/recent-list", test_recent_list);
  g_test_add_func ("/preferences/bad-values", test_bad_values);
  return g_test_run ();
}
