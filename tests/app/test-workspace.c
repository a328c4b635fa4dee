/* SPDX-License-Identifier: MIT */
/* The workspace as a window uses it: properties and signals in a main loop, without a window. */
#include "app/workspace.h"

#include "app/error.h"
#include "app/png.h"
#include "app/recipe-json.h"
#include "engine/error.h"
#include "tests/support/folder.h"
#include "tests/support/last-reference.h"
#include "tests/support/tiny-checkpoint.h"

#include <glib/gstdio.h>

typedef struct {
  TestFolder *folder;
  StudioCatalog *catalog;
  StudioWorkspace *workspace;
  GPtrArray *pictures; /* of StudioPicture, as told */
} Fixture;

static void
add_tiny (Fixture *fixture, const char *name, WeftAttention attention, guint64 seed)
{
  const WeftConfig config = weft_test_tiny_config (attention, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8,
                                                   TRUE);
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (&config, seed, NULL);
  g_autofree char *path = test_folder_write (fixture->folder, name, g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes));
}

static void
picture_cb (StudioWorkspace *workspace, StudioPicture *picture, gpointer data)
{
  g_ptr_array_add (data, g_object_ref (picture));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bundled = NULL;

  fixture->folder = test_folder_new ();
  bundled = test_folder_make (fixture->folder, "bundled");
  add_tiny (fixture, "bundled/ape.safetensors", WEFT_ATTENTION_LINEAR, 1);
  add_tiny (fixture, "bundled/bee.safetensors", WEFT_ATTENTION_LINEAR, 2);
  fixture->catalog = studio_catalog_new (bundled, "/nothing/of/the/user");
  studio_catalog_scan (fixture->catalog);
  fixture->workspace = studio_workspace_new (fixture->catalog);
  fixture->pictures = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (fixture->workspace, "picture", G_CALLBACK (picture_cb), fixture->pictures);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_assert_finalize_after_tasks (fixture->workspace);
  g_assert_finalize_object (fixture->catalog);
  g_ptr_array_unref (fixture->pictures);
  test_folder_free (fixture->folder);
}

static void
wait_for_model (StudioWorkspace *workspace)
{
  while (studio_workspace_get_model_state (workspace) == STUDIO_MODEL_LOADING)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_state (StudioWorkspace *workspace, StudioRunState state)
{
  while (studio_workspace_get_state (workspace) != state)
    g_main_context_iteration (NULL, FALSE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static StudioRecipe *
generate (Fixture *fixture)
{
  StudioPicture *picture;

  studio_workspace_generate (fixture->workspace);
  wait_for_model (fixture->workspace);
  wait_for_state (fixture->workspace, STUDIO_RUN_FINISHED);
  picture = g_ptr_array_index (fixture->pictures, fixture->pictures->len - 1);
  return studio_recipe_copy (studio_picture_get_recipe (picture));
}

/* A wish made while the model is still being loaded is granted when it is there. */
static void
test_generate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = NULL;
  const guint64 seed = studio_workspace_get_seed (fixture->workspace);

  g_assert_cmpstr (studio_entry_get_name (studio_workspace_get_entry (fixture->workspace)), ==, "ape");
  g_assert_cmpint (studio_workspace_get_model_state (fixture->workspace), ==, STUDIO_MODEL_LOADING);
  g_assert_cmpint (studio_workspace_get_state (fixture->workspace), ==, STUDIO_RUN_READY);
  studio_workspace_set_n_lanes (fixture->workspace, 5);
  recipe = generate (fixture);

  g_assert_null (studio_workspace_get_problem (fixture->workspace));
  g_assert_cmpuint (fixture->pictures->len, ==, 5);
  g_assert_cmpstr (recipe->checkpoint_name, ==, "ape");
  g_assert_nonnull (recipe->checkpoint_sha256);
  g_assert_true (recipe->seed == seed && recipe->image == 4);
}

/* Unlocked, each run draws a new seed, unless one was set; locked, none does. */
static void
test_seeds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) first = generate (fixture);
  g_autoptr (StudioRecipe) second = generate (fixture);
  g_autoptr (StudioRecipe) set = NULL;
  g_autoptr (StudioRecipe) locked = NULL;
  g_autoptr (StudioRecipe) again = NULL;

  g_assert_true (first->seed != second->seed);
  g_assert_true (second->seed < 1000000);

  studio_workspace_set_seed (fixture->workspace, G_MAXUINT64);
  set = generate (fixture);
  g_assert_true (set->seed == G_MAXUINT64);

  studio_workspace_set_seed_locked (fixture->workspace, TRUE);
  locked = generate (fixture);
  again = generate (fixture);
  g_assert_true (locked->seed == G_MAXUINT64 && again->seed == G_MAXUINT64);
  g_assert_true (locked->state_hash == again->state_hash);
}

static void
test_step_pause_resume (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioPicture) picture = NULL;

  studio_workspace_step (workspace);
  wait_for_model (workspace);
  wait_for_state (workspace, STUDIO_RUN_PAUSED);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (StudioFrame) frame = studio_job_dup_frame (studio_workspace_get_job (workspace));

      while (studio_frame_get_n_known (frame) < i + 2)
        g_usleep (50);
      g_assert_cmpuint (studio_frame_get_n_known (frame), ==, i + 2);
      studio_workspace_step (workspace);
    }

  picture = studio_workspace_dup_picture (workspace, 0);
  g_assert_false (studio_picture_get_is_complete (picture));
  studio_workspace_resume (workspace);
  wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (fixture->pictures->len, ==, 1);
}

/* A discarded run comes back paused where it was, until the next run. */
static void
test_discard (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  gboolean can_undo;
  StudioJob *job;

  studio_workspace_step (workspace);
  wait_for_model (workspace);
  wait_for_state (workspace, STUDIO_RUN_PAUSED);
  job = studio_workspace_get_job (workspace);
  studio_workspace_discard (workspace);
  g_assert_null (studio_workspace_get_job (workspace));
  g_assert_cmpint (studio_workspace_get_state (workspace), ==, STUDIO_RUN_READY);
  g_object_get (workspace, "can-undo", &can_undo, NULL);
  g_assert_true (can_undo);

  studio_workspace_undo (workspace);
  g_assert_true (studio_workspace_get_job (workspace) == job);
  g_assert_cmpint (studio_workspace_get_state (workspace), ==, STUDIO_RUN_PAUSED);
  studio_workspace_resume (workspace);
  wait_for_state (workspace, STUDIO_RUN_FINISHED);

  studio_workspace_discard (workspace);
  studio_workspace_generate (workspace);
  g_object_get (workspace, "can-undo", &can_undo, NULL);
  g_assert_false (can_undo);
  g_assert_null (studio_workspace_undo (workspace));
  wait_for_state (workspace, STUDIO_RUN_FINISHED);
}

static guint
count_known (StudioWorkspace *workspace)
{
  g_autoptr (StudioFrame) frame = studio_job_dup_frame (studio_workspace_get_job (workspace));

  return studio_frame_get_n_known (frame);
}

/* Going back and on changes what is seen, not what is painted; resumed, what is known is shown, then painting goes on. */
static void
test_shown_step (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) straight = NULL;
  g_autoptr (StudioRecipe) scrubbed = NULL;
  StudioPicture *picture;

  g_assert_cmpuint (studio_workspace_get_shown_step (workspace), ==, 0);
  g_assert_null (studio_workspace_get_timeline (workspace));
  studio_workspace_set_seed_locked (workspace, TRUE);
  straight = generate (fixture);

  studio_workspace_set_pace (workspace, 20);
  studio_workspace_generate (workspace);
  while (count_known (workspace) < 5)
    g_usleep (50);
  studio_workspace_set_shown_step (workspace, 3);
  wait_for_state (workspace, STUDIO_RUN_PAUSED);
  studio_workspace_set_pace (workspace, 1e4);
  g_assert_cmpuint (studio_workspace_get_shown_step (workspace), ==, 3);
  g_assert_false (studio_workspace_get_is_following (workspace));
  studio_workspace_move (workspace, -1);
  g_assert_cmpuint (studio_workspace_get_shown_step (workspace), ==, 2);
  studio_workspace_move (workspace, G_MININT);
  g_assert_cmpuint (studio_workspace_get_shown_step (workspace), ==, 1);
  studio_workspace_step (workspace);
  g_assert_cmpuint (studio_workspace_get_shown_step (workspace), ==, 2);
  g_assert_cmpuint (weft_generator_get_n_known (studio_timeline_seek (studio_workspace_get_timeline (workspace),
                                                                      2, NULL)), ==, 2);

  studio_workspace_resume (workspace);
  g_assert_true (studio_workspace_get_playing (workspace));
  studio_workspace_pause (workspace);
  g_assert_false (studio_workspace_get_playing (workspace));
  studio_workspace_resume (workspace);
  wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_true (studio_workspace_get_is_following (workspace));
  picture = g_ptr_array_index (fixture->pictures, fixture->pictures->len - 1);
  scrubbed = studio_recipe_copy (studio_picture_get_recipe (picture));
  g_assert_true (studio_recipe_equal (straight, scrubbed));

  /* Also when all is painted. */
  studio_workspace_set_shown_step (workspace, 4);
  studio_workspace_resume (workspace);
  while (studio_workspace_get_playing (workspace))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (studio_workspace_get_shown_step (workspace), ==, count_known (workspace));
}

static StudioPicture *
dup_whole (StudioWorkspace *workspace, guint lane)
{
  wait_for_state (workspace, STUDIO_RUN_FINISHED);
  return studio_workspace_dup_picture (workspace, lane);
}

/* A branch with nothing changed is the picture; each picture of a fan can be adopted; and the way back leads home. */
static void
test_branch (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) straight = generate (fixture);
  StudioJob *root = studio_workspace_get_job (workspace);
  g_autoptr (StudioPicture) same = NULL;
  g_autoptr (StudioPicture) third = NULL;
  g_autoptr (StudioPicture) adopted = NULL;

  studio_workspace_branch (workspace, 6, &(StudioBranchChange) { 0 });
  same = dup_whole (workspace, 0);
  g_assert_true (studio_recipe_equal (straight, studio_picture_get_recipe (same)));
  g_assert_cmpuint (studio_workspace_get_shown_step (workspace), ==, 15);

  studio_workspace_fan (workspace, 6, 4);
  third = dup_whole (workspace, 3);
  g_assert_cmpuint (studio_picture_get_recipe (third)->addresses->len, ==, 1);
  g_assert_cmpmem (studio_picture_get_values (third), 6, studio_picture_get_values (same), 6);
  studio_workspace_adopt (workspace, 3);
  adopted = dup_whole (workspace, 0);
  g_assert_true (studio_recipe_equal (studio_picture_get_recipe (third), studio_picture_get_recipe (adopted)));

  for (guint i = 0; i < 3; i++)
    studio_workspace_undo (workspace);
  g_assert_true (studio_workspace_get_job (workspace) == root);
}

/* One lane's values and, where it is finished, the hash of its state. */
static void
assert_same_picture (StudioPicture *a, StudioPicture *b)
{
  const StudioRecipe *first = studio_picture_get_recipe (a), *second = studio_picture_get_recipe (b);

  g_assert_cmpmem (studio_picture_get_values (a), first->steps_done, studio_picture_get_values (b), second->steps_done);
  g_assert_true (studio_recipe_equal (first, second));
  g_assert_cmphex (first->state_hash, ==, second->state_hash);
}

static guint64
hash_shown_state (StudioWorkspace *workspace)
{
  WeftGenerator *generator = studio_timeline_seek (studio_workspace_get_timeline (workspace),
                                                   studio_workspace_get_shown_step (workspace), NULL);

  return weft_state_get_hash (weft_generator_get_state (generator), 0);
}

/* What is come back to is what was left: its picture, the step that was seen, the state there. */
static void
test_branches (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  GListModel *branches = studio_workspace_get_branches (workspace);
  g_autoptr (StudioRecipe) straight = generate (fixture);
  g_autoptr (StudioBranch) root = g_object_ref (studio_workspace_get_branch (workspace));
  g_autoptr (StudioPicture) left = NULL, again = NULL;
  g_autoptr (StudioPicture) root_picture = dup_whole (workspace, 0), root_again = NULL;
  StudioBranch *warm;
  guint64 hash;

  studio_workspace_branch (workspace, 4, &(StudioBranchChange) { .has_seed = TRUE, .seed = 9 });
  left = dup_whole (workspace, 0);
  warm = studio_workspace_get_branch (workspace);
  g_assert_true (studio_branch_get_parent (warm) == root);
  g_assert_cmpuint (studio_branch_get_n_common (warm), ==, 4);
  studio_workspace_set_shown_step (workspace, 9);
  hash = hash_shown_state (workspace);

  studio_workspace_show_branch (workspace, root);
  root_again = dup_whole (workspace, 0);
  assert_same_picture (root_picture, root_again);
  g_assert_true (studio_workspace_get_is_following (workspace));
  studio_workspace_branch (workspace, 6, &(StudioBranchChange) { .has_temperature = TRUE, .temperature = 3 });
  wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (g_list_model_get_n_items (branches), ==, 3);

  studio_workspace_show_branch (workspace, warm);
  again = dup_whole (workspace, 0);
  assert_same_picture (left, again);
  g_assert_cmpuint (studio_workspace_get_shown_step (workspace), ==, 9);
  g_assert_cmphex (hash_shown_state (workspace), ==, hash);

  studio_workspace_generate (workspace);
  wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (g_list_model_get_n_items (branches), ==, 1);
}

/* A branch that is left while it paints waits, and paints the same picture once it goes on. */
static void
test_unfinished_branch (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) straight = generate (fixture);
  g_autoptr (StudioRecipe) resumed = NULL;
  StudioBranch *root;

  studio_workspace_set_seed (workspace, straight->seed);
  studio_workspace_set_pace (workspace, 20);
  studio_workspace_generate (workspace);
  root = studio_workspace_get_branch (workspace);
  while (count_known (workspace) < 5)
    g_usleep (50);
  studio_workspace_fan (workspace, 3, 4);
  studio_workspace_set_pace (workspace, 0);
  wait_for_state (workspace, STUDIO_RUN_FINISHED);

  studio_workspace_discard (workspace);
  g_assert_true (studio_workspace_get_branch (workspace) == root);
  g_assert_cmpuint (g_list_model_get_n_items (studio_workspace_get_branches (workspace)), ==, 1);
  wait_for_state (workspace, STUDIO_RUN_PAUSED);
  studio_workspace_resume (workspace);
  wait_for_state (workspace, STUDIO_RUN_FINISHED);
  resumed = studio_recipe_copy (studio_picture_get_recipe (g_ptr_array_index (fixture->pictures,
                                                                             fixture->pictures->len - 1)));
  g_assert_true (studio_recipe_equal (straight, resumed));
  g_assert_cmpstr (studio_workspace_undo (workspace), ==, "Discarding");
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (workspace)), ==, 4);
  g_assert_cmpuint (g_list_model_get_n_items (studio_workspace_get_branches (workspace)), ==, 2);
}

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
test_undo_settings (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = NULL;
  gboolean can_undo, can_redo;

  g_assert_null (studio_workspace_undo (workspace));
  studio_workspace_set_seed (workspace, 5);
  studio_workspace_forget_changes (workspace);
  studio_workspace_set_temperature (workspace, 2);
  studio_workspace_set_entry (workspace, studio_catalog_find (fixture->catalog, "bee"));
  recipe = generate (fixture);
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
  wait_for_model (workspace);
}

/* A recipe is one step, with all that it brings. */
static void
test_undo_recipe (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = NULL;
  g_autoptr (StudioRecipe) other = NULL;
  g_auto (GStrv) changes = NULL;

  studio_workspace_set_temperature (workspace, 0.5);
  recipe = generate (fixture);
  studio_workspace_set_entry (workspace, studio_catalog_find (fixture->catalog, "bee"));
  studio_workspace_set_temperature (workspace, 1.5);
  g_object_set (workspace, "top-k", 2, NULL);
  other = generate (fixture);
  g_assert_true (studio_workspace_apply_recipe (workspace, recipe, STUDIO_APPLY_ALL, NULL));
  assert_settings (workspace, "ape", recipe->seed, 0.5, 1);

  g_assert_cmpstr (studio_workspace_undo (workspace), ==, "Settings of a recipe");
  wait_for_model (workspace);
  changes = studio_workspace_list_changes (workspace, other);
  g_assert_cmpuint (g_strv_length (changes), ==, 0);
}

static void
test_endless (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;

  studio_workspace_set_endless (workspace, TRUE);
  studio_workspace_generate (workspace);
  while (fixture->pictures->len < 100)
    g_main_context_iteration (NULL, TRUE);
  studio_workspace_finish (workspace);
  wait_for_state (workspace, STUDIO_RUN_FINISHED);
}

/* A recipe taken from one run paints the same picture in another, after all settings have changed. */
static void
test_recipe (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = NULL;
  g_autoptr (StudioRecipe) again = NULL;
  g_auto (GStrv) changes = NULL;
  g_auto (GStrv) none = NULL;
  g_autoptr (GError) error = NULL;

  studio_workspace_set_n_lanes (workspace, 3);
  studio_workspace_set_temperature (workspace, 0.5);
  recipe = generate (fixture);
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

  again = generate (fixture);
  g_assert_null (studio_workspace_get_problem (workspace));
  again->has_state_hash = recipe->has_state_hash = FALSE;
  again->state_hash = recipe->state_hash = 0;
  g_assert_true (studio_recipe_equal (recipe, again));
}

static void
test_apply_parts (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = generate (fixture);
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
test_other_checkpoint (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = generate (fixture);
  g_autoptr (StudioRecipe) again = NULL;

  studio_entry_unload (studio_workspace_get_entry (fixture->workspace));
  g_free (recipe->checkpoint_sha256);
  recipe->checkpoint_sha256 = g_strnfill (64, '0');
  g_free (recipe->checkpoint_name);
  recipe->checkpoint_name = g_strdup ("bee");
  g_assert_true (studio_workspace_apply_recipe (fixture->workspace, recipe, STUDIO_APPLY_ALL, NULL));
  again = generate (fixture);
  g_assert_nonnull (strstr (studio_workspace_get_problem (fixture->workspace), "not the one of the recipe"));
  studio_workspace_dismiss_problem (fixture->workspace);
  g_assert_null (studio_workspace_get_problem (fixture->workspace));
}

static void
store_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **stored = data;

  *stored = g_object_ref (result);
}

static void
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = generate (fixture);
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
                                   saves[i].with_recipe, NULL, store_result_cb, &result);
      wait_for_result (&result);
      g_assert_cmpint (studio_workspace_save_finish (workspace, result, &error), ==, saves[i].ok);
      if (!saves[i].ok)
        g_assert_error (error, STUDIO_ERROR, STUDIO_ERROR_EXISTS);
    }

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      studio_workspace_read_recipe_async (workspace, i == 0 ? path : bare_path, NULL, store_result_cb,
                                          &result);
      wait_for_result (&result);
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

static void
race (Fixture *fixture, StudioWeights linear, StudioWeights softmax)
{
  StudioWorkspace *workspace = fixture->workspace;
  StudioRace *previous = studio_workspace_get_race (workspace);
  StudioRace *now;

  if (previous != NULL)
    g_object_ref (previous);
  studio_workspace_start_race (workspace, 2);
  while (studio_workspace_get_race (workspace) == previous)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&previous);

  now = studio_workspace_get_race (workspace);
  while (!studio_run_state_is_final (studio_race_get_state (now)))
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (studio_race_get_state (now), ==, STUDIO_RUN_FINISHED);
  g_assert_cmpint (studio_race_get_form (now, 0), ==, WEFT_FORM_LINEAR);
  g_assert_cmpint (studio_race_get_form (now, 1), ==, WEFT_FORM_SOFTMAX_CACHED);
  g_assert_cmpint (studio_race_get_weights (now, 0), ==, linear);
  g_assert_cmpint (studio_race_get_weights (now, 1), ==, softmax);
  g_assert_null (studio_workspace_get_problem (workspace));
}

/* Without a twin only the shapes count; with one, both lanes mean what they paint, whichever is chosen. */
/* The third lane, and lanes at the same time, are there only if somebody asks. */
static void
test_race_options (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;

  wait_for_model (workspace);
  for (guint i = 0; i < 4; i++)
    {
      StudioRace *of_this;

      g_object_set (workspace, "race-recomputed", (gboolean) (i & 1), "race-concurrent", (gboolean) (i >> 1), NULL);
      studio_workspace_start_race (workspace, 1);
      of_this = studio_workspace_get_race (workspace);
      g_assert_nonnull (of_this);
      g_assert_cmpuint (studio_race_get_n_lanes (of_this), ==, i & 1 ? 3 : 2);
      g_assert_cmpint (studio_race_get_is_concurrent (of_this), ==, i >> 1);
      if (i & 1)
        g_assert_cmpint (studio_race_get_form (of_this, 2), ==, WEFT_FORM_SOFTMAX_RECOMPUTED);
      studio_race_set_slowdown (of_this, 1);
      while (!studio_run_state_is_final (studio_race_get_state (of_this)))
        g_main_context_iteration (NULL, FALSE);
      g_assert_cmpint (studio_race_get_state (of_this), ==, STUDIO_RUN_FINISHED);
    }
  g_assert_null (studio_workspace_get_problem (workspace));
}

/* Lengths are measured with the sizes of the chosen checkpoint, whatever is loaded, and stop when another run begins. */
static void
test_scaling (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  StudioScaling *scaling;

  studio_workspace_set_race_recomputed (workspace, TRUE);
  studio_workspace_start_scaling (workspace);
  scaling = studio_workspace_get_scaling (workspace);
  g_assert_cmpuint (studio_scaling_get_n_lanes (scaling), ==, 3);
  g_assert_cmpuint (studio_scaling_get_max_length (scaling), ==, 65536);
  g_assert_cmpfloat (studio_scaling_get_budget (scaling), ==, 10);
  while (studio_scaling_get_length (scaling, 0) < 64)
    g_main_context_iteration (NULL, FALSE);

  studio_workspace_generate (workspace);
  while (!studio_run_state_is_final (studio_scaling_get_state (scaling)))
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (studio_scaling_get_state (scaling), ==, STUDIO_RUN_CANCELLED);
  wait_for_model (workspace);
  wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_null (studio_workspace_get_problem (workspace));
}

static void
test_race (Fixture *fixture, gconstpointer data)
{
  race (fixture, STUDIO_WEIGHTS_OWN, STUDIO_WEIGHTS_SHAPES);

  add_tiny (fixture, "bundled/cat.safetensors", WEFT_ATTENTION_SOFTMAX, 3);
  studio_catalog_scan (fixture->catalog);
  race (fixture, STUDIO_WEIGHTS_OWN, STUDIO_WEIGHTS_TWIN);

  studio_workspace_set_entry (fixture->workspace, studio_catalog_find (fixture->catalog, "cat"));
  race (fixture, STUDIO_WEIGHTS_TWIN, STUDIO_WEIGHTS_OWN);
}

/* A checkpoint that vanishes between the list and the loading: said, and survived. */
static void
test_vanished (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autofree char *path = test_folder_dup_path (fixture->folder, "bundled/bee.safetensors");
  g_autoptr (StudioRecipe) recipe = NULL;

  g_remove (path);
  studio_workspace_set_entry (workspace, studio_catalog_find (fixture->catalog, "bee"));
  studio_workspace_generate (workspace);
  wait_for_model (workspace);
  g_assert_cmpint (studio_workspace_get_model_state (workspace), ==, STUDIO_MODEL_FAILED);
  g_assert_true (g_str_has_prefix (studio_workspace_get_problem (workspace),
                                   "Cannot read checkpoint “bee”: "));
  g_assert_cmpint (studio_workspace_get_state (workspace), ==, STUDIO_RUN_READY);

  studio_workspace_dismiss_problem (workspace);
  studio_workspace_set_entry (workspace, studio_catalog_find (fixture->catalog, "ape"));
  recipe = generate (fixture);
  g_assert_cmpstr (recipe->checkpoint_name, ==, "ape");
}

static void
test_empty_catalog (void)
{
  g_autoptr (StudioCatalog) catalog = studio_catalog_new ("/does/not/exist", "/nor/this");
  g_autoptr (StudioWorkspace) workspace = studio_workspace_new (catalog);

  g_assert_cmpint (studio_workspace_get_model_state (workspace), ==, STUDIO_MODEL_NONE);
  studio_workspace_generate (workspace);
  g_assert_nonnull (studio_workspace_get_problem (workspace));
}

static void
undo (StudioWorkspace *workspace)
{
  studio_workspace_undo (workspace);
}

static void
redo (StudioWorkspace *workspace)
{
  studio_workspace_redo (workspace);
}

static void
branch (StudioWorkspace *workspace)
{
  const StudioBranchChange change = { .has_seed = TRUE, .seed = g_test_rand_int () };

  studio_workspace_branch (workspace, studio_workspace_get_shown_step (workspace), &change);
}

static void
fan (StudioWorkspace *workspace)
{
  studio_workspace_fan (workspace, studio_workspace_get_shown_step (workspace), 3);
}

static void
show_oldest (StudioWorkspace *workspace)
{
  g_autoptr (StudioBranch) oldest = g_list_model_get_item (studio_workspace_get_branches (workspace), 0);

  if (oldest != NULL)
    studio_workspace_show_branch (workspace, oldest);
}

/* Everything a hurried hand can do, at random, and then the window is closed. */
static void
test_random_hands (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  void (*const hands[]) (StudioWorkspace *) = {
    studio_workspace_generate, studio_workspace_generate, studio_workspace_pause, studio_workspace_resume,
    studio_workspace_step, studio_workspace_finish, studio_workspace_discard, undo, redo, branch, fan, show_oldest,
    studio_workspace_roll_seed, studio_workspace_stop_race, studio_workspace_dismiss_problem,
  };

  for (guint i = 0; i < 1000; i++)
    {
      const guint n = g_test_rand_int_range (0, G_N_ELEMENTS (hands) + 4);

      if (n < G_N_ELEMENTS (hands))
        hands[n](workspace);
      else if (n == G_N_ELEMENTS (hands))
        {
          const guint position = g_test_rand_int_range (0, 2);

          studio_workspace_set_entry (workspace, studio_catalog_get_entry (fixture->catalog, position));
        }
      else if (n == G_N_ELEMENTS (hands) + 1)
        studio_workspace_start_race (workspace, 1);
      else if (n == G_N_ELEMENTS (hands) + 2)
        studio_workspace_set_temperature (workspace, g_test_rand_double_range (0, 3));
      else
        studio_workspace_set_n_lanes (workspace, g_test_rand_int_range (1, 17));

      if (g_test_rand_bit ())
        g_main_context_iteration (NULL, FALSE);
      if (g_test_rand_int_range (0, 8) == 0)
        g_usleep (g_test_rand_int_range (0, 500));
    }
  g_assert_null (studio_workspace_get_problem (workspace));
}

static void
add_test (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_test ("/workspace/generate", test_generate);
  add_test ("/workspace/seeds", test_seeds);
  add_test ("/workspace/step-pause-resume", test_step_pause_resume);
  add_test ("/workspace/discard", test_discard);
  add_test ("/workspace/shown-step", test_shown_step);
  add_test ("/workspace/branch", test_branch);
  add_test ("/workspace/branches", test_branches);
  add_test ("/workspace/unfinished-branch", test_unfinished_branch);
  add_test ("/workspace/undo-settings", test_undo_settings);
  add_test ("/workspace/undo-recipe", test_undo_recipe);
  add_test ("/workspace/endless", test_endless);
  add_test ("/workspace/recipe", test_recipe);
  add_test ("/workspace/apply-parts", test_apply_parts);
  add_test ("/workspace/other-checkpoint", test_other_checkpoint);
  add_test ("/workspace/files", test_files);
  add_test ("/workspace/race", test_race);
  add_test ("/workspace/race-options", test_race_options);
  add_test ("/workspace/scaling", test_scaling);
  add_test ("/workspace/vanished", test_vanished);
  add_test ("/workspace/random-hands", test_random_hands);
  g_test_add_func ("/workspace/empty-catalog", test_empty_catalog);

  return g_test_run ();
}
