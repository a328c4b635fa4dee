/* SPDX-License-Identifier: MIT */
/* A quiet line chart: few grid lines, labels in the given font, the name of each line at its end. All distances follow the
 * font, so that on a wall it looks as it does on a desk. */
#include "ui/chart-private.h"

#include "ui/small-text.h"

#include <glib/gi18n.h>
#include <math.h>

#define LABEL_HEIGHT 14.0   /* of a label in the usual font, which all distances are meant for */
#define MARGIN 6.0          /* between text and lines */
#define LINE_WIDTH 2.0
#define MARKER_DISTANCE 70.0
#define MAX_NAMES 0.36      /* of the width, for names at the right */
#define MAX_LEVELS 6        /* that are all labelled */

/* Where the lines are drawn, and what everything is measured by. */
typedef struct {
  const UiChartData *data;
  const UiChartColours *colours;
  cairo_t *cr;
  PangoContext *context;
  double unit;      /* a pixel at the usual font */
  double x, y, width, height;
  double names;     /* the width left to names */
} Plot;

/* @x_align: 0: @x is the left end, 1: the right one. @max_width: what is longer is cut; negative: nothing is. */
static void
draw_text (Plot *plot, const char *text, double x, double y, double x_align, double max_width)
{
  PangoLayout *layout = ui_small_text_new (plot->context, text);
  int width, height;

  if (max_width >= 0)
    {
      pango_layout_set_width (layout, (int) (max_width * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (plot->cr, round (x - x_align * width), round (y - height / 2.0));
  pango_cairo_show_layout (plot->cr, layout);
  g_object_unref (layout);
}

static char *
dup_label (const UiChartSeries *series)
{
  return series->note != NULL ? g_strdup_printf ("%s\n%s", series->name, series->note) : g_strdup (series->name);
}

static double
measure_names (const UiChartData *data, PangoContext *context, double margin)
{
  double names = 0;

  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    if (data->series[i].name != NULL)
      {
        g_autofree char *label = dup_label (&data->series[i]);

        names = MAX (names, ui_small_text_measure (context, label, NULL) + margin);
      }

  return names;
}

/* The widest label of the upward axis decides where the lines begin. */
static double
measure_axis (const UiChartData *data, PangoContext *context)
{
  g_autofree char *highest = data->format (data->y_max);
  g_autofree char *half = data->format (data->is_log ? data->y_min : data->y_max / 2);

  return MAX (ui_small_text_measure (context, highest, NULL), ui_small_text_measure (context, half, NULL));
}

static Plot
get_plot (const UiChartData *data, cairo_t *cr, PangoContext *context, const UiChartColours *colours, double width,
          double height)
{
  Plot plot = { data, colours, cr, context };
  double text_height, axis;

  ui_small_text_measure (context, "0", &text_height);
  plot.unit = text_height / LABEL_HEIGHT;
  axis = ceil (measure_axis (data, context) + MARGIN * plot.unit);
  plot.names = MIN (ceil (measure_names (data, context, 1.5 * MARGIN * plot.unit)), floor (width * MAX_NAMES));
  plot.x = axis;
  plot.y = ceil (1.5 * text_height + MARGIN * plot.unit);
  plot.width = MAX (1.0, width - axis - plot.names);
  plot.height = MAX (1.0, height - ceil (3.0 * text_height + 2 * MARGIN * plot.unit));
  return plot;
}

/* Places on the axes, 0 .. 1. */

static double
get_fraction (double value, double min, double max, gboolean is_log)
{
  if (!is_log)
    return CLAMP (value / max, 0.0, 1.0);
  return value <= min ? 0.0 : MIN (log (value / min) / log (max / min), 1.0);
}

static double
get_x (const Plot *plot, double value)
{
  const UiChartData *data = plot->data;

  return plot->x + plot->width * get_fraction (value, data->x_min, data->x_max, data->is_log);
}

static double
get_y (const Plot *plot, double value)
{
  const UiChartData *data = plot->data;

  return plot->y + plot->height * (1.0 - get_fraction (value, data->y_min, data->y_max, data->is_log));
}

static gboolean
is_shown (const Plot *plot, double x, double y)
{
  return !plot->data->is_log || (x > 0 && y > 0);
}

static void
set_colour (Plot *plot, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (plot->cr, colour->red, colour->green, colour->blue, colour->alpha * alpha);
}

/* Axes */

static void
draw_grid_line (Plot *plot, double x, double y, double to_x, double to_y)
{
  set_colour (plot, &plot->colours->text, 0.15);
  cairo_set_line_width (plot->cr, 1.0);
  cairo_move_to (plot->cr, round (x) - 0.5, round (y) - 0.5);
  cairo_line_to (plot->cr, round (to_x) - 0.5, round (to_y) - 0.5);
  cairo_stroke (plot->cr);
}

static void
draw_level (Plot *plot, double value, gboolean has_label)
{
  const double y = get_y (plot, value);
  g_autofree char *label = plot->data->format (value);

  draw_grid_line (plot, plot->x, y, plot->x + plot->width, y);
  set_colour (plot, &plot->colours->text, 0.75);
  if (has_label)
    draw_text (plot, label, plot->x - MARGIN * plot->unit, y, 1.0, -1);
}

static void
draw_levels (Plot *plot)
{
  const UiChartData *data = plot->data;
  const double n = data->is_log ? round (log (data->y_max / data->y_min) / log (data->y_base)) : 0;

  if (!data->is_log)
    for (guint i = 0; i <= 2; i++)
      draw_level (plot, data->y_max * i / 2.0, i == 0 || data->is_y_known);
  else
    for (guint i = 0; i <= (guint) n; i++)
      draw_level (plot, data->y_min * pow (data->y_base, i), data->is_y_known && (n <= MAX_LEVELS || i % 2 == 0));
}

/* A place on the axis to the right, with its label unless the last one lies there too. */
static void
draw_place (Plot *plot, double value, double label_end)
{
  const double x = get_x (plot, value), bottom = plot->y + plot->height;
  g_autofree char *label = plot->data->x_format (value);
  const double half = ui_small_text_measure (plot->context, label, NULL) / 2;

  draw_grid_line (plot, x, plot->y, x, bottom);
  set_colour (plot, &plot->colours->text, 0.75);
  if (x + half < label_end)
    draw_text (plot, label, MAX (x, half), bottom + 2 * MARGIN * plot->unit, 0.5, -1);
}

static void
draw_axes (Plot *plot)
{
  const UiChartData *data = plot->data;
  const double end = plot->x + plot->width, bottom = plot->y + plot->height;
  g_autofree char *last = data->x_format (data->x_max);
  const double label_end = end - ui_small_text_measure (plot->context, last, NULL) - MARGIN * plot->unit;
  double labelled = -G_MAXDOUBLE;

  draw_levels (plot);
  for (double x = data->x_min; data->is_log && x < data->x_max * 0.999; x *= data->x_base)
    {
      const gboolean is_free = get_x (plot, x) - labelled > 4 * LABEL_HEIGHT * plot->unit;

      draw_place (plot, x, is_free ? label_end : -G_MAXDOUBLE);
      labelled = is_free ? get_x (plot, x) : labelled;
    }
  set_colour (plot, &plot->colours->text, 0.75);
  draw_text (plot, last, end, bottom + 2 * MARGIN * plot->unit, 1.0, -1);
}

/* The place where lines cross, with a word at its top. */
static void
draw_mark (Plot *plot)
{
  const UiChartData *data = plot->data;
  const double dash = 2 * plot->unit, x = round (get_x (plot, data->mark)) - 0.5;
  const double align = x > plot->x + plot->width / 2 ? 1.0 : 0.0;
  const double room = align > 0 ? x - plot->x : plot->x + plot->width - x;

  if (data->mark < 0)
    return;

  cairo_save (plot->cr);
  set_colour (plot, &plot->colours->text, 0.6);
  cairo_set_line_width (plot->cr, plot->unit);
  cairo_set_dash (plot->cr, &dash, 1, 0);
  cairo_move_to (plot->cr, x, plot->y);
  cairo_line_to (plot->cr, x, plot->y + plot->height);
  cairo_stroke (plot->cr);
  cairo_restore (plot->cr);
  set_colour (plot, &plot->colours->text, 0.75);
  draw_text (plot, data->mark_text, x + (align > 0 ? -MARGIN : MARGIN) * plot->unit, plot->y + MARGIN * plot->unit,
             align, MAX (room - MARGIN * plot->unit, 0));
}

/* Lines */

static void
draw_band (Plot *plot, GArray *band, const GdkRGBA *colour)
{
  cairo_new_path (plot->cr);
  for (guint i = 0; i < band->len; i++)
    {
      const UiChartBand *at = &g_array_index (band, UiChartBand, i);

      cairo_line_to (plot->cr, get_x (plot, at->x), get_y (plot, at->high));
    }
  for (guint i = band->len; i > 0; i--)
    {
      const UiChartBand *at = &g_array_index (band, UiChartBand, i - 1);

      cairo_line_to (plot->cr, get_x (plot, at->x), get_y (plot, at->low));
    }
  cairo_close_path (plot->cr);
  set_colour (plot, colour, 0.15);
  cairo_fill (plot->cr);
}

/* A circle, a square, a triangle: which line it is, also without its colour. */
static void
draw_marker (Plot *plot, guint index, double x, double y)
{
  const double r = 1.7 * LINE_WIDTH * plot->unit;

  cairo_new_path (plot->cr);
  if (index == 0)
    cairo_arc (plot->cr, x, y, r, 0, 2 * G_PI);
  else if (index == 1)
    cairo_rectangle (plot->cr, x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
  else
    {
      cairo_move_to (plot->cr, x, y - 1.2 * r);
      cairo_line_to (plot->cr, x + 1.1 * r, y + 0.8 * r);
      cairo_line_to (plot->cr, x - 1.1 * r, y + 0.8 * r);
      cairo_close_path (plot->cr);
    }
  cairo_fill (plot->cr);
}

static void
trace (Plot *plot, GArray *points)
{
  cairo_new_path (plot->cr);
  for (guint i = 0; i < points->len; i++)
    {
      const UiChartPoint *point = &g_array_index (points, UiChartPoint, i);

      if (is_shown (plot, point->x, point->y))
        cairo_line_to (plot->cr, get_x (plot, point->x), get_y (plot, point->y));
    }
}

static void
draw_markers (Plot *plot, guint index, GArray *points)
{
  double last = plot->x - MARKER_DISTANCE * plot->unit / 2;

  for (guint i = 0; i < points->len; i++)
    {
      const UiChartPoint *point = &g_array_index (points, UiChartPoint, i);
      const double x = get_x (plot, point->x);

      if (!is_shown (plot, point->x, point->y) || (i + 1 < points->len && x - last < MARKER_DISTANCE * plot->unit))
        continue;
      draw_marker (plot, index, x, get_y (plot, point->y));
      last = x;
    }
}

static void
draw_series (Plot *plot, guint index, const GdkRGBA *colour)
{
  const double dashes[UI_CHART_MAX_SERIES][2] = { { 0, 0 }, { 5, 3 }, { 1, 3 } };
  const UiChartSeries *series = &plot->data->series[index];
  const double dash[] = { dashes[index][0] * plot->unit, dashes[index][1] * plot->unit };

  draw_band (plot, series->band, colour);
  cairo_save (plot->cr);
  cairo_set_line_width (plot->cr, LINE_WIDTH * plot->unit);
  cairo_set_line_join (plot->cr, CAIRO_LINE_JOIN_ROUND);
  set_colour (plot, &plot->colours->text, 0.35);
  trace (plot, series->warmup);
  cairo_stroke (plot->cr);
  set_colour (plot, colour, 1.0);
  if (index > 0)
    cairo_set_dash (plot->cr, dash, 2, 0);
  trace (plot, series->points);
  cairo_stroke (plot->cr);
  cairo_restore (plot->cr);
  set_colour (plot, colour, 1.0);
  draw_markers (plot, index, series->points);
}

static gboolean
has_end (const UiChartSeries *series)
{
  return series->points->len > 0 && series->name != NULL;
}

static double
get_end_y (const Plot *plot, const UiChartSeries *series)
{
  return get_y (plot, g_array_index (series->points, UiChartPoint, series->points->len - 1).y);
}

/* The lowest end that has no name yet. */
static guint
find_lowest (const Plot *plot, const gboolean *is_done)
{
  guint lowest = UI_CHART_MAX_SERIES;

  for (guint i = 0; i < UI_CHART_MAX_SERIES; i++)
    if (!is_done[i] && has_end (&plot->data->series[i])
        && (lowest == UI_CHART_MAX_SERIES
            || get_end_y (plot, &plot->data->series[i]) > get_end_y (plot, &plot->data->series[lowest])))
      lowest = i;

  return lowest;
}

/* A name at the end of each line; where lines end close together, the upper name moves up. */
static void
draw_names (Plot *plot, const GdkRGBA *first, const GdkRGBA *others)
{
  gboolean is_done[UI_CHART_MAX_SERIES] = { FALSE };
  double ceiling = G_MAXDOUBLE;
  guint lowest;

  while ((lowest = find_lowest (plot, is_done)) < UI_CHART_MAX_SERIES)
    {
      const UiChartSeries *series = &plot->data->series[lowest];
      const double x = get_x (plot, g_array_index (series->points, UiChartPoint, series->points->len - 1).x);
      g_autofree char *label = dup_label (series);
      double height, y;

      ui_small_text_measure (plot->context, label, &height);
      y = MIN (get_end_y (plot, series), ceiling - height / 2);
      set_colour (plot, lowest == 0 ? first : others, 1.0);
      draw_text (plot, label, x + 1.5 * MARGIN * plot->unit, y, 0.0,
                 plot->x + plot->width + plot->names - x - 1.5 * MARGIN * plot->unit);
      ceiling = y - height / 2;
      is_done[lowest] = TRUE;
    }
}

void
ui_chart_draw (const UiChartData *data, cairo_t *cr, PangoContext *context, const UiChartColours *colours, double width,
               double height)
{
  GdkRGBA others = colours->text;
  Plot plot;

  if (data->format == NULL)
    return;

  others.alpha *= 0.75f;
  plot = get_plot (data, cr, context, colours, width, height);
  set_colour (&plot, &colours->text, 1.0);
  draw_text (&plot, data->title, 0, plot.y / 3.0, 0.0, width);
  draw_axes (&plot);
  draw_mark (&plot);
  for (guint i = UI_CHART_MAX_SERIES; i > 0; i--)
    draw_series (&plot, i - 1, i == 1 ? &colours->accent : &others);
  draw_names (&plot, &colours->accent, &others);
}
