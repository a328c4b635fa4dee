/* SPDX-License-Identifier: MIT */
/* UiChart: up to UI_CHART_MAX_SERIES lines over one axis, told apart by colour, dash and label. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define UI_CHART_MAX_SERIES 3

/* One point of a line, in the units of the axes. */
typedef struct {
  double x;
  double y;
} UiChartPoint;

/* How a value of the upward axis is written. Returns: (transfer full): text with its unit. */
typedef char *(*UiChartFormat) (double value);

/**
 * UiChart: both axes begin at zero; the upward one only ever grows, in round steps, until it is reset.
 *
 * Threads: main thread only.
 */
#define UI_TYPE_CHART (ui_chart_get_type ())
G_DECLARE_FINAL_TYPE (UiChart, ui_chart, UI, CHART, GtkWidget)

/**
 * ui_chart_reset: removes all lines and sets the axes.
 * @title: what the upward axis shows; also the accessible name
 * @format: writes its values
 * @x_max: the last value of the axis to the right, > 0
 * @y_max: the highest value to expect, or 0 if it is not known
 */
void ui_chart_reset (UiChart *chart, const char *title, UiChartFormat format, double x_max, double y_max);

/**
 * ui_chart_set_series: replaces one line.
 * @series: 0 .. UI_CHART_MAX_SERIES - 1; 0 has the accent colour, the others are dashed
 * @name: what the line is called at its end
 * @points: [n_points] from left to right; copied
 */
void ui_chart_set_series (UiChart *chart, guint series, const char *name, const UiChartPoint *points, guint n_points);

/**
 * ui_chart_round_up: the smallest of 1, 2, 5 times a power of ten that is not below @value.
 * @value: > 0
 */
double ui_chart_round_up (double value);

G_END_DECLS
