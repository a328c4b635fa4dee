/* SPDX-License-Identifier: MIT */
/* The timeline through its actions and its scale: what is seen, what is paused, what is said. */
#include "tests/ui/studio.h"

#include "ui/timeline-bar.h"

#define N_VALUES 120
#define N_COLUMNS 12

/* The bar learns of it through the main loop. */
static UiTimelineBar *
open_with_picture (TestStudio *studio)
{
  test_studio_open_window (studio, 0);
  g_assert_false (test_studio_is_enabled (studio, "step-back"));
  test_studio_act (studio, "generate");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  return UI_TIMELINE_BAR (test_display_find (GTK_WIDGET (studio->window), "timeline"));
}

static void
assert_step (TestStudio *studio, UiTimelineBar *bar, guint step, const char *text)
{
  g_autofree char *told = ui_timeline_bar_dup_text (bar);

  g_assert_cmpuint (studio_workspace_get_shown_step (studio->workspace), ==, step);
  g_assert_cmpuint ((guint) gtk_range_get_value (ui_timeline_bar_get_scale (bar)), ==, step);
  g_assert_cmpstr (told, ==, text);
}

static void
test_actions (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiTimelineBar *bar = open_with_picture (studio);

  assert_step (studio, bar, N_VALUES, "finished");
  g_assert_false (test_studio_is_enabled (studio, "step-on"));
  test_studio_act (studio, "step-back");
  assert_step (studio, bar, N_VALUES - 1, "row 10, column 12");
  test_studio_act (studio, "row-back");
  assert_step (studio, bar, N_VALUES - 1 - N_COLUMNS, "row 9, column 12");
  test_studio_act (studio, "step-on");
  assert_step (studio, bar, N_VALUES - N_COLUMNS, "row 10, column 1");
  test_studio_act (studio, "first-step");
  assert_step (studio, bar, 1, "row 1, column 2");
  test_studio_act (studio, "row-on");
  assert_step (studio, bar, 1 + N_COLUMNS, "row 2, column 2");
  test_studio_act (studio, "last-step");
  assert_step (studio, bar, N_VALUES, "finished");
}

/* Dragging pauses what is painted; playing shows what is known, then painting goes on to the same picture. */
static void
test_drag (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiTimelineBar *bar = open_with_picture (studio);

  studio_workspace_set_pace (studio->workspace, 15); /* far from its end however slow the display is */
  test_studio_act (studio, "generate");
  while (test_studio_get_n_known (studio) < 20)
    g_main_context_iteration (NULL, FALSE);
  gtk_range_set_value (ui_timeline_bar_get_scale (bar), 7);
  test_studio_wait_seen (studio, STUDIO_RUN_PAUSED);
  assert_step (studio, bar, 7, "row 1, column 8");

  studio_workspace_set_pace (studio->workspace, 0);
  test_studio_act (studio, "play");
  g_assert_true (studio_workspace_get_playing (studio->workspace));
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  assert_step (studio, bar, N_VALUES, "finished");
}

static gboolean
has_temperature (gpointer marks)
{
  return ui_timeline_marks_count (marks, UI_TIMELINE_TEMPERATURE) == 1;
}

/* What was done stands on the line in shapes and in words. */
static void
test_branch_marks (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiTimelineBar *bar = open_with_picture (studio);
  UiTimelineMarks *marks = ui_timeline_bar_get_marks (bar);
  const StudioBranchChange value = { .has_value = TRUE, .value = 2 };
  const StudioBranchChange seed = { .has_seed = TRUE, .seed = 2, .has_temperature = TRUE, .temperature = 0.5 };
  g_autofree char *text = NULL, *parent_text = NULL;

  studio_workspace_branch (studio->workspace, 60, &seed);
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  studio_workspace_branch (studio->workspace, 90, &value);
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (ui_timeline_marks_count (marks, UI_TIMELINE_BRANCH), ==, 2);
  text = ui_timeline_marks_dup_text (marks);
  g_assert_cmpstr (text, ==, "Branches at pixel: 60, 90\nValues put in at pixel: 90\nOther temperature from pixel: 60");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (ui_timeline_bar_get_scale (bar))), ==, text);

  for (guint i = 0; i < 2; i++)
    test_studio_act (studio, "undo");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);
  parent_text = ui_timeline_marks_dup_text (marks);
  g_assert_cmpstr (parent_text, ==, "Branches at pixel: 60");
}

static void
test_marks (void)
{
  guint n_known;
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiTimelineBar *bar = open_with_picture (studio);
  UiTimelineMarks *marks = ui_timeline_bar_get_marks (bar);

  g_assert_cmpuint (ui_timeline_marks_count (marks, UI_TIMELINE_KEYFRAME), ==, N_VALUES / 32);
  g_assert_cmpuint (ui_timeline_marks_count (marks, UI_TIMELINE_TEMPERATURE), ==, 0);

  studio_workspace_set_pace (studio->workspace, 15); /* far from its end however slow the display is */
  test_studio_act (studio, "generate");
  test_studio_wait_seen (studio, STUDIO_RUN_RUNNING);
  n_known = test_studio_get_n_known (studio);
  test_studio_act (studio, "temperature-down");
  while (test_studio_get_n_known (studio) < n_known + 3)
    g_main_context_iteration (NULL, FALSE);
  test_studio_act (studio, "pause");
  test_studio_wait_seen (studio, STUDIO_RUN_PAUSED);
  test_display_wait (has_temperature, marks, 20);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);

  g_test_add_func ("/timeline-bar/actions", test_actions);
  g_test_add_func ("/timeline-bar/drag", test_drag);
  g_test_add_func ("/timeline-bar/marks", test_marks);
  g_test_add_func ("/timeline-bar/branch-marks", test_branch_marks);

  return g_test_run ();
}
