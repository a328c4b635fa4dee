/* SPDX-License-Identifier: MIT */
/* Drawn by the canvas's own painter, so that a pixel looks the same everywhere. */
#include "ui/pixels.h"

#include "engine/raster.h"

#define MAX_BELOW 2 /* of a pile only the uppermost are seen */
#define PILE_STEP 3 /* logical pixels from one to the next */

struct _UiThumbnail {
  GtkWidget parent_instance;

  UiCanvasPainter *painter; /* owned; NULL: nothing to show */
  int side;
  guint n_below; /* pictures that lie below the one that is seen */
};

G_DEFINE_FINAL_TYPE (UiThumbnail, ui_thumbnail, GTK_TYPE_WIDGET)

enum {
  PROP_SIDE = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static guint32
get_colour (const StudioPixels *pixels, gsize index)
{
  const guint8 *pixel = pixels->data + index * pixels->n_channels;

  if (pixels->n_channels == 1)
    return pixel[0] * 0x010101u;
  return (guint32) pixel[0] << 16 | (guint32) pixel[1] << 8 | pixel[2];
}

UiCanvasPainter *
ui_pixels_to_painter (const StudioPixels *pixels)
{
  UiCanvasPainter *painter = ui_canvas_painter_new (1, pixels->width, pixels->height);
  g_autofree guint32 *row = g_new (guint32, pixels->width);

  for (guint y = 0; y < pixels->height; y++)
    {
      for (guint x = 0; x < pixels->width; x++)
        row[x] = get_colour (pixels, (gsize) y * pixels->width + x);
      ui_canvas_painter_put (painter, 0, y * pixels->width, pixels->width, row);
    }

  return painter;
}

GdkTexture *
ui_pixels_to_texture (const StudioPixels *pixels, guint scale)
{
  g_autoptr (StudioPixels) scaled = studio_pixels_scale (pixels, scale, NULL);
  g_autoptr (GBytes) bytes = NULL;
  guint8 *rgb;

  if (scaled == NULL)
    return NULL;

  rgb = g_try_malloc_n ((gsize) scaled->width * scaled->height, 3);
  if (rgb == NULL)
    return NULL;

  for (gsize i = 0; i < (gsize) scaled->width * scaled->height; i++)
    {
      const guint32 colour = get_colour (scaled, i);

      rgb[3 * i] = (guint8) (colour >> 16);
      rgb[3 * i + 1] = (guint8) (colour >> 8);
      rgb[3 * i + 2] = (guint8) colour;
    }

  bytes = g_bytes_new_take (rgb, (gsize) scaled->width * scaled->height * 3);
  return gdk_memory_texture_new ((int) scaled->width, (int) scaled->height, GDK_MEMORY_R8G8B8, bytes,
                                 (gsize) scaled->width * 3);
}

static void
ui_thumbnail_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = UI_THUMBNAIL (widget)->side;
}

/* The rim of another picture, a little to the right and down. */
static void
draw_below (cairo_t *cr, const UiCanvasGeometry *geometry, const UiCanvasStyle *style, double offset)
{
  const double scale = geometry->scale;
  guint width, height;

  ui_canvas_geometry_get_size (geometry, &width, &height);
  cairo_rectangle (cr, geometry->x / scale + offset, geometry->y / scale + offset, width / scale, height / scale);
  gdk_cairo_set_source_rgba (cr, &style->ground);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &style->pointer);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
ui_thumbnail_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UiThumbnail *thumbnail = UI_THUMBNAIL (widget);
  const int rim = PILE_STEP * (int) thumbnail->n_below;
  const int width = gtk_widget_get_width (widget) - rim, height = gtk_widget_get_height (widget) - rim;
  UiCanvasStyle style;
  UiCanvasGeometry geometry;
  cairo_t *cr;

  if (thumbnail->painter == NULL || width <= 0 || height <= 0)
    return;

  ui_canvas_style_init (&style, widget);
  ui_canvas_geometry_init (&geometry, 1, ui_canvas_painter_get_width (thumbnail->painter),
                           ui_canvas_painter_get_height (thumbnail->painter), width, height,
                           (guint) gtk_widget_get_scale_factor (widget), 0);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) (width + rim), (float) (height + rim)));
  for (guint i = thumbnail->n_below; i > 0; i--)
    draw_below (cr, &geometry, &style, PILE_STEP * i);
  ui_canvas_painter_draw (thumbnail->painter, cr, &geometry, &style);
  cairo_destroy (cr);
}

static void
ui_thumbnail_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_SIDE)
    g_value_set_int (value, UI_THUMBNAIL (object)->side);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_thumbnail_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_SIDE)
    {
      UI_THUMBNAIL (object)->side = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (object));
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_thumbnail_finalize (GObject *object)
{
  ui_canvas_painter_free (UI_THUMBNAIL (object)->painter);

  G_OBJECT_CLASS (ui_thumbnail_parent_class)->finalize (object);
}

static void
ui_thumbnail_class_init (UiThumbnailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ui_thumbnail_get_property;
  object_class->set_property = ui_thumbnail_set_property;
  object_class->finalize = ui_thumbnail_finalize;
  widget_class->measure = ui_thumbnail_measure;
  widget_class->snapshot = ui_thumbnail_snapshot;
  properties[PROP_SIDE] = g_param_spec_int ("side", NULL, NULL, 1, G_MAXINT16, 128,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ui_thumbnail_init (UiThumbnail *thumbnail)
{
  thumbnail->side = 128;
}

void
ui_thumbnail_set_pixels (UiThumbnail *thumbnail, const StudioPixels *pixels)
{
  g_return_if_fail (UI_IS_THUMBNAIL (thumbnail));

  g_clear_pointer (&thumbnail->painter, ui_canvas_painter_free);
  if (pixels != NULL)
    thumbnail->painter = ui_pixels_to_painter (pixels);
  gtk_widget_queue_draw (GTK_WIDGET (thumbnail));
}

void
ui_thumbnail_set_frame (UiThumbnail *thumbnail, const WeftConfig *config, const guint8 *palette, StudioFrame *frame,
                        guint lane)
{
  const guint n_known = studio_frame_get_n_known (frame), n_channels = weft_config_get_n_channels (config);
  const guint n_pixels = (n_known + n_channels - 1) / n_channels;
  g_autofree guint32 *pixels = g_new (guint32, MAX (n_pixels, 1));

  g_return_if_fail (UI_IS_THUMBNAIL (thumbnail));
  g_return_if_fail (lane < studio_frame_get_n_lanes (frame));

  g_clear_pointer (&thumbnail->painter, ui_canvas_painter_free);
  thumbnail->painter = ui_canvas_painter_new (1, config->image_width, config->image_height);
  thumbnail->n_below = MIN (studio_frame_get_n_lanes (frame) - 1, MAX_BELOW);
  if (n_pixels > 0)
    {
      weft_raster_to_rgb (config, palette, studio_frame_get_values (frame, lane), n_known, pixels);
      ui_canvas_painter_put (thumbnail->painter, 0, 0, n_pixels, pixels);
    }
  gtk_widget_queue_draw (GTK_WIDGET (thumbnail));
}
