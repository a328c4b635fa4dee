/* SPDX-License-Identifier: MIT */
/* What was interrupted is offered; Resume paints the same picture, Forget leaves everything as it is. */
#include "tests/ui/studio.h"

static void
answer (TestStudio *studio, StudioRecipe *recipe, guint n_lanes, const char *response)
{
  ui_window_offer_session (studio->window, recipe, n_lanes);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (test_studio_wait_window (ADW_TYPE_MESSAGE_DIALOG)), response);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* The recipe of a run that has just begun, as the session keeps it, and the picture it would have become. */
static StudioPicture *
paint (TestStudio *studio, StudioRecipe **interrupted)
{
  g_autoptr (StudioPicture) begun = NULL;

  studio_workspace_set_seed (studio->workspace, 4711);
  studio_workspace_set_temperature (studio->workspace, 0.7);
  studio_workspace_step (studio->workspace);
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  begun = studio_workspace_dup_picture (studio->workspace, 0);
  *interrupted = studio_recipe_copy (studio_picture_get_recipe (begun));
  studio_workspace_resume (studio->workspace);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  return studio_workspace_dup_picture (studio->workspace, 0);
}

static void
test_resume (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (StudioPicture) first = NULL, again = NULL;
  StudioRecipe *recipe;
  guint n;

  test_studio_open_window (studio, 0);
  first = paint (studio, &recipe);
  n = studio_picture_get_recipe (first)->steps_done;
  studio_workspace_set_seed (studio->workspace, 1);
  studio_workspace_set_temperature (studio->workspace, 1.5);
  studio_workspace_discard (studio->workspace);
  answer (studio, recipe, 3, "resume");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (studio->workspace)), ==, 3);
  again = studio_workspace_dup_picture (studio->workspace, 0);
  g_assert_cmpmem (studio_picture_get_values (again), n, studio_picture_get_values (first), n);
}

static void
test_forget (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = studio_recipe_new ();

  test_studio_open_window (studio, 0);
  studio_workspace_set_seed (studio->workspace, 1);
  answer (studio, recipe, 1, "forget");
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 1);
  g_assert_null (studio_workspace_get_job (studio->workspace));
}

/* The checkpoint is no longer there: a sentence with its name, and nothing is painted. */
static void
test_missing_checkpoint (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioRecipe *recipe = studio_recipe_new ();

  test_studio_open_window (studio, 0);
  recipe->checkpoint_name = g_strdup ("elsewhere");
  answer (studio, recipe, 1, "resume");
  g_assert_nonnull (strstr (ui_message_bar_get_text (studio->window->message_bar), "elsewhere"));
  g_assert_null (studio_workspace_get_job (studio->workspace));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/session-offer/resume", test_resume);
  g_test_add_func ("/session-offer/forget", test_forget);
  g_test_add_func ("/session-offer/missing-checkpoint", test_missing_checkpoint);
  return g_test_run ();
}
