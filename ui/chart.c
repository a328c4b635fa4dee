/* SPDX-License-Identifier: MIT */
/* A quiet line chart: two grid lines, labels in the widget's own font, the name of each line at its end. */
#include "ui/chart.h"

#include <glib/gi18n.h>
#include <math.h>

#define MARGIN 6.0     /* logical pixels between text and lines */
#define LINE_WIDTH 2.0
#define UNKNOWN 1e-6        /* end of an upward axis before there is a value */

typedef struct {
  char *name;
  GArray *points; /* UiChartPoint */
} Series;

struct _UiChart {
  GtkWidget parent_instance;

  /* owned */
  char *title;
  Series series[UI_CHART_MAX_SERIES];

  UiChartFormat format;
  double x_max;
  double y_max;
};

G_DEFINE_FINAL_TYPE (UiChart, ui_chart, GTK_TYPE_WIDGET)

/* Where the lines are drawn, in logical pixels. */
typedef struct {
  double x, y, width, height;
} Plot;

double
ui_chart_round_up (double value)
{
  double power = pow (10.0, floor (log10 (value)));
  const double steps[] = { 1.0, 2.0, 5.0, 10.0 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (value <= steps[i] * power * (1.0 + 1e-9))
      return steps[i] * power;

  return 10.0 * power;
}

static PangoLayout *
create_label (UiChart *chart, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (chart), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.82));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

static void
get_colours (UiChart *chart, GdkRGBA *text, GdkRGBA *grid, GdkRGBA *accent)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (chart));

  gtk_style_context_get_color (context, text);
  if (!gtk_style_context_lookup_color (context, "accent_color", accent))
    *accent = *text;
  *grid = *text;
  grid->alpha *= 0.15f;
  text->alpha *= 0.75f;
}

static void
draw_text (UiChart *chart, cairo_t *cr, const char *text, double x, double y, double x_align)
{
  PangoLayout *layout = create_label (chart, text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, round (x - x_align * width), round (y - height / 2.0));
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}

static double
measure_text (UiChart *chart, const char *text, double *height)
{
  PangoLayout *layout = create_label (chart, text);
  int text_width, text_height;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  g_object_unref (layout);
  if (height != NULL)
    *height = text_height;
  return text_width;
}

static Plot
get_plot (UiChart *chart)
{
  g_autofree char *highest = chart->format (chart->y_max);
  double text_height, axis = measure_text (chart, highest, &text_height) + MARGIN;
  double names = 0;

  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    if (chart->series[i].name != NULL)
      names = MAX (names, measure_text (chart, chart->series[i].name, NULL) + MARGIN);

  return (Plot) {
    .x = ceil (axis),
    .y = ceil (1.5 * text_height + MARGIN),
    .width = MAX (1.0, gtk_widget_get_width (GTK_WIDGET (chart)) - ceil (axis) - ceil (names)),
    .height = MAX (1.0, gtk_widget_get_height (GTK_WIDGET (chart)) - ceil (3.0 * text_height + 2 * MARGIN)),
  };
}

static void
draw_axes (UiChart *chart, cairo_t *cr, const Plot *plot, const GdkRGBA *text, const GdkRGBA *grid)
{
  g_autofree char *last = g_strdup_printf (_("pixel %.0f"), chart->x_max);
  double bottom = plot->y + plot->height;

  for (guint i = 0; i <= 2; i++)
    {
      gboolean is_known = i == 0 || chart->y_max > UNKNOWN;
      double y = round (bottom - plot->height * i / 2.0) - 0.5;
      g_autofree char *label = chart->format (chart->y_max * i / 2.0);

      gdk_cairo_set_source_rgba (cr, grid);
      cairo_set_line_width (cr, 1.0);
      cairo_move_to (cr, plot->x, y);
      cairo_line_to (cr, plot->x + plot->width, y);
      cairo_stroke (cr);
      gdk_cairo_set_source_rgba (cr, text);
      if (is_known)
        draw_text (chart, cr, label, plot->x - MARGIN, y, 1.0);
    }

  draw_text (chart, cr, last, plot->x + plot->width, bottom + 2 * MARGIN, 1.0);
}

static void
place_point (UiChart *chart, const Plot *plot, const UiChartPoint *point, double *x, double *y)
{
  *x = plot->x + plot->width * MIN (point->x / chart->x_max, 1.0);
  *y = plot->y + plot->height * (1.0 - MIN (point->y / chart->y_max, 1.0));
}

static void
draw_series (UiChart *chart, guint index, cairo_t *cr, const Plot *plot, const GdkRGBA *colour)
{
  const double dashes[UI_CHART_MAX_SERIES][2] = { { 0, 0 }, { 5, 3 }, { 1, 3 } };
  GArray *points = chart->series[index].points;
  double x = 0, y = 0;

  if (points->len == 0)
    return;

  cairo_save (cr);
  cairo_new_path (cr);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (index > 0)
    cairo_set_dash (cr, dashes[index], 2, 0);
  for (guint i = 0; i < points->len; i++)
    {
      place_point (chart, plot, &g_array_index (points, UiChartPoint, i), &x, &y);
      cairo_line_to (cr, x, y);
    }
  cairo_stroke (cr);
  cairo_arc (cr, x, y, 1.5 * LINE_WIDTH, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* A name at the end of each line; where lines end close together, the upper name moves up. */
static void
draw_names (UiChart *chart, cairo_t *cr, const Plot *plot, const GdkRGBA *first, const GdkRGBA *others)
{
  double height, x[UI_CHART_MAX_SERIES], y[UI_CHART_MAX_SERIES], ceiling = G_MAXDOUBLE;
  gboolean is_done[UI_CHART_MAX_SERIES] = { FALSE };

  measure_text (chart, "0", &height);
  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    {
      GArray *points = chart->series[i].points;

      is_done[i] = points->len == 0;
      if (points->len > 0)
        place_point (chart, plot, &g_array_index (points, UiChartPoint, points->len - 1), &x[i], &y[i]);
    }

  for (guint n = 0; n < UI_CHART_MAX_SERIES; n++)
    {
      guint lowest = UI_CHART_MAX_SERIES;

      for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
        if (!is_done[i] && (lowest == UI_CHART_MAX_SERIES || y[i] > y[lowest]))
          lowest = i;
      if (lowest == UI_CHART_MAX_SERIES)
        return;

      ceiling = MIN (ceiling, y[lowest]);
      gdk_cairo_set_source_rgba (cr, lowest == 0 ? first : others);
      draw_text (chart, cr, chart->series[lowest].name, x[lowest] + MARGIN, ceiling, 0.0);
      ceiling -= height;
      is_done[lowest] = TRUE;
    }
}

static void
ui_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UiChart *chart = UI_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GdkRGBA text, grid, accent, full;
  cairo_t *cr;
  Plot plot;

  if (chart->format == NULL || width <= 0 || height <= 0)
    return;

  get_colours (chart, &text, &grid, &accent);
  full = text;
  full.alpha = 1.0f;
  plot = get_plot (chart);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_cairo_set_source_rgba (cr, &full);
  draw_text (chart, cr, chart->title, 0, plot.y / 3.0, 0.0);
  draw_axes (chart, cr, &plot, &text, &grid);
  for (guint i = UI_CHART_MAX_SERIES; i > 0; i--)
    draw_series (chart, i - 1, cr, &plot, i == 1 ? &accent : &text);
  draw_names (chart, cr, &plot, &accent, &text);
  cairo_destroy (cr);
}

static void
ui_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 150 : 110;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 160;
}

static void
ui_chart_finalize (GObject *object)
{
  UiChart *chart = UI_CHART (object);

  g_free (chart->title);
  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    {
      g_free (chart->series[i].name);
      g_array_unref (chart->series[i].points);
    }

  G_OBJECT_CLASS (ui_chart_parent_class)->finalize (object);
}

static void
ui_chart_class_init (UiChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ui_chart_finalize;
  widget_class->snapshot = ui_chart_snapshot;
  widget_class->measure = ui_chart_measure;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ui_chart_init (UiChart *chart)
{
  chart->x_max = 1;
  chart->y_max = 1;
  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    chart->series[i].points = g_array_new (FALSE, FALSE, sizeof (UiChartPoint));
}

/* The chart in words: the last value of each line. */
static void
update_description (UiChart *chart)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    {
      GArray *points = chart->series[i].points;

      if (points->len > 0)
        {
          g_autofree char *value = chart->format (g_array_index (points, UiChartPoint, points->len - 1).y);

          g_string_append_printf (text, "%s%s: %s", text->len > 0 ? ", " : "", chart->series[i].name, value);
        }
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

void
ui_chart_reset (UiChart *chart, const char *title, UiChartFormat format, double x_max, double y_max)
{
  g_return_if_fail (UI_IS_CHART (chart));
  g_return_if_fail (x_max > 0 && y_max >= 0);

  g_free (chart->title);
  chart->title = g_strdup (title);
  chart->format = format;
  chart->x_max = x_max;
  chart->y_max = y_max > 0 ? y_max : UNKNOWN;
  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    {
      g_clear_pointer (&chart->series[i].name, g_free);
      g_array_set_size (chart->series[i].points, 0);
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  update_description (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
ui_chart_set_series (UiChart *chart, guint series, const char *name, const UiChartPoint *points, guint n_points)
{
  Series *line;

  g_return_if_fail (UI_IS_CHART (chart));
  g_return_if_fail (series < UI_CHART_MAX_SERIES);

  line = &chart->series[series];
  g_free (line->name);
  line->name = g_strdup (name);
  g_array_set_size (line->points, 0);
  if (n_points > 0)
    g_array_append_vals (line->points, points, n_points);
  for (guint i = 0; i < n_points; i++)
    if (points[i].y > chart->y_max)
      chart->y_max = ui_chart_round_up (points[i].y);

  update_description (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}
