/* SPDX-License-Identifier: MIT */
/* UiPixelGrid: small pictures side by side, each pixel a square, as large as the room allows. */
#pragma once

#include "app/pixels.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiPixelGrid: pictures of one size, in as many columns as make them largest, of equally good ones those that leave
 * the fewest places empty; empty at first. Those that find no room at
 * one pixel a pixel are not shown.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_PIXEL_GRID (ui_pixel_grid_get_type ())
G_DECLARE_FINAL_TYPE (UiPixelGrid, ui_pixel_grid, UI, PIXEL_GRID, GtkWidget)

/**
 * ui_pixel_grid_set_pictures: shows other pictures.
 * @pictures: (nullable) (element-type StudioPixels): all of one size; NULL: none
 */
void ui_pixel_grid_set_pictures (UiPixelGrid *grid, GPtrArray *pictures);

guint ui_pixel_grid_get_n_pictures (UiPixelGrid *grid);

/**
 * ui_pixel_grid_choose: how pictures are laid out in a room.
 * @n: pictures, 1 ..
 * @width: of a picture, pixels
 * @height: likewise
 * @room_width: device pixels
 * @room_height: likewise
 * @gap: device pixels between two pictures
 * @scale: (out): device pixels a pixel, 1 ..
 *
 * Returns: columns, 1 .. @n.
 */
guint ui_pixel_grid_choose (guint n, guint width, guint height, guint room_width, guint room_height, guint gap,
                            guint *scale);

G_END_DECLS
