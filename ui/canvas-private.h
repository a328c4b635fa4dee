/* SPDX-License-Identifier: MIT */
/* What the files of the canvas share. */
#pragma once

#include "ui/canvas.h"

#include "ui/canvas-marks.h"
#include "ui/canvas-overlays.h"
#include "ui/canvas-tiles.h"

struct _UiCanvas {
  GtkWidget parent_instance;

  /* owned */
  UiCanvasPainter *painter; /* NULL: nothing to show */
  UiCanvasTiles *tiles;
  UiCanvasOverlay *overlay; /* NULL: none */
  guint overlay_lane;
  UiCanvasMarks *marks;     /* NULL: none */
  guint broken;             /* the pixel that could not be painted; G_MAXUINT: none */
  StudioFrame *frame;
  guint32 *row_pixels; /* conversion buffer for a whole lane */

  WeftConfig config;
  guint8 palette[3 * WEFT_MAX_VALUES];
  guint n_channels;
  guint n_known; /* values shown so far */
  guint limit;   /* values shown at most */
  guint chosen;  /* the picture of several that keys are about */
  guint zoom;
  float xalign; /* where pictures stand that are narrower than the widget */
  gboolean has_letter_keys;
  gboolean has_lines; /* between the cells */
  UiCanvasUpdates updates;
  guint tick_id;

  gboolean has_pointer;
  double pointer_x, pointer_y; /* logical pixels */

  struct {
    double x, y;         /* of the pointer over the canvas's place, when the picture began to be moved */
    double across, down; /* of the place then; all logical pixels */
  } pan;

  gboolean is_painting;
  gboolean is_stroking;
  guint brush_column, brush_row; /* where keys paint, and the latest cell of a stroke */

  guint described_row;
  gint64 described_at;
};

/* Where the cells lie at the widget's present size; only with a painter. */
void ui_canvas_get_geometry (UiCanvas *canvas, UiCanvasGeometry *geometry);

/* canvas-draw.c: the widget's own drawing and size. */
void ui_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);
void ui_canvas_measure  (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline);

/* Tells whoever listens that the pixel under the pointer, or what is known of it, has changed. */
void ui_canvas_emit_pointed (UiCanvas *canvas);

/* Asks for a menu for the picture of @lane at a point in logical pixels; @pixel is what is meant, or UI_CANVAS_NO_PIXEL. */
void ui_canvas_emit_menu (UiCanvas *canvas, guint lane, guint pixel, double x, double y);

/* Tells whoever listens what happens while the canvas is painted on. */
void ui_canvas_emit_stroke (UiCanvas *canvas, UiCanvasStroke stroke, guint pixel);

/* canvas-paint.c: pointer and keys of an instance; where a stroke goes, logical pixels; and what a key does, GDK_EVENT_STOP if
 * it is one of painting. */
void     ui_canvas_add_paint_controllers (UiCanvas *canvas);
void     ui_canvas_drag_brush            (UiCanvas *canvas, double x, double y);
gboolean ui_canvas_press_paint_key       (UiCanvas *canvas, guint key, GdkModifierType state);

/* canvas-pan.c: the middle button moves what does not fit; from where and to where, logical pixels of the canvas. */
void     ui_canvas_add_pan_controller (UiCanvas *canvas);
gboolean ui_canvas_begin_pan          (UiCanvas *canvas, double x, double y);
void     ui_canvas_pan                (UiCanvas *canvas, double x, double y);

/* canvas-lines.c */
void ui_canvas_snapshot_lines (GtkSnapshot *snapshot, const UiCanvasGeometry *geometry, guint lane);

/* canvas-input.c: keys for the class, pointer and wheel for an instance. */
void ui_canvas_add_bindings    (GtkWidgetClass *widget_class);
void ui_canvas_add_controllers (UiCanvas *canvas);
