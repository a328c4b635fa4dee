/* SPDX-License-Identifier: MIT */
/* What lies over the picture: the figures of the run, brought and taken away by the same keys. */
#include "tests/ui/studio.h"

#include "ui/canvas-private.h"
#include "ui/figure.h"

#define N_STEPS 119 /* of the 12 x 10 pixels of the test checkpoints */

static StudioMicroscope *
get_microscope (TestStudio *studio)
{
  return ui_inspector_get_microscope (studio->window->inspector);
}

static gboolean
is_traced (gpointer data)
{
  guint n_steps;

  return studio_microscope_get_trace (get_microscope (data), &n_steps) != NULL && n_steps == N_STEPS;
}

/* The pixel under the pointer tells its bits. */
static void
assert_pointed (TestStudio *studio, const float *values, double limit)
{
  UiCanvas *canvas = ui_studio_view_get_canvas (studio->window->studio);
  g_autofree char *expected = g_strdup_printf (", %.2f bits", (double) values[13]);
  GtkWidget *pointed = test_display_find (GTK_WIDGET (studio->window->studio), "pointed");
  UiCanvasGeometry geometry;
  gint x, y;

  ui_canvas_set_overlay (canvas, 0, values, N_STEPS + 1, limit);
  ui_canvas_get_geometry (canvas, &geometry);
  ui_canvas_geometry_get_lane (&geometry, 0, &x, &y);
  canvas->has_pointer = TRUE;
  canvas->pointer_x = (x + 1.5 * geometry.cell) / geometry.scale; /* column 1 of row 1 of 12 columns */
  canvas->pointer_y = (y + 1.5 * geometry.cell) / geometry.scale;
  ui_canvas_emit_pointed (canvas);
  g_assert_true (g_str_has_suffix (ui_figure_get_value (UI_FIGURE (pointed)), expected));
  canvas->has_pointer = FALSE;
  ui_canvas_emit_pointed (canvas);
}

/* Bits of all pixels, and readings that add up to one, lie over the picture; the keys that bring them take them away. */
static void
test_overlays (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  UiOverlayBar *bar;
  guint n_pixels;
  double limit, total = 0, bits = 0;
  guint n_steps;

  test_studio_open_window (studio, 0);
  bar = ui_studio_view_get_overlay_bar (studio->window->studio);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  test_studio_act (studio, "generate");
  test_studio_wait_seen (studio, STUDIO_RUN_FINISHED);

  test_studio_act (studio, "surprise");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (bar)));
  test_display_wait (is_traced, studio, 20);
  {
    g_autofree float *values = ui_overlay_bar_dup_values (bar, &n_pixels, &limit);
    const float *expected = weft_trace_get_bits (studio_microscope_get_trace (get_microscope (studio), &n_steps));

    g_assert_cmpuint (n_pixels, ==, N_STEPS + 1);
    g_assert_cmpfloat (values[0], ==, 0);
    for (guint i = 1; i < n_pixels; i++)
      {
        g_assert_cmpfloat (values[i], ==, expected[i - 1]);
        g_assert_cmpfloat (values[i], <=, limit);
        bits += values[i];
      }
    g_assert_cmpfloat (bits, >, 1);
    assert_pointed (studio, values, limit);
  }

  test_studio_act (studio, "reads");
  test_display_wait (is_traced, studio, 20);
  studio_workspace_set_shown_step (studio->workspace, 61);
  {
    g_autofree float *values = ui_overlay_bar_dup_values (bar, &n_pixels, &limit);

    g_assert_cmpuint (n_pixels, ==, 60);
    for (guint i = 0; i < n_pixels; i++)
      total += values[i];
    g_assert_cmpfloat_with_epsilon (total, 1, 1e-5);
  }
  test_display_settle (GTK_WIDGET (studio->window));
  test_studio_act (studio, "reads");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  g_assert_null (ui_overlay_bar_dup_values (bar, &n_pixels, &limit));
}

/* What lies over the picture takes room from it, and never opens or closes the panel beside it. */
static void
test_overlay_leaves_panel (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();

  test_studio_open_window (studio, 800);
  adw_flap_set_reveal_flap (studio->window->inspector_flap, FALSE); /* whatever another test has left */
  test_studio_act (studio, "step");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  for (guint i = 0; i < 2; i++)
    {
      test_studio_act (studio, "reads");
      test_display_settle (GTK_WIDGET (studio->window));
      g_assert_false (adw_flap_get_reveal_flap (studio->window->inspector_flap));
    }
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/overlays/overlays", test_overlays);
  g_test_add_func ("/overlays/overlay-leaves-panel", test_overlay_leaves_panel);
  return g_test_run ();
}
