/* SPDX-License-Identifier: MIT */
/* UiCompareCanvas: two pictures drawn to be compared. */
#pragma once

#include "app/comparison.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiCompareMode:
 * @UI_COMPARE_SIDE: side by side, or on top of each other where it is narrow.
 * @UI_COMPARE_SLIDER: A up to a boundary, B behind it.
 * @UI_COMPARE_FLIP: one of them at a time, in one place.
 */
typedef enum {
  UI_COMPARE_SIDE,
  UI_COMPARE_SLIDER,
  UI_COMPARE_FLIP,
} UiCompareMode;

#define UI_TYPE_COMPARE_MODE (ui_compare_mode_get_type ())
GType ui_compare_mode_get_type (void);

/**
 * UiCompareCanvas: both pictures have cells of the same size, corner on corner where they share a place.
 *
 * Emits `moved` (double, 0 .. 1) when the pointer moves the boundary.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_COMPARE_CANVAS (ui_compare_canvas_get_type ())
G_DECLARE_FINAL_TYPE (UiCompareCanvas, ui_compare_canvas, UI, COMPARE_CANVAS, GtkWidget)

/**
 * ui_compare_canvas_set_pictures: what to draw; outlines of other pictures are gone.
 * @a: (nullable): NULL, and then @b too: nothing
 */
void ui_compare_canvas_set_pictures (UiCompareCanvas *canvas, const StudioPixels *a, const StudioPixels *b);

/**
 * ui_compare_canvas_set_outlines: marks the pixels that differ.
 * @comparison: (nullable): of the same pictures, copied; NULL: none
 */
void ui_compare_canvas_set_outlines (UiCompareCanvas *canvas, const StudioComparison *comparison);

void ui_compare_canvas_set_mode (UiCompareCanvas *canvas, UiCompareMode mode);

/**
 * ui_compare_canvas_set_position: where the boundary stands.
 * @position: 0: all is B, 1: all is A
 */
void ui_compare_canvas_set_position (UiCompareCanvas *canvas, double position);

/**
 * ui_compare_canvas_set_flipped: B where A is, and A where B is.
 */
void ui_compare_canvas_set_flipped (UiCompareCanvas *canvas, gboolean is_flipped);

G_END_DECLS
