/* SPDX-License-Identifier: MIT */
/* Races and measurements of other lengths as a window asks for them. */
#include "tests/app/workspaces.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  test_workspace_add ("/workspace-race/weights", test_race);
  test_workspace_add ("/workspace-race/options", test_race_options);
  test_workspace_add ("/workspace-race/scaling", test_scaling);

  return g_test_run ();
}
