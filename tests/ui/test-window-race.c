/* SPDX-License-Identifier: MIT */
/* What can be done with a race, driven through actions: pages, lanes, lengths, figures copied and pictures saved. */
#include "tests/ui/studio.h"

#include "ui/figure.h"
#include "ui/format.h"
#include "ui/table.h"

static void
measure (TestStudio *studio)
{
  test_studio_act (studio, "measure");
  test_studio_wait_race (studio);
  test_display_settle (GTK_WIDGET (studio->window));
}

/* What is copied of a race is what was measured, in each format. */
static void
test_race_figures (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  const char *const formats[] = { "markdown", "csv", "json" };
  const char *const begins[] = { "| Attention", "attention,", "{" };

  test_studio_open_window (studio, 0);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *nothing = ui_race_view_dup_text (studio->window->race, formats[i]);

      g_assert_null (nothing);
    }

  measure (studio);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = ui_race_view_dup_text (studio->window->race, formats[i]);

      g_assert_true (g_str_has_prefix (text, begins[i]));
      g_action_group_activate_action (G_ACTION_GROUP (studio->window), "race-copy", g_variant_new_string (formats[i]));
    }
}

/* What stands beside a lane in the end is the speed that the lanes are compared by, not that of its last steps. */
static void
assert_shows_median_rate (TestStudio *studio)
{
  GtkWidget *lane = test_display_find (GTK_WIDGET (studio->window->race), "third");
  UiFigure *rate = UI_FIGURE (test_display_find (lane, "rate"));
  g_autoptr (StudioRaceResult) result = studio_race_dup_result (studio_workspace_get_race (studio->workspace));
  g_autofree char *expected = ui_format_rate (studio_race_result_get_lane (result, 2)->rate);

  g_assert_cmpstr (ui_figure_get_value (rate), ==, expected);
}

/* The third lane is there only if asked for; numbers are a key away, with a row for each lane. */
static void
test_race_pages (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *third, *table;
  g_autofree char *page = NULL;

  test_studio_open_window (studio, 0);
  third = test_display_find (GTK_WIDGET (studio->window->race), "third");
  table = test_display_find (GTK_WIDGET (studio->window->race), "table");
  g_assert_false (gtk_widget_get_visible (third));
  test_studio_act (studio, "race-recomputed");
  g_assert_true (gtk_widget_get_visible (third));

  measure (studio);
  g_assert_cmpuint (studio_race_get_n_lanes (studio_workspace_get_race (studio->workspace)), ==, 3);
  assert_shows_median_rate (studio);
  test_studio_act (studio, "race-numbers");
  test_display_settle (GTK_WIDGET (studio->window));
  g_object_get (studio->window->race, "page", &page, NULL);
  g_assert_cmpstr (page, ==, "numbers");
  g_assert_cmpstr (ui_table_get_cell (UI_TABLE (table), 1, 0), ==, "Linear");
  g_assert_cmpstr (ui_table_get_cell (UI_TABLE (table), 3, 0), ==, "Recomputed softmax");
  g_assert_cmpstr (ui_table_get_cell (UI_TABLE (table), 3, 2), ==, "7");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_ROLE_TABLE);

  test_studio_act (studio, "race-recomputed");
  test_studio_act (studio, "race-concurrent");
  measure (studio);
  g_assert_false (gtk_widget_get_visible (third));
  g_assert_true (studio_race_get_is_concurrent (studio_workspace_get_race (studio->workspace)));
}

/* One switch, which belongs to the page that is seen. */
static void
test_race_log (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GActionGroup *actions = G_ACTION_GROUP (test_studio_open_window (studio, 0));
  const struct {
    const char *page;
    gboolean is_log;
  } pages[] = { { "curves", FALSE }, { "scaling", TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    for (guint k = 0; k < 2; k++)
      {
        g_autoptr (GVariant) state = NULL;

        g_action_group_activate_action (actions, "race-page", g_variant_new_string (pages[i].page));
        state = g_action_group_get_action_state (actions, "race-log");
        g_assert_cmpint (g_variant_get_boolean (state), ==, k == 0 ? pages[i].is_log : !pages[i].is_log);
        test_studio_act (studio, "race-log");
      }
}

static gboolean
has_length (gpointer data)
{
  StudioScaling *scaling = studio_workspace_get_scaling (((TestStudio *) data)->workspace);

  return studio_scaling_get_length (scaling, 0) >= 128 && studio_scaling_get_length (scaling, 1) >= 128;
}

static gboolean
has_two_rows (gpointer table)
{
  const char *cell = ui_table_get_cell (table, 2, 2);

  return cell != NULL && g_str_has_suffix (cell, " s");
}

/* Started and stopped by one action; what was reached stays in the table. */
static void
test_scaling (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiTable *table;

  test_studio_open_window (studio, 0);
  test_studio_act (studio, "measure-scaling");
  g_assert_true (ui_window_shows_race (studio->window));
  test_display_wait (has_length, studio, 20);
  test_studio_act (studio, "measure-scaling");
  while (!studio_activity_is_final (STUDIO_ACTIVITY (studio_workspace_get_scaling (studio->workspace))))
    g_main_context_iteration (NULL, FALSE);

  table = UI_TABLE (test_display_find (test_display_find (GTK_WIDGET (studio->window->race), "scaling"), "table"));
  test_display_wait (has_two_rows, table, 20);
  g_assert_cmpstr (ui_table_get_cell (table, 1, 0), ==, "64");
  g_assert_true (g_str_has_suffix (ui_table_get_cell (table, 1, 1), " s"));
}

/* Chart and table leave as pixels or as outlines; a folder that is not there is told of and nothing is left behind. */
static void
test_race_picture (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  const char *const names[] = { "race.png", "race.svg" };
  const char *const begins[] = { "\211PNG", "<?xml" };
  g_autofree char *missing = NULL;

  test_studio_open_window (studio, 0);
  measure (studio);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = test_folder_dup_path (studio->folder, names[i]);
      g_autofree char *content = NULL;

      ui_window_save_race (studio->window, path);
      test_display_wait_file (path);
      test_display_settle (GTK_WIDGET (studio->window));
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_assert_true (g_str_has_prefix (content, begins[i]));
    }

  missing = test_folder_dup_path (studio->folder, "nowhere/race.svg");
  ui_window_save_race (studio->window, missing);
  test_display_settle (GTK_WIDGET (studio->window));
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/window-race/race-figures", test_race_figures);
  g_test_add_func ("/window-race/race-pages", test_race_pages);
  g_test_add_func ("/window-race/race-log", test_race_log);
  g_test_add_func ("/window-race/scaling", test_scaling);
  g_test_add_func ("/window-race/race-picture", test_race_picture);
  return g_test_run ();
}
