/* SPDX-License-Identifier: MIT */
/* UiCanvas: the picture. Reads a frame's counter once a tick while something runs, and shows what is new. */
#pragma once

#include "app/frame.h"
#include "engine/config.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define UI_CANVAS_NO_PIXEL G_MAXUINT
#define UI_CANVAS_MAX_ZOOM 32

/**
 * UiCanvas: one or more pictures at a whole number of device pixels a cell.
 *
 * Emits `pointed` when the pixel under the pointer, or what is known of it, changes; `completed` at each tick at
 * which a running frame is whole, so that whoever runs it can hand over the next one; `menu` (lane, x, y in logical
 * pixels) when somebody asks what can be done with a picture; `stroke` (#UiCanvasStroke, pixel in raster order) when the
 * canvas is painted on.
 *
 * Properties: "letter-keys" (boolean): whether bare letters act while the canvas has the focus; "xalign" (float, 0 .. 1):
 * where pictures stand that are narrower than the canvas.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_CANVAS (ui_canvas_get_type ())
G_DECLARE_FINAL_TYPE (UiCanvas, ui_canvas, UI, CANVAS, GtkWidget)

/**
 * UiCanvasUpdates: how often a picture that grows is shown anew.
 */
typedef enum {
  UI_CANVAS_PIXELS,   /* with every pixel; with every row for those who asked for less motion */
  UI_CANVAS_ROWS,     /* with every row */
  UI_CANVAS_FINISHED, /* when it is finished, or pauses */
} UiCanvasUpdates;

/**
 * UiCanvasStroke: what happens to the chosen picture while it is painted on.
 */
typedef enum {
  UI_CANVAS_STROKE_BEGIN, /* no pixel yet */
  UI_CANVAS_STROKE_PIXEL, /* the brush is on a pixel */
  UI_CANVAS_STROKE_ERASE, /* a pixel is to be left to the model */
  UI_CANVAS_STROKE_END,   /* no pixel any more */
} UiCanvasStroke;

/**
 * UiCanvasPixel: what is known of one pixel.
 */
typedef struct {
  guint lane;    /* 0 .. n_lanes - 1 */
  guint n_lanes;
  guint column;
  guint row;
  gboolean is_painted; /* the rest is meaningless before */
  guint8 values[3];    /* the model's own values, n_channels of them */
  guint n_channels;
  guint32 colour;      /* 0xRRGGBB */
  gboolean has_overlay; /* whether something lies over it, */
  float overlay;        /* and how much, in the overlay's own unit */
} UiCanvasPixel;

/**
 * ui_canvas_set_shape: empties the canvas for pictures of this kind.
 * @config: (nullable): sizes and mode; copied. NULL: nothing to show
 * @palette: (nullable): [n_values, 3] for indexed8, copied; else NULL
 * @n_lanes: 1 .. UI_CANVAS_MAX_LANES
 */
void ui_canvas_set_shape (UiCanvas *canvas, const WeftConfig *config, const guint8 *palette, guint n_lanes);

/**
 * ui_canvas_set_frame: shows the values of a frame instead of the present one.
 * @frame: (nullable) (transfer none): of the canvas's sizes; NULL: bare warp
 */
void ui_canvas_set_frame (UiCanvas *canvas, StudioFrame *frame);

/**
 * ui_canvas_set_limit: shows no more than the first values of the frame; for going back in a picture.
 * @n_values: of each lane; G_MAXUINT: all that it holds
 */
void ui_canvas_set_limit (UiCanvas *canvas, guint n_values);

/**
 * ui_canvas_set_chosen: the picture of several that keys are about; outlined while the canvas has the focus.
 */
void ui_canvas_set_chosen (UiCanvas *canvas, guint lane);

/**
 * ui_canvas_set_running: whether the frame is being painted. The clock ticks only then.
 */
void ui_canvas_set_running (UiCanvas *canvas, gboolean running);

void ui_canvas_set_updates (UiCanvas *canvas, UiCanvasUpdates updates);

/**
 * ui_canvas_refresh: shows everything the frame holds now; for pauses, steps and ends.
 */
void ui_canvas_refresh (UiCanvas *canvas);

/**
 * ui_canvas_set_overlay: lays colours over one picture; they go with the next ui_canvas_set_shape().
 * @values: (nullable): [n_values], a number 0 .. @limit for each of the first pixels; copied. NULL: none
 * @limit: the number that has the brightest colour, > 0
 */
void ui_canvas_set_overlay (UiCanvas *canvas, guint lane, const float *values, guint n_values, double limit);

/**
 * ui_canvas_set_broken: hatches the pixel at which the frame's run has failed; it goes with the next ui_canvas_set_shape().
 * @pixel: in raster order; G_MAXUINT: none
 */
void  ui_canvas_set_broken (UiCanvas *canvas, guint pixel);
guint ui_canvas_get_broken (UiCanvas *canvas);

/**
 * ui_canvas_set_painting: whether pointer and keys paint instead of choosing and stepping.
 */
void ui_canvas_set_painting (UiCanvas *canvas, gboolean painting);

/**
 * ui_canvas_set_marks: shows pixels of the chosen picture that are given and wait; they go with the next
 * ui_canvas_set_shape().
 * @colours: [pixels] 0xRRGGBB, where something waits; copied
 * @waiting: (nullable): [pixels] StudioWaiting; copied. NULL: none
 */
void ui_canvas_set_marks (UiCanvas *canvas, const guint32 *colours, const guint8 *waiting);

/**
 * ui_canvas_set_zoom: logical pixels a picture pixel covers.
 * @zoom: 1 .. UI_CANVAS_MAX_ZOOM, or 0 for as many as fit
 */
void  ui_canvas_set_zoom (UiCanvas *canvas, guint zoom);
guint ui_canvas_get_zoom (UiCanvas *canvas);

/**
 * ui_canvas_get_shown_zoom: logical pixels a picture pixel covers at present, rounded down, at least 1.
 */
guint ui_canvas_get_shown_zoom (UiCanvas *canvas);

/**
 * ui_canvas_pick_lane: the picture under a point, to be taken away as a whole.
 * @x: logical pixels from the widget's corner
 * @lane: (out):
 *
 * Returns: FALSE beside the pictures, and while the pointer is a brush.
 */
gboolean ui_canvas_pick_lane (UiCanvas *canvas, double x, double y, guint *lane);

/**
 * ui_canvas_get_pointed: the pixel under the pointer.
 *
 * Returns: FALSE if there is none; @pixel is then untouched.
 */
gboolean ui_canvas_get_pointed (UiCanvas *canvas, UiCanvasPixel *pixel);

/**
 * ui_canvas_dup_texture: all lanes as shown, without outlines, at @scale pixels a cell, for the clipboard.
 *
 * Returns: (transfer full) (nullable): NULL if there is nothing.
 */
GdkTexture *ui_canvas_dup_texture (UiCanvas *canvas, guint scale);

G_END_DECLS
