/* SPDX-License-Identifier: MIT */
/* The list of branches through the window: grown by actions, walked by rows, taken back. */
#include "tests/ui/studio.h"

#include "ui/branch-row.h"

#define N_VALUES 120

static GtkWidget *
get_list (TestStudio *studio)
{
  return test_display_find (GTK_WIDGET (studio->window), "branch_list");
}

static GtkListBox *
get_rows (TestStudio *studio)
{
  return GTK_LIST_BOX (test_display_find (get_list (studio), "rows"));
}

static UiBranchRow *
get_row (TestStudio *studio, int position)
{
  return UI_BRANCH_ROW (gtk_list_box_get_row_at_index (get_rows (studio), position));
}

static void
assert_row (TestStudio *studio, int position, const char *title, gboolean is_present)
{
  UiBranchRow *row = get_row (studio, position);
  g_autofree char *text = NULL;

  g_assert_nonnull (row);
  text = ui_branch_dup_title (ui_branch_row_get_branch (row));
  g_assert_cmpstr (text, ==, title);
  g_assert_true ((gtk_widget_get_opacity (test_display_find (GTK_WIDGET (row), "mark")) > 0) == is_present);
}

/* A picture, two branches from its 40th pixel, and a fan from the second of them. */
static void
grow (TestStudio *studio)
{
  test_studio_act (studio, "generate");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  for (guint i = 0; i < 2; i++)
    {
      StudioBranch *root = STUDIO_BRANCH (ui_branch_row_get_branch (get_row (studio, 0)));

      studio_workspace_show_branch (studio->workspace, root);
      studio_workspace_set_shown_step (studio->workspace, 40);
      test_studio_act (studio, "branch");
      test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
    }
  studio_workspace_set_shown_step (studio->workspace, 60);
  test_studio_act (studio, "fan");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
open_list (TestStudio *studio)
{
  test_studio_act (studio, "branches");
  test_display_wait (is_mapped, get_list (studio), 20);
  test_display_settle (GTK_WIDGET (studio->window));
}

static void
test_tree (gconstpointer width)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  StudioBranch *first;

  test_studio_open_window (studio, GPOINTER_TO_INT (width));
  grow (studio);
  open_list (studio);
  assert_row (studio, 0, "First picture", FALSE);
  assert_row (studio, 1, "Branch at pixel 40", FALSE);
  assert_row (studio, 2, "Branch at pixel 40", FALSE);
  assert_row (studio, 3, "Fan of 9 at pixel 60", TRUE);
  g_assert_null (get_row (studio, 4));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (studio->window)) == GTK_WIDGET (get_row (studio, 3)));

  first = ui_branch_row_get_branch (get_row (studio, 1));
  gtk_widget_activate (GTK_WIDGET (get_row (studio, 1)));
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_true (studio_workspace_get_branch (studio->workspace) == first);
  g_assert_true (studio_workspace_get_job (studio->workspace) == studio_branch_get_job (first));
  g_assert_false (gtk_widget_get_mapped (get_list (studio)));

  test_studio_act (studio, "undo");
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (studio->workspace)), ==, 9);
  test_studio_act (studio, "escape");
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_null (get_row (studio, 3));
  g_assert_cmpuint (studio_workspace_get_shown_step (studio->workspace), ==, 60);
}

static void
test_empty (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  open_list (studio);
  g_assert_true (gtk_widget_get_mapped (test_display_find (get_list (studio), "nothing")));
  g_assert_null (get_row (studio, 0));
  test_studio_act (studio, "generate");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  g_assert_false (gtk_widget_get_mapped (test_display_find (get_list (studio), "nothing")));
  assert_row (studio, 0, "First picture", TRUE);
}

/* What a row tells is what the branch was made of. */
static void
test_facts (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  const StudioBranchChange warm = { .has_seed = TRUE, .seed = 77, .has_temperature = TRUE, .temperature = 1.25 };
  const StudioBranchChange value = { .has_value = TRUE, .value = 3 };
  g_autofree char *first = NULL, *second = NULL;

  test_studio_open_window (studio, 0);
  test_studio_act (studio, "generate");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  studio_workspace_branch (studio->workspace, 40, &warm);
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  studio_workspace_branch (studio->workspace, 50, &value);
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);

  first = ui_branch_dup_facts (ui_branch_row_get_branch (get_row (studio, 1)));
  second = ui_branch_dup_facts (ui_branch_row_get_branch (get_row (studio, 2)));
  g_assert_cmpstr (first, ==, "seed 77 · T 1.25");
  g_assert_cmpstr (second, ==, "value 3 · seed 77 · T 1.25");
  g_assert_cmpuint (test_studio_get_n_known (studio), ==, N_VALUES);
}

/* As many as were chosen; one is shown, and gone on with, Esc goes back. */
static void
test_fan (gconstpointer data)
{
  const int size = GPOINTER_TO_INT (data);
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (StudioPicture) second = NULL, adopted = NULL;

  test_studio_open_window (studio, 0);
  test_studio_act (studio, "generate");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  g_assert_false (test_studio_is_enabled (studio, "adopt-shown"));
  studio_workspace_set_shown_step (studio->workspace, 60);
  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "fan-size", g_variant_new_int32 (size));
  g_assert_cmpint (g_settings_get_int (studio->window->settings, "fan-size"), ==, size);
  test_studio_act (studio, "fan");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (studio->workspace)), ==, size);

  g_action_group_activate_action (G_ACTION_GROUP (studio->window), "show-lane", g_variant_new_uint32 (1));
  second = studio_workspace_dup_picture (studio->workspace, 1);
  test_studio_act (studio, "adopt-shown");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  adopted = studio_workspace_dup_picture (studio->workspace, 0);
  g_assert_cmpuint (studio_job_get_n_lanes (studio_workspace_get_job (studio->workspace)), ==, 1);
  g_assert_cmpmem (studio_picture_get_values (adopted), N_VALUES, studio_picture_get_values (second), N_VALUES);
  g_assert_cmphex (studio_picture_get_recipe (adopted)->state_hash, ==, studio_picture_get_recipe (second)->state_hash);

  test_studio_act (studio, "undo");
  test_studio_act (studio, "escape");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (studio_workspace_get_shown_step (studio->workspace), ==, 60);
  g_settings_reset (studio->window->settings, "fan-size");
}

/* Behind the end there is nothing to branch to. */
static void
test_end (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  g_assert_false (test_studio_is_enabled (studio, "branch"));
  test_studio_act (studio, "generate");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  g_assert_false (test_studio_is_enabled (studio, "branch"));
  g_assert_false (test_studio_is_enabled (studio, "fan"));
  test_studio_act (studio, "step-back");
  g_assert_true (test_studio_is_enabled (studio, "branch"));
  g_assert_true (test_studio_is_enabled (studio, "fan"));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);

  g_test_add_data_func ("/branch-list/tree", GINT_TO_POINTER (0), test_tree);
  g_test_add_data_func ("/branch-list/narrow", GINT_TO_POINTER (360), test_tree);
  g_test_add_func ("/branch-list/empty", test_empty);
  g_test_add_func ("/branch-list/facts", test_facts);
  g_test_add_data_func ("/branch-list/fan-of-4", GINT_TO_POINTER (4), test_fan);
  g_test_add_data_func ("/branch-list/fan-of-16", GINT_TO_POINTER (16), test_fan);
  g_test_add_func ("/branch-list/end", test_end);

  return g_test_run ();
}
