/* SPDX-License-Identifier: MIT */
/* UiInspectorPixel: what the network expected at one value, what was drawn, and what else might have been. */
#pragma once

#include "app/microscope.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiInspectorPixel:
 *
 * Property "channel" (string): "red", "green" or "blue": which value of a pixel of three is shown; also the state of its
 * action "pixel.channel". While a run paints it follows what is drawn.
 *
 * Signal "place" (guint lane, guint index, guint value): the user wants another value there, and to go on from it.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_INSPECTOR_PIXEL (ui_inspector_pixel_get_type ())
G_DECLARE_FINAL_TYPE (UiInspectorPixel, ui_inspector_pixel, UI, INSPECTOR_PIXEL, GtkWidget)

/**
 * ui_inspector_pixel_set_microscope: what to look through. Once.
 * @microscope: (transfer none):
 */
void ui_inspector_pixel_set_microscope (UiInspectorPixel *pixel, StudioMicroscope *microscope);

G_END_DECLS
