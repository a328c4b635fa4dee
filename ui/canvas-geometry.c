/* SPDX-License-Identifier: MIT */
/* The grid of lanes: how large a cell may be, where a lane begins, what lies under a point. */
#include "ui/canvas-geometry.h"

#include <math.h>

/* Between two pictures, in logical pixels: cells are made as large as the smallest gap allows, the rest widens the gaps. */
#define MIN_GUTTER 6u
#define MAX_GUTTER 16u

static guint
div_round_up (guint a, guint b)
{
  return (a + b - 1) / b;
}

/* Device pixels a cell can have when @n pictures of @image pixels share @length, at least 0. */
static guint
largest_cell (guint n, guint image, guint gutter, guint length)
{
  guint gutters = (n - 1) * gutter;

  return length <= gutters ? 0 : (length - gutters) / (n * image);
}

static guint
cell_for (const UiCanvasGeometry *geometry, guint columns, guint width, guint height)
{
  guint rows = div_round_up (geometry->n_lanes, columns);

  return MIN (largest_cell (columns, geometry->image_width, geometry->gutter, width),
              largest_cell (rows, geometry->image_height, geometry->gutter, height));
}

/* Places of the grid without a picture, and how far it is from a square: the smaller, the more even. */
static guint
unevenness (guint n_lanes, guint columns)
{
  guint rows = div_round_up (n_lanes, columns);
  guint empty = rows * columns - n_lanes;

  return empty * UI_CANVAS_MAX_LANES + (rows > columns ? rows - columns : columns - rows);
}

static void
choose_columns (UiCanvasGeometry *geometry, guint width, guint height)
{
  guint best_cell = 0;

  geometry->columns = 1;
  for (guint columns = 1; columns <= geometry->n_lanes; columns++)
    {
      guint cell = cell_for (geometry, columns, width, height);

      if (cell > best_cell
          || (cell == best_cell
              && unevenness (geometry->n_lanes, columns) < unevenness (geometry->n_lanes, geometry->columns)))
        {
          best_cell = cell;
          geometry->columns = columns;
        }
    }

  geometry->rows = div_round_up (geometry->n_lanes, geometry->columns);
  geometry->cell = MAX (best_cell, 1);
}

/* How wide each gap can be when @n pictures of @image pixels share @length. */
static guint
spare_for_gutters (guint n, guint image, guint cell, guint length)
{
  guint pictures = n * image * cell;

  if (n < 2)
    return G_MAXUINT;
  return length > pictures ? (length - pictures) / (n - 1) : 0;
}

static void
widen_gutter (UiCanvasGeometry *geometry, guint width, guint height)
{
  guint spare = MIN (spare_for_gutters (geometry->columns, geometry->image_width, geometry->cell, width),
                     spare_for_gutters (geometry->rows, geometry->image_height, geometry->cell, height));

  if (geometry->n_lanes > 1)
    geometry->gutter = CLAMP (spare, geometry->gutter, MAX_GUTTER * geometry->scale);
}

void
ui_canvas_geometry_init (UiCanvasGeometry *geometry, guint n_lanes, guint image_width, guint image_height,
                         gint width, gint height, guint scale, guint zoom)
{
  guint device_width, device_height, grid_width, grid_height;

  g_return_if_fail (geometry != NULL);
  g_return_if_fail (n_lanes >= 1 && n_lanes <= UI_CANVAS_MAX_LANES);
  g_return_if_fail (image_width >= 1 && image_height >= 1);
  g_return_if_fail (scale >= 1);

  device_width = (guint) MAX (width, 0) * scale;
  device_height = (guint) MAX (height, 0) * scale;

  *geometry = (UiCanvasGeometry) {
    .n_lanes = n_lanes,
    .image_width = image_width,
    .image_height = image_height,
    .scale = scale,
    .gutter = n_lanes > 1 ? MIN_GUTTER * scale : 0,
  };
  choose_columns (geometry, device_width, device_height);
  if (zoom > 0)
    geometry->cell = zoom * scale;
  widen_gutter (geometry, device_width, device_height);

  ui_canvas_geometry_get_size (geometry, &grid_width, &grid_height);
  geometry->x = ((gint) device_width - (gint) grid_width) / 2;
  geometry->y = ((gint) device_height - (gint) grid_height) / 2;
}

void
ui_canvas_geometry_get_size (const UiCanvasGeometry *geometry, guint *width, guint *height)
{
  *width = geometry->columns * geometry->image_width * geometry->cell + (geometry->columns - 1) * geometry->gutter;
  *height = geometry->rows * geometry->image_height * geometry->cell + (geometry->rows - 1) * geometry->gutter;
}

void
ui_canvas_geometry_get_lane (const UiCanvasGeometry *geometry, guint lane, gint *x, gint *y)
{
  guint column = lane % geometry->columns;
  guint row = lane / geometry->columns;

  *x = geometry->x + (gint) (column * (geometry->image_width * geometry->cell + geometry->gutter));
  *y = geometry->y + (gint) (row * (geometry->image_height * geometry->cell + geometry->gutter));
}

void
ui_canvas_geometry_to_logical (const UiCanvasGeometry *geometry, gint x, gint y, guint width, guint height,
                               graphene_rect_t *bounds)
{
  double scale = geometry->scale;
  double left = floor (x / scale), top = floor (y / scale);
  double right = ceil ((x + (gint) width) / scale), bottom = ceil ((y + (gint) height) / scale);

  graphene_rect_init (bounds, (float) left, (float) top, (float) (right - left), (float) (bottom - top));
}

/* Which of @n pictures of @image pixels lies at @offset device pixels, and where in it. */
static gboolean
pick_along (gint offset, guint n, guint image, guint cell, guint gutter, guint *lane, guint *pixel)
{
  guint pitch = image * cell + gutter;
  guint index;

  if (offset < 0)
    return FALSE;

  index = (guint) offset / pitch;
  *lane = index;
  *pixel = ((guint) offset % pitch) / cell;
  return index < n && *pixel < image;
}

gboolean
ui_canvas_geometry_pick (const UiCanvasGeometry *geometry, double x, double y, guint *lane, guint *column, guint *row)
{
  guint lane_x, lane_y, pixel_x, pixel_y;

  if (!pick_along ((gint) floor (x * geometry->scale) - geometry->x, geometry->columns, geometry->image_width,
                   geometry->cell, geometry->gutter, &lane_x, &pixel_x)
      || !pick_along ((gint) floor (y * geometry->scale) - geometry->y, geometry->rows, geometry->image_height,
                      geometry->cell, geometry->gutter, &lane_y, &pixel_y)
      || lane_y * geometry->columns + lane_x >= geometry->n_lanes)
    return FALSE;

  *lane = lane_y * geometry->columns + lane_x;
  *column = pixel_x;
  *row = pixel_y;
  return TRUE;
}
