/* SPDX-License-Identifier: MIT */
/* Each picture is a surface of its own size, drawn by whole device pixels with the nearest filter: GTK 4.8 would blur a
 * texture. */
#include "ui/pixel-grid.h"

#include <math.h>

#define GAP 4             /* logical pixels between pictures */
#define NATURAL_HEIGHT 168 /* logical pixels */

struct _UiPixelGrid {
  GtkWidget parent_instance;

  GPtrArray *surfaces; /* of cairo_surface_t; owned */
  guint width;         /* of a picture, pixels */
  guint height;
};

G_DEFINE_FINAL_TYPE (UiPixelGrid, ui_pixel_grid, GTK_TYPE_WIDGET)

/* The largest scale at which @n_columns columns find room; 0 if there is none. */
static guint
get_scale (guint n, guint n_columns, guint width, guint height, guint room_width, guint room_height, guint gap)
{
  const guint n_rows = (n + n_columns - 1) / n_columns;
  const guint gaps_x = (n_columns - 1) * gap, gaps_y = (n_rows - 1) * gap;

  if (room_width <= gaps_x || room_height <= gaps_y)
    return 0;

  return MIN ((room_width - gaps_x) / (n_columns * width), (room_height - gaps_y) / (n_rows * height));
}

static guint
count_empty (guint n, guint n_columns)
{
  return (n_columns - n % n_columns) % n_columns;
}

guint
ui_pixel_grid_choose (guint n, guint width, guint height, guint room_width, guint room_height, guint gap, guint *scale)
{
  guint best = 1;

  *scale = 0;
  for (guint n_columns = 1; n_columns <= n; n_columns++)
    {
      const guint found = get_scale (n, n_columns, width, height, room_width, room_height, gap);

      if (found > *scale || (found == *scale && count_empty (n, n_columns) < count_empty (n, best)))
        {
          *scale = found;
          best = n_columns;
        }
    }

  if (*scale > 0)
    return best;

  *scale = 1;
  return CLAMP ((room_width + gap) / (width + gap), 1, n);
}

static void
draw_pictures (UiPixelGrid *grid, cairo_t *cr, guint room_width, guint room_height, guint factor)
{
  const guint gap = GAP * factor;
  guint scale;
  const guint n_columns = ui_pixel_grid_choose (grid->surfaces->len, grid->width, grid->height, room_width, room_height,
                                                gap, &scale);
  const guint step_x = grid->width * scale + gap, step_y = grid->height * scale + gap;
  const guint n_rows = (grid->surfaces->len + n_columns - 1) / n_columns;
  const guint left = (room_width - MIN (n_columns * step_x - gap, room_width)) / 2;
  const guint top = (room_height - MIN (n_rows * step_y - gap, room_height)) / 2;

  cairo_scale (cr, 1.0 / factor, 1.0 / factor);
  for (guint i = 0; i < grid->surfaces->len; i++)
    {
      const guint y = top + i / n_columns * step_y;

      if (y + grid->height * scale > room_height)
        return;

      cairo_save (cr);
      cairo_translate (cr, left + i % n_columns * step_x, y);
      cairo_scale (cr, scale, scale);
      cairo_set_source_surface (cr, grid->surfaces->pdata[i], 0, 0);
      cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
      cairo_rectangle (cr, 0, 0, grid->width, grid->height);
      cairo_fill (cr);
      cairo_restore (cr);
    }
}

static void
ui_pixel_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UiPixelGrid *grid = UI_PIXEL_GRID (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const guint factor = (guint) gtk_widget_get_scale_factor (widget);
  cairo_t *cr;

  if (grid->surfaces->len == 0 || width <= 0 || height <= 0)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  draw_pictures (grid, cr, (guint) width * factor, (guint) height * factor, factor);
  cairo_destroy (cr);
}

static void
ui_pixel_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : 96;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : NATURAL_HEIGHT;
}

static void
ui_pixel_grid_finalize (GObject *object)
{
  g_ptr_array_unref (UI_PIXEL_GRID (object)->surfaces);

  G_OBJECT_CLASS (ui_pixel_grid_parent_class)->finalize (object);
}

static void
ui_pixel_grid_class_init (UiPixelGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ui_pixel_grid_finalize;
  widget_class->snapshot = ui_pixel_grid_snapshot;
  widget_class->measure = ui_pixel_grid_measure;
  gtk_widget_class_set_css_name (widget_class, "pixelgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ui_pixel_grid_init (UiPixelGrid *grid)
{
  grid->surfaces = g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);
}

static cairo_surface_t *
make_surface (const StudioPixels *pixels)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) pixels->width, (int) pixels->height);
  guint8 *data = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);

  cairo_surface_flush (surface);
  for (guint y = 0; data != NULL && y < pixels->height; y++)
    for (guint x = 0; x < pixels->width; x++)
      {
        const guint8 *from = pixels->data + ((gsize) y * pixels->width + x) * pixels->n_channels;
        const guint last = pixels->n_channels - 1;
        guint32 *to = (guint32 *) (gpointer) (data + (gsize) y * (gsize) stride) + x;

        *to = (guint32) from[0] << 16 | (guint32) from[last / 2] << 8 | from[last];
      }
  cairo_surface_mark_dirty (surface);
  return surface;
}

void
ui_pixel_grid_set_pictures (UiPixelGrid *grid, GPtrArray *pictures)
{
  g_return_if_fail (UI_IS_PIXEL_GRID (grid));

  g_ptr_array_set_size (grid->surfaces, 0);
  for (guint i = 0; pictures != NULL && i < pictures->len; i++)
    {
      const StudioPixels *pixels = pictures->pdata[i];

      grid->width = pixels->width;
      grid->height = pixels->height;
      g_ptr_array_add (grid->surfaces, make_surface (pixels));
    }

  gtk_widget_queue_draw (GTK_WIDGET (grid));
}

guint
ui_pixel_grid_get_n_pictures (UiPixelGrid *grid)
{
  g_return_val_if_fail (UI_IS_PIXEL_GRID (grid), 0);

  return grid->surfaces->len;
}
