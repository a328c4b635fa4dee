/* SPDX-License-Identifier: MIT */
/* One small surface of a pixel a number, painted large with the nearest filter. */
#include "ui/heat-map.h"

#include "ui/chart.h"
#include "ui/small-text.h"

#include "app/colour-map.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MARGIN 6.0         /* logical pixels between the parts */
#define LEGEND_HEIGHT 8.0  /* logical pixels of its strip */
#define MIN_SIDE 120
#define NATURAL_SIDE 284
#define DESCRIPTION_INTERVAL (G_USEC_PER_SEC) /* readers are told of other numbers no more often */

struct _UiHeatMap {
  GtkWidget parent_instance;

  /* owned */
  char *title;
  float *values;            /* [n_rows, n_columns] */
  cairo_surface_t *surface; /* the same as colours; NULL until it is drawn */

  guint n_rows;
  guint n_columns;
  guint row; /* of the cursor */
  guint column;
  double limit;
  double lowest, highest, norm;
  gboolean is_dark; /* what the surface was painted for */
  gint64 described_at;
};

G_DEFINE_FINAL_TYPE (UiHeatMap, ui_heat_map, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CELL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Where the parts lie, in logical pixels. */
typedef struct {
  double text_height;
  double x, y; /* of the cells */
  double cell;
  double legend_y;
} Layout;

static double
get_text_height (UiHeatMap *map)
{
  double height;

  ui_small_text_measure (gtk_widget_get_pango_context (GTK_WIDGET (map)), "0", &height);
  return height;
}

static void
draw_text (UiHeatMap *map, cairo_t *cr, const char *text, double x, double y, double x_align)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (map));
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  /* A minus stays before its number where words go from right to left; those still do. */
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  layout = ui_small_text_new (context, text);
  pango_layout_get_pixel_size (layout, &width, NULL);
  cairo_move_to (cr, round (x - x_align * width), round (y));
  pango_cairo_show_layout (cr, layout);
}

/* Cells of whole device pixels, as many as fit into the width. */
static double
get_cell (UiHeatMap *map, double width)
{
  const double scale = gtk_widget_get_scale_factor (GTK_WIDGET (map));
  const guint n = MAX (map->n_columns, 1);

  return MAX (floor (width * scale / n), 1) / scale;
}

static Layout
get_layout (UiHeatMap *map)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (map));
  Layout layout = { .text_height = get_text_height (map), .cell = get_cell (map, width) };

  layout.x = MAX (floor ((width - layout.cell * map->n_columns) / 2), 0);
  layout.y = layout.text_height + MARGIN;
  layout.legend_y = layout.y + layout.cell * map->n_rows + MARGIN;
  return layout;
}

static void
paint_surface (UiHeatMap *map, gboolean is_dark)
{
  const StudioColourMap colours = is_dark ? STUDIO_COLOUR_MAP_DIVERGING_DARK : STUDIO_COLOUR_MAP_DIVERGING;
  guint8 *data;
  int stride;

  if (map->surface == NULL)
    map->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) map->n_columns, (int) map->n_rows);

  cairo_surface_flush (map->surface);
  data = cairo_image_surface_get_data (map->surface);
  stride = cairo_image_surface_get_stride (map->surface);
  for (guint row = 0; row < map->n_rows; row++)
    studio_colour_map_paint (colours, map->values + (gsize) row * map->n_columns, map->n_columns, map->limit,
                             (guint32 *) (gpointer) (data + (gsize) row * (gsize) stride));
  cairo_surface_mark_dirty (map->surface);
  map->is_dark = is_dark;
}

static void
draw_cells (UiHeatMap *map, cairo_t *cr, const Layout *layout)
{
  cairo_save (cr);
  cairo_translate (cr, layout->x, layout->y);
  cairo_rectangle (cr, 0, 0, layout->cell * map->n_columns, layout->cell * map->n_rows);
  cairo_clip (cr);
  cairo_scale (cr, layout->cell, layout->cell);
  cairo_set_source_surface (cr, map->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
}

/* Two rings, so that one of them stands out on any colour. */
static void
draw_cursor (UiHeatMap *map, cairo_t *cr, const Layout *layout)
{
  const double x = layout->x + layout->cell * map->column, y = layout->y + layout->cell * map->row;

  cairo_set_line_width (cr, 1);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_rectangle (cr, x - 0.5, y - 0.5, layout->cell + 1, layout->cell + 1);
  cairo_stroke (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, x - 1.5, y - 1.5, layout->cell + 3, layout->cell + 3);
  cairo_stroke (cr);
}

static char *
format_limit (double value)
{
  return g_strdup_printf (value < 0 ? "\342\210\222%g" : "%g", fabs (value));
}

static void
draw_legend (UiHeatMap *map, cairo_t *cr, const Layout *layout, const GdkRGBA *text)
{
  const StudioColourMap colours = map->is_dark ? STUDIO_COLOUR_MAP_DIVERGING_DARK : STUDIO_COLOUR_MAP_DIVERGING;
  const double width = layout->cell * map->n_columns, y = layout->legend_y + LEGEND_HEIGHT;
  cairo_pattern_t *pattern = cairo_pattern_create_linear (layout->x, 0, layout->x + width, 0);
  g_autofree char *lower = format_limit (-map->limit), *upper = format_limit (map->limit);

  for (guint i = 0; i <= 32; i++)
    {
      const guint32 colour = studio_colour_map_get (colours, i / 16.0 - 1.0);

      cairo_pattern_add_color_stop_rgb (pattern, i / 32.0, (colour >> 16) / 255.0, (colour >> 8 & 255) / 255.0,
                                        (colour & 255) / 255.0);
    }
  cairo_rectangle (cr, layout->x, layout->legend_y, width, LEGEND_HEIGHT);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);

  gdk_cairo_set_source_rgba (cr, text);
  draw_text (map, cr, lower, layout->x, y, 0);
  draw_text (map, cr, "0", layout->x + width / 2, y, 0.5);
  draw_text (map, cr, upper, layout->x + width, y, 1);
}

static void
ui_heat_map_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UiHeatMap *map = UI_HEAT_MAP (widget);
  const gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const Layout layout = get_layout (map);
  GdkRGBA text;
  cairo_t *cr;

  if (map->values == NULL || gtk_widget_get_width (widget) <= 0)
    return;

  if (map->surface == NULL || is_dark != map->is_dark)
    paint_surface (map, is_dark);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (-2, 0, (float) gtk_widget_get_width (widget) + 4,
                                                                 (float) gtk_widget_get_height (widget)));
  gdk_cairo_set_source_rgba (cr, &text);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    draw_text (map, cr, map->title != NULL ? map->title : "", layout.x + layout.cell * map->n_columns, 0, 1);
  else
    draw_text (map, cr, map->title != NULL ? map->title : "", layout.x, 0, 0);
  draw_cells (map, cr, &layout);
  if (gtk_widget_has_focus (widget))
    draw_cursor (map, cr, &layout);
  text.alpha *= 0.75f;
  draw_legend (map, cr, &layout, &text);
  cairo_destroy (cr);
}

static GtkSizeRequestMode
ui_heat_map_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ui_heat_map_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  UiHeatMap *map = UI_HEAT_MAP (widget);
  const double text_height = get_text_height (map);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_SIDE;
      *natural = NATURAL_SIDE;
    }
  else
    *minimum = *natural = (int) ceil (2 * text_height + 2 * MARGIN + LEGEND_HEIGHT
                                      + get_cell (map, for_size > 0 ? for_size : NATURAL_SIDE) * MAX (map->n_rows, 1));
}

/* In words: what the colours range over, and the number under the cursor. */
static void
describe (UiHeatMap *map)
{
  g_autofree char *text = NULL;

  map->described_at = g_get_monotonic_time ();
  if (map->values == NULL)
    text = g_strdup (_("Nothing to show yet"));
  else
    text = g_strdup_printf (_("%u rows, %u columns, lowest %.3g, highest %.3g, norm %.3g; row %u, column %u: %.3g"),
                            map->n_rows, map->n_columns, map->lowest, map->highest, map->norm, map->row, map->column,
                            map->values[map->row * map->n_columns + map->column]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (map), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

void
ui_heat_map_set_cell (UiHeatMap *map, guint row, guint column)
{
  g_return_if_fail (UI_IS_HEAT_MAP (map));

  map->row = MIN (row, MAX (map->n_rows, 1) - 1);
  map->column = MIN (column, MAX (map->n_columns, 1) - 1);
  describe (map);
  gtk_widget_queue_draw (GTK_WIDGET (map));
  g_signal_emit (map, signals[SIGNAL_CELL_CHANGED], 0);
}

/* Never past an edge: (0, -n) is the beginning of a row. */
static gboolean
move_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  UiHeatMap *map = UI_HEAT_MAP (widget);
  gint rows, columns;

  g_variant_get (arguments, "(ii)", &rows, &columns);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL && ABS (columns) == 1)
    columns = -columns;
  ui_heat_map_set_cell (map, (guint) MAX ((gint) map->row + rows, 0), (guint) MAX ((gint) map->column + columns, 0));
  return TRUE;
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, UiHeatMap *map)
{
  const Layout layout = get_layout (map);
  const double column = floor ((x - layout.x) / layout.cell), row = floor ((y - layout.y) / layout.cell);

  gtk_widget_grab_focus (GTK_WIDGET (map));
  if (column >= 0 && row >= 0 && column < map->n_columns && row < map->n_rows)
    ui_heat_map_set_cell (map, (guint) row, (guint) column);
}

static void
ui_heat_map_finalize (GObject *object)
{
  UiHeatMap *map = UI_HEAT_MAP (object);

  g_free (map->title);
  g_free (map->values);
  g_clear_pointer (&map->surface, cairo_surface_destroy);

  G_OBJECT_CLASS (ui_heat_map_parent_class)->finalize (object);
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  const struct {
    guint key;
    gint rows, columns;
  } keys[] = {
    { GDK_KEY_Up, -1, 0 },          { GDK_KEY_Down, 1, 0 },        { GDK_KEY_Left, 0, -1 },
    { GDK_KEY_Right, 0, 1 },        { GDK_KEY_Home, 0, -0xffff },  { GDK_KEY_End, 0, 0xffff },
    { GDK_KEY_Page_Up, -0xffff, 0 }, { GDK_KEY_Page_Down, 0xffff, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, move_cb, "(ii)", keys[i].rows, keys[i].columns);
}

static void
ui_heat_map_class_init (UiHeatMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ui_heat_map_finalize;
  widget_class->snapshot = ui_heat_map_snapshot;
  widget_class->measure = ui_heat_map_measure;
  widget_class->get_request_mode = ui_heat_map_get_request_mode;
  signals[SIGNAL_CELL_CHANGED] = g_signal_new ("cell-changed", UI_TYPE_HEAT_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                               NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "heatmap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  add_bindings (widget_class);
}

static void
ui_heat_map_init (UiHeatMap *map)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), map);
  gtk_widget_add_controller (GTK_WIDGET (map), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_focusable (GTK_WIDGET (map), TRUE);
  describe (map);
}

void
ui_heat_map_set_title (UiHeatMap *map, const char *title)
{
  g_return_if_fail (UI_IS_HEAT_MAP (map));

  if (g_strcmp0 (map->title, title) == 0)
    return;

  g_free (map->title);
  map->title = g_strdup (title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (map), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_queue_draw (GTK_WIDGET (map));
}

static void
measure_values (UiHeatMap *map)
{
  const gsize n = (gsize) map->n_rows * map->n_columns;
  double sum = 0.0;

  map->lowest = map->highest = map->values[0];
  for (gsize i = 0; i < n; i++)
    {
      map->lowest = MIN (map->lowest, map->values[i]);
      map->highest = MAX (map->highest, map->values[i]);
      sum += (double) map->values[i] * map->values[i];
    }
  map->norm = sqrt (sum);

  if (MAX (-map->lowest, map->highest) > map->limit)
    map->limit = ui_chart_round_up_finely (MAX (-map->lowest, map->highest));
}

void
ui_heat_map_set_table (UiHeatMap *map, const float *values, guint n_rows, guint n_columns)
{
  g_return_if_fail (UI_IS_HEAT_MAP (map));
  g_return_if_fail (values == NULL || (n_rows > 0 && n_columns > 0));

  if (values == NULL)
    n_rows = n_columns = 0;
  if (n_rows != map->n_rows || n_columns != map->n_columns)
    {
      g_clear_pointer (&map->values, g_free);
      g_clear_pointer (&map->surface, cairo_surface_destroy);
      map->n_rows = n_rows;
      map->n_columns = n_columns;
      map->values = values != NULL ? g_new (float, (gsize) n_rows * n_columns) : NULL;
      ui_heat_map_reset_limit (map);
      gtk_widget_queue_resize (GTK_WIDGET (map));
    }

  if (values != NULL)
    {
      memcpy (map->values, values, (gsize) n_rows * n_columns * sizeof *values);
      measure_values (map);
      if (map->surface != NULL)
        paint_surface (map, map->is_dark);
    }

  map->row = MIN (map->row, MAX (n_rows, 1) - 1);
  map->column = MIN (map->column, MAX (n_columns, 1) - 1);
  if (g_get_monotonic_time () - map->described_at > DESCRIPTION_INTERVAL)
    describe (map);
  gtk_widget_queue_draw (GTK_WIDGET (map));
  g_signal_emit (map, signals[SIGNAL_CELL_CHANGED], 0);
}

void
ui_heat_map_reset_limit (UiHeatMap *map)
{
  g_return_if_fail (UI_IS_HEAT_MAP (map));

  map->limit = 1e-3;
}

double
ui_heat_map_get_limit (UiHeatMap *map)
{
  g_return_val_if_fail (UI_IS_HEAT_MAP (map), 0);

  return map->limit;
}

double
ui_heat_map_get_norm (UiHeatMap *map)
{
  g_return_val_if_fail (UI_IS_HEAT_MAP (map), 0);

  return map->norm;
}

void
ui_heat_map_get_cell (UiHeatMap *map, guint *row, guint *column, double *value)
{
  g_return_if_fail (UI_IS_HEAT_MAP (map));

  *row = map->row;
  *column = map->column;
  *value = map->values != NULL ? map->values[map->row * map->n_columns + map->column] : 0;
}
