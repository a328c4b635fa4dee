/* SPDX-License-Identifier: MIT */
/* Pixels set by hand on a picture, which takes them in, goes on, and replays from its recipe; and every step taken back. */
#include "app/workspace.h"

#include "app/recipe-json.h"
#include "app/recipe-mask.h"
#include "tests/app/jobs.h"
#include "tests/app/workspaces.h"
#include "tests/support/folder.h"
#include "tests/support/last-reference.h"

#include <string.h>

#define N_PIXELS (5 * 3)
#define MAX_VALUES (N_PIXELS * 3)

typedef struct {
  TestFolder *folder;
  StudioCatalog *catalog;
  StudioWorkspace *workspace;
  guint n_channels;
  guint n_values;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const WeftImageMode mode = GPOINTER_TO_UINT (data);
  const WeftConfig *config;

  fixture->folder = test_folder_new ();
  fixture->workspace = test_workspace_new_alone (fixture->folder, mode, &fixture->catalog);
  config = studio_entry_get_config (studio_workspace_get_entry (fixture->workspace));
  fixture->n_channels = weft_config_get_n_channels (config);
  fixture->n_values = weft_config_get_image_values (config);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_assert_finalize_after_tasks (fixture->workspace);
  g_assert_finalize_object (fixture->catalog);
  test_folder_free (fixture->folder);
}

static void
wait_for_end (Fixture *fixture)
{
  while (!studio_run_state_is_final (studio_workspace_get_state (fixture->workspace)))
    g_main_context_iteration (NULL, FALSE);
}

static void
generate (Fixture *fixture, guint8 *values)
{
  g_autoptr (StudioPicture) picture = NULL;

  studio_workspace_generate (fixture->workspace);
  wait_for_end (fixture);
  picture = studio_workspace_dup_picture (fixture->workspace, 0);
  memcpy (values, studio_picture_get_values (picture), fixture->n_values);
}

/* A value of its own for each channel; NULL for @value < 0. */
static void
set_pixel (Fixture *fixture, guint pixel, gint value)
{
  const guint8 values[3] = { (guint8) value, (guint8) ((value + 1) % 7), (guint8) ((value + 2) % 7) };

  studio_workspace_stroke (fixture->workspace, pixel, value < 0 ? NULL : values);
}

static void
stroke (Fixture *fixture, guint first, guint n, gint value)
{
  studio_workspace_begin_stroke (fixture->workspace);
  for (guint i = first; i < first + n; i++)
    set_pixel (fixture, i, value);
  studio_workspace_end_stroke (fixture->workspace);
}

static void
assert_stroke (Fixture *fixture, const guint8 *values, guint first, guint n, guint value)
{
  for (guint i = first * fixture->n_channels; i < (first + n) * fixture->n_channels; i++)
    g_assert_cmpuint (values[i], ==, (value + i % fixture->n_channels) % 7);
}

/* Goes on, and checks that the recipe of what is then in sight paints it again. */
static void
absorb (Fixture *fixture, guint8 *values)
{
  g_autoptr (StudioPicture) picture = NULL, again = NULL;
  g_autoptr (StudioRecipe) recipe = NULL;
  g_autoptr (StudioJob) job = NULL;
  g_autofree char *json = NULL;
  StudioJobSpec spec;

  g_assert_true (studio_workspace_get_sketched (fixture->workspace));
  studio_workspace_absorb_sketch (fixture->workspace);
  g_assert_false (studio_workspace_get_sketched (fixture->workspace));
  wait_for_end (fixture);
  g_assert_null (studio_workspace_get_problem (fixture->workspace));
  g_assert_cmpuint (studio_workspace_list_waiting (fixture->workspace, NULL, NULL), ==, 0);
  picture = studio_workspace_dup_picture (fixture->workspace, 0);
  memcpy (values, studio_picture_get_values (picture), fixture->n_values);

  json = studio_recipe_to_json (studio_picture_get_recipe (picture));
  recipe = studio_recipe_from_json (json, -1, NULL);
  spec = test_job_spec (studio_job_get_model (studio_workspace_get_job (fixture->workspace)), recipe, 1);
  job = test_job_run (&spec);
  again = studio_job_dup_picture (job, 0);
  g_assert_cmpmem (studio_picture_get_values (again), fixture->n_values, values, fixture->n_values);
  g_assert_cmphex (studio_picture_get_recipe (again)->state_hash, ==, studio_picture_get_recipe (picture)->state_hash);
}

/* Set in a finished picture: it goes back to the first pixel set, what was before it stays, what comes after is new. */
static void
test_behind (Fixture *fixture, gconstpointer data)
{
  guint8 before[MAX_VALUES], after[MAX_VALUES];
  guint8 waiting[N_PIXELS];

  generate (fixture, before);
  stroke (fixture, 7, 2, 3);
  stroke (fixture, 12, 1, 5);
  g_assert_cmpuint (studio_workspace_list_waiting (fixture->workspace, NULL, waiting), ==, 3);
  for (guint i = 0; i < N_PIXELS; i++)
    g_assert_cmpuint (waiting[i], ==, i == 7 || i == 8 || i == 12 ? STUDIO_WAITING_BEHIND : STUDIO_WAITING_NONE);

  absorb (fixture, after);
  g_assert_cmpmem (after, 7 * fixture->n_channels, before, 7 * fixture->n_channels);
  assert_stroke (fixture, after, 7, 2, 3);
  assert_stroke (fixture, after, 12, 1, 5);
  g_assert_cmpuint (studio_branch_get_n_common (studio_workspace_get_branch (fixture->workspace)), ==,
                    7 * fixture->n_channels);
}

/* Set ahead of a step in sight: it goes on from there, and they are given when their turn comes. */
static void
test_ahead (Fixture *fixture, gconstpointer data)
{
  guint8 before[MAX_VALUES], after[MAX_VALUES], set[MAX_VALUES];
  guint8 waiting[N_PIXELS];

  generate (fixture, before);
  studio_workspace_set_shown_step (fixture->workspace, 6 * fixture->n_channels);
  stroke (fixture, 9, 3, 4);
  g_assert_cmpuint (studio_workspace_list_waiting (fixture->workspace, set, waiting), ==, 3);
  for (guint i = 0; i < N_PIXELS; i++)
    g_assert_cmpuint (waiting[i], ==, i >= 9 && i < 12 ? STUDIO_WAITING_AHEAD : STUDIO_WAITING_NONE);
  assert_stroke (fixture, set, 9, 3, 4);

  absorb (fixture, after);
  /* The same numbers are drawn, so nothing is other before the first pixel that was set. */
  g_assert_cmpmem (after, 9 * fixture->n_channels, before, 9 * fixture->n_channels);
  assert_stroke (fixture, after, 9, 3, 4);
  g_assert_cmpuint (studio_branch_get_n_common (studio_workspace_get_branch (fixture->workspace)), ==,
                    6 * fixture->n_channels);
}

/* The very first pixel, and from there: the picture begins with them, and is a branch all the same. */
static void
test_first (Fixture *fixture, gconstpointer data)
{
  guint8 before[MAX_VALUES], after[MAX_VALUES];
  StudioBranch *parent;

  generate (fixture, before);
  parent = studio_workspace_get_branch (fixture->workspace);
  stroke (fixture, 0, 3, 6);
  absorb (fixture, after);
  assert_stroke (fixture, after, 0, 3, 6);
  g_assert_true (studio_branch_get_parent (studio_workspace_get_branch (fixture->workspace)) == parent);
}

/* On a picture that took pixels in, some are left to the model again, and others follow the first ones without a gap. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  guint8 before[MAX_VALUES], once[MAX_VALUES], twice[MAX_VALUES];

  generate (fixture, before);
  stroke (fixture, 0, 4, 2);
  stroke (fixture, 12, 3, 2);
  absorb (fixture, once);
  stroke (fixture, 13, 1, -1);
  stroke (fixture, 4, 4, 1);
  g_assert_cmpuint (studio_workspace_list_waiting (fixture->workspace, NULL, NULL), ==, 4);
  absorb (fixture, twice);
  assert_stroke (fixture, twice, 0, 4, 2);
  assert_stroke (fixture, twice, 4, 4, 1);
  assert_stroke (fixture, twice, 12, 1, 2);
  assert_stroke (fixture, twice, 14, 1, 2);
}

/* Before there is a picture: it begins with what was set, and so does the next one. */
static void
test_blank (Fixture *fixture, gconstpointer data)
{
  guint8 values[MAX_VALUES];

  stroke (fixture, 2, 5, 1);
  g_assert_cmpuint (studio_workspace_list_waiting (fixture->workspace, NULL, NULL), ==, 5);
  absorb (fixture, values);
  assert_stroke (fixture, values, 2, 5, 1);
  generate (fixture, values);
  assert_stroke (fixture, values, 2, 5, 1);

  studio_workspace_set_start (fixture->workspace, NULL);
  generate (fixture, values);
  g_assert_cmpuint (studio_workspace_list_waiting (fixture->workspace, NULL, NULL), ==, 0);
}

/* Generating, stepping and planning a run take in what was set before there is a picture. */
static void
test_generate (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  g_autoptr (StudioRecipe) recipe = NULL;
  guint8 values[MAX_VALUES];

  stroke (fixture, 2, 5, 1);
  generate (fixture, values);
  assert_stroke (fixture, values, 2, 5, 1);

  studio_workspace_discard (workspace);
  stroke (fixture, 9, 2, 4);
  recipe = studio_workspace_plan_run (workspace);
  g_assert_cmpuint (studio_recipe_count_given (recipe, 0), ==, 7 * fixture->n_channels);

  stroke (fixture, 12, 1, 3);
  studio_workspace_step (workspace);
  studio_workspace_resume (workspace);
  wait_for_end (fixture);
  g_assert_cmpuint (studio_workspace_list_waiting (workspace, NULL, NULL), ==, 0);
  studio_workspace_set_shown_step (workspace, fixture->n_channels);
  g_assert_cmpuint (studio_workspace_list_waiting (workspace, values, NULL), ==, 8);
  assert_stroke (fixture, values, 12, 1, 3);
}

/* Strokes and going on are taken back and done again one by one. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  StudioWorkspace *workspace = fixture->workspace;
  guint8 before[MAX_VALUES], after[MAX_VALUES];
  StudioJob *first, *second;

  generate (fixture, before);
  first = studio_workspace_get_job (workspace);
  stroke (fixture, 7, 2, 3);
  stroke (fixture, 12, 1, 5);
  studio_workspace_undo (workspace);
  g_assert_cmpuint (studio_workspace_list_waiting (workspace, NULL, NULL), ==, 2);
  studio_workspace_redo (workspace);
  g_assert_cmpuint (studio_workspace_list_waiting (workspace, NULL, NULL), ==, 3);
  absorb (fixture, after);
  second = studio_workspace_get_job (workspace);
  g_assert_true (second != first);

  studio_workspace_undo (workspace);
  g_assert_true (studio_workspace_get_job (workspace) == first);
  g_assert_false (studio_workspace_get_sketched (workspace));
  studio_workspace_undo (workspace);
  g_assert_cmpuint (studio_workspace_list_waiting (workspace, NULL, NULL), ==, 3);
  studio_workspace_undo (workspace);
  studio_workspace_undo (workspace);
  g_assert_cmpuint (studio_workspace_list_waiting (workspace, NULL, NULL), ==, 0);
  g_assert_false (studio_workspace_get_sketched (workspace));
  for (guint i = 0; i < 4; i++)
    studio_workspace_redo (workspace);
  g_assert_true (studio_workspace_get_job (workspace) == second);

  /* Leaving the picture puts what was set away, and coming back brings it. */
  stroke (fixture, 3, 1, 1);
  studio_workspace_discard (workspace);
  g_assert_false (studio_workspace_get_sketched (workspace));
  studio_workspace_undo (workspace);
  studio_workspace_undo (workspace);
  g_assert_true (studio_workspace_get_job (workspace) == second);
  g_assert_true (studio_workspace_get_sketched (workspace));
  g_assert_cmpuint (studio_workspace_list_waiting (workspace, NULL, NULL), ==, 1);
}

/* A stroke that sets nothing anew is no step, and going on without one does nothing. */
static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  guint8 values[MAX_VALUES];
  gboolean can_undo;
  StudioJob *job;

  generate (fixture, values);
  job = studio_workspace_get_job (fixture->workspace);
  stroke (fixture, 5, 2, -1);
  g_object_get (fixture->workspace, "can-undo", &can_undo, NULL);
  g_assert_false (can_undo);
  studio_workspace_absorb_sketch (fixture->workspace);
  g_assert_true (studio_workspace_get_job (fixture->workspace) == job);
}

static void
add (const char *name, WeftImageMode mode, void (*run) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/sketch/%s/%s", name, weft_image_mode_to_string (mode));

  g_test_add (path, Fixture, GUINT_TO_POINTER (mode), set_up, run, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint mode = WEFT_IMAGE_GRAY8; mode <= WEFT_IMAGE_INDEXED8; mode++)
    {
      add ("behind", mode, test_behind);
      add ("ahead", mode, test_ahead);
      add ("first", mode, test_first);
      add ("again", mode, test_again);
      add ("blank", mode, test_blank);
      add ("generate", mode, test_generate);
      add ("undo", mode, test_undo);
      add ("nothing", mode, test_nothing);
    }

  return g_test_run ();
}
