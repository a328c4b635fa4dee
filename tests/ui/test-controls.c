/* SPDX-License-Identifier: MIT */
/* The sidebar and the workspace say the same, whichever of them is changed. */
#include "tests/ui/studio.h"

#include <math.h>

static void
test_parse_seed (void)
{
  const struct {
    const char *text;
    gboolean is_seed;
    guint64 seed;
  } cases[] = {
    { "0", TRUE, 0 },
    { " 4711 ", TRUE, 4711 },
    { "18446744073709551615", TRUE, G_MAXUINT64 },
    { "18446744073709551616", FALSE, 0 },
    { "", FALSE, 0 },
    { "-1", FALSE, 0 },
    { "+1", FALSE, 0 },
    { "0x10", FALSE, 0 },
    { "4.5", FALSE, 0 },
    { "1 2", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 seed = 99;

      g_assert_cmpint (ui_controls_parse_seed (cases[i].text, &seed), ==, cases[i].is_seed);
      g_assert_cmpuint (seed, ==, cases[i].is_seed ? cases[i].seed : 99);
    }
}

static GtkWidget *
find (TestStudio *studio, const char *id)
{
  GtkWidget *widget = test_display_find (GTK_WIDGET (studio->window->controls), id);

  g_assert_nonnull (widget);
  return widget;
}

/* The row says what pictures begin with, whoever has set it, and leads to everything they can begin with. */
static void
test_start (void)
{
  static const char *const actions[] = { "start-blank", "start-image", "start-moment" };
  const guint8 values[30] = { 0 };
  g_autoptr (GBytes) given = g_bytes_new (values, sizeof values);
  g_autoptr (TestStudio) studio = test_studio_new ();
  AdwActionRow *start;
  GMenuModel *menu;

  test_studio_open_window (studio, 0);
  start = ADW_ACTION_ROW (find (studio, "start"));
  menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (find (studio, "start_button")));
  g_assert_cmpstr (adw_action_row_get_subtitle (start), ==, "Blank paper");
  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, G_N_ELEMENTS (actions));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char *name = NULL;

      g_assert_true (g_menu_model_get_item_attribute (menu, (int) i, "action", "s", &name));
      g_assert_true (g_str_equal (name + strlen ("win."), actions[i]));
      g_assert_true (test_studio_is_enabled (studio, actions[i]));
    }

  studio_workspace_set_start (studio->workspace, given);
  g_assert_cmpstr (adw_action_row_get_subtitle (start), ==, "30 given values");
  studio_workspace_undo (studio->workspace);
  g_assert_cmpstr (adw_action_row_get_subtitle (start), ==, "Blank paper");
  studio_workspace_redo (studio->workspace);
  g_assert_cmpstr (adw_action_row_get_subtitle (start), ==, "30 given values");
  test_studio_act (studio, "start-blank");
  g_assert_cmpstr (adw_action_row_get_subtitle (start), ==, "Blank paper");
}

static void
test_seed (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *seed;

  test_studio_open_window (studio, 0);
  seed = find (studio, "seed");
  gtk_editable_set_text (GTK_EDITABLE (seed), "12345");
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 12345);

  gtk_editable_set_text (GTK_EDITABLE (seed), "twelve");
  g_assert_true (gtk_widget_has_css_class (seed, "error"));
  g_assert_cmpuint (studio_workspace_get_seed (studio->workspace), ==, 12345);

  studio_workspace_set_seed (studio->workspace, G_MAXUINT64);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (seed)), ==, "18446744073709551615");
  g_assert_false (gtk_widget_has_css_class (seed, "error"));
}

/* A recipe may be wilder than the slider reaches; the slider must not tame it. */
static void
test_temperature (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkRange *slider;

  test_studio_open_window (studio, 0);
  slider = GTK_RANGE (find (studio, "temperature"));
  gtk_range_set_value (slider, 0.7);
  g_assert_cmpfloat (studio_workspace_get_temperature (studio->workspace), ==, 0.7);
  studio_workspace_set_temperature (studio->workspace, 3.5);
  g_assert_cmpfloat (studio_workspace_get_temperature (studio->workspace), ==, 3.5);
  g_assert_cmpfloat (gtk_range_get_value (slider), ==, 3.5);
}

static void
test_pace (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *fastest, *row;

  test_studio_open_window (studio, 0);
  fastest = find (studio, "fastest");
  row = find (studio, "pace_row");
  g_assert_cmpfloat (studio_workspace_get_pace (studio->workspace), ==, 0);
  g_assert_false (gtk_widget_get_sensitive (row));

  gtk_switch_set_active (GTK_SWITCH (fastest), FALSE);
  g_assert_cmpfloat (studio_workspace_get_pace (studio->workspace), >, 0);
  g_assert_true (gtk_widget_get_sensitive (row));
  gtk_range_set_value (GTK_RANGE (find (studio, "pace")), 1.0);
  g_assert_cmpfloat (studio_workspace_get_pace (studio->workspace), ==, 10);

  studio_workspace_set_pace (studio->workspace, 0);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (fastest)));
}

/* Pictures have 12 x 10 pixels. */
static void
test_pace_unit (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkLabel *text;

  test_studio_open_window (studio, 0);
  text = GTK_LABEL (find (studio, "pace_value"));
  studio_workspace_set_pace (studio->workspace, 20);
  g_assert_cmpstr (gtk_label_get_text (text), ==, "20.0 px/s");
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (studio, "pace_unit")), STUDIO_PACE_IMAGE);
  g_assert_cmpfloat (studio_workspace_get_pace (studio->workspace), ==, 20);
  g_assert_cmpstr (gtk_label_get_text (text), ==, "6.0 s");
  gtk_range_set_value (GTK_RANGE (find (studio, "pace")), log10 (12));
  g_assert_cmpfloat_with_epsilon (studio_workspace_get_pace (studio->workspace), 10, 1e-9);
  g_assert_cmpstr (gtk_label_get_text (text), ==, "12 s");

  adw_combo_row_set_selected (ADW_COMBO_ROW (find (studio, "pace_unit")), STUDIO_PACE_ROWS);
  g_assert_cmpstr (gtk_label_get_text (text), ==, "50 rows/min");
  gtk_range_set_value (GTK_RANGE (find (studio, "pace")), 2);
  g_assert_cmpfloat_with_epsilon (studio_workspace_get_pace (studio->workspace), 20, 1e-9);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (studio, "pace_unit")), STUDIO_PACE_PIXELS);
}

/* Half as fast again with every step; and from no pace at all to one that can be watched. */
static void
test_slower (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 0);
  studio_workspace_set_pace (studio->workspace, 30);
  test_studio_act (studio, "slower");
  g_assert_cmpfloat_with_epsilon (studio_workspace_get_pace (studio->workspace), 20, 1e-9);
  test_studio_act (studio, "faster");
  test_studio_act (studio, "faster");
  g_assert_cmpfloat_with_epsilon (studio_workspace_get_pace (studio->workspace), 45, 1e-9);
  studio_workspace_set_pace (studio->workspace, 0);
  g_assert_false (test_studio_is_enabled (studio, "faster"));
  test_studio_act (studio, "slower");
  g_assert_cmpfloat (studio_workspace_get_pace (studio->workspace), >, 0);
  g_assert_true (test_studio_is_enabled (studio, "faster"));
}

static void
test_lanes_and_choice (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  GtkWidget *choice;
  guint top_k;

  test_studio_open_window (studio, 0);
  choice = find (studio, "choice");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (studio, "lanes")), 9);
  g_assert_cmpuint (studio_workspace_get_n_lanes (studio->workspace), ==, 9);
  g_assert_true (gtk_widget_get_visible (choice));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (studio, "top_k")), 3);
  g_object_get (studio->workspace, "top-k", &top_k, NULL);
  g_assert_cmpuint (top_k, ==, 3);
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (choice)), ==, "The 3 likeliest");

  /* A mixture of logistics has nothing to choose among. */
  studio_workspace_set_entry (studio->workspace, studio_catalog_find (studio->catalog, "grey"));
  g_assert_false (gtk_widget_get_visible (choice));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/controls/parse-seed", test_parse_seed);
  g_test_add_func ("/controls/start", test_start);
  g_test_add_func ("/controls/seed", test_seed);
  g_test_add_func ("/controls/temperature", test_temperature);
  g_test_add_func ("/controls/pace", test_pace);
  g_test_add_func ("/controls/pace-unit", test_pace_unit);
  g_test_add_func ("/controls/slower", test_slower);
  g_test_add_func ("/controls/lanes-and-choice", test_lanes_and_choice);
  return g_test_run ();
}
