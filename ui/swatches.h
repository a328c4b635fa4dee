/* SPDX-License-Identifier: MIT */
/* UiSwatches: the colours a model paints with, one of which is chosen. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiSwatches: a slider of colours: a click, a drag or the arrow keys choose.
 *
 * Properties: "chosen" (uint): index of the chosen colour, notified when it changes.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_SWATCHES (ui_swatches_get_type ())
G_DECLARE_FINAL_TYPE (UiSwatches, ui_swatches, UI, SWATCHES, GtkWidget)

/**
 * ui_swatches_set_colours: others to choose from; the choice stays where it can.
 * @colours: [n_colours] 0xRRGGBB; copied
 * @n_colours: 1 ..
 */
void ui_swatches_set_colours (UiSwatches *swatches, const guint32 *colours, guint n_colours);

guint ui_swatches_get_chosen (UiSwatches *swatches);

/**
 * ui_swatches_get_colour: 0xRRGGBB of the chosen one.
 */
guint32 ui_swatches_get_colour (UiSwatches *swatches);

G_END_DECLS
