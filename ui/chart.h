/* SPDX-License-Identifier: MIT */
/* UiChart: up to UI_CHART_MAX_SERIES lines over one axis, told apart by colour, dash, marker and label. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define UI_CHART_MAX_SERIES 3

/* One point of a line, in the units of the axes. */
typedef struct {
  double x;
  double y;
} UiChartPoint;

/* Between which values a line may lie. */
typedef struct {
  double x;
  double low;
  double high;
} UiChartBand;

/* How a value of an axis is written. Returns: (transfer full): text with its unit. */
typedef char *(*UiChartFormat) (double value);

/**
 * UiChart: linear axes begin at zero, logarithmic ones at a decade; the upward one only ever grows, in round steps, until
 * it is reset.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_CHART (ui_chart_get_type ())
G_DECLARE_FINAL_TYPE (UiChart, ui_chart, UI, CHART, GtkWidget)

/**
 * ui_chart_reset: removes all lines and the mark, and sets the axes.
 * @title: what the upward axis shows; also the accessible name
 * @format: writes its values
 * @x_max: the last value of the axis to the right, > 0
 * @y_max: the highest value to expect, or 0 if it is not known
 */
void ui_chart_reset (UiChart *chart, const char *title, UiChartFormat format, double x_max, double y_max);

/**
 * ui_chart_set_range: what the axis to the right counts, and the grid of logarithmic axes.
 * @x_format: (nullable): writes its values; NULL: pixels
 * @x_min: where it begins if it is logarithmic, > 0; usually 1
 * @x_base: the factor between two of its grid lines then, > 1; usually 10
 * @y_base: the same of the upward axis; usually 10
 */
void ui_chart_set_range (UiChart *chart, UiChartFormat x_format, double x_min, double x_base, double y_base);

/**
 * ui_chart_set_log: whether both axes are logarithmic; the lines stay.
 */
void ui_chart_set_log (UiChart *chart, gboolean is_log);

/**
 * ui_chart_set_series: replaces one line.
 * @series: 0 .. UI_CHART_MAX_SERIES - 1; 0 has the accent colour, the others are dashed
 * @name: what the line is called at its end
 * @points: [n_points] from left to right; copied
 */
void ui_chart_set_series (UiChart *chart, guint series, const char *name, const UiChartPoint *points, guint n_points);

/**
 * ui_chart_set_note: a few words below the name of a line, such as why it ends there.
 * @note: (nullable): NULL: none
 */
void ui_chart_set_note (UiChart *chart, guint series, const char *note);

/**
 * ui_chart_set_band: a shade around a line. The axis does not grow for it.
 * @band: [n] from left to right; copied
 */
void ui_chart_set_band (UiChart *chart, guint series, const UiChartBand *band, guint n);

/**
 * ui_chart_set_warmup: a grey line for what does not count. The axis does not grow for it.
 * @points: [n_points] from left to right; copied
 */
void ui_chart_set_warmup (UiChart *chart, guint series, const UiChartPoint *points, guint n_points);

/**
 * ui_chart_set_mark: an upright line with a word, such as where two lines cross.
 * @text: (nullable): NULL: none
 */
void ui_chart_set_mark (UiChart *chart, double x, const char *text);

/**
 * ui_chart_get_axis: from where to where the upward axis goes.
 *
 * Returns: FALSE while there is no value and so no axis yet.
 */
gboolean ui_chart_get_axis (UiChart *chart, double *low, double *high);

/**
 * ui_chart_paint: draws the chart on paper, in dark ink.
 * @context: (transfer none): whose font to use
 * @width: of the area, in units of @cr
 */
void ui_chart_paint (UiChart *chart, cairo_t *cr, PangoContext *context, double width, double height);

/**
 * ui_chart_round_up_finely: the smallest of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is not below @value.
 * @value: > 0
 */
double ui_chart_round_up_finely (double value);

/**
 * ui_chart_round_up: the smallest of 1, 2, 5 times a power of ten that is not below @value.
 * @value: > 0
 */
double ui_chart_round_up (double value);

G_END_DECLS
