/* SPDX-License-Identifier: MIT */
/* Runs that do not fit are held until they are made smaller, and loading can be cancelled: the earlier model stays. */
#include "tests/app/jobs.h"
#include "tests/app/workspaces.h"

#include "tests/support/memory.h"
#include "tests/support/tiny-checkpoint.h"

#include <string.h>

#define KEYFRAMES ((gsize) 1 << 20)
#define N_LANES 8

static void
count_cb (StudioWorkspace *workspace, guint *n)
{
  (*n)++;
}

/* What the next run of the present settings takes with so many lanes. */
static guint64
count_run (StudioWorkspace *workspace, guint n_lanes, gsize keyframe_bytes)
{
  return test_job_count_bytes (studio_entry_get_model (studio_workspace_get_entry (workspace)), n_lanes, keyframe_bytes);
}

static void
set_memory (TestWorkspace *fixture, guint64 bytes)
{
  studio_workspace_set_memory_root (fixture->workspace, test_memory_set (fixture->folder, bytes));
}

static void
prepare (TestWorkspace *fixture)
{
  test_workspace_wait_for_model (fixture->workspace);
  studio_workspace_set_max_threads (fixture->workspace, 1);
  studio_workspace_set_keyframe_memory (fixture->workspace, KEYFRAMES);
  studio_workspace_set_n_lanes (fixture->workspace, N_LANES);
}

/* It does not begin; the one click makes it begin with the figures that were promised. */
static void
test_fewer_lanes (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  const StudioShortage *shortage;
  guint64 relieved;
  guint n_told = 0;

  prepare (fixture);
  g_signal_connect (workspace, "shortage", G_CALLBACK (count_cb), &n_told);
  set_memory (fixture, count_run (workspace, 3, 0));
  studio_workspace_generate (workspace);
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_null (studio_workspace_get_job (workspace));
  g_assert_null (studio_workspace_get_problem (workspace));

  shortage = studio_workspace_get_shortage (workspace);
  g_assert_cmpuint (shortage->needed, ==, count_run (workspace, N_LANES, KEYFRAMES));
  g_assert_cmpuint (shortage->available, ==, count_run (workspace, 3, 0));
  g_assert_cmpint (shortage->relief, ==, STUDIO_RELIEF_LANES);
  g_assert_cmpuint (shortage->n_lanes, ==, 3);
  relieved = shortage->relieved;

  studio_workspace_relieve (workspace);
  g_assert_null (studio_workspace_get_shortage (workspace));
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (workspace)), ==, 3);
  g_assert_cmpuint (studio_workspace_get_n_lanes (workspace), ==, 3);
  g_assert_cmpuint (relieved, <=, count_run (workspace, 3, 0));
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (fixture->pictures->len, ==, 3);
}

/* Pictures of which moments are worth keeping. */
static void
open_larger (TestWorkspace *fixture)
{
  WeftConfig config = weft_test_tiny_config (WEFT_ATTENTION_LINEAR, WEFT_OUTPUT_CATEGORICAL, WEFT_IMAGE_INDEXED8, TRUE);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path = NULL;

  config.image_width = 20;
  config.image_height = 10;
  config.n_positions = 199;
  bytes = weft_test_tiny_checkpoint (&config, 3, NULL);
  path = test_folder_write (fixture->folder, "larger.safetensors", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  studio_workspace_set_entry (fixture->workspace, studio_catalog_open (fixture->catalog, path, NULL, NULL));
}

static void
test_fewer_moments (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_auto (StudioJobLane) lane = { 0 };

  open_larger (fixture);
  prepare (fixture);
  set_memory (fixture, count_run (workspace, N_LANES, 0));
  studio_workspace_generate (workspace);
  g_assert_cmpint (studio_workspace_get_shortage (workspace)->relief, ==, STUDIO_RELIEF_MOMENTS);
  studio_workspace_relieve (workspace);
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (fixture->pictures->len, ==, N_LANES);
  g_assert_true (studio_job_get_lane (studio_workspace_get_job (workspace), 0, &lane));
  g_assert_true (lane.keyframes == NULL || studio_keyframes_get_bytes (lane.keyframes) == 0);
}

/* Letting go, and whatever else is asked for, forgets the run that waits; without relief a click does nothing. */
static void
test_forgotten (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;

  prepare (fixture);
  set_memory (fixture, 1000);
  studio_workspace_generate (workspace);
  g_assert_cmpint (studio_workspace_get_shortage (workspace)->relief, ==, STUDIO_RELIEF_NONE);
  g_assert_cmpuint (studio_workspace_get_shortage (workspace)->relieved, ==, count_run (workspace, 1, 0));
  studio_workspace_relieve (workspace);
  g_assert_null (studio_workspace_get_job (workspace));
  g_assert_nonnull (studio_workspace_get_shortage (workspace));
  studio_workspace_forget_shortage (workspace);
  g_assert_null (studio_workspace_get_shortage (workspace));

  studio_workspace_generate (workspace);
  g_assert_nonnull (studio_workspace_get_shortage (workspace));
  studio_workspace_set_memory_root (workspace, NULL);
  studio_workspace_generate (workspace);
  g_assert_null (studio_workspace_get_shortage (workspace));
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (fixture->pictures->len, ==, N_LANES);
}

/* A fan keeps what it goes on from while it waits. What it became is no setting. */
static void
test_fan (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = NULL;
  StudioJob *original;

  prepare (fixture);
  studio_workspace_set_n_lanes (workspace, 1);
  recipe = test_workspace_generate (fixture);
  original = studio_workspace_get_job (workspace);
  set_memory (fixture, count_run (workspace, 5, 0) + count_run (workspace, 1, 0));
  studio_workspace_fan (workspace, 5, 16);
  g_assert_true (studio_workspace_get_job (workspace) == original);
  g_assert_cmpint (studio_workspace_get_shortage (workspace)->relief, ==, STUDIO_RELIEF_LANES);
  g_assert_cmpuint (studio_workspace_get_shortage (workspace)->n_lanes, >=, 5);
  g_assert_cmpuint (studio_workspace_get_shortage (workspace)->n_lanes, <, 16);

  studio_workspace_set_memory_root (workspace, NULL);
  studio_workspace_relieve (workspace);
  g_assert_true (studio_workspace_get_job (workspace) != original);
  g_assert_cmpuint (g_list_model_get_n_items (studio_workspace_get_branches (workspace)), ==, 2);
  g_assert_cmpuint (test_workspace_count_known (workspace), >=, 5);
  g_assert_cmpuint (studio_workspace_get_n_lanes (workspace), ==, 1);
  test_workspace_wait_for_state (workspace, STUDIO_RUN_FINISHED);
}

static void
test_race (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  const StudioShortage *shortage;

  prepare (fixture);
  studio_workspace_set_race_recomputed (workspace, TRUE);
  set_memory (fixture, 1000);
  studio_workspace_start_race (workspace, 1);
  shortage = studio_workspace_get_shortage (workspace);
  g_assert_true (shortage->is_race);
  g_assert_cmpint (shortage->relief, ==, STUDIO_RELIEF_NONE);
  g_assert_null (studio_workspace_get_race (workspace));

  set_memory (fixture, shortage->relieved);
  studio_workspace_start_race (workspace, 1);
  g_assert_cmpint (studio_workspace_get_shortage (workspace)->relief, ==, STUDIO_RELIEF_RECOMPUTED);
  studio_workspace_relieve (workspace);
  g_assert_false (studio_workspace_get_race_recomputed (workspace));
  g_assert_nonnull (studio_workspace_get_race (workspace));
  g_assert_cmpuint (studio_race_get_n_lanes (studio_workspace_get_race (workspace)), ==, 2);
}

static StudioEntry *
get_entry (TestWorkspace *fixture, guint position)
{
  return studio_catalog_get_entry (fixture->catalog, position);
}

/* The earlier checkpoint is in use again at once, with what belongs to it; what waited for the other does not begin. */
static void
test_cancel_loading (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (GBytes) kept = g_bytes_new_static ("\1\2\3", 3);
  StudioEntry *earlier, *later;

  test_workspace_wait_for_model (workspace);
  earlier = studio_workspace_get_entry (workspace);
  later = get_entry (fixture, get_entry (fixture, 0) == earlier ? 1 : 0);
  studio_workspace_set_start (workspace, kept);
  g_assert_null (studio_workspace_get_loading (workspace));

  studio_workspace_set_entry (workspace, later);
  g_assert_true (studio_workspace_get_loading (workspace) == later);
  studio_workspace_generate (workspace);
  studio_workspace_cancel_loading (workspace);
  g_assert_null (studio_workspace_get_loading (workspace));
  g_assert_true (studio_workspace_get_entry (workspace) == earlier);
  g_assert_cmpint (studio_workspace_get_model_state (workspace), ==, STUDIO_MODEL_READY);
  g_assert_cmpuint (studio_workspace_count_given (workspace), ==, 3);

  /* The thread comes to its end, and nothing comes of it. */
  g_usleep (G_USEC_PER_SEC / 20);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (studio_workspace_get_entry (workspace) == earlier);
  g_assert_null (studio_workspace_get_job (workspace));
  g_assert_null (studio_workspace_get_problem (workspace));

  /* It can be taken back, which loads once more. */
  studio_workspace_set_entry (workspace, later);
  test_workspace_wait_for_model (workspace);
  g_assert_cmpint (studio_workspace_get_model_state (workspace), ==, STUDIO_MODEL_READY);
  studio_workspace_cancel_loading (workspace);
  g_assert_true (studio_workspace_get_entry (workspace) == later);
}

/* Without an earlier one there is none. */
static void
test_cancel_first (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  StudioEntry *entry = studio_workspace_get_entry (workspace);

  g_assert_cmpint (studio_workspace_get_model_state (workspace), ==, STUDIO_MODEL_LOADING);
  studio_workspace_cancel_loading (workspace);
  g_assert_null (studio_workspace_get_entry (workspace));
  g_assert_cmpint (studio_workspace_get_model_state (workspace), ==, STUDIO_MODEL_NONE);

  studio_workspace_set_entry (workspace, entry);
  test_workspace_wait_for_model (workspace);
  g_assert_cmpint (studio_workspace_get_model_state (workspace), ==, STUDIO_MODEL_READY);
}

/* Said with both figures before the weights are read; the model in use stays, and is no step to be taken back. */
static void
test_too_large (TestWorkspace *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  StudioEntry *earlier, *later;
  g_autofree char *needed = NULL;

  test_workspace_wait_for_model (workspace);
  studio_workspace_forget_changes (workspace);
  earlier = studio_workspace_get_entry (workspace);
  later = get_entry (fixture, get_entry (fixture, 0) == earlier ? 1 : 0);
  needed = g_format_size_full (weft_model_count_bytes (studio_entry_get_config (later), WEFT_PRECISION_F32),
                               G_FORMAT_SIZE_IEC_UNITS);
  set_memory (fixture, 2048);
  studio_workspace_set_entry (workspace, later);
  g_assert_true (studio_workspace_get_entry (workspace) == earlier);
  g_assert_cmpint (studio_workspace_get_model_state (workspace), ==, STUDIO_MODEL_READY);
  g_assert_null (studio_workspace_get_loading (workspace));
  g_assert_null (studio_entry_get_loading (later));
  g_assert_nonnull (strstr (studio_workspace_get_problem (workspace), studio_entry_get_name (later)));
  g_assert_nonnull (strstr (studio_workspace_get_problem (workspace), needed));
  g_assert_nonnull (strstr (studio_workspace_get_problem (workspace), "2.0"));
  g_assert_null (studio_workspace_undo (workspace));
}

/* Of a file larger than a few pieces: bytes only ever become more, and the end is all of them, twice. */
static void
test_progress (TestWorkspace *fixture, gconstpointer data)
{
  StudioEntry *entry;
  StudioLoadingProgress progress = { 0 };
  guint64 n = 0;

  test_workspace_wait_for_model (fixture->workspace);
  entry = studio_workspace_get_entry (fixture->workspace);
  studio_entry_unload (entry);
  studio_workspace_generate (fixture->workspace);
  while (studio_workspace_get_loading (fixture->workspace) != NULL)
    {
      progress = studio_loading_get_progress (studio_entry_get_loading (entry));
      g_assert_cmpuint (progress.n_read + progress.n_checked, >=, n);
      g_assert_true (progress.n_checked == 0 || progress.n_read == progress.n_bytes);
      n = progress.n_read + progress.n_checked;
      g_main_context_iteration (NULL, FALSE);
    }

  progress = studio_loading_get_progress (studio_entry_get_loading (entry));
  g_assert_cmpuint (progress.n_bytes, ==, studio_entry_get_file_bytes (entry));
  g_assert_cmpuint (progress.n_read, ==, progress.n_bytes);
  g_assert_cmpuint (progress.n_checked, ==, progress.n_bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_workspace_add ("/workspace-memory/fewer-lanes", test_fewer_lanes);
  test_workspace_add ("/workspace-memory/fewer-moments", test_fewer_moments);
  test_workspace_add ("/workspace-memory/forgotten", test_forgotten);
  test_workspace_add ("/workspace-memory/fan", test_fan);
  test_workspace_add ("/workspace-memory/race", test_race);
  test_workspace_add ("/workspace-memory/cancel-loading", test_cancel_loading);
  test_workspace_add ("/workspace-memory/cancel-first", test_cancel_first);
  test_workspace_add ("/workspace-memory/too-large", test_too_large);
  test_workspace_add ("/workspace-memory/progress", test_progress);
  return g_test_run ();
}
