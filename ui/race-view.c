/* SPDX-License-Identifier: MIT */
/* Reads the race on a timeout: points for the charts often, figures and words four times a second. */
#include "ui/race-view-private.h"

#include "ui/fold.h"
#include "ui/race-report.h"

#include "app/race-figures.h"

#include <glib/gi18n.h>

#define SAMPLE_INTERVAL 50 /* milliseconds between two points of a chart */
#define SAMPLES_PER_UPDATE 5

G_DEFINE_FINAL_TYPE (UiRaceView, ui_race_view, GTK_TYPE_WIDGET)

enum {
  PROP_COMPACT = 1,
  PROP_BARE,
  PROP_LOG,
  PROP_PAGE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static UiRaceLane *
get_lane (UiRaceView *view, guint index)
{
  UiRaceLane *const lanes[STUDIO_RACE_MAX_LANES] = { view->first, view->second, view->third };

  return lanes[index];
}

static const WeftConfig *
get_config (UiRaceView *view)
{
  StudioEntry *entry = studio_workspace_get_entry (view->workspace);

  if (view->race != NULL)
    return weft_model_get_config (studio_race_get_model (view->race, 0));
  return entry != NULL ? studio_entry_get_config (entry) : NULL;
}

/* As many as race, or would. */
static guint
count_lanes (UiRaceView *view)
{
  if (view->race != NULL)
    return studio_race_get_n_lanes (view->race);
  return studio_workspace_get_race_recomputed (view->workspace) ? 3 : 2;
}

/* Three lanes beside each other are too narrow for a telephone. */
static void
arrange_lanes (UiRaceView *view)
{
  guint n_lanes = view->workspace != NULL ? count_lanes (view) : 2;
  gboolean is_column = view->is_compact && n_lanes > 2;

  gtk_widget_set_visible (GTK_WIDGET (view->third), n_lanes > 2);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (view->lanes),
                                  is_column ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  for (guint i = 0; i < STUDIO_RACE_MAX_LANES; i++)
    ui_race_lane_set_compact (get_lane (view, i), view->is_compact || n_lanes > 2);
}

static WeftPrecision
get_precision (UiRaceView *view)
{
  StudioEntry *entry = studio_workspace_get_entry (view->workspace);

  if (view->race != NULL)
    return weft_model_get_precision (studio_race_get_model (view->race, 0));
  return entry != NULL ? studio_entry_get_natural_precision (entry) : WEFT_PRECISION_F32;
}

static void
update_words (UiRaceView *view)
{
  g_autofree char *verdict = ui_race_report_dup_verdict (view->race);
  g_autofree char *conditions = ui_race_report_dup_conditions (view->race, get_config (view), get_precision (view));

  gtk_label_set_text (view->verdict, verdict);
  gtk_label_set_text (view->conditions, conditions);
  for (guint i = 0; i < count_lanes (view); i++)
    ui_race_lane_update (get_lane (view, i));
}

static gboolean
timeout_cb (gpointer user_data)
{
  UiRaceView *view = UI_RACE_VIEW (user_data);

  for (guint i = 0; i < count_lanes (view); i++)
    ui_race_lane_follow (get_lane (view, i));
  ui_race_charts_sample (view->charts);
  if (++view->n_samples % SAMPLES_PER_UPDATE == 0)
    update_words (view);

  return G_SOURCE_CONTINUE;
}

static void
show_numbers (UiRaceView *view, const StudioRaceResult *result)
{
  g_autoptr (StudioTable) lanes = result != NULL ? studio_race_figures_dup_table (result) : NULL;
  g_autoptr (StudioTable) curves = result != NULL ? studio_race_figures_dup_curve_table (view->race, result) : NULL;

  gtk_widget_set_visible (view->no_numbers, result == NULL);
  ui_table_set (view->table, lanes, _("Figures of each lane"));
  ui_table_set (view->curve_table, curves, _("Time and memory over the picture"));
}

static void
show_result (UiRaceView *view)
{
  g_autoptr (StudioRaceResult) result = studio_race_dup_result (view->race);

  if (result != NULL)
    ui_race_charts_show_result (view->charts, result);
  show_numbers (view, result);
}

static void
race_state_changed_cb (UiRaceView *view)
{
  gboolean is_running = studio_activity_get_state (STUDIO_ACTIVITY (view->race)) == STUDIO_RUN_RUNNING;

  for (guint i = 0; i < count_lanes (view); i++)
    ui_race_lane_set_running (get_lane (view, i), is_running);
  if (is_running && view->timeout_id == 0)
    view->timeout_id = g_timeout_add (SAMPLE_INTERVAL, timeout_cb, view);
  else if (!is_running)
    g_clear_handle_id (&view->timeout_id, g_source_remove);

  if (studio_activity_get_state (STUDIO_ACTIVITY (view->race)) == STUDIO_RUN_FINISHED)
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

/* Nobody races yet: what would. */
static void
show_no_race (UiRaceView *view)
{
  const WeftForm forms[] = { WEFT_FORM_LINEAR, WEFT_FORM_SOFTMAX_CACHED, WEFT_FORM_SOFTMAX_RECOMPUTED };

  for (guint i = 0; i < STUDIO_RACE_MAX_LANES; i++)
    {
      ui_race_lane_set_config (get_lane (view, i), get_config (view));
      ui_race_lane_set_form (get_lane (view, i), forms[i]);
    }
}

static void
race_changed_cb (UiRaceView *view)
{
  StudioRace *race = studio_workspace_get_race (view->workspace);

  drop_race (view);
  view->race = race != NULL ? g_object_ref (race) : NULL;
  ui_race_charts_set_race (view->charts, race, get_config (view));
  show_numbers (view, NULL);
  arrange_lanes (view);
  if (race == NULL)
    {
      show_no_race (view);
      update_words (view);
      return;
    }

  g_signal_connect_swapped (race, "notify::state", G_CALLBACK (race_state_changed_cb), view);
  for (guint i = 0; i < studio_race_get_n_lanes (race); i++)
    ui_race_lane_set_race (get_lane (view, i), race, i);
  race_state_changed_cb (view);
}

gboolean
ui_race_view_shows_scaling (UiRaceView *view)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (view->pages), "scaling") == 0;
}

/* The lines of the page that is seen. */
static GObject *
get_scaled (UiRaceView *view)
{
  return ui_race_view_shows_scaling (view) ? G_OBJECT (view->scaling) : G_OBJECT (view->charts);
}

static void
page_changed_cb (UiRaceView *view)
{
  g_object_notify_by_pspec (G_OBJECT (view), properties[PROP_PAGE]);
  g_object_notify_by_pspec (G_OBJECT (view), properties[PROP_LOG]);
}

static void
ui_race_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  UiRaceView *view = UI_RACE_VIEW (object);

  switch (id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, view->is_compact);
      break;
    case PROP_BARE:
      g_value_set_boolean (value, view->is_bare);
      break;
    case PROP_LOG:
      g_object_get_property (get_scaled (view), "log", value);
      break;
    case PROP_PAGE:
      g_value_set_string (value, gtk_stack_get_visible_child_name (view->pages));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
set_compact (UiRaceView *view, gboolean is_compact)
{
  view->is_compact = is_compact;
  g_object_set (view->charts, "compact", is_compact, NULL);
  arrange_lanes (view);
  if (is_compact)
    gtk_widget_add_css_class (GTK_WIDGET (view), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (view), "compact");
}

static void
ui_race_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiRaceView *view = UI_RACE_VIEW (object);

  switch (id)
    {
    case PROP_COMPACT:
      set_compact (view, g_value_get_boolean (value));
      break;
    case PROP_BARE:
      view->is_bare = g_value_get_boolean (value);
      gtk_widget_set_visible (view->bar, !view->is_bare);
      break;
    case PROP_LOG:
      g_object_set_property (get_scaled (view), "log", value);
      break;
    case PROP_PAGE:
      gtk_stack_set_visible_child_name (view->pages, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
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
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  properties[PROP_BARE] = g_param_spec_boolean ("bare", NULL, NULL, FALSE, flags);
  properties[PROP_LOG] = g_param_spec_boolean ("log", NULL, NULL, FALSE, flags);
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, "curves", flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
ui_race_view_class_init (UiRaceViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_FOLD);
  g_type_ensure (UI_TYPE_RACE_CHARTS);
  g_type_ensure (UI_TYPE_RACE_LANE);
  g_type_ensure (UI_TYPE_SCALING_VIEW);
  g_type_ensure (UI_TYPE_TABLE);
  object_class->get_property = ui_race_view_get_property;
  object_class->set_property = ui_race_view_set_property;
  object_class->dispose = ui_race_view_dispose;
  install_properties (object_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/race-view.ui");
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, scroller);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, lanes);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, first);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, second);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, third);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, verdict);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, bar);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, pages);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, charts);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, no_numbers);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, table);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, curve_table);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, scaling);
  gtk_widget_class_bind_template_child (widget_class, UiRaceView, conditions);
}

static void
ui_race_view_init (UiRaceView *view)
{
  g_autoptr (GtkSizeGroup) group = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);

  gtk_widget_init_template (GTK_WIDGET (view));
  for (guint i = 0; i < STUDIO_RACE_MAX_LANES; i++)
    ui_race_lane_align (get_lane (view, i), group);
  g_object_set (view->scaling, "log", TRUE, NULL); /* nothing is to be seen of doublings on another axis */
  g_signal_connect_swapped (view->pages, "notify::visible-child", G_CALLBACK (page_changed_cb), view);
}

void
ui_race_view_set_workspace (UiRaceView *view, StudioWorkspace *workspace)
{
  const char *const sources[] = { "notify::race", "notify::entry", "notify::race-recomputed" };

  g_return_if_fail (UI_IS_RACE_VIEW (view));
  g_return_if_fail (view->workspace == NULL);

  view->workspace = g_object_ref (workspace);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_signal_connect_swapped (workspace, sources[i], G_CALLBACK (race_changed_cb), view);
  ui_scaling_view_set_workspace (view->scaling, workspace);
  race_changed_cb (view);
}

const char *
ui_race_view_get_verdict (UiRaceView *view)
{
  g_return_val_if_fail (UI_IS_RACE_VIEW (view), NULL);

  return gtk_label_get_text (view->verdict);
}
