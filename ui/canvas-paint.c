/* SPDX-License-Identifier: MIT */
/* Painting on the canvas: strokes of the pointer, and a cell that keys move. What is set is its owner's affair. */
#include "ui/canvas-private.h"

#include <glib/gi18n.h>
#include <stdlib.h>

static guint
get_pixel (UiCanvas *canvas, guint column, guint row)
{
  return row * canvas->config.image_width + column;
}

static void
move_brush (UiCanvas *canvas, guint column, guint row)
{
  g_autofree char *text = NULL;

  canvas->brush_column = column;
  canvas->brush_row = row;
  text = g_strdup_printf (_("Brush at column %u, row %u"), column + 1, row + 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

/* All cells from the brush to a cell, so that a quick hand leaves no gaps. */
static void
draw_line (UiCanvas *canvas, gint column, gint row)
{
  const gint dx = column - (gint) canvas->brush_column, dy = row - (gint) canvas->brush_row;
  const gint n = MAX (MAX (abs (dx), abs (dy)), 1);

  for (gint i = 1; i <= n; i++)
    {
      const gint x = column - dx * (n - i) / n, y = row - dy * (n - i) / n;

      ui_canvas_emit_stroke (canvas, UI_CANVAS_STROKE_PIXEL, get_pixel (canvas, (guint) x, (guint) y));
    }
  move_brush (canvas, (guint) column, (guint) row);
}

/* The cell under a point, if it is of the chosen picture. */
static gboolean
pick (UiCanvas *canvas, double x, double y, guint *lane, guint *column, guint *row)
{
  UiCanvasGeometry geometry;

  if (canvas->painter == NULL)
    return FALSE;

  ui_canvas_get_geometry (canvas, &geometry);
  return ui_canvas_geometry_pick (&geometry, x, y, lane, column, row);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, UiCanvas *canvas)
{
  guint lane, column, row;

  if (!canvas->is_painting || !pick (canvas, x, y, &lane, &column, &row) || lane != canvas->chosen)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (canvas));
  canvas->is_stroking = TRUE;
  move_brush (canvas, column, row);
  ui_canvas_emit_stroke (canvas, UI_CANVAS_STROKE_BEGIN, 0);
  ui_canvas_emit_stroke (canvas, UI_CANVAS_STROKE_PIXEL, get_pixel (canvas, column, row));
}

void
ui_canvas_drag_brush (UiCanvas *canvas, double x, double y)
{
  guint lane, column, row;

  if (!canvas->is_stroking || !pick (canvas, x, y, &lane, &column, &row) || lane != canvas->chosen)
    return;

  if (column != canvas->brush_column || row != canvas->brush_row)
    draw_line (canvas, (gint) column, (gint) row);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, UiCanvas *canvas)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (gesture, &x, &y))
    ui_canvas_drag_brush (canvas, x + dx, y + dy);
}

static void
end_stroke (UiCanvas *canvas)
{
  if (!canvas->is_stroking)
    return;

  canvas->is_stroking = FALSE;
  ui_canvas_emit_stroke (canvas, UI_CANVAS_STROKE_END, 0);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, UiCanvas *canvas)
{
  end_stroke (canvas);
}

static void
set_at_brush (UiCanvas *canvas, UiCanvasStroke stroke)
{
  ui_canvas_emit_stroke (canvas, UI_CANVAS_STROKE_BEGIN, 0);
  ui_canvas_emit_stroke (canvas, stroke, get_pixel (canvas, canvas->brush_column, canvas->brush_row));
  ui_canvas_emit_stroke (canvas, UI_CANVAS_STROKE_END, 0);
}

/* One cell, or to the rim with Control; nothing lies behind it. */
static void
step_brush (UiCanvas *canvas, gint dx, gint dy, gboolean to_rim)
{
  const gint width = (gint) canvas->config.image_width, height = (gint) canvas->config.image_height;
  const gint by = to_rim ? MAX (width, height) : 1;

  move_brush (canvas, (guint) CLAMP ((gint) canvas->brush_column + by * dx, 0, width - 1),
              (guint) CLAMP ((gint) canvas->brush_row + by * dy, 0, height - 1));
}

static gboolean
press_key (UiCanvas *canvas, guint key, gboolean to_rim)
{
  switch (key)
    {
    case GDK_KEY_Left:
      step_brush (canvas, -1, 0, to_rim);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      step_brush (canvas, 1, 0, to_rim);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      step_brush (canvas, 0, -1, to_rim);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
      step_brush (canvas, 0, 1, to_rim);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      set_at_brush (canvas, UI_CANVAS_STROKE_PIXEL);
      return GDK_EVENT_STOP;
    case GDK_KEY_Delete:
    case GDK_KEY_BackSpace:
      set_at_brush (canvas, UI_CANVAS_STROKE_ERASE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      gtk_widget_activate_action (GTK_WIDGET (canvas), "win.paint", NULL);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

gboolean
ui_canvas_press_paint_key (UiCanvas *canvas, guint key, GdkModifierType state)
{
  const GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (!canvas->is_painting || canvas->painter == NULL || canvas->is_stroking || (modifiers & ~GDK_CONTROL_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if (modifiers == GDK_CONTROL_MASK && (key < GDK_KEY_Left || key > GDK_KEY_Down))
    return GDK_EVENT_PROPAGATE;

  return press_key (canvas, key, modifiers == GDK_CONTROL_MASK);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, UiCanvas *canvas)
{
  return ui_canvas_press_paint_key (canvas, key, state);
}

/* Before the keys that mean something else on a picture that is not painted on. */
void
ui_canvas_add_paint_controllers (UiCanvas *canvas)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), canvas);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), canvas);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), canvas);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), keys);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (drag));
}

void
ui_canvas_set_painting (UiCanvas *canvas, gboolean painting)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));

  if (canvas->is_painting == painting)
    return;

  end_stroke (canvas);
  canvas->is_painting = painting;
  canvas->described_row = G_MAXUINT;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), painting ? "crosshair" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
ui_canvas_set_marks (UiCanvas *canvas, const guint32 *colours, const guint8 *waiting)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));

  g_clear_pointer (&canvas->marks, ui_canvas_marks_free);
  if (waiting != NULL && canvas->painter != NULL)
    canvas->marks = ui_canvas_marks_new (colours, waiting, canvas->config.image_width * canvas->config.image_height);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}
