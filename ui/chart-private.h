/* SPDX-License-Identifier: MIT */
/* What a chart shows, apart from the widget that shows it: so that it can be drawn on paper too. */
#pragma once

#include "ui/chart.h"

G_BEGIN_DECLS

typedef struct {
  char *name;
  char *note;     /* below the name; NULL: none */
  GArray *points; /* UiChartPoint */
  GArray *band;   /* UiChartBand */
  GArray *warmup; /* UiChartPoint */
} UiChartSeries;

typedef struct {
  char *title;
  UiChartSeries series[UI_CHART_MAX_SERIES];
  UiChartFormat format;   /* NULL: nothing to draw yet */
  UiChartFormat x_format;
  double x_min;  /* where a logarithmic axis begins, > 0 */
  double x_max;
  double x_base; /* by which factor its grid lines lie apart */
  double y_min;  /* where a logarithmic axis begins; 0: not known */
  double y_max;
  double y_base; /* by which factor the grid lines of a logarithmic axis lie apart */
  double expected; /* the highest value to expect; 0: not known */
  gboolean is_y_known;
  gboolean is_log;
  double mark;   /* where the upright line stands; negative: nowhere */
  char *mark_text;
} UiChartData;

typedef struct {
  GdkRGBA text;
  GdkRGBA accent;
} UiChartColours;

/**
 * ui_chart_draw: draws a chart.
 * @context: (transfer none): whose font and language to use
 * @width: of the area, in units of @cr
 */
void ui_chart_draw (const UiChartData *data, cairo_t *cr, PangoContext *context, const UiChartColours *colours,
                    double width, double height);

G_END_DECLS
