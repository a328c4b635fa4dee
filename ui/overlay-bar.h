/* SPDX-License-Identifier: MIT */
/* UiOverlayBar: chooses what lies over the picture, computes it from a microscope's trace, and says what its colours mean. */
#pragma once

#include "ui/canvas.h"

#include "app/microscope.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiOverlayBar: seen only while there is an overlay.
 *
 * Property "overlay" (string): "none"; "surprise": bits of each pixel; "reads": how much of each earlier pixel the shown
 * step reads.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_OVERLAY_BAR (ui_overlay_bar_get_type ())
G_DECLARE_FINAL_TYPE (UiOverlayBar, ui_overlay_bar, UI, OVERLAY_BAR, GtkWidget)

/**
 * ui_overlay_bar_set_microscope: what to look through, and what to lie over. Once.
 * @microscope: (transfer none):
 * @canvas: (transfer none): must live as long as the bar
 */
void ui_overlay_bar_set_microscope (UiOverlayBar *bar, StudioMicroscope *microscope, UiCanvas *canvas);

/**
 * ui_overlay_bar_has_overlay: whether "overlay" may be @name.
 */
gboolean ui_overlay_bar_has_overlay (const char *name);

/**
 * ui_overlay_bar_dup_values: what the overlay shows, a number a pixel.
 * @n_pixels: (out): how many there are
 * @limit: (out): the number at the legend's end
 *
 * Returns: (transfer full) (nullable): NULL if there is nothing to show yet.
 */
float *ui_overlay_bar_dup_values (UiOverlayBar *bar, guint *n_pixels, double *limit);

G_END_DECLS
