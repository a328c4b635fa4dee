/* SPDX-License-Identifier: MIT */
/* Samples while the race goes on, medians when it is over. The warm-up is grey and moves no axis. */
#include "ui/race-charts.h"

#include "ui/chart.h"
#include "ui/format.h"
#include "ui/race-report.h"

#include "app/race-figures.h"

#include <glib/gi18n.h>

#define BYTES_BASE 32 /* 1 KiB, 32 KiB, 1 MiB... */

struct _UiRaceCharts {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *box;
  UiChart *time;
  UiChart *memory;

  /* owned */
  StudioRace *race;
  GArray *time_points[STUDIO_RACE_MAX_LANES];   /* UiChartPoint: milliseconds of a pixel, as the race goes */
  GArray *memory_points[STUDIO_RACE_MAX_LANES]; /* UiChartPoint: bytes */

  gboolean has_warmup; /* it is on the chart */
  gboolean is_log;
};

G_DEFINE_FINAL_TYPE (UiRaceCharts, ui_race_charts, GTK_TYPE_WIDGET)

enum {
  PROP_LOG = 1,
  PROP_COMPACT,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static const WeftConfig *
get_config (UiRaceCharts *charts)
{
  return weft_model_get_config (studio_race_get_model (charts->race, 0));
}

static const char *
get_short_name (UiRaceCharts *charts, guint lane)
{
  switch (studio_race_get_form (charts->race, lane))
    {
    case WEFT_FORM_LINEAR:
      return _("linear");
    case WEFT_FORM_SOFTMAX_CACHED:
      return _("cached");
    case WEFT_FORM_SOFTMAX_RECOMPUTED:
    default:
      return _("recomputed");
    }
}

static void
show_points (UiRaceCharts *charts, UiChart *chart, guint lane, GArray *points)
{
  ui_chart_set_series (chart, lane, get_short_name (charts, lane), (const UiChartPoint *) (gpointer) points->data,
                       points->len);
}

/* What did not count, in grey: what each pixel took before the clock started. */
static void
show_warmup (UiRaceCharts *charts)
{
  const guint n_channels = weft_config_get_n_channels (get_config (charts));

  charts->has_warmup = TRUE;
  for (guint lane = 0; lane < studio_race_get_n_lanes (charts->race); lane++)
    {
      g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (UiChartPoint));
      guint n_steps;
      g_autofree float *seconds = studio_race_dup_warmup (charts->race, lane, &n_steps);

      for (guint i = 0; i < n_steps; i++)
        {
          const UiChartPoint point = { (i + 1.0) / n_channels, 1000.0 * n_channels * (double) seconds[i] };

          g_array_append_val (points, point);
        }
      ui_chart_set_warmup (charts->time, lane, (const UiChartPoint *) (gpointer) points->data, points->len);
    }
}

/* A repetition paints the same pixels again, so its points begin at the left again. */
static void
sample_lane (UiRaceCharts *charts, guint lane)
{
  g_autoptr (StudioFrame) frame = studio_race_dup_frame (charts->race, lane);
  guint n_known = frame != NULL ? studio_frame_get_n_known (frame) : 0;
  double rate = studio_race_get_rate (charts->race, lane);
  GArray *times = charts->time_points[lane], *bytes = charts->memory_points[lane];
  UiChartPoint point = { .x = n_known / (double) weft_config_get_n_channels (get_config (charts)) };

  if (bytes->len > 0 && point.x < g_array_index (bytes, UiChartPoint, bytes->len - 1).x)
    {
      g_array_set_size (times, 0);
      g_array_set_size (bytes, 0);
    }

  if (rate > 0)
    {
      point.y = 1000.0 / rate;
      g_array_append_val (times, point);
    }
  point.y = (double) studio_race_get_state_bytes (charts->race, lane);
  g_array_append_val (bytes, point);
  show_points (charts, charts->time, lane, times);
  show_points (charts, charts->memory, lane, bytes);
}

void
ui_race_charts_sample (UiRaceCharts *charts)
{
  g_return_if_fail (UI_IS_RACE_CHARTS (charts));

  if (charts->race == NULL || studio_race_get_is_warming_up (charts->race))
    return;
  if (!charts->has_warmup)
    show_warmup (charts);
  for (guint i = 0; i < studio_race_get_n_lanes (charts->race); i++)
    sample_lane (charts, i);
}

static void
reset (UiRaceCharts *charts, const WeftConfig *config)
{
  double pixels = config != NULL ? config->image_width * config->image_height : 1;
  double bytes = config != NULL ? (double) weft_config_get_cache_bytes (config, config->n_positions) : 1;

  charts->has_warmup = FALSE;
  ui_chart_set_range (charts->memory, NULL, 1, 10, BYTES_BASE);
  ui_chart_reset (charts->time, _("Time for each pixel"), ui_format_milliseconds, pixels, 0);
  ui_chart_reset (charts->memory, _("Memory of the past"), ui_format_bytes, pixels, bytes);
  for (guint i = 0; i < STUDIO_RACE_MAX_LANES; i++)
    {
      g_array_set_size (charts->time_points[i], 0);
      g_array_set_size (charts->memory_points[i], 0);
    }
}

void
ui_race_charts_set_race (UiRaceCharts *charts, StudioRace *race, const WeftConfig *config)
{
  g_return_if_fail (UI_IS_RACE_CHARTS (charts));

  g_set_object (&charts->race, race);
  reset (charts, config);
}

static void
show_lane_result (UiRaceCharts *charts, const StudioRaceLaneResult *lane, guint index)
{
  g_autoptr (GArray) curve = ui_race_report_dup_curve (lane, get_config (charts));
  g_autoptr (GArray) band = ui_race_report_dup_band (lane, get_config (charts));

  show_points (charts, charts->time, index, curve);
  ui_chart_set_band (charts->time, index, (const UiChartBand *) (gpointer) band->data, band->len);
}

/* Every pixel of it: a fast race is over before it has been looked at often. */
static void
show_lane_memory (UiRaceCharts *charts, const StudioRaceLaneResult *lane, guint index)
{
  const guint n_channels = weft_config_get_n_channels (get_config (charts));
  GArray *bytes = charts->memory_points[index];

  g_array_set_size (bytes, 0);
  for (guint n = n_channels; n <= lane->n_steps + 1; n += n_channels)
    {
      const UiChartPoint point = {
        n / n_channels, (double) studio_race_figures_count_bytes (charts->race, index, MIN (n, lane->n_steps)),
      };

      g_array_append_val (bytes, point);
    }
  show_points (charts, charts->memory, index, bytes);
}

/* Where the cached lane becomes the slower one for good. */
static void
show_crossover (UiRaceCharts *charts, const StudioRaceResult *result)
{
  const guint n_channels = studio_race_result_get_n_channels (result);
  g_autofree char *text = NULL;
  guint step;

  if (!studio_race_result_find_crossover (result, 1, 0, &step) || step == 0)
    return;

  text = g_strdup_printf (_("%s slower from pixel %u"), get_short_name (charts, 1), step / n_channels);
  ui_chart_set_mark (charts->time, (double) step / n_channels, text);
}

void
ui_race_charts_show_result (UiRaceCharts *charts, const StudioRaceResult *result)
{
  const WeftConfig *config;

  g_return_if_fail (UI_IS_RACE_CHARTS (charts));
  g_return_if_fail (charts->race != NULL);

  config = get_config (charts);
  ui_chart_reset (charts->time, _("Time for each pixel"), ui_format_milliseconds,
                  config->image_width * config->image_height, 0);
  show_warmup (charts);
  for (guint i = 0; i < studio_race_result_get_n_lanes (result); i++)
    {
      show_lane_result (charts, studio_race_result_get_lane (result, i), i);
      show_lane_memory (charts, studio_race_result_get_lane (result, i), i);
    }
  show_crossover (charts, result);
}

void
ui_race_charts_paint (UiRaceCharts *charts, cairo_t *cr, PangoContext *context, double width, double height)
{
  const double gap = width / 40;

  g_return_if_fail (UI_IS_RACE_CHARTS (charts));

  ui_chart_paint (charts->time, cr, context, (width - gap) / 2, height);
  cairo_save (cr);
  cairo_translate (cr, (width + gap) / 2, 0);
  ui_chart_paint (charts->memory, cr, context, (width - gap) / 2, height);
  cairo_restore (cr);
}

static void
ui_race_charts_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  UiRaceCharts *charts = UI_RACE_CHARTS (object);

  if (id == PROP_LOG)
    g_value_set_boolean (value, charts->is_log);
  else if (id == PROP_COMPACT)
    g_value_set_boolean (value, gtk_orientable_get_orientation (GTK_ORIENTABLE (charts->box)) == GTK_ORIENTATION_VERTICAL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_race_charts_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiRaceCharts *charts = UI_RACE_CHARTS (object);

  if (id == PROP_LOG)
    {
      charts->is_log = g_value_get_boolean (value);
      ui_chart_set_log (charts->time, charts->is_log);
      ui_chart_set_log (charts->memory, charts->is_log);
    }
  else if (id == PROP_COMPACT)
    gtk_orientable_set_orientation (GTK_ORIENTABLE (charts->box),
                                    g_value_get_boolean (value) ? GTK_ORIENTATION_VERTICAL
                                                                : GTK_ORIENTATION_HORIZONTAL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_race_charts_dispose (GObject *object)
{
  g_clear_object (&UI_RACE_CHARTS (object)->race);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_RACE_CHARTS);

  G_OBJECT_CLASS (ui_race_charts_parent_class)->dispose (object);
}

static void
ui_race_charts_finalize (GObject *object)
{
  UiRaceCharts *charts = UI_RACE_CHARTS (object);

  for (guint i = 0; i < STUDIO_RACE_MAX_LANES; i++)
    {
      g_array_unref (charts->time_points[i]);
      g_array_unref (charts->memory_points[i]);
    }

  G_OBJECT_CLASS (ui_race_charts_parent_class)->finalize (object);
}

static void
ui_race_charts_class_init (UiRaceChartsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_CHART);
  object_class->get_property = ui_race_charts_get_property;
  object_class->set_property = ui_race_charts_set_property;
  object_class->dispose = ui_race_charts_dispose;
  object_class->finalize = ui_race_charts_finalize;
  properties[PROP_LOG] = g_param_spec_boolean ("log", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/race-charts.ui");
  gtk_widget_class_bind_template_child (widget_class, UiRaceCharts, box);
  gtk_widget_class_bind_template_child (widget_class, UiRaceCharts, time);
  gtk_widget_class_bind_template_child (widget_class, UiRaceCharts, memory);
}

static void
ui_race_charts_init (UiRaceCharts *charts)
{
  gtk_widget_init_template (GTK_WIDGET (charts));
  for (guint i = 0; i < STUDIO_RACE_MAX_LANES; i++)
    {
      charts->time_points[i] = g_array_new (FALSE, FALSE, sizeof (UiChartPoint));
      charts->memory_points[i] = g_array_new (FALSE, FALSE, sizeof (UiChartPoint));
    }
}
