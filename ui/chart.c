/* SPDX-License-Identifier: MIT */
/* The chart as a widget: what it shows, in lines and in words. */
#include "ui/chart.h"

#include "ui/chart-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define MIN_LINES 7 /* of text, so that labels find room above each other at any size of letters */
#define UNKNOWN 1e-6 /* end of an upward axis before there is a value */

struct _UiChart {
  GtkWidget parent_instance;

  UiChartData data; /* owned */
};

G_DEFINE_FINAL_TYPE (UiChart, ui_chart, GTK_TYPE_WIDGET)

double
ui_chart_round_up_finely (double value)
{
  const double power = pow (10.0, floor (log10 (value)));
  const double steps[] = { 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (value <= steps[i] * power * (1.0 + 1e-9))
      return steps[i] * power;

  return 10.0 * power;
}

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

static char *
format_pixel (double value)
{
  return g_strdup_printf (_("pixel %.0f"), value);
}

static void
get_colours (UiChart *chart, UiChartColours *colours)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (chart));

  gtk_style_context_get_color (context, &colours->text);
  if (!gtk_style_context_lookup_color (context, "accent_color", &colours->accent))
    colours->accent = colours->text;
}

static void
ui_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UiChart *chart = UI_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  UiChartColours colours;
  cairo_t *cr;

  if (width <= 0 || height <= 0)
    return;

  get_colours (chart, &colours);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  ui_chart_draw (&chart->data, cr, gtk_widget_get_pango_context (widget), &colours, width, height);
  cairo_destroy (cr);
}

static void
ui_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0");
  int line;

  pango_layout_get_pixel_size (layout, NULL, &line);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 150 : MAX (110, MIN_LINES * line);
  *natural = MAX (orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 160, *minimum);
}

static void
clear_series (UiChartSeries *series)
{
  g_clear_pointer (&series->name, g_free);
  g_clear_pointer (&series->note, g_free);
  g_array_set_size (series->points, 0);
  g_array_set_size (series->band, 0);
  g_array_set_size (series->warmup, 0);
}

static void
ui_chart_finalize (GObject *object)
{
  UiChartData *data = &UI_CHART (object)->data;

  g_free (data->title);
  g_free (data->mark_text);
  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    {
      clear_series (&data->series[i]);
      g_array_unref (data->series[i].points);
      g_array_unref (data->series[i].band);
      g_array_unref (data->series[i].warmup);
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
  UiChartData *data = &chart->data;

  data->x_format = format_pixel;
  data->x_min = 1;
  data->x_max = 1;
  data->x_base = 10;
  data->y_base = 10;
  data->y_min = 1;
  data->y_max = 10;
  data->mark = -1;
  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    {
      data->series[i].points = g_array_new (FALSE, FALSE, sizeof (UiChartPoint));
      data->series[i].band = g_array_new (FALSE, FALSE, sizeof (UiChartBand));
      data->series[i].warmup = g_array_new (FALSE, FALSE, sizeof (UiChartPoint));
    }
}

/* The chart in words: the last value of each line, and what is marked. */
static void
update_description (UiChart *chart)
{
  const UiChartData *data = &chart->data;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    {
      const UiChartSeries *series = &data->series[i];

      if (series->points->len > 0)
        {
          g_autofree char *value = data->format (g_array_index (series->points, UiChartPoint, series->points->len - 1).y);

          g_string_append_printf (text, "%s%s: %s", text->len > 0 ? ", " : "", series->name, value);
          if (series->note != NULL)
            g_string_append_printf (text, " (%s)", series->note);
        }
    }
  if (data->mark >= 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", data->mark_text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

/* Both kinds of axis only ever grow, until they are reset: round steps above, whole decades around a logarithm. */
static void
include (UiChartData *data, double value)
{
  if (value > data->y_max || !data->is_y_known)
    data->y_max = value > 0 ? MAX (ui_chart_round_up (value), data->is_y_known ? data->y_max : 0) : data->y_max;
  if (value > 0 && (value < data->y_min || !data->is_y_known))
    data->y_min = pow (data->y_base, floor (log (value) / log (data->y_base) + 1e-9));
  if (value > 0)
    data->is_y_known = TRUE;
}

/* A logarithmic axis ends at a power of its base; one of a single value has room between two of them. */
static void
round_axis (UiChartData *data)
{
  if (!data->is_log || !data->is_y_known)
    return;

  data->y_max = pow (data->y_base, ceil (log (data->y_max) / log (data->y_base) - 1e-9));
  if (data->y_max <= data->y_min)
    data->y_max = data->y_base * data->y_min;
}

/* From the lines that are there: what an axis of the other kind has rounded up is not kept. */
static void
fit_axis (UiChartData *data)
{
  data->is_y_known = FALSE;
  if (data->expected > 0)
    include (data, data->expected);
  else
    data->y_min = UNKNOWN / data->y_base;
  data->y_max = data->expected > 0 ? data->expected : UNKNOWN;
  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    for (guint k = 0; k < data->series[i].points->len; k++)
      include (data, g_array_index (data->series[i].points, UiChartPoint, k).y);
  round_axis (data);
}

void
ui_chart_reset (UiChart *chart, const char *title, UiChartFormat format, double x_max, double y_max)
{
  UiChartData *data;

  g_return_if_fail (UI_IS_CHART (chart));
  g_return_if_fail (x_max > 0 && y_max >= 0);

  data = &chart->data;
  g_free (data->title);
  data->title = g_strdup (title);
  data->format = format;
  data->x_max = x_max;
  data->expected = y_max;
  data->mark = -1;
  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    clear_series (&data->series[i]);
  fit_axis (data);

  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  update_description (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
ui_chart_set_range (UiChart *chart, UiChartFormat x_format, double x_min, double x_base, double y_base)
{
  g_return_if_fail (UI_IS_CHART (chart));
  g_return_if_fail (x_min > 0 && x_base > 1 && y_base > 1);

  chart->data.x_format = x_format != NULL ? x_format : format_pixel;
  chart->data.y_base = y_base;
  chart->data.x_min = x_min;
  chart->data.x_base = x_base;
  fit_axis (&chart->data);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
ui_chart_set_log (UiChart *chart, gboolean is_log)
{
  g_return_if_fail (UI_IS_CHART (chart));

  if (chart->data.is_log == is_log)
    return;

  chart->data.is_log = is_log;
  fit_axis (&chart->data);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

static void
replace (GArray *array, gconstpointer elements, guint n)
{
  g_array_set_size (array, 0);
  if (n > 0)
    g_array_append_vals (array, elements, n);
}

void
ui_chart_set_series (UiChart *chart, guint series, const char *name, const UiChartPoint *points, guint n_points)
{
  UiChartSeries *line;

  g_return_if_fail (UI_IS_CHART (chart));
  g_return_if_fail (series < UI_CHART_MAX_SERIES);

  line = &chart->data.series[series];
  g_free (line->name);
  line->name = g_strdup (name);
  replace (line->points, points, n_points);
  for (guint i = 0; i < n_points; i++)
    include (&chart->data, points[i].y);
  round_axis (&chart->data);

  update_description (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
ui_chart_set_note (UiChart *chart, guint series, const char *note)
{
  g_return_if_fail (UI_IS_CHART (chart));
  g_return_if_fail (series < UI_CHART_MAX_SERIES);

  g_free (chart->data.series[series].note);
  chart->data.series[series].note = g_strdup (note);
  update_description (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
ui_chart_set_band (UiChart *chart, guint series, const UiChartBand *band, guint n)
{
  g_return_if_fail (UI_IS_CHART (chart));
  g_return_if_fail (series < UI_CHART_MAX_SERIES);

  replace (chart->data.series[series].band, band, n);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
ui_chart_set_warmup (UiChart *chart, guint series, const UiChartPoint *points, guint n_points)
{
  g_return_if_fail (UI_IS_CHART (chart));
  g_return_if_fail (series < UI_CHART_MAX_SERIES);

  replace (chart->data.series[series].warmup, points, n_points);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

void
ui_chart_set_mark (UiChart *chart, double x, const char *text)
{
  g_return_if_fail (UI_IS_CHART (chart));

  chart->data.mark = text != NULL ? x : -1;
  g_free (chart->data.mark_text);
  chart->data.mark_text = g_strdup (text);
  update_description (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

gboolean
ui_chart_get_axis (UiChart *chart, double *low, double *high)
{
  g_return_val_if_fail (UI_IS_CHART (chart), FALSE);

  *low = chart->data.is_log ? chart->data.y_min : 0;
  *high = chart->data.y_max;
  return chart->data.is_y_known;
}

void
ui_chart_paint (UiChart *chart, cairo_t *cr, PangoContext *context, double width, double height)
{
  const UiChartColours paper = { .text = { 0.1f, 0.1f, 0.1f, 1.0f }, .accent = { 0.66f, 0.25f, 0.06f, 1.0f } };

  g_return_if_fail (UI_IS_CHART (chart));

  ui_chart_draw (&chart->data, cr, context, &paper, width, height);
}
