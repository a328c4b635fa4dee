/* SPDX-License-Identifier: MIT */
/* UiCanvasGeometry: where each cell of each lane lies on the screen. Pure arithmetic, in device pixels. */
#pragma once

#include <glib.h>
#include <graphene.h>

G_BEGIN_DECLS

#define UI_CANVAS_MAX_LANES 16

/**
 * UiCanvasGeometry: a plain value; copy it freely.
 *
 * A picture pixel covers a whole number of device pixels, so every cell is as crisp and as large as every other.
 */
typedef struct {
  guint n_lanes;      /* pictures in the grid, 1 .. UI_CANVAS_MAX_LANES */
  guint columns;      /* lanes side by side */
  guint rows;         /* lanes on top of each other; the last row may be short */
  guint image_width;  /* picture pixels of one lane */
  guint image_height;
  guint scale;        /* device pixels of one logical pixel, 1 .. */
  guint cell;         /* device pixels of one picture pixel, 1 .. */
  guint gutter;       /* device pixels between two lanes */
  gint x;             /* device pixels from the widget's corner to the first lane; negative if it does not fit */
  gint y;
} UiCanvasGeometry;

/**
 * ui_canvas_geometry_init: the largest grid that fits, in the middle of a widget.
 * @n_lanes: 1 .. UI_CANVAS_MAX_LANES
 * @image_width: picture pixels of one lane, 1 ..
 * @image_height: the same, downwards
 * @width: logical pixels of the widget
 * @height: the same, downwards
 * @scale: device pixels of one logical pixel, 1 ..
 * @zoom: logical pixels a picture pixel shall cover, or 0 for as many as fit
 *
 * The number of columns is the one that allows the largest cell; of equal ones, the most even grid. Where not even
 * one device pixel a cell fits, a cell is one device pixel and the grid is cut off.
 */
void ui_canvas_geometry_init (UiCanvasGeometry *geometry, guint n_lanes, guint image_width, guint image_height,
                              gint width, gint height, guint scale, guint zoom);

/**
 * ui_canvas_geometry_get_size: device pixels of the whole grid, gutters included.
 */
void ui_canvas_geometry_get_size (const UiCanvasGeometry *geometry, guint *width, guint *height);

/**
 * ui_canvas_geometry_get_lane: the device pixel where a lane begins.
 */
void ui_canvas_geometry_get_lane (const UiCanvasGeometry *geometry, guint lane, gint *x, gint *y);

/**
 * ui_canvas_geometry_to_logical: the whole logical pixels that a rectangle of device pixels touches.
 * @bounds: (out caller-allocated): a node of GTK's whose bounds lie between device pixels would lose its rim
 */
void ui_canvas_geometry_to_logical (const UiCanvasGeometry *geometry, gint x, gint y, guint width, guint height,
                                    graphene_rect_t *bounds);

/**
 * ui_canvas_geometry_pick: the picture pixel under a point.
 * @x: logical pixels from the widget's corner
 * @y: the same, downwards
 * @lane: (out): which picture
 * @column: (out): picture pixel from the left
 * @row: (out): picture pixel from the top
 *
 * Returns: FALSE in gutters, margins and empty places of the last row; nothing is written then.
 */
gboolean ui_canvas_geometry_pick (const UiCanvasGeometry *geometry, double x, double y, guint *lane, guint *column,
                                  guint *row);

G_END_DECLS
