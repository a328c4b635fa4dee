/* SPDX-License-Identifier: MIT */
/* Lines between the cells: one device pixel wide, half seen on black and on white. */
#include "ui/canvas-private.h"

#define MIN_CELL 4u /* device pixels of a cell, below which lines would hide the picture */

static void
add_line (GtkSnapshot *snapshot, const UiCanvasGeometry *geometry, gint x, gint y, guint width, guint height)
{
  const GdkRGBA colour = { 0.5f, 0.5f, 0.5f, 0.6f };
  const float scale = (float) geometry->scale;

  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT ((float) x / scale, (float) y / scale, (float) width / scale,
                                                  (float) height / scale));
}

void
ui_canvas_snapshot_lines (GtkSnapshot *snapshot, const UiCanvasGeometry *geometry, guint lane)
{
  const guint width = geometry->image_width * geometry->cell, height = geometry->image_height * geometry->cell;
  gint x, y;

  if (geometry->cell < MIN_CELL)
    return;

  ui_canvas_geometry_get_lane (geometry, lane, &x, &y);
  for (guint column = 1; column < geometry->image_width; column++)
    add_line (snapshot, geometry, x + (gint) (column * geometry->cell), y, 1, height);
  for (guint row = 1; row < geometry->image_height; row++)
    add_line (snapshot, geometry, x, y + (gint) (row * geometry->cell), width, 1);
}
