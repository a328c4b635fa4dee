/* SPDX-License-Identifier: MIT */
/* Painting on the canvas by pointer and by keys: what is set is in the picture that goes on, and can be taken back. */
#include "tests/ui/studio.h"

#include "ui/canvas-private.h"
#include "ui/figure.h"
#include "ui/swatches.h"

#include "app/recipe-json.h"

#include <string.h>

#define WIDTH 12
#define N_PIXELS (12 * 10)

static UiCanvas *
get_canvas (TestStudio *studio)
{
  return ui_studio_view_get_canvas (studio->window->studio);
}

static gboolean
is_painting (TestStudio *studio)
{
  gboolean painting;

  g_object_get (ui_studio_view_get_paint_bar (studio->window->studio), "painting", &painting, NULL);
  return painting;
}

/* The model's value of the chosen swatch, as the bar tells it. */
static guint8
choose (TestStudio *studio, guint swatch)
{
  GtkWidget *bar = GTK_WIDGET (ui_studio_view_get_paint_bar (studio->window->studio));

  g_object_set (test_display_find (bar, "swatches"), "chosen", swatch, NULL);
  return (guint8) g_ascii_strtoull (gtk_label_get_text (GTK_LABEL (test_display_find (bar, "value"))), NULL, 10);
}

static GtkGesture *
find_drag (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller)
          && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) == GDK_BUTTON_PRIMARY)
        return GTK_GESTURE (controller);
    }
  g_assert_not_reached ();
}

/* The middle of a cell, logical pixels. */
static void
get_middle (UiCanvas *canvas, guint column, guint row, double *x, double *y)
{
  UiCanvasGeometry geometry;
  gint left, top;

  ui_canvas_get_geometry (canvas, &geometry);
  ui_canvas_geometry_get_lane (&geometry, 0, &left, &top);
  *x = (left + (column + 0.5) * geometry.cell) / geometry.scale;
  *y = (top + (row + 0.5) * geometry.cell) / geometry.scale;
}

/* From one cell to another, which a quick hand reaches without a cell in between. */
static void
drag (TestStudio *studio, guint from_column, guint from_row, guint to_column, guint to_row)
{
  UiCanvas *canvas = get_canvas (studio);
  GtkGesture *gesture = find_drag (GTK_WIDGET (canvas));
  double x, y, end_x, end_y;

  get_middle (canvas, from_column, from_row, &x, &y);
  get_middle (canvas, to_column, to_row, &end_x, &end_y);
  g_signal_emit_by_name (gesture, "drag-begin", x, y);
  ui_canvas_drag_brush (canvas, end_x, end_y);
  g_signal_emit_by_name (gesture, "drag-end", end_x - x, end_y - y);
}

static void
press (TestStudio *studio, guint key)
{
  g_assert_true (ui_canvas_press_paint_key (get_canvas (studio), key, 0) == GDK_EVENT_STOP);
}

static guint
count_waiting (TestStudio *studio)
{
  return studio_workspace_list_waiting (studio->workspace, NULL, NULL);
}

static void
go_on (TestStudio *studio, guint8 *values)
{
  g_autoptr (StudioPicture) picture = NULL;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (StudioRecipe) recipe = NULL;

  test_studio_act (studio, "absorb");
  g_assert_false (is_painting (studio));
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_assert_cmpuint (count_waiting (studio), ==, 0);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  memcpy (values, studio_picture_get_values (picture), N_PIXELS);

  /* What is saved is what was painted. */
  png = studio_picture_to_png (picture, 1, TRUE, NULL);
  recipe = studio_recipe_from_png (png, NULL);
  g_assert_true (studio_workspace_apply_recipe (studio->workspace, recipe, STUDIO_APPLY_ALL, NULL));
  studio_workspace_generate (studio->workspace);
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  g_clear_object (&picture);
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  g_assert_cmpmem (studio_picture_get_values (picture), N_PIXELS, values, N_PIXELS);
}

/* A stroke over a finished picture: it goes back to its first pixel and takes all of them in. */
static void
test_pointer (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (StudioPicture) before = NULL;
  guint8 values[N_PIXELS];
  guint8 value;

  test_studio_open_window (studio, 0);
  test_studio_paint (studio);
  before = studio_workspace_dup_picture (studio->workspace, 0);
  g_assert_false (test_studio_is_enabled (studio, "absorb"));

  test_studio_act (studio, "paint");
  g_assert_true (is_painting (studio));
  test_display_settle (GTK_WIDGET (studio->window));
  value = choose (studio, 3);
  drag (studio, 2, 4, 8, 4);
  g_assert_cmpuint (count_waiting (studio), <=, 7);
  g_assert_cmpuint (count_waiting (studio), >, 0);
  drag (studio, 5, 7, 5, 9);
  test_studio_act (studio, "undo");
  test_studio_act (studio, "undo");
  g_assert_cmpuint (count_waiting (studio), ==, 0);
  g_assert_false (test_studio_is_enabled (studio, "absorb"));
  test_studio_act (studio, "redo");
  test_studio_act (studio, "redo");
  g_assert_true (test_studio_is_enabled (studio, "absorb"));

  go_on (studio, values);
  g_assert_cmpmem (values, 4 * WIDTH + 2, studio_picture_get_values (before), 4 * WIDTH + 2);
  for (guint i = 2; i <= 8; i++)
    g_assert_cmpuint (values[4 * WIDTH + i], ==, value);
  for (guint i = 7; i <= 9; i++)
    g_assert_cmpuint (values[i * WIDTH + 5], ==, value);
}

static gboolean
has_no_marks (gpointer data)
{
  return UI_CANVAS (data)->marks == NULL;
}

/* On bare warp, by keys alone; what was set is marked until its turn comes. */
static void
test_keys (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  guint8 values[N_PIXELS];
  guint8 value;
  UiCanvas *canvas;

  test_studio_open_window (studio, 0);
  canvas = get_canvas (studio);
  g_assert_true (ui_canvas_press_paint_key (canvas, GDK_KEY_space, 0) == GDK_EVENT_PROPAGATE);
  test_studio_act (studio, "paint");
  value = choose (studio, 5);
  for (guint i = 0; i < 3; i++)
    press (studio, GDK_KEY_Right);
  press (studio, GDK_KEY_Down);
  press (studio, GDK_KEY_space);
  press (studio, GDK_KEY_Right);
  press (studio, GDK_KEY_Return);
  press (studio, GDK_KEY_Up);
  press (studio, GDK_KEY_space);
  press (studio, GDK_KEY_Delete);
  g_assert_cmpuint (count_waiting (studio), ==, 2);
  g_assert_nonnull (canvas->marks);
  g_assert_true (ui_canvas_marks_is_shown (canvas->marks, WIDTH + 3, 0));
  g_assert_false (ui_canvas_marks_is_shown (canvas->marks, WIDTH + 3, WIDTH + 4));
  g_assert_false (ui_canvas_marks_is_shown (canvas->marks, 4, 0));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Brush at column 5, row 1");
  test_display_settle (GTK_WIDGET (studio->window)); /* marks are drawn */

  go_on (studio, values);
  g_assert_cmpuint (values[WIDTH + 3], ==, value);
  g_assert_cmpuint (values[WIDTH + 4], ==, value);
  test_display_wait (has_no_marks, canvas, 20); /* they go with a frame that looks at the run */
}

/* A paused picture goes on by its own button; what waits is counted in the status line, or left to the model. */
static void
test_paused (void)
{
  g_autoptr (TestStudio) studio = test_studio_new ();
  g_autoptr (StudioPicture) picture = NULL;
  GtkWidget *window, *waiting;
  guint8 value;

  window = GTK_WIDGET (test_studio_open_window (studio, 0));
  waiting = test_display_find (window, "waiting");
  studio_workspace_set_hold_at (studio->workspace, 3 * WIDTH);
  test_studio_act (studio, "generate");
  test_studio_wait_state (studio, STUDIO_RUN_PAUSED);
  g_assert_false (gtk_widget_get_visible (waiting));
  test_studio_act (studio, "paint");
  test_display_settle (window);
  value = choose (studio, 1);
  drag (studio, 1, 6, 4, 6);
  g_assert_true (gtk_widget_get_visible (waiting));
  g_assert_cmpstr (ui_figure_get_value (UI_FIGURE (waiting)), ==, "4 pixels");
  test_studio_act (studio, "erase");
  drag (studio, 1, 6, 1, 6);
  test_studio_act (studio, "erase");
  g_assert_cmpstr (ui_figure_get_value (UI_FIGURE (waiting)), ==, "3 pixels");

  /* Out of the way, it waits all the same. */
  press (studio, GDK_KEY_Escape);
  g_assert_false (is_painting (studio));
  g_assert_cmpuint (count_waiting (studio), ==, 3);
  studio_workspace_set_hold_at (studio->workspace, 0);
  test_studio_act (studio, "play");
  test_studio_wait_state (studio, STUDIO_RUN_FINISHED);
  test_display_settle (window);
  g_assert_false (gtk_widget_get_visible (waiting));
  picture = studio_workspace_dup_picture (studio->workspace, 0);
  for (guint i = 2; i <= 4; i++)
    g_assert_cmpuint (studio_picture_get_values (picture)[6 * WIDTH + i], ==, value);
}

static void
test_swatches (void)
{
  static const guint32 colours[] = { 0x000000, 0xff0000, 0x00ff00, 0x0000ff, 0xffffff };
  UiSwatches *swatches = g_object_ref_sink (g_object_new (UI_TYPE_SWATCHES, NULL));

  ui_swatches_set_colours (swatches, colours, 5);
  g_object_set (swatches, "chosen", 3, NULL);
  g_assert_cmphex (ui_swatches_get_colour (swatches), ==, 0x0000ff);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (swatches), GTK_ACCESSIBLE_ROLE_SLIDER);
  g_object_set (swatches, "chosen", 99, NULL);
  g_assert_cmpuint (ui_swatches_get_chosen (swatches), ==, 4);
  ui_swatches_set_colours (swatches, colours, 2);
  g_assert_cmpuint (ui_swatches_get_chosen (swatches), ==, 1);
  g_assert_finalize_object (swatches);
}

int
main (int argc, char **argv)
{
  test_display_init (&argc, &argv);
  g_test_add_func ("/paint/pointer", test_pointer);
  g_test_add_func ("/paint/keys", test_keys);
  g_test_add_func ("/paint/paused", test_paused);
  g_test_add_func ("/paint/swatches", test_swatches);
  return g_test_run ();
}
