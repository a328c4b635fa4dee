/* SPDX-License-Identifier: MIT */
/* Back and on in a picture, and its branches. */
#include "tests/app/workspaces.h"

#include "app/recipe-json.h"

/* Going back and on changes what is seen, not what is painted; resumed, what is known is shown first. */
static void
test_shown_step (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) straight = NULL;
  g_autoptr (StudioRecipe) scrubbed = NULL;
  StudioPicture *picture;

  g_assert_cmpuint (studio_workspace_get_shown_step (workspace), ==, 0);
  g_assert_null (studio_workspace_get_timeline (workspace));
  studio_workspace_set_seed_locked (workspace, TRUE);
  straight = test_workspace_generate (fixture);

  studio_workspace_set_pace (workspace, 20);
  studio_workspace_generate (workspace);
  while (test_workspace_count_known (workspace) < 5)
    g_usleep (50);
  studio_workspace_set_shown_step (workspace, 3);
  test_workspace_wait_for_state (workspace, STUDIO_RUN_PAUSED);
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
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_true (studio_workspace_get_is_following (workspace));
  picture = g_ptr_array_index (fixture->pictures, fixture->pictures->len - 1);
  scrubbed = studio_recipe_copy (studio_picture_get_recipe (picture));
  g_assert_true (studio_recipe_equal (straight, scrubbed));

  /* Also when all is painted. */
  studio_workspace_set_shown_step (workspace, 4);
  studio_workspace_resume (workspace);
  while (studio_workspace_get_playing (workspace))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (studio_workspace_get_shown_step (workspace), ==, test_workspace_count_known (workspace));
}

static StudioPicture *
dup_whole (StudioWorkspace *workspace, guint lane)
{
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
  return studio_workspace_dup_picture (workspace, lane);
}

/* A branch with nothing changed is the picture; each picture of a fan can be adopted; and the way back leads home. */
static void
test_branch (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) straight = test_workspace_generate (fixture);
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
test_branches (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  GListModel *branches = studio_workspace_get_branches (workspace);
  g_autoptr (StudioRecipe) straight = test_workspace_generate (fixture);
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
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (g_list_model_get_n_items (branches), ==, 3);

  studio_workspace_show_branch (workspace, warm);
  again = dup_whole (workspace, 0);
  assert_same_picture (left, again);
  g_assert_cmpuint (studio_workspace_get_shown_step (workspace), ==, 9);
  g_assert_cmphex (hash_shown_state (workspace), ==, hash);

  studio_workspace_generate (workspace);
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (g_list_model_get_n_items (branches), ==, 1);
}

/* A branch that is left while it paints waits, and paints the same picture once it goes on. */
static void
test_unfinished_branch (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) straight = test_workspace_generate (fixture);
  g_autoptr (StudioRecipe) resumed = NULL;
  StudioBranch *root;

  studio_workspace_set_seed (workspace, straight->seed);
  studio_workspace_set_pace (workspace, 20);
  studio_workspace_generate (workspace);
  root = studio_workspace_get_branch (workspace);
  while (test_workspace_count_known (workspace) < 5)
    g_usleep (50);
  studio_workspace_fan (workspace, 3, 4);
  studio_workspace_set_pace (workspace, 0);
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);

  studio_workspace_discard (workspace);
  g_assert_true (studio_workspace_get_branch (workspace) == root);
  g_assert_cmpuint (g_list_model_get_n_items (studio_workspace_get_branches (workspace)), ==, 1);
  test_workspace_wait_for_state (workspace, STUDIO_RUN_PAUSED);
  studio_workspace_resume (workspace);
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
  resumed = studio_recipe_copy (studio_picture_get_recipe (g_ptr_array_index (fixture->pictures,
                                                                             fixture->pictures->len - 1)));
  g_assert_true (studio_recipe_equal (straight, resumed));
  g_assert_cmpstr (studio_workspace_undo (workspace), ==, "Discarding");
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (workspace)), ==, 4);
  g_assert_cmpuint (g_list_model_get_n_items (studio_workspace_get_branches (workspace)), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  test_workspace_add ("/workspace/shown-step", test_shown_step);
  test_workspace_add ("/workspace/branch", test_branch);
  test_workspace_add ("/workspace/branches", test_branches);
  test_workspace_add ("/workspace/unfinished-branch", test_unfinished_branch);

  return g_test_run ();
}
