/* SPDX-License-Identifier: MIT */
/* A talk of five scenes on a workspace without a window: rehearsed twice, it shows the same frames. */
#include "app/stage.h"

#include "app/moment-take.h"

#include "tests/support/folder.h"
#include "tests/support/last-reference.h"
#include "tests/support/tiny-checkpoint.h"

#include <string.h>

#define N_SCENES 5
#define HOLD_AT 9

typedef struct {
  TestFolder *folder;
  StudioCatalog *catalog;
  StudioWorkspace *workspace;
  StudioScenes *scenes;
} Fixture;

static void
add_tiny (Fixture *fixture, const char *name, guint64 seed)
{
  const WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8,
                                                   TRUE);
  g_autoptr (GBytes) bytes = weft_test_tiny_checkpoint (&config, seed, NULL);

  g_free (test_folder_write (fixture->folder, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
}

static void
add_scene (Fixture *fixture, StudioSceneAction action, const char *checkpoint, guint64 seed, double temperature, guint n_lanes)
{
  g_autoptr (StudioScene) scene = studio_scene_new ();

  scene->action = action;
  scene->view = action == STUDIO_SCENE_RACE ? STUDIO_SCENE_VIEW_RACE : STUDIO_SCENE_STUDIO;
  scene->checkpoint = g_strdup (checkpoint);
  scene->seed = seed;
  scene->temperature = temperature;
  scene->n_lanes = n_lanes;
  scene->seconds = 1000; /* nothing ends by itself */
  scene->hold_at = HOLD_AT;
  studio_scenes_insert (fixture->scenes, G_MAXUINT, scene);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bundled = NULL;

  fixture->folder = test_folder_new ();
  bundled = test_folder_make (fixture->folder, "bundled");
  add_tiny (fixture, "bundled/ape.safetensors", 1);
  add_tiny (fixture, "bundled/bee.safetensors", 2);
  fixture->catalog = studio_catalog_new (bundled, "/nothing/of/the/user");
  studio_catalog_scan (fixture->catalog);
  fixture->workspace = studio_workspace_new (fixture->catalog);
  fixture->scenes = studio_scenes_new ();
  add_scene (fixture, STUDIO_SCENE_RUN, "ape", 11, 1, 1);
  add_scene (fixture, STUDIO_SCENE_HOLD, "ape", 12, 0.7, 1);
  add_scene (fixture, STUDIO_SCENE_RUN, "bee", 13, 1.2, 4);
  add_scene (fixture, STUDIO_SCENE_RACE, "bee", 14, 1, 1);
  add_scene (fixture, STUDIO_SCENE_SHOW, NULL, 0, 1, 1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->scenes);
  test_assert_finalize_after_tasks (fixture->workspace);
  g_assert_finalize_object (fixture->catalog);
  test_folder_free (fixture->folder);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (studio_stage_prepare_finish (STUDIO_STAGE (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static StudioStage *
open_stage (Fixture *fixture)
{
  StudioStage *stage = studio_stage_new (fixture->workspace, fixture->scenes);
  gboolean is_prepared = FALSE;

  studio_stage_prepare_async (stage, NULL, prepared_cb, &is_prepared);
  while (!is_prepared)
    g_main_context_iteration (NULL, TRUE);
  return stage;
}

/* Until what the scene began is at its end or its hold. */
static void
wait_for_scene (StudioStage *stage)
{
  do
    g_main_context_iteration (NULL, FALSE);
  while (studio_stage_is_running (stage));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
add_frame (GByteArray *frames, StudioFrame *frame)
{
  const guint n_known = studio_frame_get_n_known (frame);

  g_byte_array_append (frames, (const guint8 *) &n_known, sizeof n_known);
  for (guint lane = 0; lane < studio_frame_get_n_lanes (frame); lane++)
    g_byte_array_append (frames, studio_frame_get_values (frame, lane), n_known);
}

/* What is on the stage. A frame only ever grows, so its values in their order are all the frames there were. */
static void
add_stage (GByteArray *frames, StudioStage *stage, StudioWorkspace *workspace)
{
  StudioJob *job = studio_workspace_get_job (workspace);
  StudioRace *race = studio_workspace_get_race (workspace);

  if (studio_stage_get_scene (stage, 0)->view != STUDIO_SCENE_VIEW_RACE)
    {
      g_autoptr (StudioFrame) frame = studio_job_dup_frame (job);

      add_frame (frames, frame);
      return;
    }

  for (guint lane = 0; lane < studio_race_get_n_lanes (race); lane++)
    {
      g_autoptr (StudioFrame) frame = studio_race_dup_frame (race, lane);

      add_frame (frames, frame);
    }
}

/* Through the whole talk with one key. @presses: how often it took */
static GByteArray *
rehearse (Fixture *fixture, guint *presses)
{
  g_autoptr (StudioStage) stage = open_stage (fixture);
  GByteArray *frames = g_byte_array_new ();
  guint last = G_MAXUINT;

  *presses = 0;
  while (studio_stage_next (stage))
    {
      ++*presses;
      if (studio_stage_get_position (stage) == last || studio_stage_get_scene (stage, 0)->action == STUDIO_SCENE_SHOW)
        {
          wait_for_scene (stage);
          add_stage (frames, stage, fixture->workspace);
        }
      last = studio_stage_get_position (stage);
    }
  g_assert_cmpuint (studio_stage_get_position (stage), ==, N_SCENES - 1);
  return frames;
}

static void
test_same_frames (Fixture *fixture, gconstpointer data)
{
  guint first_presses, second_presses;
  g_autoptr (GByteArray) first = rehearse (fixture, &first_presses);
  g_autoptr (GByteArray) second = NULL;

  /* Another seed, pace and temperature in between, as a speaker would leave them. */
  studio_workspace_set_temperature (fixture->workspace, 2);
  studio_workspace_set_n_lanes (fixture->workspace, 3);
  studio_workspace_roll_seed (fixture->workspace);
  studio_workspace_generate (fixture->workspace);

  second = rehearse (fixture, &second_presses);
  g_assert_cmpuint (first->len, >, 100);
  g_assert_cmpmem (first->data, first->len, second->data, second->len);
  g_assert_cmpuint (first_presses, ==, 2 * N_SCENES - 1); /* each is begun, and completed but for the one that only shows */
  g_assert_cmpuint (second_presses, ==, first_presses);
}

/* Exactly at the value asked for; resumed, it goes on to the end. */
static void
test_hold (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioStage) stage = open_stage (fixture);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (StudioFrame) frame = NULL;

      studio_stage_enter (stage, 1);
      g_assert_true (studio_stage_next (stage));
      wait_for_scene (stage);
      g_assert_cmpint (studio_workspace_get_state (fixture->workspace), ==, STUDIO_RUN_PAUSED);
      frame = studio_job_dup_frame (studio_workspace_get_job (fixture->workspace));
      g_assert_cmpuint (studio_frame_get_n_known (frame), ==, HOLD_AT);
      g_assert_cmpuint (studio_stage_get_position (stage), ==, 1);
    }

  studio_workspace_resume (fixture->workspace);
  while (studio_workspace_get_state (fixture->workspace) != STUDIO_RUN_FINISHED)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_walk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioStage) stage = open_stage (fixture);

  g_assert_cmpuint (studio_stage_get_position (stage), ==, G_MAXUINT);
  g_assert_null (studio_stage_get_scene (stage, 0));
  studio_stage_previous (stage);
  g_assert_cmpuint (studio_stage_get_position (stage), ==, G_MAXUINT);
  studio_stage_enter (stage, 2);
  g_assert_cmpuint (studio_workspace_get_seed (fixture->workspace), ==, 13);
  g_assert_true (studio_stage_get_scene (stage, 1) == studio_scenes_get (fixture->scenes, 3));
  g_assert_null (studio_stage_get_scene (stage, 3));
  studio_stage_previous (stage);
  studio_stage_previous (stage);
  studio_stage_previous (stage);
  g_assert_cmpuint (studio_stage_get_position (stage), ==, 0);
  studio_stage_enter (stage, 99);
  g_assert_cmpuint (studio_stage_get_position (stage), ==, 0);
}

/* What the talk changed is as it was. */
static void
test_settings_come_back (Fixture *fixture, gconstpointer data)
{
  StudioEntry *entry = studio_workspace_get_entry (fixture->workspace);
  StudioStage *stage;

  studio_workspace_set_pace (fixture->workspace, 77);
  studio_workspace_set_temperature (fixture->workspace, 0.3);
  stage = open_stage (fixture);
  studio_stage_enter (stage, 2);
  g_assert_true (studio_workspace_get_entry (fixture->workspace) != entry);
  g_object_unref (stage);
  g_assert_true (studio_workspace_get_entry (fixture->workspace) == entry);
  g_assert_cmpfloat (studio_workspace_get_pace (fixture->workspace), ==, 77);
  g_assert_cmpfloat (studio_workspace_get_temperature (fixture->workspace), ==, 0.3);
  g_assert_cmpuint (studio_workspace_get_n_lanes (fixture->workspace), ==, 1);
}

/* A picture in twelve seconds is so many pixels a second. */
static void
test_seconds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioStage) stage = open_stage (fixture);
  const WeftConfig *config = studio_entry_get_config (studio_catalog_find (fixture->catalog, "ape"));

  studio_stage_enter (stage, 0);
  g_assert_cmpfloat_with_epsilon (studio_workspace_get_pace (fixture->workspace),
                                  config->image_width * config->image_height / 1000.0, 1e-9);
}

static void
test_problems (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioStage) stage = studio_stage_new (fixture->workspace, fixture->scenes);
  g_auto (GStrv) none = studio_stage_list_problems (stage);
  g_auto (GStrv) problems = NULL;
  g_autoptr (StudioScene) scene = studio_scene_new ();

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  add_scene (fixture, STUDIO_SCENE_RUN, "cow", 1, 1, 1);
  scene->action = STUDIO_SCENE_HOLD;
  scene->hold_at = 1000000;
  studio_scenes_insert (fixture->scenes, G_MAXUINT, scene);
  scene->action = STUDIO_SCENE_RUN;
  scene->moment = g_strdup ("nowhere.moment");
  studio_scenes_insert (fixture->scenes, G_MAXUINT, scene);

  problems = studio_stage_list_problems (stage);
  g_assert_cmpuint (g_strv_length (problems), ==, 3);
  g_assert_nonnull (strstr (problems[0], "Scene 6: the checkpoint “cow”"));
  g_assert_nonnull (strstr (problems[1], "Scene 7: it holds at value 1000000"));
  g_assert_nonnull (strstr (problems[2], "nowhere.moment"));
}

/* A moment of a picture of "ape", and the whole picture. */
static StudioPicture *
save_moment (Fixture *fixture, guint n_known)
{
  StudioCatalog *catalog = studio_workspace_get_catalog (fixture->workspace);
  g_autoptr (StudioMoment) moment = NULL;
  g_autoptr (GBytes) bytes = NULL;
  StudioJob *job;

  studio_workspace_set_entry (fixture->workspace, studio_catalog_find (catalog, "ape"));
  studio_workspace_set_seed (fixture->workspace, 21);
  studio_workspace_set_temperature (fixture->workspace, 0.8);
  studio_workspace_generate (fixture->workspace);
  while (studio_workspace_get_state (fixture->workspace) != STUDIO_RUN_FINISHED)
    g_main_context_iteration (NULL, FALSE);

  job = studio_workspace_get_job (fixture->workspace);
  moment = studio_moment_take (job, 0, n_known, NULL);
  bytes = studio_moment_to_bytes (moment, NULL);
  g_free (test_folder_write (fixture->folder, "half.moment", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
  return studio_workspace_dup_picture (fixture->workspace, 0);
}

static void
add_moment_scene (Fixture *fixture, StudioSceneAction action, const char *moment)
{
  g_autoptr (StudioScene) scene = studio_scene_new ();

  scene->action = action;
  scene->checkpoint = g_strdup ("bee");
  scene->moment = test_folder_dup_path (fixture->folder, moment);
  scene->seed = 99;
  scene->temperature = 2;
  scene->n_lanes = 3;
  scene->seconds = 1000;
  scene->hold_at = HOLD_AT + 3;
  studio_scenes_insert (fixture->scenes, G_MAXUINT, scene);
}

static void
assert_begins (Fixture *fixture, StudioPicture *whole, guint n_known)
{
  g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (fixture->workspace, 0);

  g_assert_cmpstr (studio_picture_get_recipe (picture)->checkpoint_name, ==, "ape");
  g_assert_cmpuint (studio_picture_get_recipe (picture)->seed, ==, 21);
  g_assert_cmpmem (studio_picture_get_values (picture), studio_picture_get_recipe (picture)->steps_done,
                   studio_picture_get_values (whole), n_known);
}

/* A scene with a moment is that picture and none of the scene's: held where it says, and completed as it would have been. */
static void
test_moment (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioPicture) whole = save_moment (fixture, HOLD_AT);
  g_autoptr (StudioStage) stage = NULL;
  g_auto (GStrv) problems = NULL;
  gboolean is_prepared = FALSE;

  add_moment_scene (fixture, STUDIO_SCENE_HOLD, "half.moment");
  add_moment_scene (fixture, STUDIO_SCENE_RUN, "half.moment");
  stage = studio_stage_new (fixture->workspace, fixture->scenes);
  problems = studio_stage_list_problems (stage);
  g_assert_cmpuint (g_strv_length (problems), ==, 0);
  studio_stage_prepare_async (stage, NULL, prepared_cb, &is_prepared);
  while (!is_prepared)
    g_main_context_iteration (NULL, TRUE);

  for (guint i = 0; i < 2; i++)
    {
      studio_stage_enter (stage, 2); /* of another checkpoint */
      g_assert_true (studio_stage_next (stage));
      wait_for_scene (stage);

      studio_stage_enter (stage, N_SCENES);
      g_assert_true (studio_stage_is_running (stage));
      g_assert_true (studio_stage_next (stage));
      wait_for_scene (stage);
      g_assert_cmpint (studio_workspace_get_state (fixture->workspace), ==, STUDIO_RUN_PAUSED);
      assert_begins (fixture, whole, HOLD_AT + 3);

      g_assert_true (studio_stage_next (stage));
      g_assert_cmpuint (studio_stage_get_position (stage), ==, N_SCENES + 1);
      g_assert_true (studio_stage_next (stage));
      wait_for_scene (stage);
      g_assert_cmpint (studio_workspace_get_state (fixture->workspace), ==, STUDIO_RUN_FINISHED);
      assert_begins (fixture, whole, studio_picture_get_recipe (whole)->steps_done);
    }
}

static void
refused_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_assert_false (studio_stage_prepare_finish (STUDIO_STAGE (source), result, user_data));
}

/* A moment that is broken is found before anybody watches; one that is gone is a sentence when its scene comes. */
static void
test_no_moment (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StudioStage) stage = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;

  add_moment_scene (fixture, STUDIO_SCENE_RUN, "gone.moment");
  stage = studio_stage_new (fixture->workspace, fixture->scenes);
  studio_stage_enter (stage, N_SCENES);
  g_object_get (fixture->workspace, "problem", &problem, NULL);
  g_assert_true (g_str_has_prefix (problem, "The scene cannot go on from its moment"));
  g_assert_false (studio_stage_is_running (stage));

  g_free (test_folder_write (fixture->folder, "gone.moment", "no moment at all, but as long as one might be", 45));
  studio_stage_prepare_async (stage, NULL, refused_cb, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (error->message, "“gone.moment”: "));
}

/* The talk that is installed works with what is bundled, and tells its story in five scenes. */
static void
test_sample (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", NULL);
  g_autofree char *checkpoints = g_build_filename (folder, "checkpoints", NULL);
  g_autofree char *path = g_build_filename (folder, "talks", "linear-attention.talk", NULL);
  g_autoptr (StudioCatalog) catalog = studio_catalog_new (checkpoints, "/nothing/of/the/user");
  g_autoptr (StudioWorkspace) workspace = NULL;
  g_autoptr (StudioScenes) scenes = NULL;
  g_autoptr (StudioStage) stage = NULL;
  g_auto (GStrv) problems = NULL;
  GError *error = NULL;

  studio_catalog_scan (catalog);
  workspace = studio_workspace_new (catalog);
  scenes = studio_scenes_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (studio_scenes_get_n (scenes), ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (strlen (studio_scenes_get (scenes, i)->caption), >, 10);
  stage = studio_stage_new (workspace, scenes);
  problems = studio_stage_list_problems (stage);
  g_assert_cmpuint (g_strv_length (problems), ==, 0);
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
  add_test ("/stage/same-frames", test_same_frames);
  add_test ("/stage/hold", test_hold);
  add_test ("/stage/moment", test_moment);
  add_test ("/stage/no-moment", test_no_moment);
  add_test ("/stage/walk", test_walk);
  add_test ("/stage/settings-come-back", test_settings_come_back);
  add_test ("/stage/seconds", test_seconds);
  add_test ("/stage/problems", test_problems);
  g_test_add_func ("/stage/sample", test_sample);
  return g_test_run ();
}
