/* SPDX-License-Identifier: MIT */
/* A moment goes out of the window and comes back: the picture goes on bit for bit. */
#include "tests/ui/studio.h"

#include "app/moment-take.h"

static gboolean
is_job_new (gpointer data)
{
  TestStudio *studio = data;
  StudioJob *job = studio_workspace_get_job (studio->workspace);

  return job != NULL && studio_job_get_run (job) > GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (studio->window), "run"));
}

static void
open_path (TestStudio *studio, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  StudioJob *job = studio_workspace_get_job (studio->workspace);

  g_object_set_data (G_OBJECT (studio->window), "run", GUINT_TO_POINTER ((guint) studio_job_get_run (job)));
  ui_window_open_file (studio->window, file);
}

/* The picture, and the hash of the memory behind it. */
static GBytes *
finish (TestStudio *studio, guint64 *hash)
{
  g_autoptr (StudioPicture) picture = NULL;
  const StudioRecipe *recipe;

  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  recipe = studio_picture_get_recipe (picture);
  g_assert_true (recipe->has_state_hash);
  *hash = recipe->state_hash;
  return g_bytes_new (studio_picture_get_values (picture), recipe->steps_done);
}

static void
save_at (TestStudio *studio, guint n_known, const char *path)
{
  studio_workspace_set_shown_step (studio->workspace, n_known);
  ui_window_save_moment_to (studio->window, path);
  test_display_wait_file (path);
}

/* Opened, a picture waits where it was kept; gone on with, it is the one it would have been. */
static void
test_round_trip (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "half.moment");
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) again = NULL;
  guint64 hash, hash_again;
  guint n_values;

  test_studio_open_window (studio, 0);
  g_assert_false (test_studio_is_enabled (studio, "save-moment"));
  studio_workspace_set_seed (studio->workspace, 4711);
  studio_workspace_set_temperature (studio->workspace, 0.9);
  test_studio_act (studio, "generate");
  whole = finish (studio, &hash);
  n_values = test_studio_get_n_known (studio);
  g_assert_true (test_studio_is_enabled (studio, "save-moment"));
  save_at (studio, n_values / 2, path);

  studio_workspace_set_seed (studio->workspace, 1);
  studio_workspace_set_temperature (studio->workspace, 1.5);
  open_path (studio, path);
  test_display_wait (is_job_new, studio, 20);
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  g_assert_cmpuint (test_studio_get_n_known (studio), ==, n_values / 2);
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 4711);

  studio_workspace_resume (studio->workspace);
  again = finish (studio, &hash_again);
  g_assert_true (g_bytes_equal (whole, again));
  g_assert_cmphex (hash, ==, hash_again);
}

/* Without its checkpoint a moment names it, and nothing changes. */
static void
test_unknown_checkpoint (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "foreign.moment");
  StudioJob *job;
  g_autoptr (StudioMoment) moment = NULL;
  g_autoptr (GBytes) bytes = NULL;
  StudioRecipe *recipe;

  test_studio_open_window (studio, 0);
  test_studio_paint (studio);
  job = studio_workspace_get_job (studio->workspace);
  moment = studio_moment_take (job, 0, 30, NULL);
  g_assert_nonnull (moment);

  /* The test's own copy is changed, to stand for a file from elsewhere. */
  recipe = (StudioRecipe *) studio_moment_get_recipe (moment);
  g_free (recipe->checkpoint_sha256);
  recipe->checkpoint_sha256 = g_strnfill (64, 'a');
  bytes = studio_moment_to_bytes (moment, NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));

  open_path (studio, path);
  g_assert_nonnull (strstr (test_studio_wait_message (studio), "foreign.moment"));
  g_assert_nonnull (strstr (ui_message_bar_get_text (studio->window->message_bar), "aaaaaaaaaaaaaaaa"));
  g_assert_true (studio_workspace_get_job (studio->workspace) == job);
}

static void
test_refused (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "broken.moment");
  g_autofree char *nowhere = test_folder_dup_path (studio->folder, "missing/a.moment");
  StudioJob *job;

  test_studio_open_window (studio, 0);
  test_studio_paint (studio);
  job = studio_workspace_get_job (studio->workspace);
  g_assert_true (g_file_set_contents (path, "no moment, but long enough to be looked at", -1, NULL));
  open_path (studio, path);
  g_assert_nonnull (strstr (test_studio_wait_message (studio), "broken.moment"));
  g_assert_true (studio_workspace_get_job (studio->workspace) == job);

  ui_message_bar_show (studio->window->message_bar, NULL, NULL, NULL);
  ui_window_save_moment_to (studio->window, nowhere);
  g_assert_nonnull (strstr (test_studio_wait_message (studio), "a.moment"));
}

/* A scene made of a picture that goes on from a moment names its file; one of any other picture does not. */
static void
test_scene (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autofree char *path = test_folder_dup_path (studio->folder, "half.moment");
  g_autoptr (StudioScene) waiting = NULL, painted = NULL, another = NULL;
  g_autoptr (GBytes) whole = NULL;
  guint64 hash;

  test_studio_open_window (studio, 0);
  studio_workspace_set_seed (studio->workspace, 12);
  test_studio_act (studio, "generate");
  whole = finish (studio, &hash);
  save_at (studio, 40, path);
  open_path (studio, path);
  test_display_wait (is_job_new, studio, 20);
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  waiting = ui_window_create_scene (studio->window);
  g_assert_cmpstr (waiting->moment, ==, path);
  g_assert_cmpint (waiting->action, ==, STUDIO_SCENE_HOLD);
  g_assert_cmpuint (waiting->hold_at, ==, 40);

  test_studio_act (studio, "pause");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  painted = ui_window_create_scene (studio->window);
  g_assert_cmpstr (painted->moment, ==, path);
  g_assert_cmpint (painted->action, ==, STUDIO_SCENE_RUN);

  test_studio_paint (studio);
  another = ui_window_create_scene (studio->window);
  g_assert_null (another->moment);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/window-moment/round-trip", test_round_trip);
  g_test_add_func ("/window-moment/unknown-checkpoint", test_unknown_checkpoint);
  g_test_add_func ("/window-moment/refused", test_refused);
  g_test_add_func ("/window-moment/scene", test_scene);
  return g_test_run ();
}
