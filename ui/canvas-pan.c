/* SPDX-License-Identifier: MIT */
/* A picture larger than its place is moved by the middle button, as the hand moves. */
#include "ui/canvas-private.h"

static GtkScrolledWindow *
get_place (UiCanvas *canvas)
{
  GtkWidget *place = gtk_widget_get_ancestor (GTK_WIDGET (canvas), GTK_TYPE_SCROLLED_WINDOW);

  return place != NULL ? GTK_SCROLLED_WINDOW (place) : NULL;
}

/* The canvas moves with the hand: only its place stands still. */
gboolean
ui_canvas_begin_pan (UiCanvas *canvas, double x, double y)
{
  GtkScrolledWindow *place = get_place (canvas);

  if (place == NULL)
    return FALSE;

  canvas->pan.across = gtk_adjustment_get_value (gtk_scrolled_window_get_hadjustment (place));
  canvas->pan.down = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (place));
  return gtk_widget_translate_coordinates (GTK_WIDGET (canvas), GTK_WIDGET (place), x, y, &canvas->pan.x, &canvas->pan.y);
}

void
ui_canvas_pan (UiCanvas *canvas, double x, double y)
{
  GtkScrolledWindow *place = get_place (canvas);

  if (place == NULL || !gtk_widget_translate_coordinates (GTK_WIDGET (canvas), GTK_WIDGET (place), x, y, &x, &y))
    return;

  gtk_adjustment_set_value (gtk_scrolled_window_get_hadjustment (place), canvas->pan.across + canvas->pan.x - x);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (place), canvas->pan.down + canvas->pan.y - y);
}

static void
begin_cb (GtkGestureDrag *gesture, double x, double y, UiCanvas *canvas)
{
  const gboolean can_move = ui_canvas_begin_pan (canvas, x, y);

  gtk_gesture_set_state (GTK_GESTURE (gesture), can_move ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
  if (can_move)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), "grabbing");
}

static void
update_cb (GtkGestureDrag *gesture, double dx, double dy, UiCanvas *canvas)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (gesture, &x, &y))
    ui_canvas_pan (canvas, x + dx, y + dy);
}

static void
end_cb (GtkGestureDrag *gesture, double dx, double dy, UiCanvas *canvas)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), canvas->is_painting ? "crosshair" : NULL);
}

void
ui_canvas_add_pan_controller (UiCanvas *canvas)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_MIDDLE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_cb), canvas);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_cb), canvas);
  g_signal_connect (drag, "drag-end", G_CALLBACK (end_cb), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (drag));
}
