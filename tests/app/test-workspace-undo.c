/* SPDX-License-Identifier: MIT */
/* Settings and recipes taken back and done again. */
#include "tests/app/workspaces.h"

#include "tests/support/tiny-checkpoint.h"

static void
assert_settings (StudioWorkspace *workspace, const char *entry, guint64 seed, double temperature, guint n_lanes)
{
  g_assert_cmpstr (studio_entry_get_name (studio_workspace_get_entry (workspace)), ==, entry);
  g_assert_cmpuint (studio_workspace_get_seed (workspace), ==, seed);
  g_assert_cmpfloat (studio_workspace_get_temperature (workspace), ==, temperature);
  g_assert_cmpuint (studio_workspace_get_n_lanes (workspace), ==, n_lanes);
}

/* Settings go back one by one, whatever was painted in between, and forth again. */
static void
test_undo_settings (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = NULL;
  gboolean can_undo, can_redo;

  g_assert_null (studio_workspace_undo (workspace));
  studio_workspace_set_seed (workspace, 5);
  studio_workspace_forget_changes (workspace);
  studio_workspace_set_temperature (workspace, 2);
  studio_workspace_set_entry (workspace, studio_catalog_find (fixture->catalog, "bee"));
  recipe = test_workspace_generate (fixture);
  studio_workspace_set_n_lanes (workspace, 3);
  studio_workspace_set_seed (workspace, 6);
  assert_settings (workspace, "bee", 6, 2, 3);

  g_assert_cmpstr (studio_workspace_undo (workspace), ==, "Seed");
  g_assert_cmpstr (studio_workspace_undo (workspace), ==, "Number of images");
  assert_settings (workspace, "bee", 5, 2, 1);
  g_assert_cmpstr (studio_workspace_undo (workspace), ==, "Checkpoint");
  g_assert_cmpstr (studio_workspace_undo (workspace), ==, "Temperature");
  assert_settings (workspace, "ape", 5, 1, 1);
  g_object_get (workspace, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  g_assert_true (!can_undo && can_redo);

  while (studio_workspace_redo (workspace) != NULL)
    ;
  assert_settings (workspace, "bee", 6, 2, 3);
  test_workspace_wait_for_model (workspace);
}

/* An image takes as long with pictures of another size, and both go back in one step. */
static void
test_undo_pace (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  WeftConfig config = *studio_entry_get_config (studio_workspace_get_entry (workspace));
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path = NULL;
  double pace;

  config.image_width *= 2;
  config.n_positions = weft_config_get_image_values (&config) - 1;
  bytes = weft_test_tiny_checkpoint (&config, 3, NULL);
  path = test_folder_write (fixture->folder, "bundled/cow.safetensors", g_bytes_get_data (bytes, NULL),
                            g_bytes_get_size (bytes));
  studio_catalog_scan (fixture->catalog);
  g_object_set (workspace, "pace-unit", STUDIO_PACE_IMAGE, NULL);
  studio_workspace_set_counted_pace (workspace, 12);
  pace = studio_workspace_get_pace (workspace);
  studio_workspace_forget_changes (workspace);

  studio_workspace_set_entry (workspace, studio_catalog_find (fixture->catalog, "cow"));
  g_assert_cmpfloat (studio_workspace_get_counted_pace (workspace), ==, 12);
  g_assert_cmpfloat (studio_workspace_get_pace (workspace), ==, 2 * pace);
  g_assert_cmpstr (studio_workspace_undo (workspace), ==, "Checkpoint");
  g_assert_cmpfloat (studio_workspace_get_pace (workspace), ==, pace);
  g_assert_null (studio_workspace_undo (workspace));
  test_workspace_wait_for_model (workspace);
}

/* A recipe is one step, with all that it brings. */
static void
test_undo_recipe (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = NULL;
  g_autoptr (StudioRecipe) other = NULL;
  g_auto (GStrv) changes = NULL;

  studio_workspace_set_temperature (workspace, 0.5);
  recipe = test_workspace_generate (fixture);
  studio_workspace_set_entry (workspace, studio_catalog_find (fixture->catalog, "bee"));
  studio_workspace_set_temperature (workspace, 1.5);
  g_object_set (workspace, "top-k", 2, NULL);
  other = test_workspace_generate (fixture);
  g_assert_true (studio_workspace_apply_recipe (workspace, recipe, STUDIO_APPLY_ALL, NULL));
  assert_settings (workspace, "ape", recipe->seed, 0.5, 1);

  g_assert_cmpstr (studio_workspace_undo (workspace), ==, "Settings of a recipe");
  test_workspace_wait_for_model (workspace);
  changes = studio_workspace_list_changes (workspace, other);
  g_assert_cmpuint (g_strv_length (changes), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  test_workspace_add ("/workspace/undo-settings", test_undo_settings);
  test_workspace_add ("/workspace/undo-pace", test_undo_pace);
  test_workspace_add ("/workspace/undo-recipe", test_undo_recipe);

  return g_test_run ();
}
