/* SPDX-License-Identifier: MIT */
#include "tests/app/workspaces.h"

#include "tests/support/last-reference.h"
#include "tests/support/tiny-checkpoint.h"

static void
add_checkpoint (TestFolder *folder, const char *name, WeftAttention attention, WeftImageMode mode, guint64 seed)
{
  const WeftConfig config = weft_test_tiny_config (attention, WEFT_OUTPUT_CATEGORICAL, mode, TRUE);
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (&config, seed, NULL);
  g_autofree char *path = test_folder_write (folder, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

void
test_workspace_add_checkpoint (TestWorkspace *fixture, const char *name, WeftAttention attention, guint64 seed)
{
  add_checkpoint (fixture->folder, name, attention, WEFT_IMAGE_INDEXED8, seed);
}

static void
picture_cb (StudioWorkspace *workspace, StudioPicture *picture, gpointer data)
{
  g_ptr_array_add (data, g_object_ref (picture));
}

static void
set_up (TestWorkspace *fixture, gconstpointer data)
{
  g_autofree char *bundled = NULL;

  fixture->folder = test_folder_new ();
  bundled = test_folder_make (fixture->folder, "bundled");
  test_workspace_add_checkpoint (fixture, "bundled/ape.safetensors", WEFT_ATTENTION_LINEAR, 1);
  test_workspace_add_checkpoint (fixture, "bundled/bee.safetensors", WEFT_ATTENTION_LINEAR, 2);
  fixture->catalog = studio_catalog_new (bundled, "/nothing/of/the/user");
  studio_catalog_scan (fixture->catalog);
  fixture->workspace = studio_workspace_new (fixture->catalog);
  fixture->pictures = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (fixture->workspace, "picture", G_CALLBACK (picture_cb), fixture->pictures);
}

static void
tear_down (TestWorkspace *fixture, gconstpointer data)
{
  test_assert_finalize_after_tasks (fixture->workspace);
  g_assert_finalize_object (fixture->catalog);
  g_ptr_array_unref (fixture->pictures);
  test_folder_free (fixture->folder);
}

void
test_workspace_wait_for_model (StudioWorkspace *workspace)
{
  while (studio_workspace_get_model_state (workspace) == STUDIO_MODEL_LOADING)
    g_main_context_iteration (NULL, TRUE);
}

StudioWorkspace *
test_workspace_new_alone (TestFolder *folder, WeftImageMode mode, StudioCatalog **catalog)
{
  g_autofree char *bundled = test_folder_make (folder, "bundled");
  StudioWorkspace *workspace;

  add_checkpoint (folder, "bundled/ape.safetensors", WEFT_ATTENTION_LINEAR, mode, 1);
  *catalog = studio_catalog_new (bundled, "/nothing/of/the/user");
  studio_catalog_scan (*catalog);
  workspace = studio_workspace_new (*catalog);
  test_workspace_wait_for_model (workspace);
  return workspace;
}

void
test_workspace_wait_for_state (StudioWorkspace *workspace, StudioRunState state)
{
  while (studio_workspace_get_state (workspace) != state)
    g_main_context_iteration (NULL, FALSE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

StudioRecipe *
test_workspace_generate (TestWorkspace *fixture)
{
  StudioPicture *picture;

  studio_workspace_generate (fixture->workspace);
  test_workspace_wait_for_model (fixture->workspace);
  test_workspace_wait_for_state (fixture->workspace, STUDIO_RUN_FINISHED);
  picture = g_ptr_array_index (fixture->pictures, fixture->pictures->len - 1);
  return studio_recipe_copy (studio_picture_get_recipe (picture));
}

guint
test_workspace_count_known (StudioWorkspace *workspace)
{
  g_autoptr (StudioFrame) frame = studio_job_dup_frame (studio_workspace_get_job (workspace));

  return studio_frame_get_n_known (frame);
}

void
test_workspace_add (const char *path, void (*test) (TestWorkspace *, gconstpointer))
{
  g_test_add (path, TestWorkspace, NULL, set_up, test, tear_down);
}
