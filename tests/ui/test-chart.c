/* SPDX-License-Identifier: MIT */
/* The chart: round axes, a description in words, and drawing with few, many and no points. */
#include "tests/ui/display.h"

#include "ui/chart.h"
#include "ui/format.h"

static void
test_round_up (void)
{
  const struct {
    double value, rounded;
  } cases[] = {
    { 1, 1 }, { 1.1, 2 }, { 2, 2 }, { 4.9, 5 }, { 5.1, 10 }, { 0.031, 0.05 }, { 99, 100 }, { 3e6, 5e6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (ui_chart_round_up (cases[i].value), cases[i].rounded, 1e-9 * cases[i].rounded);
}

static void
test_draw (void)
{
  const UiChartPoint points[] = { { 0, 1 }, { 10, 2 }, { 20, 7 }, { 200, 900 } };
  GtkWidget *window = gtk_window_new ();
  UiChart *chart = g_object_new (UI_TYPE_CHART, NULL);

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (chart));
  gtk_window_present (GTK_WINDOW (window));
  test_display_settle (window);

  ui_chart_reset (chart, "Time", ui_format_milliseconds, 100, 0);
  gtk_test_accessible_assert_role (chart, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_LABEL, "Time");
  test_display_settle (window);
  ui_chart_set_series (chart, 0, "linear", points, 1);
  ui_chart_set_series (chart, 1, "cached", points, G_N_ELEMENTS (points));
  ui_chart_set_series (chart, 2, "recomputed", NULL, 0);
  test_display_settle (window);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "linear: 1.00 ms, cached: 900 ms");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/chart/round-up", test_round_up);
  g_test_add_func ("/chart/draw", test_draw);
  return g_test_run ();
}
