/* SPDX-License-Identifier: MIT */
/* What the canvas makes of pointer, wheel and keys. */
#include "ui/canvas-private.h"

#include <string.h>

static void
point (UiCanvas *canvas, gboolean has_pointer, double x, double y)
{
  canvas->has_pointer = has_pointer;
  canvas->pointer_x = x;
  canvas->pointer_y = y;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  ui_canvas_emit_pointed (canvas);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, UiCanvas *canvas)
{
  point (canvas, TRUE, x, y);
}

static void
leave_cb (GtkEventControllerMotion *controller, UiCanvas *canvas)
{
  point (canvas, FALSE, 0, 0);
}

/* Of several pictures a click chooses one, a second click goes on with it. */
static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, UiCanvas *canvas)
{
  UiCanvasGeometry geometry;
  guint lane, column, row;

  gtk_widget_grab_focus (GTK_WIDGET (canvas));
  if (canvas->painter == NULL || ui_canvas_painter_get_n_lanes (canvas->painter) == 1)
    return;

  ui_canvas_get_geometry (canvas, &geometry);
  if (ui_canvas_geometry_pick (&geometry, x, y, &lane, &column, &row))
    gtk_widget_activate_action (GTK_WIDGET (canvas),
                                n_press == 2 && !canvas->is_painting ? "win.adopt" : "win.show-lane", "u", lane);
}

/* To a neighbour among several pictures; there is none behind the rim. */
static gboolean
choose_cb (GtkWidget *widget, GVariant *by, gpointer user_data)
{
  UiCanvas *canvas = UI_CANVAS (widget);
  UiCanvasGeometry geometry;
  gint dx, dy, x, y;

  if (canvas->painter == NULL || ui_canvas_painter_get_n_lanes (canvas->painter) == 1)
    return FALSE;

  ui_canvas_get_geometry (canvas, &geometry);
  g_variant_get (by, "(ii)", &dx, &dy);
  x = (gint) (canvas->chosen % geometry.columns) + dx;
  y = (gint) (canvas->chosen / geometry.columns) + dy;
  if (x < 0 || y < 0 || x >= (gint) geometry.columns || y * (gint) geometry.columns + x >= (gint) geometry.n_lanes)
    return TRUE;

  return gtk_widget_activate_action (widget, "win.show-lane", "u", (guint) y * geometry.columns + (guint) x);
}

/* A second button: whoever owns the canvas shows what can be done with the picture there. */
static void
ask_for_menu (UiCanvas *canvas, double x, double y)
{
  UiCanvasGeometry geometry;
  guint lane = 0, column, row;

  if (canvas->painter == NULL)
    return;

  ui_canvas_get_geometry (canvas, &geometry);
  if (ui_canvas_geometry_pick (&geometry, x, y, &lane, &column, &row))
    ui_canvas_emit_menu (canvas, lane, row * geometry.image_width + column, x, y);
  else if (geometry.n_lanes == 1)
    ui_canvas_emit_menu (canvas, 0, UI_CANVAS_NO_PIXEL, x, y);
}

static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, UiCanvas *canvas)
{
  ask_for_menu (canvas, x, y);
}

/* The chosen picture's middle stands for the pointer, and no pixel is meant. */
static gboolean
menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  UiCanvas *canvas = UI_CANVAS (widget);
  UiCanvasGeometry geometry;
  gint x, y;

  if (canvas->painter == NULL)
    return FALSE;

  ui_canvas_get_geometry (canvas, &geometry);
  ui_canvas_geometry_get_lane (&geometry, MIN (canvas->chosen, geometry.n_lanes - 1), &x, &y);
  ui_canvas_emit_menu (canvas, MIN (canvas->chosen, geometry.n_lanes - 1), UI_CANVAS_NO_PIXEL,
                       (x + geometry.image_width * geometry.cell / 2.0) / geometry.scale,
                       (y + geometry.image_height * geometry.cell / 2.0) / geometry.scale);
  return TRUE;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, UiCanvas *canvas)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (!(state & GDK_CONTROL_MASK) || dy == 0)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_activate_action (GTK_WIDGET (canvas), dy < 0 ? "win.zoom-in" : "win.zoom-out", NULL);
  return GDK_EVENT_STOP;
}

/* Letters and brackets can be switched off, for those who speak or slip onto keys. */
static gboolean
letter_cb (GtkWidget *widget, GVariant *action, gpointer user_data)
{
  return UI_CANVAS (widget)->has_letter_keys
         && gtk_widget_activate_action_variant (widget, g_variant_get_string (action, NULL), NULL);
}

/* Bare keys, so only while the picture has the focus. Every one is an action that a menu or a button has too. */
void
ui_canvas_add_bindings (GtkWidgetClass *widget_class)
{
  const struct {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_space, 0, "win.play" },
    { GDK_KEY_Left, 0, "win.step-back" },
    { GDK_KEY_Right, 0, "win.step-on" },
    { GDK_KEY_Left, GDK_CONTROL_MASK, "win.row-back" },
    { GDK_KEY_Right, GDK_CONTROL_MASK, "win.row-on" },
    { GDK_KEY_Home, 0, "win.first-step" },
    { GDK_KEY_End, 0, "win.last-step" },
    { GDK_KEY_Escape, 0, "win.escape" },
    { GDK_KEY_Return, 0, "win.adopt-shown" },
    { GDK_KEY_KP_Enter, 0, "win.adopt-shown" },
    { GDK_KEY_c, GDK_CONTROL_MASK, "win.copy" },
    { GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.copy-text" },
    { GDK_KEY_v, GDK_CONTROL_MASK, "win.paste" },
  };
  const struct {
    guint key;
    const char *action;
  } letters[] = {
    { GDK_KEY_bracketleft, "win.temperature-down" },
    { GDK_KEY_bracketright, "win.temperature-up" },
    { GDK_KEY_r, "win.new-seed" },
    { GDK_KEY_b, "win.branch" },
    { GDK_KEY_f, "win.fan" },
    { GDK_KEY_l, "win.lock-seed" },
    { GDK_KEY_m, "win.mark" },
    { GDK_KEY_i, "win.surprise" },
    { GDK_KEY_a, "win.reads" },
    { GDK_KEY_p, "win.paint" },
    { GDK_KEY_g, "win.grid" },
    { GDK_KEY_comma, "win.slower" },
    { GDK_KEY_period, "win.faster" },
  };

  const struct {
    guint key;
    gint dx, dy;
  } neighbours[] = {
    { GDK_KEY_Left, -1, 0 },
    { GDK_KEY_Right, 1, 0 },
    { GDK_KEY_Up, 0, -1 },
    { GDK_KEY_Down, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (neighbours); i++)
    gtk_widget_class_add_binding (widget_class, neighbours[i].key, GDK_SHIFT_MASK, choose_cb, "(ii)", neighbours[i].dx,
                                  neighbours[i].dy);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers, keys[i].action, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    gtk_widget_class_add_binding (widget_class, letters[i].key, 0, letter_cb, "s", letters[i].action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  for (guint i = 1; i <= 9; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + i, 0, "win.zoom", "u", i);
}

void
ui_canvas_add_controllers (UiCanvas *canvas)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL
                                                                | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), canvas);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), canvas);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), canvas);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), canvas);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (menu_pressed_cb), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (menu));
  gtk_widget_add_controller (GTK_WIDGET (canvas), motion);
  gtk_widget_add_controller (GTK_WIDGET (canvas), scroll);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (click));
}

gboolean
ui_canvas_pick_lane (UiCanvas *canvas, double x, double y, guint *lane)
{
  UiCanvasGeometry geometry;
  guint column, row;

  if (canvas->painter == NULL || canvas->is_painting)
    return FALSE;

  ui_canvas_get_geometry (canvas, &geometry);
  return ui_canvas_geometry_pick (&geometry, x, y, lane, &column, &row);
}

gboolean
ui_canvas_get_pointed (UiCanvas *canvas, UiCanvasPixel *pixel)
{
  UiCanvasPixel found = { 0 };
  UiCanvasGeometry geometry;
  guint index;

  if (!canvas->has_pointer || canvas->painter == NULL)
    return FALSE;

  ui_canvas_get_geometry (canvas, &geometry);
  if (!ui_canvas_geometry_pick (&geometry, canvas->pointer_x, canvas->pointer_y, &found.lane, &found.column,
                                &found.row))
    return FALSE;

  found.n_lanes = geometry.n_lanes;
  found.n_channels = canvas->n_channels;
  index = (found.row * canvas->config.image_width + found.column) * canvas->n_channels;
  found.is_painted = index + canvas->n_channels <= canvas->n_known
                     && ui_canvas_painter_get_pixel (canvas->painter, found.lane, found.column, found.row,
                                                     &found.colour);
  if (found.is_painted)
    memcpy (found.values, studio_frame_get_values (canvas->frame, found.lane) + index, canvas->n_channels);
  found.has_overlay = canvas->overlay != NULL
                      && ui_canvas_overlay_get_value (canvas->overlay, found.lane,
                                                      found.row * canvas->config.image_width + found.column, &found.overlay);
  *pixel = found;
  return TRUE;
}
