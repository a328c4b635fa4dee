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

static UiChart *
open_chart (GtkWidget **window)
{
  UiChart *chart = g_object_new (UI_TYPE_CHART, NULL);

  *window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (*window), 400, 200);
  gtk_window_set_child (GTK_WINDOW (*window), GTK_WIDGET (chart));
  gtk_window_present (GTK_WINDOW (*window));
  test_display_settle (*window);
  return chart;
}

static void
assert_axis (UiChart *chart, double low, double high)
{
  double from, to;

  g_assert_true (ui_chart_get_axis (chart, &from, &to));
  g_assert_cmpfloat_with_epsilon (from, low, 1e-9 * high);
  g_assert_cmpfloat_with_epsilon (to, high, 1e-9 * high);
}

/* Axes are uncut, and steady: they grow with the lines and never shrink; logarithmic ones are whole decades. */
static void
test_axes (void)
{
  const UiChartPoint low[] = { { 1, 0.03 }, { 10, 0.04 } };
  const UiChartPoint high[] = { { 1, 0.3 }, { 100, 7 } };
  const UiChartPoint bytes[] = { { 1, 66 * 1024 }, { 100, 66 * 1024 } };
  GtkWidget *window;
  UiChart *chart = open_chart (&window);
  double from, to;

  ui_chart_set_log (chart, TRUE);
  ui_chart_reset (chart, "Time", ui_format_milliseconds, 100, 0);
  g_assert_false (ui_chart_get_axis (chart, &from, &to));
  test_display_settle (window);
  ui_chart_set_log (chart, FALSE);
  ui_chart_set_series (chart, 0, "a", low, 2);
  assert_axis (chart, 0, 0.05);
  ui_chart_set_series (chart, 1, "b", high, 2);
  assert_axis (chart, 0, 10);
  ui_chart_set_series (chart, 1, "b", low, 2);
  assert_axis (chart, 0, 10);

  ui_chart_set_series (chart, 1, "b", high, 2);
  ui_chart_set_log (chart, TRUE);
  assert_axis (chart, 0.01, 10);
  test_display_settle (window);
  ui_chart_set_log (chart, FALSE);
  assert_axis (chart, 0, 10);

  ui_chart_set_range (chart, NULL, 1, 10, 32);
  ui_chart_reset (chart, "Memory", ui_format_bytes, 100, 3000000);
  ui_chart_set_series (chart, 0, "a", bytes, 2);
  assert_axis (chart, 0, 3000000);
  ui_chart_set_log (chart, TRUE);
  assert_axis (chart, 32 * 1024, 32 * 1024 * 1024);
  test_display_settle (window);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What does not count and what only surrounds a line moves no axis; notes and marks are told in words. */
static void
test_extras (void)
{
  const UiChartPoint points[] = { { 1, 1 }, { 50, 2 } };
  const UiChartPoint warmup[] = { { 1, 1000 }, { 2, 900 } };
  const UiChartBand band[] = { { 1, 0.5, 50 }, { 50, 1, 60 } };
  GtkWidget *window;
  UiChart *chart = open_chart (&window);

  ui_chart_reset (chart, "Time", ui_format_milliseconds, 100, 0);
  ui_chart_set_series (chart, 0, "linear", points, 2);
  ui_chart_set_warmup (chart, 0, warmup, 2);
  ui_chart_set_band (chart, 0, band, 2);
  ui_chart_set_note (chart, 0, "stopped at budget");
  ui_chart_set_mark (chart, 30, "slower from here");
  assert_axis (chart, 0, 2);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "linear: 2.00 ms (stopped at budget); slower from here");
  test_display_settle (window);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* On paper, in any size: ink on what was white, and nothing outside. */
static void
test_paper (void)
{
  const UiChartPoint points[] = { { 1, 1 }, { 50, 2 } };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 300, 200);
  cairo_t *cr = cairo_create (surface);
  GtkWidget *window;
  UiChart *chart = open_chart (&window);
  guint n_inked = 0;

  ui_chart_reset (chart, "Time", ui_format_milliseconds, 100, 0);
  ui_chart_set_series (chart, 0, "linear", points, 2);
  ui_chart_paint (chart, cr, gtk_widget_get_pango_context (window), 300, 200);
  cairo_surface_flush (surface);
  for (int y = 0; y < 200; y++)
    for (int x = 0; x < 300; x++)
      n_inked += cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + 4 * x + 3] > 0;
  g_assert_cmpuint (n_inked, >, 500);
  g_assert_cmpuint (n_inked, <, 30000);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/chart/round-up", test_round_up);
  g_test_add_func ("/chart/draw", test_draw);
  g_test_add_func ("/chart/axes", test_axes);
  g_test_add_func ("/chart/extras", test_extras);
  g_test_add_func ("/chart/paper", test_paper);
  return g_test_run ();
}
