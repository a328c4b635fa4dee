/* SPDX-License-Identifier: MIT */
/* What a microscope shows is what the run is: the same hash whether its thread handed it out or it was painted again. */
#include "app/microscope.h"

#include "tests/support/folder.h"
#include "tests/support/last-reference.h"
#include "tests/support/tiny-checkpoint.h"

#include <math.h>

typedef struct {
  TestFolder *folder;
  StudioCatalog *catalog;
  StudioWorkspace *workspace;
  StudioMicroscope *microscope;
  guint n_changed;
} Scene;

static void
changed_cb (Scene *scene)
{
  scene->n_changed++;
}

static gboolean
is_ready (gpointer data)
{
  return studio_workspace_get_model_state (((Scene *) data)->workspace) == STUDIO_MODEL_READY;
}

static void
wait_for (gboolean (*predicate) (gpointer), gpointer data)
{
  const gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!predicate (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      studio_microscope_refresh (((Scene *) data)->microscope);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

static void
open_scene (Scene *scene, WeftAttention attention, WeftOutput output, WeftImageMode mode)
{
  WeftConfig config = weft_test_tiny_config (attention, output, mode, FALSE);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *folder = NULL;
  gsize size;

  config.image_width = 12;
  config.image_height = 10;
  config.n_positions = weft_config_get_image_values (&config) - 1;
  bytes = weft_test_tiny_checkpoint (&config, 5, NULL);
  *scene = (Scene) { .folder = test_folder_new () };
  g_free (test_folder_write (scene->folder, "models/one.safetensors", g_bytes_get_data (bytes, &size),
                             g_bytes_get_size (bytes)));
  folder = test_folder_dup_path (scene->folder, "models");
  scene->catalog = studio_catalog_new (folder, folder);
  studio_catalog_scan (scene->catalog);
  scene->workspace = studio_workspace_new (scene->catalog);
  scene->microscope = studio_microscope_new (scene->workspace);
  g_signal_connect_swapped (scene->microscope, "changed", G_CALLBACK (changed_cb), scene);
  wait_for (is_ready, scene);
  studio_workspace_set_seed (scene->workspace, 7);
}

static void
close_scene (Scene *scene)
{
  test_assert_finalize_after_tasks (scene->microscope);
  test_assert_finalize_after_tasks (scene->workspace);
  g_object_unref (scene->catalog);
  test_folder_free (scene->folder);
}

static gboolean
is_finished (gpointer data)
{
  return studio_workspace_get_state (((Scene *) data)->workspace) == STUDIO_RUN_FINISHED;
}

/* Whether the glimpse is of the value looked at. */
static gboolean
is_seen (gpointer data)
{
  StudioMicroscope *microscope = ((Scene *) data)->microscope;
  const StudioGlimpse *glimpse = studio_microscope_get_glimpse (microscope);

  return glimpse != NULL && glimpse->n_known == studio_microscope_get_step (microscope) + 1;
}

static gboolean
is_traced (gpointer data)
{
  StudioMicroscope *microscope = ((Scene *) data)->microscope;
  guint n_steps;

  return studio_microscope_get_trace (microscope, &n_steps) != NULL
         && n_steps + 1 == studio_microscope_get_n_known (microscope);
}

static void
paint (Scene *scene, guint n_lanes)
{
  studio_workspace_set_n_lanes (scene->workspace, n_lanes);
  studio_workspace_generate (scene->workspace);
  wait_for (is_finished, scene);
  studio_microscope_refresh (scene->microscope);
}

/* Of the memory behind the finished picture. */
static guint64
get_final_hash (Scene *scene)
{
  g_autoptr (StudioPicture) picture = studio_job_dup_picture (studio_workspace_get_job (scene->workspace), 0);

  g_assert_true (studio_picture_get_recipe (picture)->has_state_hash);
  return studio_picture_get_recipe (picture)->state_hash;
}

/* A state fed with the values one by one, up to the step of a glimpse. */
static guint64
hash_by_hand (Scene *scene, const StudioGlimpse *glimpse)
{
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftTrace) trace = weft_trace_new (glimpse->model, WEFT_FORM_LINEAR, team, FALSE, NULL);
  const guint8 *values = studio_microscope_get_values (scene->microscope);

  for (guint i = 0; i + 1 < glimpse->n_known; i++)
    weft_trace_step (trace, values[i], values[i + 1], NULL);
  return weft_state_get_hash (weft_trace_get_state (trace), 0);
}

static void
assert_glimpse (Scene *scene)
{
  const StudioGlimpse *glimpse = studio_microscope_get_glimpse (scene->microscope);

  g_assert_cmpuint (glimpse->value, ==, studio_microscope_get_values (scene->microscope)[glimpse->n_known - 1]);
  g_assert_cmpuint (weft_state_get_position (glimpse->state), ==, glimpse->n_known - 1);
  g_assert_cmpuint (weft_probe_get_position (glimpse->probe), ==, glimpse->n_known - 2);
  g_assert_cmpuint (weft_state_get_hash (glimpse->state, 0), ==, hash_by_hand (scene, glimpse));
}

/* Any value of any image, in any order. */
static void
test_replay (void)
{
  const guint steps[] = { 120, 2, 61, 60, 119, 3 };
  Scene scene;

  open_scene (&scene, WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8);
  paint (&scene, 3);
  studio_microscope_hold (scene.microscope, STUDIO_LOOK_GLIMPSE);
  for (guint lane = 0; lane < 3; lane++)
    for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
      {
        studio_workspace_set_shown_lane (scene.workspace, lane);
        studio_workspace_set_shown_step (scene.workspace, steps[i]);
        g_assert_cmpuint (studio_microscope_get_step (scene.microscope), ==, steps[i] - 1);
        wait_for (is_seen, &scene);
        assert_glimpse (&scene);
      }
  studio_microscope_release (scene.microscope, STUDIO_LOOK_GLIMPSE);
  close_scene (&scene);
}

static gboolean
has_glimpse (gpointer data)
{
  return studio_microscope_get_glimpse (((Scene *) data)->microscope) != NULL;
}

/* Each channel of a pixel is a step of its own. */
static void
test_channels (void)
{
  Scene scene;

  open_scene (&scene, WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_MIXTURE_OF_LOGISTICS, WEFT_IMAGE_RGB8);
  paint (&scene, 1);
  studio_microscope_hold (scene.microscope, STUDIO_LOOK_GLIMPSE);
  studio_workspace_set_shown_step (scene.workspace, 90);
  for (guint channel = 0; channel < 4; channel++)
    {
      studio_microscope_set_channel (scene.microscope, channel);
      wait_for (is_seen, &scene);
      g_assert_cmpuint (studio_microscope_get_glimpse (scene.microscope)->n_known, ==, 88 + MIN (channel, 2));
      assert_glimpse (&scene);
    }
  studio_microscope_release (scene.microscope, STUDIO_LOOK_GLIMPSE);
  close_scene (&scene);
}

/* What the run's own thread hands out while it paints. */
static void
test_live (void)
{
  Scene scene;
  guint n_seen = 0, latest = 0;

  open_scene (&scene, WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_MIXTURE_OF_LOGISTICS, WEFT_IMAGE_RGB8);
  studio_microscope_hold (scene.microscope, STUDIO_LOOK_GLIMPSE);
  studio_workspace_set_pace (scene.workspace, 100);
  studio_workspace_generate (scene.workspace);
  wait_for (has_glimpse, &scene);
  while (!is_finished (&scene))
    {
      const StudioGlimpse *glimpse = studio_microscope_get_glimpse (scene.microscope);

      if (glimpse != NULL && glimpse->n_known != latest)
        {
          latest = glimpse->n_known;
          g_assert_cmpuint (latest % 3, ==, 0); /* a pixel is three values */
          assert_glimpse (&scene);
          n_seen++;
        }
      studio_microscope_refresh (scene.microscope);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (n_seen, >, 5);
  wait_for (is_seen, &scene);
  assert_glimpse (&scene);
  studio_microscope_release (scene.microscope, STUDIO_LOOK_GLIMPSE);
  close_scene (&scene);
}

/* Looking changes no bit of what is painted, and nobody is asked for what nobody holds. */
static void
test_unseen (void)
{
  Scene scene;
  guint64 hashes[2];

  open_scene (&scene, WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8);
  studio_workspace_set_seed_locked (scene.workspace, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (StudioPicture) picture = NULL;

      if (i == 1)
        studio_microscope_hold (scene.microscope, STUDIO_LOOK_GLIMPSE);
      paint (&scene, 2);
      g_assert_true (i == 1 || studio_microscope_get_glimpse (scene.microscope) == NULL);
      picture = studio_workspace_dup_picture (scene.workspace, 1);
      hashes[i] = studio_picture_get_recipe (picture)->state_hash;
    }
  g_assert_cmpuint (hashes[0], ==, hashes[1]);
  studio_microscope_release (scene.microscope, STUDIO_LOOK_GLIMPSE);
  close_scene (&scene);
}

static void
test_frozen (void)
{
  Scene scene;

  open_scene (&scene, WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8);
  studio_microscope_hold (scene.microscope, STUDIO_LOOK_GLIMPSE);
  paint (&scene, 1);
  studio_workspace_set_shown_step (scene.workspace, 41);
  wait_for (is_seen, &scene);
  studio_microscope_set_frozen (scene.microscope, TRUE);
  studio_workspace_set_shown_step (scene.workspace, 81);
  paint (&scene, 1);
  g_assert_cmpuint (studio_microscope_get_glimpse (scene.microscope)->n_known, ==, 41);
  studio_microscope_set_frozen (scene.microscope, FALSE);
  wait_for (is_seen, &scene);
  assert_glimpse (&scene);
  studio_microscope_release (scene.microscope, STUDIO_LOOK_GLIMPSE);
  close_scene (&scene);
}

/* The bits of all values are the picture's likelihood; weights of every step add up. */
static void
test_trace (void)
{
  Scene scene;
  double weights[120], total = 0;
  WeftTrace *trace;
  guint n_steps;

  open_scene (&scene, WEFT_ATTENTION_SOFTMAX, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8);
  paint (&scene, 1);
  g_assert_null (studio_microscope_get_trace (scene.microscope, &n_steps));
  studio_microscope_hold (scene.microscope, STUDIO_LOOK_TRACE);
  wait_for (is_traced, &scene);
  studio_microscope_hold (scene.microscope, STUDIO_LOOK_ATTENTION); /* it begins anew, with more */
  wait_for (is_traced, &scene);
  trace = studio_microscope_get_trace (scene.microscope, &n_steps);
  g_assert_cmpuint (n_steps, ==, 119);
  weft_trace_get_weights (trace, 118, 1, 1, weights);
  for (guint i = 0; i < 119; i++)
    total += weights[i];
  g_assert_cmpfloat_with_epsilon (total, 1, 1e-9);

  paint (&scene, 1); /* another picture, another trace */
  wait_for (is_traced, &scene);
  g_assert_cmpuint (scene.n_changed, >, 3);
  studio_microscope_release (scene.microscope, STUDIO_LOOK_ATTENTION);
  studio_microscope_release (scene.microscope, STUDIO_LOOK_TRACE);
  close_scene (&scene);
}

/* Of a memory that was changed by hand, what is seen is what it is: step by step, and along the way. */
static void
test_operated (void)
{
  const StudioSurgery surgery = { .kind = STUDIO_SURGERY_FORGET, .first = 12, .end = 36 };
  const StudioSurgery freeze = { .kind = STUDIO_SURGERY_FREEZE };
  const guint steps[] = { 120, 60, 61, 62, 90, 91, 119 };
  Scene scene;
  guint n_steps;

  open_scene (&scene, WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8);
  paint (&scene, 1);
  studio_workspace_operate (scene.workspace, 60, &surgery);
  wait_for (is_finished, &scene);
  studio_workspace_operate (scene.workspace, 90, &freeze);
  wait_for (is_finished, &scene);

  studio_microscope_hold (scene.microscope, STUDIO_LOOK_TRACE);
  wait_for (is_traced, &scene);
  g_assert_cmphex (weft_state_get_hash (weft_trace_get_state (studio_microscope_get_trace (scene.microscope, &n_steps)), 0),
                   ==, get_final_hash (&scene));
  studio_microscope_release (scene.microscope, STUDIO_LOOK_TRACE);

  studio_microscope_hold (scene.microscope, STUDIO_LOOK_GLIMPSE);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (StudioTimeline) timeline = studio_timeline_new (studio_workspace_get_job (scene.workspace), 0);
      WeftGenerator *found = studio_timeline_seek (timeline, steps[i], NULL);

      studio_workspace_set_shown_step (scene.workspace, steps[i]);
      wait_for (is_seen, &scene);
      g_assert_cmphex (weft_state_get_hash (studio_microscope_get_glimpse (scene.microscope)->state, 0), ==,
                       weft_state_get_hash (weft_generator_get_state (found), 0));
    }
  studio_microscope_release (scene.microscope, STUDIO_LOOK_GLIMPSE);
  close_scene (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/microscope/replay", test_replay);
  g_test_add_func ("/microscope/channels", test_channels);
  g_test_add_func ("/microscope/live", test_live);
  g_test_add_func ("/microscope/unseen", test_unseen);
  g_test_add_func ("/microscope/frozen", test_frozen);
  g_test_add_func ("/microscope/trace", test_trace);
  g_test_add_func ("/microscope/operated", test_operated);
  return g_test_run ();
}
