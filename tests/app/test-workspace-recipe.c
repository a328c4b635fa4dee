/* SPDX-License-Identifier: MIT */
/* Recipes on their way out of a workspace and in again, by value and by file. */
#include "tests/app/results.h"
#include "tests/app/workspaces.h"

#include "app/error.h"
#include "app/recipe-json.h"

/* A recipe taken from one run paints the same picture in another, after all settings have changed. */
static void
test_recipe (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = NULL;
  g_autoptr (StudioRecipe) again = NULL;
  g_auto (GStrv) changes = NULL;
  g_auto (GStrv) none = NULL;
  g_autoptr (GError) error = NULL;

  studio_workspace_set_n_lanes (workspace, 3);
  studio_workspace_set_temperature (workspace, 0.5);
  recipe = test_workspace_generate (fixture);
  studio_recipe_set_temperature (recipe, 4, 2);

  studio_workspace_set_entry (workspace, studio_catalog_find (fixture->catalog, "bee"));
  studio_workspace_set_temperature (workspace, 1.5);
  studio_workspace_roll_seed (workspace);
  g_object_set (workspace, "top-k", 2, NULL);
  changes = studio_workspace_list_changes (workspace, recipe);
  for (guint i = 0; changes[i] != NULL; i++)
    g_test_message ("%s", changes[i]);
  g_assert_cmpuint (g_strv_length (changes), ==, 4);
  g_assert_cmpstr (changes[0], ==, "Checkpoint: bee → ape");
  g_assert_cmpstr (changes[2], ==, "Temperature: 1.5 → 0.5, changed 1 time on the way");

  g_assert_true (studio_workspace_apply_recipe (workspace, recipe, STUDIO_APPLY_ALL, &error));
  none = studio_workspace_list_changes (workspace, recipe);
  g_assert_cmpuint (g_strv_length (none), ==, 0);

  again = test_workspace_generate (fixture);
  g_assert_null (studio_workspace_get_problem (workspace));
  again->has_state_hash = recipe->has_state_hash = FALSE;
  again->state_hash = recipe->state_hash = 0;
  g_assert_true (studio_recipe_equal (recipe, again));
}

static void
test_apply_parts (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = test_workspace_generate (fixture);
  g_autoptr (GError) error = NULL;

  recipe->seed = 123;
  studio_recipe_set_temperature (recipe, 0, 3);
  g_assert_true (studio_workspace_apply_recipe (workspace, recipe, STUDIO_APPLY_SEED_ONLY, NULL));
  g_assert_true (studio_workspace_get_seed (workspace) == 123);
  g_assert_cmpfloat (studio_workspace_get_temperature (workspace), ==, 1);

  recipe->seed = 456;
  g_assert_true (studio_workspace_apply_recipe (workspace, recipe, STUDIO_APPLY_ALL_BUT_SEED, NULL));
  g_assert_true (studio_workspace_get_seed (workspace) == 123);
  g_assert_cmpfloat (studio_workspace_get_temperature (workspace), ==, 3);

  g_free (recipe->checkpoint_name);
  recipe->checkpoint_name = g_strdup ("yak");
  g_free (recipe->checkpoint_sha256);
  recipe->checkpoint_sha256 = g_strnfill (64, '0');
  g_assert_false (studio_workspace_apply_recipe (workspace, recipe, STUDIO_APPLY_ALL, &error));
  g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_NOT_FOUND);
  g_assert_true (studio_workspace_get_seed (workspace) == 123);
}

/* The same name and sizes, but other weights: painted, with a word of caution. */
static void
test_other_checkpoint (TestWorkspace *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = test_workspace_generate (fixture);
  g_autoptr (StudioRecipe) again = NULL;

  studio_entry_unload (studio_workspace_get_entry (fixture->workspace));
  g_free (recipe->checkpoint_sha256);
  recipe->checkpoint_sha256 = g_strnfill (64, '0');
  g_free (recipe->checkpoint_name);
  recipe->checkpoint_name = g_strdup ("bee");
  g_assert_true (studio_workspace_apply_recipe (fixture->workspace, recipe, STUDIO_APPLY_ALL, NULL));
  again = test_workspace_generate (fixture);
  g_assert_nonnull (strstr (studio_workspace_get_problem (fixture->workspace), "not the one of the recipe"));
  studio_workspace_dismiss_problem (fixture->workspace);
  g_assert_null (studio_workspace_get_problem (fixture->workspace));
}

static void
test_files (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = test_workspace_generate (fixture);
  g_autofree char *path = test_folder_dup_path (fixture->folder, "picture.png");
  g_autofree char *bare_path = test_folder_dup_path (fixture->folder, "bare.png");
  StudioPicture *picture = g_ptr_array_index (fixture->pictures, 0);
  g_autoptr (StudioRecipe) read = NULL;
  const struct {
    const char *path;
    gboolean with_recipe;
    gboolean ok;
  } saves[] = { { path, TRUE, TRUE }, { path, TRUE, FALSE }, { bare_path, FALSE, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (saves); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      studio_workspace_save_async (workspace, picture, saves[i].path, STUDIO_STORE_NEW, 4,
                                   saves[i].with_recipe, NULL, test_result_cb, &result);
      test_result_wait (&result);
      g_assert_cmpint (studio_workspace_save_finish (workspace, result, &error), ==, saves[i].ok);
      if (!saves[i].ok)
        g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_EXISTS);
    }

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      studio_workspace_read_recipe_async (workspace, i == 0 ? path : bare_path, NULL, test_result_cb,
                                          &result);
      test_result_wait (&result);
      g_clear_pointer (&read, studio_recipe_free);
      read = studio_workspace_read_recipe_finish (workspace, result, &error);
      if (i == 1)
        {
          g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_NO_RECIPE);
          break;
        }
      g_assert_cmpuint (read->scale, ==, 4);
      read->scale = 1;
      g_assert_true (studio_recipe_equal (read, recipe));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  test_workspace_add ("/workspace-recipe/all", test_recipe);
  test_workspace_add ("/workspace-recipe/apply-parts", test_apply_parts);
  test_workspace_add ("/workspace-recipe/other-checkpoint", test_other_checkpoint);
  test_workspace_add ("/workspace-recipe/files", test_files);

  return g_test_run ();
}
