/* SPDX-License-Identifier: MIT */
/* The workspace as a window uses it: properties and signals in a main loop, without a window. */
#include "tests/app/workspaces.h"

#include "app/error.h"
#include "app/png.h"
#include "app/recipe-json.h"
#include "engine/error.h"

#include <glib/gstdio.h>

/* A wish made while the model is still being loaded is granted when it is there. */
static void
test_generate (TestWorkspace *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = NULL;
  const guint64 seed = studio_workspace_get_seed (fixture->workspace);

  g_assert_cmpstr (studio_entry_get_name (studio_workspace_get_entry (fixture->workspace)), ==, "ape");
  g_assert_cmpint (studio_workspace_get_model_state (fixture->workspace), ==, STUDIO_MODEL_LOADING);
  g_assert_cmpint (studio_workspace_get_state (fixture->workspace), ==, STUDIO_RUN_READY);
  studio_workspace_set_n_lanes (fixture->workspace, 5);
  recipe = test_workspace_generate (fixture);

  g_assert_null (studio_workspace_get_problem (fixture->workspace));
  g_assert_cmpuint (fixture->pictures->len, ==, 5);
  g_assert_cmpstr (recipe->checkpoint_name, ==, "ape");
  g_assert_nonnull (recipe->checkpoint_sha256);
  g_assert_true (recipe->seed == seed && recipe->image == 4);
}

/* Unlocked, each run draws a new seed, unless one was set; locked, none does. */
static void
test_seeds (TestWorkspace *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) first = test_workspace_generate (fixture);
  g_autoptr (StudioRecipe) second = test_workspace_generate (fixture);
  g_autoptr (StudioRecipe) set = NULL;
  g_autoptr (StudioRecipe) locked = NULL;
  g_autoptr (StudioRecipe) again = NULL;

  g_assert_true (first->seed != second->seed);
  g_assert_true (second->seed < 1000000);

  studio_workspace_set_seed (fixture->workspace, G_MAXUINT64);
  set = test_workspace_generate (fixture);
  g_assert_true (set->seed == G_MAXUINT64);

  studio_workspace_set_seed_locked (fixture->workspace, TRUE);
  locked = test_workspace_generate (fixture);
  again = test_workspace_generate (fixture);
  g_assert_true (locked->seed == G_MAXUINT64 && again->seed == G_MAXUINT64);
  g_assert_true (locked->state_hash == again->state_hash);
}

static void
test_step_pause_resume (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioPicture) picture = NULL;

  studio_workspace_step (workspace);
  test_workspace_wait_for_model (workspace);
  test_workspace_wait_for_state (workspace, STUDIO_RUN_PAUSED);
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
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (fixture->pictures->len, ==, 1);
}

/* A discarded run comes back paused where it was, until the next run. */
static void
test_discard (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  gboolean can_undo;
  StudioJob *job;

  studio_workspace_step (workspace);
  test_workspace_wait_for_model (workspace);
  test_workspace_wait_for_state (workspace, STUDIO_RUN_PAUSED);
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
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);

  studio_workspace_discard (workspace);
  studio_workspace_generate (workspace);
  g_object_get (workspace, "can-undo", &can_undo, NULL);
  g_assert_false (can_undo);
  g_assert_null (studio_workspace_undo (workspace));
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
}

static void
test_endless (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;

  studio_workspace_set_endless (workspace, TRUE);
  studio_workspace_generate (workspace);
  while (fixture->pictures->len < 100)
    g_main_context_iteration (NULL, TRUE);
  studio_workspace_finish (workspace);
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
}

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
race (TestWorkspace *fixture, StudioWeights linear, StudioWeights softmax)
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
  while (!studio_activity_is_final (STUDIO_ACTIVITY (now)))
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (now)), ==, STUDIO_RUN_FINISHED);
  g_assert_cmpint (studio_race_get_form (now, 0), ==, WEFT_FORM_LINEAR);
  g_assert_cmpint (studio_race_get_form (now, 1), ==, WEFT_FORM_SOFTMAX_CACHED);
  g_assert_cmpint (studio_race_get_weights (now, 0), ==, linear);
  g_assert_cmpint (studio_race_get_weights (now, 1), ==, softmax);
  g_assert_null (studio_workspace_get_problem (workspace));
}

/* Without a twin only the shapes count; with one, both lanes mean what they paint, whichever is chosen. */
/* The third lane, and lanes at the same time, are there only if somebody asks. */
static void
test_race_options (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;

  test_workspace_wait_for_model (workspace);
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
      while (!studio_activity_is_final (STUDIO_ACTIVITY (of_this)))
        g_main_context_iteration (NULL, FALSE);
      g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (of_this)), ==, STUDIO_RUN_FINISHED);
    }
  g_assert_null (studio_workspace_get_problem (workspace));
}

/* Lengths are measured with the sizes of the chosen checkpoint, whatever is loaded; another run ends it. */
static void
test_scaling (TestWorkspace *fixture, gconstpointer data)
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
  while (!studio_activity_is_final (STUDIO_ACTIVITY (scaling)))
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (scaling)), ==, STUDIO_RUN_CANCELLED);
  test_workspace_wait_for_model (workspace);
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_null (studio_workspace_get_problem (workspace));
}

static void
test_race (TestWorkspace *fixture, gconstpointer data)
{
  race (fixture, STUDIO_WEIGHTS_OWN, STUDIO_WEIGHTS_SHAPES);

  test_workspace_add_checkpoint (fixture, "bundled/cat.safetensors", WEFT_ATTENTION_SOFTMAX, 3);
  studio_catalog_scan (fixture->catalog);
  race (fixture, STUDIO_WEIGHTS_OWN, STUDIO_WEIGHTS_TWIN);

  studio_workspace_set_entry (fixture->workspace, studio_catalog_find (fixture->catalog, "cat"));
  race (fixture, STUDIO_WEIGHTS_TWIN, STUDIO_WEIGHTS_OWN);
}

/* A checkpoint that vanishes between the list and the loading: said, and survived. */
static void
test_vanished (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autofree char *path = test_folder_dup_path (fixture->folder, "bundled/bee.safetensors");
  g_autoptr (StudioRecipe) recipe = NULL;

  g_remove (path);
  studio_workspace_set_entry (workspace, studio_catalog_find (fixture->catalog, "bee"));
  studio_workspace_generate (workspace);
  test_workspace_wait_for_model (workspace);
  g_assert_cmpint (studio_workspace_get_model_state (workspace), ==, STUDIO_MODEL_FAILED);
  g_assert_true (g_str_has_prefix (studio_workspace_get_problem (workspace),
                                   "Cannot read checkpoint “bee”: "));
  g_assert_cmpint (studio_workspace_get_state (workspace), ==, STUDIO_RUN_READY);

  studio_workspace_dismiss_problem (workspace);
  studio_workspace_set_entry (workspace, studio_catalog_find (fixture->catalog, "ape"));
  recipe = test_workspace_generate (fixture);
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
test_random_hands (TestWorkspace *fixture, gconstpointer data)
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  test_workspace_add ("/workspace/generate", test_generate);
  test_workspace_add ("/workspace/seeds", test_seeds);
  test_workspace_add ("/workspace/step-pause-resume", test_step_pause_resume);
  test_workspace_add ("/workspace/discard", test_discard);
  test_workspace_add ("/workspace/endless", test_endless);
  test_workspace_add ("/workspace/recipe", test_recipe);
  test_workspace_add ("/workspace/apply-parts", test_apply_parts);
  test_workspace_add ("/workspace/other-checkpoint", test_other_checkpoint);
  test_workspace_add ("/workspace/files", test_files);
  test_workspace_add ("/workspace/race", test_race);
  test_workspace_add ("/workspace/race-options", test_race_options);
  test_workspace_add ("/workspace/scaling", test_scaling);
  test_workspace_add ("/workspace/vanished", test_vanished);
  test_workspace_add ("/workspace/random-hands", test_random_hands);
  g_test_add_func ("/workspace/empty-catalog", test_empty_catalog);

  return g_test_run ();
}
