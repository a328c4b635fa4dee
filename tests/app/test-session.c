/* SPDX-License-Identifier: MIT */
/* The session: what was being painted when a process died is offered once, to one process, and is the same picture. */
#include "app/session.h"

#include "tests/app/results.h"
#include "tests/app/workspaces.h"
#include "tests/support/folder.h"
#include "tests/support/last-reference.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  TestFolder *folder;
  StudioCatalog *catalog;
  StudioWorkspace *workspace;
  char *state; /* folder of the session */
  char *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
  fixture->state = test_folder_dup_path (fixture->folder, "state/weft");
  fixture->file = g_build_filename (fixture->state, "unfinished.json", NULL);
  fixture->workspace = test_workspace_new_alone (fixture->folder, WEFT_IMAGE_INDEXED8, &fixture->catalog);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_assert_finalize_after_tasks (fixture->workspace);
  g_object_unref (fixture->catalog);
  test_folder_free (fixture->folder);
  g_free (fixture->state);
  g_free (fixture->file);
}

/* A process begins. */
static StudioSession *
begin (Fixture *fixture, StudioRecipe **recipe, guint *n_lanes)
{
  StudioSession *session = studio_session_new (fixture->state);
  g_autoptr (GAsyncResult) result = NULL;

  studio_session_begin_async (session, test_result_cb, &result);
  test_result_wait (&result);
  *recipe = studio_session_begin_finish (session, result, n_lanes);
  return session;
}

/* Nothing of it is closed, but its locks go, as they do when a process dies. */
static void
die (StudioSession *session)
{
  test_assert_finalize_after_tasks (session);
}

static void
wait_for_file (Fixture *fixture, gboolean is_there)
{
  while (g_file_test (fixture->file, G_FILE_TEST_EXISTS) != is_there)
    g_main_context_iteration (NULL, FALSE);
}

/* Begins to paint and stays there. */
static void
paint (Fixture *fixture, guint64 seed, guint n_lanes)
{
  studio_workspace_set_seed (fixture->workspace, seed);
  studio_workspace_set_n_lanes (fixture->workspace, n_lanes);
  studio_workspace_set_temperature (fixture->workspace, 0.7);
  studio_workspace_step (fixture->workspace);
}

static void
test_crash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = NULL;
  StudioSession *session;
  guint n_lanes;

  session = begin (fixture, &recipe, &n_lanes);
  g_assert_null (recipe);
  studio_session_follow (session, fixture->workspace);
  paint (fixture, 4711, 4);
  wait_for_file (fixture, TRUE);
  die (session);

  session = begin (fixture, &recipe, &n_lanes);
  g_assert_nonnull (recipe);
  g_assert_cmpuint (n_lanes, ==, 4);
  g_assert_true (recipe->seed == 4711);
  g_assert_cmpstr (recipe->checkpoint_name, ==, "ape");
  g_assert_cmpfloat (studio_recipe_get_temperature (recipe, 0), ==, 0.7);
  g_assert_false (g_file_test (fixture->file, G_FILE_TEST_EXISTS));
  die (session);

  g_clear_pointer (&recipe, studio_recipe_free);
  session = begin (fixture, &recipe, &n_lanes);
  g_assert_null (recipe);
  die (session);
}

/* A slow run that nobody touches is kept too, a moment after its first value. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = NULL;
  guint n_lanes;
  StudioSession *session = begin (fixture, &recipe, &n_lanes);

  studio_session_follow (session, fixture->workspace);
  studio_workspace_set_pace (fixture->workspace, 1);
  studio_workspace_generate (fixture->workspace);
  wait_for_file (fixture, TRUE);
  studio_session_close (session);
  die (session);
}

/* Finished, discarded, or closed as it should be: there is nothing to offer. */
static void
test_ends (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = NULL;
  guint n_lanes;
  StudioSession *session = begin (fixture, &recipe, &n_lanes);

  studio_session_follow (session, fixture->workspace);
  paint (fixture, 1, 1);
  wait_for_file (fixture, TRUE);
  studio_workspace_resume (fixture->workspace);
  wait_for_file (fixture, FALSE);

  paint (fixture, 2, 1);
  wait_for_file (fixture, TRUE);
  studio_workspace_discard (fixture->workspace);
  wait_for_file (fixture, FALSE);

  paint (fixture, 3, 1);
  wait_for_file (fixture, TRUE);
  studio_session_close (session);
  g_assert_false (g_file_test (fixture->file, G_FILE_TEST_EXISTS));
  die (session);
}

/* Two processes: the second keeps nothing, and takes nothing from the first. */
static void
test_two (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioRecipe) recipe = NULL;
  guint n_lanes;
  StudioSession *first = begin (fixture, &recipe, &n_lanes), *second;

  studio_session_follow (first, fixture->workspace);
  paint (fixture, 5, 1);
  wait_for_file (fixture, TRUE);
  second = begin (fixture, &recipe, &n_lanes);
  g_assert_null (recipe);
  studio_session_close (second);
  g_assert_true (g_file_test (fixture->file, G_FILE_TEST_EXISTS));
  die (second);
  studio_session_close (first);
  die (first);
}

/* Whatever lies there is no offer, and goes. */
static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  const char *const texts[] = { "", "{", "null", "{}", "{\"lanes\": -1}", "\xff\xfe", "[[[[[[[[[[" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (StudioRecipe) recipe = NULL;
      StudioSession *session;
      guint n_lanes;

      g_free (test_folder_write (fixture->folder, "state/weft/unfinished.json", texts[i], strlen (texts[i])));
      session = begin (fixture, &recipe, &n_lanes);
      g_assert_null (recipe);
      g_assert_false (g_file_test (fixture->file, G_FILE_TEST_EXISTS));
      die (session);
    }
}

/* A folder that cannot be had costs the offer, not the picture. */
static void
test_nowhere (Fixture *fixture, gconstpointer data)
{
  StudioSession *session = studio_session_new ("/proc/nothing/here");
  g_autoptr (GAsyncResult) result = NULL;
  guint n_lanes;

  studio_session_begin_async (session, test_result_cb, &result);
  test_result_wait (&result);
  g_assert_null (studio_session_begin_finish (session, result, &n_lanes));
  studio_session_follow (session, fixture->workspace);
  studio_workspace_generate (fixture->workspace);
  while (studio_workspace_get_state (fixture->workspace) != STUDIO_RUN_FINISHED)
    g_main_context_iteration (NULL, FALSE);
  studio_session_close (session);
  g_clear_object (&result);
  die (session);
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*function) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/session/crash", test_crash },
    { "/session/slow", test_slow },
    { "/session/ends", test_ends },
    { "/session/two", test_two },
    { "/session/hostile", test_hostile },
    { "/session/nowhere", test_nowhere },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].function, tear_down);

  return g_test_run ();
}
