/* SPDX-License-Identifier: MIT */
/* The memory is changed through the window's actions: the picture goes on otherwise as a branch, and can be had back. */
#include "tests/ui/studio.h"

#include "ui/branch-row.h"

#include "app/moment-take.h"

#include <string.h>

#define N_VALUES 120 /* of the 12 x 10 pixels of the test checkpoints */
#define STEP 60      /* the first five rows */

/* What was painted first. */
typedef struct {
  guint8 values[N_VALUES];
  guint64 hash; /* of its memory */
} Original;

static gboolean
is_page_filled (gpointer data)
{
  return gtk_widget_get_mapped (GTK_WIDGET (ui_inspector_get_surgery (((TestStudio *) data)->window->inspector)));
}

static gboolean
cannot_clear (gpointer data)
{
  return !test_studio_is_enabled (data, "clear-memory");
}

/* A finished picture, seen as far as STEP. */
static TestStudio *
paint (Original *original)
{
  TestStudio *studio = test_studio_new ();
  g_autoptr (StudioPicture) picture = NULL;

  test_studio_open_window (studio, 0);
  g_assert_false (test_studio_is_enabled (studio, "clear-memory"));
  adw_flap_set_reveal_flap (studio->window->inspector_flap, TRUE);
  g_object_set (studio->window->inspector, "page", "state", NULL);
  test_studio_paint (studio);
  test_display_wait (cannot_clear, studio, 20); /* the end is seen with a frame that looks at the run */
  test_display_wait (is_page_filled, studio, 20);

  picture = studio_workspace_dup_picture (studio->workspace, 0);
  memcpy (original->values, studio_picture_get_values (picture), N_VALUES);
  original->hash = studio_picture_get_recipe (picture)->state_hash;
  studio_workspace_set_shown_step (studio->workspace, STEP);
  g_assert_true (test_studio_is_enabled (studio, "clear-memory"));
  return studio;
}

static guint
count_branches (TestStudio *studio)
{
  return g_list_model_get_n_items (studio_workspace_get_branches (studio->workspace));
}

static guint
count_marks (TestStudio *studio)
{
  UiTimelineBar *bar = ui_studio_view_get_timeline (studio->window->studio);

  return ui_timeline_marks_count (ui_timeline_bar_get_marks (bar), UI_TIMELINE_MEMORY);
}

static void
choose (TestStudio *studio, const char *first, guint value)
{
  g_object_set (ui_inspector_get_surgery (studio->window->inspector), first, value, NULL);
}

/* Of the memory behind the picture that is shown, which is finished. */
static guint64
get_hash (TestStudio *studio)
{
  g_autoptr (StudioPicture) picture = studio_workspace_dup_picture (studio->workspace, 0);

  g_assert_true (studio_picture_get_recipe (picture)->has_state_hash);
  return studio_picture_get_recipe (picture)->state_hash;
}

/* (transfer full): of the picture that is shown. */
static StudioRecipe *
get_recipe (TestStudio *studio)
{
  return studio_branch_dup_recipe (studio_workspace_get_branch (studio->workspace));
}

static const guint8 *
get_values (TestStudio *studio)
{
  g_autoptr (StudioFrame) frame = studio_job_dup_frame (studio_workspace_get_job (studio->workspace));

  return studio_frame_get_values (frame, 0); /* the job keeps it alive */
}

/* The branch is listed under the picture it goes on from, and behind the step its memory is another. (The pixels may be the
 * same: the weights of the test checkpoints are small. tests/app/test-surgeon.c has larger ones.) */
static void
assert_goes_on (TestStudio *studio, const Original *original, const char *title, const char *facts)
{
  StudioBranch *branch = studio_workspace_get_branch (studio->workspace);
  g_autofree char *found_title = ui_branch_dup_title (branch);
  g_autofree char *found_facts = ui_branch_dup_facts (branch);

  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_nonnull (studio_branch_get_parent (branch));
  g_assert_cmpuint (studio_branch_get_n_common (branch), ==, STEP);
  g_assert_cmpstr (found_title, ==, title);
  g_assert_cmpstr (found_facts, ==, facts);
  g_assert_cmpmem (get_values (studio), STEP, original->values, STEP);
  g_assert_cmphex (get_hash (studio), !=, original->hash);
}

/* The head that the page shows is cleared; undone, the picture is the one it was, at the step it was seen at. */
static void
test_clear (void)
{
  Original original;
  g_autoptr (TestStudio) studio = paint (&original);
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (ui_inspector_get_surgery (studio->window->inspector)),
                                             g_type_from_name ("UiInspectorState"));
  g_autoptr (StudioRecipe) recipe = NULL;
  const StudioSurgery *surgery;

  g_object_set (page, "layer", 2, "head", 1, NULL);
  test_studio_act (studio, "clear-memory");
  assert_goes_on (studio, &original, "Other memory at pixel 60", "layer 2, head 1 cleared");
  g_assert_cmpuint (count_branches (studio), ==, 2);
  g_assert_cmpuint (count_marks (studio), ==, 1);

  recipe = get_recipe (studio);
  surgery = studio_surgeries_find (recipe->surgeries, STEP);
  g_assert_cmpuint (surgery->layer, ==, 1);
  g_assert_cmpuint (surgery->head, ==, 0);
  g_assert_cmpfloat (surgery->factor, ==, 0);

  test_studio_act (studio, "undo");
  g_assert_cmpmem (get_values (studio), N_VALUES, original.values, N_VALUES);
  g_assert_cmphex (get_hash (studio), ==, original.hash);
  g_assert_cmpuint (studio_workspace_get_shown_step (studio->workspace), ==, STEP);
  g_assert_cmpuint (count_branches (studio), ==, 2);
  g_assert_cmpuint (count_marks (studio), ==, 0);
  test_studio_act (studio, "redo");
  g_assert_cmphex (get_hash (studio), !=, original.hash);
}

static void
test_scale (void)
{
  Original original;
  g_autoptr (TestStudio) studio = paint (&original);

  choose (studio, "scope", UI_INSPECTOR_SURGERY_LAYER);
  g_object_set (ui_inspector_get_surgery (studio->window->inspector), "factor", 0.05, NULL);
  test_studio_act (studio, "scale-memory");
  assert_goes_on (studio, &original, "Other memory at pixel 60", "layer 1 × 0.05");

  /* By one, everything is as it was. */
  test_studio_act (studio, "undo");
  choose (studio, "scope", UI_INSPECTOR_SURGERY_ALL);
  g_object_set (ui_inspector_get_surgery (studio->window->inspector), "factor", 1.0, NULL);
  test_studio_act (studio, "scale-memory");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (count_branches (studio), ==, 3);
  g_assert_cmpmem (get_values (studio), N_VALUES, original.values, N_VALUES);
  g_assert_cmphex (get_hash (studio), ==, original.hash);
}

static gboolean
has_title (gpointer data)
{
  GtkWidget *title = test_display_find (GTK_WIDGET (ui_studio_view_get_overlay_bar (((TestStudio *) data)->window->studio)),
                                        "title");

  return g_str_equal (gtk_label_get_text (GTK_LABEL (title)), "What step 119 reads, changes aside");
}

/* What a step reads is told from queries and keys, which do not know what was done to the memory. */
static void
test_reads (void)
{
  Original original;
  g_autoptr (TestStudio) studio = paint (&original);

  test_studio_act (studio, "clear-memory");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  test_studio_act (studio, "reads");
  test_display_wait (has_title, studio, 20);
}

/* What is frozen can be thawed and not frozen again, and the other way round. */
static void
test_freeze (void)
{
  Original original;
  g_autoptr (TestStudio) studio = paint (&original);
  g_autoptr (StudioRecipe) recipe = NULL;

  g_assert_true (test_studio_is_enabled (studio, "freeze-memory"));
  g_assert_false (test_studio_is_enabled (studio, "thaw-memory"));
  test_studio_act (studio, "freeze-memory");
  assert_goes_on (studio, &original, "Other memory at pixel 60", "memory frozen");

  studio_workspace_set_shown_step (studio->workspace, 90);
  g_assert_false (test_studio_is_enabled (studio, "freeze-memory"));
  test_studio_act (studio, "thaw-memory");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  recipe = get_recipe (studio);
  g_assert_false (studio_surgeries_is_frozen (recipe->surgeries, 59));
  g_assert_true (studio_surgeries_is_frozen (recipe->surgeries, 89));
  g_assert_false (studio_surgeries_is_frozen (recipe->surgeries, 90));
  g_assert_cmpuint (count_branches (studio), ==, 3);
}

/* Rows that are painted can be forgotten, as far as they are. */
static void
test_forget (void)
{
  Original original;
  g_autoptr (TestStudio) studio = paint (&original);
  g_autoptr (StudioRecipe) recipe = NULL;
  const StudioSurgery *surgery;
  guint last_row;

  choose (studio, "first-row", 8);
  g_object_get (ui_inspector_get_surgery (studio->window->inspector), "last-row", &last_row, NULL);
  g_assert_cmpuint (last_row, ==, 8);
  test_studio_act (studio, "forget-rows");
  g_assert_cmpuint (count_branches (studio), ==, 1);

  choose (studio, "first-row", 2);
  test_studio_act (studio, "forget-rows");
  assert_goes_on (studio, &original, "Other memory at pixel 60", "rows 2 to 5 forgotten");
  recipe = get_recipe (studio);
  surgery = studio_surgeries_find (recipe->surgeries, STEP);
  g_assert_cmpuint (surgery->first, ==, 12);
  g_assert_cmpuint (surgery->end, ==, STEP);
}

static gboolean
has_three (gpointer data)
{
  return count_branches (data) == 3;
}

/* Clears all heads, and comes back to the picture as it was; the branch is what there is to blend with. */
static void
add_branch (TestStudio *studio)
{
  choose (studio, "scope", UI_INSPECTOR_SURGERY_ALL);
  test_studio_act (studio, "clear-memory");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  test_studio_act (studio, "undo");
  g_assert_cmpuint (studio_workspace_get_shown_step (studio->workspace), ==, STEP);
}

/* With a branch: it is told by hash, and what came of it can be kept and gone on from. */
static void
test_blend_branch (void)
{
  Original original;
  g_autoptr (TestStudio) studio = paint (&original);
  g_autofree char *path = test_folder_dup_path (studio->folder, "blend.moment");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (StudioRecipe) recipe = NULL;
  guint64 hash;

  add_branch (studio);
  g_object_set (ui_inspector_get_surgery (studio->window->inspector), "weight", 0.25, NULL);
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "blend-branch", g_variant_new_uint32 (1));
  test_display_wait (has_three, studio, 20);
  assert_goes_on (studio, &original, "Blend at pixel 60", "25 % of another moment, exploratory");
  recipe = get_recipe (studio);
  g_assert_cmpfloat (studio_surgeries_find (recipe->surgeries, STEP)->weight, ==, 0.25);
  g_assert_cmphex (studio_surgeries_find (recipe->surgeries, STEP)->other_hash, !=, 0);

  hash = get_hash (studio);
  studio_workspace_set_shown_step (studio->workspace, 90);
  ui_window_save_moment_to (studio->window, path);
  test_display_wait_file (path);
  ui_window_open_file (studio->window, file);
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  studio_workspace_resume (studio->workspace);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (count_branches (studio), ==, 1);
  g_assert_cmphex (get_hash (studio), ==, hash);
}

static void
test_blend_file (void)
{
  Original original;
  g_autoptr (TestStudio) studio = paint (&original);
  g_autofree char *path = test_folder_dup_path (studio->folder, "other.moment");
  g_autofree char *foreign = test_folder_dup_path (studio->folder, "foreign.moment");
  StudioJob *job = studio_workspace_get_job (studio->workspace);
  g_autoptr (StudioMoment) moment = studio_moment_take (job, 0, 30, NULL);
  g_autoptr (GBytes) bytes = studio_moment_to_bytes (moment, NULL);
  g_autoptr (GBytes) changed = NULL;
  StudioRecipe *recipe = (StudioRecipe *) studio_moment_get_recipe (moment);

  /* The test's own copy is changed, to stand for a file from elsewhere. */
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  g_free (recipe->checkpoint_sha256);
  recipe->checkpoint_sha256 = g_strnfill (64, 'a');
  changed = studio_moment_to_bytes (moment, NULL);
  g_assert_true (g_file_set_contents (foreign, g_bytes_get_data (changed, NULL), (gssize) g_bytes_get_size (changed), NULL));

  add_branch (studio);
  ui_window_blend_file (studio->window, foreign);
  g_assert_nonnull (strstr (test_studio_wait_message (studio), "“foreign.moment”"));
  g_assert_nonnull (strstr (ui_message_bar_get_text (studio->window->message_bar), "with another checkpoint"));
  g_assert_cmpuint (count_branches (studio), ==, 2);

  ui_window_blend_file (studio->window, path);
  test_display_wait (has_three, studio, 20);
  assert_goes_on (studio, &original, "Blend at pixel 60", "50 % of another moment, exploratory");
}

/* What an action takes for granted is one action away, wherever one is. */
static void
test_choices (void)
{
  Original original;
  g_autoptr (TestStudio) studio = paint (&original);
  GtkWidget *expander = test_display_find (GTK_WIDGET (studio->window), "expander");

  adw_flap_set_reveal_flap (studio->window->inspector_flap, FALSE);
  g_object_set (studio->window->inspector, "page", "pixel", NULL);
  test_studio_show_page (studio, "gallery");
  test_studio_act (studio, "memory-choices");
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_true (gtk_expander_get_expanded (GTK_EXPANDER (expander)));
  g_assert_true (gtk_widget_get_mapped (test_display_find (GTK_WIDGET (studio->window), "scope")));
}

int
main (int argc, char *argv[])
{
  test_display_init (&argc, &argv);

  g_test_add_func ("/window-surgery/clear", test_clear);
  g_test_add_func ("/window-surgery/scale", test_scale);
  g_test_add_func ("/window-surgery/reads", test_reads);
  g_test_add_func ("/window-surgery/freeze", test_freeze);
  g_test_add_func ("/window-surgery/forget", test_forget);

  g_test_add_func ("/window-surgery/blend-branch", test_blend_branch);
  g_test_add_func ("/window-surgery/blend-file", test_blend_file);

  g_test_add_func ("/window-surgery/choices", test_choices);
  return g_test_run ();
}
