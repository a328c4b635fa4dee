/* SPDX-License-Identifier: MIT */
/* Paper is white and a fixed number of units wide; how high it is follows from what stands on it. */
#include "ui/race-picture.h"

#include "engine/error.h"

#include <cairo-svg.h>

#define WIDTH 1000.0
#define MARGIN 24.0
#define CHART_HEIGHT 260.0
#define COLUMN_GAP 14.0
#define ROW_GAP 4.0
#define PNG_SCALE 2

/* Where the pen is; with @cr NULL everything is only measured. */
typedef struct {
  cairo_t *cr;
  PangoContext *context;
  double y;
} Pen;

static PangoLayout *
create_text (Pen *pen, const char *text, double scale)
{
  PangoLayout *layout = pango_layout_new (pen->context);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/* A paragraph over the whole width. */
static void
put_text (Pen *pen, const char *text, double scale)
{
  PangoLayout *layout = create_text (pen, text, scale);
  int height;

  pango_layout_set_width (layout, (int) ((WIDTH - 2 * MARGIN) * PANGO_SCALE));
  pango_layout_get_pixel_size (layout, NULL, &height);
  if (pen->cr != NULL)
    {
      cairo_move_to (pen->cr, MARGIN, pen->y);
      pango_cairo_show_layout (pen->cr, layout);
    }
  g_object_unref (layout);
  pen->y += height + MARGIN / 2;
}

static double
measure_cell (Pen *pen, const char *text, double scale, double *height)
{
  PangoLayout *layout = create_text (pen, text, scale);
  int width, high;

  pango_layout_get_pixel_size (layout, &width, &high);
  g_object_unref (layout);
  *height = MAX (*height, high);
  return width;
}

static double
measure_columns (Pen *pen, const StudioTable *table, double scale, double *widths, double *row_height)
{
  double sum = 0;

  for (guint column = 0; column < studio_table_get_n_columns (table); column++)
    {
      widths[column] = 0;
      for (guint row = 0; row < studio_table_get_n_rows (table); row++)
        widths[column] = MAX (widths[column], measure_cell (pen, studio_table_get_cell (table, row, column), scale,
                                                            row_height));
      sum += widths[column] + COLUMN_GAP;
    }

  return sum;
}

static void
put_cell (Pen *pen, const char *text, double scale, double x, double width, gboolean is_right)
{
  PangoLayout *layout = create_text (pen, text, scale);
  int own;

  pango_layout_get_pixel_size (layout, &own, NULL);
  cairo_move_to (pen->cr, is_right ? x + width - own : x, pen->y);
  pango_cairo_show_layout (pen->cr, layout);
  g_object_unref (layout);
}

/* What is too wide for the paper is written smaller. */
static void
put_table (Pen *pen, const StudioTable *table)
{
  const guint n_columns = studio_table_get_n_columns (table);
  g_autofree double *widths = g_new (double, n_columns);
  double row_height = 0, scale = 0.9;
  const double wide = measure_columns (pen, table, scale, widths, &row_height);

  scale *= MIN ((WIDTH - 2 * MARGIN) / wide, 1);
  row_height = 0;
  measure_columns (pen, table, scale, widths, &row_height);
  for (guint row = 0; row < studio_table_get_n_rows (table); row++)
    {
      double x = MARGIN;

      for (guint column = 0; pen->cr != NULL && column < n_columns; column++)
        {
          put_cell (pen, studio_table_get_cell (table, row, column), scale, x, widths[column],
                    studio_table_is_right (table, column));
          x += widths[column] + COLUMN_GAP;
        }
      pen->y += row_height + ROW_GAP;
    }
  pen->y += MARGIN / 2;
}

static void
put_charts (Pen *pen, const UiRacePicture *picture)
{
  if (pen->cr != NULL)
    {
      cairo_save (pen->cr);
      cairo_translate (pen->cr, MARGIN, pen->y);
      if (picture->charts != NULL)
        ui_race_charts_paint (picture->charts, pen->cr, pen->context, WIDTH - 2 * MARGIN, CHART_HEIGHT);
      else
        ui_scaling_view_paint (picture->scaling, pen->cr, pen->context, WIDTH - 2 * MARGIN, CHART_HEIGHT);
      cairo_restore (pen->cr);
    }
  pen->y += CHART_HEIGHT + MARGIN;
}

/* Draws everything, or measures it if @cr is NULL. Returns: how high it is. */
static double
put_all (const UiRacePicture *picture, cairo_t *cr)
{
  Pen pen = { cr, picture->context, MARGIN };

  if (cr != NULL)
    {
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
    }
  if (picture->verdict != NULL)
    put_text (&pen, picture->verdict, 1.1);
  put_charts (&pen, picture);
  if (cr != NULL)
    cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
  if (picture->table != NULL)
    put_table (&pen, picture->table);
  put_text (&pen, picture->words, 0.85);
  return pen.y + MARGIN / 2;
}

static cairo_status_t
write_cb (void *data, const unsigned char *bytes, unsigned int n)
{
  g_byte_array_append (data, bytes, n);
  return CAIRO_STATUS_SUCCESS;
}

/* The bytes, unless Cairo ran out of memory on the way. */
static GBytes *
finish (GByteArray *bytes, cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);

  g_byte_array_unref (bytes);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY, "the picture of the race could not be drawn: %s",
               cairo_status_to_string (status));
  return NULL;
}

GBytes *
ui_race_picture_to_svg (const UiRacePicture *picture, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (write_cb, bytes, WIDTH, put_all (picture, NULL));
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  put_all (picture, cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return finish (bytes, status, error);
}

GBytes *
ui_race_picture_to_png (const UiRacePicture *picture, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  const int height = (int) (PNG_SCALE * put_all (picture, NULL));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, PNG_SCALE * (int) WIDTH, height);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_scale (cr, PNG_SCALE, PNG_SCALE);
  put_all (picture, cr);
  cairo_destroy (cr);
  status = cairo_surface_write_to_png_stream (surface, write_cb, bytes);
  cairo_surface_destroy (surface);
  return finish (bytes, status, error);
}
