/* SPDX-License-Identifier: MIT */
/* Reads the race on a timeout: points for the charts often, figures and words four times a second. */
#include "ui/race-view.h"

#include "ui/chart.h"
#include "ui/format.h"
#include "ui/race-lane.h"
#include "ui/race-report.h"

#include <glib/gi18n.h>

#define N_LANES 2
#define SAMPLE_INTERVAL 50 /* milliseconds between two points of a chart */
#define SAMPLES_PER_UPDATE 5

struct _UiRaceView {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *scroller; /* the only child: bound, so that the template takes it along */
  UiRaceLane *first;
  UiRaceLane *second;
  GtkLabel *verdict;
  GtkWidget *charts;
  UiChart *time;
  UiChart *memory;
  GtkLabel *conditions;

  /* owned */
  StudioWorkspace *workspace;
  StudioRace *race;
  GArray *time_points[N_LANES];   /* UiChartPoint: milliseconds of a pixel, as the race goes */
  GArray *memory_points[N_LANES]; /* UiChartPoint: bytes */

  guint timeout_id;
  guint n_samples;
  gboolean is_compact;
};

G_DEFINE_FINAL_TYPE (UiRaceView, ui_race_view, GTK_TYPE_WIDGET)

enum {
  PROP_COMPACT = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static const WeftConfig *
get_config (UiRaceView *view)
{
  StudioEntry *entry = studio_workspace_get_entry (view->workspace);

  if (view->race != NULL)
    return weft_model_get_config (studio_race_get_model (view->race, 0));
  return entry != NULL ? studio_entry_get_config (entry) : NULL;
}

static void
reset_charts (UiRaceView *view)
{
  const WeftConfig *config = get_config (view);
  double pixels = config != NULL ? config->image_width * config->image_height : 1;
  double bytes = config != NULL ? (double) weft_config_get_cache_bytes (config, config->n_positions) : 1;

  ui_chart_reset (view->time, _("Time for each pixel"), ui_format_milliseconds, pixels, 0);
  ui_chart_reset (view->memory, _("Memory of the past"), ui_format_bytes, pixels, bytes);
  for (guint i = 0; i < N_LANES; i++)
    {
      g_array_set_size (view->time_points[i], 0);
      g_array_set_size (view->memory_points[i], 0);
    }
}

static const char *
get_short_name (UiRaceView *view, guint lane)
{
  return studio_race_get_form (view->race, lane) == WEFT_FORM_LINEAR ? _("linear") : _("cached");
}

static void
show_points (UiRaceView *view, UiChart *chart, guint lane, GArray *points)
{
  ui_chart_set_series (chart, lane, get_short_name (view, lane), (const UiChartPoint *) (gpointer) points->data,
                       points->len);
}

/* A repetition paints the same pixels again, so its points begin at the left again. */
static void
sample_lane (UiRaceView *view, guint lane)
{
  g_autoptr (StudioFrame) frame = studio_race_dup_frame (view->race, lane);
  guint n_known = frame != NULL ? studio_frame_get_n_known (frame) : 0;
  double rate = studio_race_get_rate (view->race, lane);
  GArray *times = view->time_points[lane], *bytes = view->memory_points[lane];
  UiChartPoint point = { .x = n_known / (double) weft_config_get_n_channels (get_config (view)) };

  if (bytes->len > 0 && point.x < g_array_index (bytes, UiChartPoint, bytes->len - 1).x)
    {
      g_array_set_size (times, 0);
      g_array_set_size (bytes, 0);
    }

  if (rate > 0 && !studio_race_get_is_warming_up (view->race))
    {
      point.y = 1000.0 / rate;
      g_array_append_val (times, point);
    }
  point.y = (double) studio_race_get_state_bytes (view->race, lane);
  g_array_append_val (bytes, point);
  show_points (view, view->time, lane, times);
  show_points (view, view->memory, lane, bytes);
}

static void
update_words (UiRaceView *view)
{
  g_autofree char *verdict = ui_race_report_dup_verdict (view->race);
  StudioEntry *entry = studio_workspace_get_entry (view->workspace);
  WeftPrecision precision = WEFT_PRECISION_F32;
  g_autofree char *conditions = NULL;

  if (view->race != NULL)
    precision = weft_model_get_precision (studio_race_get_model (view->race, 0));
  else if (entry != NULL)
    precision = studio_entry_get_natural_precision (entry);
  conditions = ui_race_report_dup_conditions (view->race, precision);

  gtk_label_set_text (view->verdict, verdict);
  gtk_label_set_text (view->conditions, conditions);
  ui_race_lane_update (view->first);
  ui_race_lane_update (view->second);
}

static gboolean
timeout_cb (gpointer user_data)
{
  UiRaceView *view = UI_RACE_VIEW (user_data);

  ui_race_lane_follow (view->first);
  ui_race_lane_follow (view->second);
  for (guint i = 0; i < N_LANES; i++)
    sample_lane (view, i);
  if (++view->n_samples % SAMPLES_PER_UPDATE == 0)
    update_words (view);

  return G_SOURCE_CONTINUE;
}

/* After the end the charts show the medians of what was on the clock, not the samples. */
static void
show_result (UiRaceView *view)
{
  g_autoptr (StudioRaceResult) result = studio_race_dup_result (view->race);

  if (result == NULL)
    return;

  for (guint i = 0; i < N_LANES; i++)
    sample_lane (view, i);
  ui_chart_reset (view->time, _("Time for each pixel"), ui_format_milliseconds,
                  get_config (view)->image_width * get_config (view)->image_height, 0);
  for (guint i = 0; i < N_LANES; i++)
    {
      g_autoptr (GArray) curve = ui_race_report_dup_curve (studio_race_result_get_lane (result, i), get_config (view));

      show_points (view, view->time, i, curve);
    }
}

static void
race_state_changed_cb (UiRaceView *view)
{
  gboolean is_running = studio_race_get_state (view->race) == STUDIO_RUN_RUNNING;

  ui_race_lane_set_running (view->first, is_running);
  ui_race_lane_set_running (view->second, is_running);
  if (is_running && view->timeout_id == 0)
    view->timeout_id = g_timeout_add (SAMPLE_INTERVAL, timeout_cb, view);
  else if (!is_running)
    g_clear_handle_id (&view->timeout_id, g_source_remove);

  if (studio_race_get_state (view->race) == STUDIO_RUN_FINISHED)
    show_result (view);
  update_words (view);
}

static void
drop_race (UiRaceView *view)
{
  g_clear_handle_id (&view->timeout_id, g_source_remove);
  if (view->race != NULL)
    g_signal_handlers_disconnect_by_data (view->race, view);
  g_clear_object (&view->race);
}

static void
race_changed_cb (UiRaceView *view)
{
  StudioRace *race = studio_workspace_get_race (view->workspace);

  drop_race (view);
  if (race == NULL || studio_race_get_n_lanes (race) < N_LANES)
    {
      ui_race_lane_set_config (view->first, get_config (view));
      ui_race_lane_set_config (view->second, get_config (view));
      ui_race_lane_set_form (view->first, WEFT_FORM_LINEAR);
      ui_race_lane_set_form (view->second, WEFT_FORM_SOFTMAX_CACHED);
      reset_charts (view);
      update_words (view);
      return;
    }

  view->race = g_object_ref (race);
  g_signal_connect_swapped (race, "notify::state", G_CALLBACK (race_state_changed_cb), view);
  ui_race_lane_set_race (view->first, race, 0);
  ui_race_lane_set_race (view->second, race, 1);
  reset_charts (view);
  race_state_changed_cb (view);
}

static void
ui_race_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_COMPACT)
    g_value_set_boolean (value, UI_RACE_VIEW (object)->is_compact);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_race_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiRaceView *view = UI_RACE_VIEW (object);

  if (id != PROP_COMPACT)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      return;
    }

  view->is_compact = g_value_get_boolean (value);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (view->charts),
                                  view->is_compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  ui_race_lane_set_compact (view->first, view->is_compact);
  ui_race_lane_set_compact (view->second, view->is_compact);
  if (view->is_compact)
    gtk_widget_add_css_class (GTK_WIDGET (view), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (view), "compact");
}

static void
ui_race_view_dispose (GObject *object)
{
  UiRaceView *view = UI_RACE_VIEW (object);

  drop_race (view);
  if (view->workspace != NULL)
    g_signal_handlers_disconnect_by_data (view->workspace, view);
  g_clear_object (&view->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_RACE_VIEW);

  G_OBJECT_CLASS (ui_race_view_parent_class)->dispose (object);
}

static void
ui_race_view_finalize (GObject *object)
{
  UiRaceView *view = UI_RACE_VIEW (object);

  for (guint i = 0; i < N_LANES; i++)
    {
      g_array_unref (view->time_points[i]);
      g_array_unref (view->memory_points[i]);
    }

  G_OBJECT_CLASS (ui_race_view_parent_class)->finalize (object);
}

static void
ui_race_view_class_init (UiRaceViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_CHART);
  g_type_ensure (UI_TYPE_RACE_LANE);
  object_class->get_property = ui_race_view_get_property;
  object_class->set_property = ui_race_view_set_property;
  object_class->dispose = ui_race_view_dispose;
  object_class->finalize = ui_race_view_finalize;
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/race-view.ui");
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, scroller);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, first);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, second);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, verdict);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, charts);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, time);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, memory);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, conditions);
}

static void
ui_race_view_init (UiRaceView *view)
{
  g_autoptr (GtkSizeGroup) group = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);

  gtk_widget_init_template (GTK_WIDGET (view));
  ui_race_lane_align (view->first, group);
  ui_race_lane_align (view->second, group);
  for (guint i = 0; i < N_LANES; i++)
    {
      view->time_points[i] = g_array_new (FALSE, FALSE, sizeof (UiChartPoint));
      view->memory_points[i] = g_array_new (FALSE, FALSE, sizeof (UiChartPoint));
    }
}

void
ui_race_view_set_workspace (UiRaceView *view, StudioWorkspace *workspace)
{
  g_return_if_fail (UI_IS_RACE_VIEW (view));
  g_return_if_fail (view->workspace == NULL);

  view->workspace = g_object_ref (workspace);
  g_signal_connect_swapped (workspace, "notify::race", G_CALLBACK (race_changed_cb), view);
  g_signal_connect_swapped (workspace, "notify::entry", G_CALLBACK (race_changed_cb), view);
  race_changed_cb (view);
}

const char *
ui_race_view_get_verdict (UiRaceView *view)
{
  g_return_val_if_fail (UI_IS_RACE_VIEW (view), NULL);

  return gtk_label_get_text (view->verdict);
}
