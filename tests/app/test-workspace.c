/* SPDX-License-Identifier: MIT */
/* The workspace as a window uses it: properties and signals in a main loop, without a window. */
#include "tests/app/jobs.h"
#include "tests/app/workspaces.h"

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

/* A run that begins before the main loop has heard of the last one's picture does not take it away. */
static void
test_at_once (TestWorkspace *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) second = NULL;

  studio_workspace_generate (fixture->workspace);
  test_workspace_wait_for_model (fixture->workspace);
  test_activity_wait (STUDIO_ACTIVITY (studio_workspace_get_job (fixture->workspace)));
  g_assert_cmpuint (fixture->pictures->len, ==, 0);

  second = test_workspace_generate (fixture);
  g_assert_cmpuint (fixture->pictures->len, ==, 2);
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
  test_workspace_add ("/workspace/at-once", test_at_once);
  test_workspace_add ("/workspace/seeds", test_seeds);
  test_workspace_add ("/workspace/step-pause-resume", test_step_pause_resume);
  test_workspace_add ("/workspace/discard", test_discard);
  test_workspace_add ("/workspace/endless", test_endless);
  test_workspace_add ("/workspace/vanished", test_vanished);
  test_workspace_add ("/workspace/random-hands", test_random_hands);
  g_test_add_func ("/workspace/empty-catalog", test_empty_catalog);

  return g_test_run ();
}
