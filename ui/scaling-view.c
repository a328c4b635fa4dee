/* SPDX-License-Identifier: MIT */
/* Reads the measurement a few times a second; a form that hit its budget says so where its line ends. */
#include "ui/scaling-view.h"

#include "ui/chart.h"
#include "ui/fold.h"
#include "ui/format.h"
#include "ui/table.h"

#include "app/conditions.h"
#include "app/race-figures.h"

#include <glib/gi18n.h>

#define INTERVAL 250 /* milliseconds */

struct _UiScalingView {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *box; /* the only child: bound, so that the template takes it along */
  GtkLabel *words;
  GtkButton *button;
  UiChart *chart;
  UiTable *table;

  /* owned */
  StudioWorkspace *workspace;
  StudioScaling *scaling;

  guint timeout_id;
  guint n_points; /* on the chart */
  gboolean is_log;
};

G_DEFINE_FINAL_TYPE (UiScalingView, ui_scaling_view, GTK_TYPE_WIDGET)

enum {
  PROP_LOG = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static char *
format_length (double value)
{
  return g_strdup_printf (_("%'.0f values"), value);
}

static char *
format_seconds (double value)
{
  return value >= 1 ? ui_format_duration (value) : ui_format_milliseconds (1000 * value);
}

/* A line of a form: seconds over length. Returns: how many points it has. */
static guint
show_lane (UiScalingView *view, guint lane)
{
  g_autoptr (GArray) reached = studio_scaling_dup_points (view->scaling, lane);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (UiChartPoint));
  g_autofree char *note = NULL;

  for (guint i = 0; i < reached->len; i++)
    {
      const StudioScalingPoint *at = &g_array_index (reached, StudioScalingPoint, i);
      const UiChartPoint point = { at->length, at->seconds };

      g_array_append_val (points, point);
    }

  ui_chart_set_series (view->chart, lane, studio_race_form_to_name (studio_scaling_get_form (view->scaling, lane)),
                       (const UiChartPoint *) (gpointer) points->data, points->len);
  if (studio_scaling_get_is_stopped (view->scaling, lane))
    note = g_strdup (_("stopped at budget"));
  ui_chart_set_note (view->chart, lane, note);
  return points->len;
}

static char *
dup_caution (UiScalingView *view)
{
  double load = studio_scaling_get_other_load (view->scaling);

  if (load < STUDIO_LOAD_CAUTION)
    return g_strdup ("");
  return g_strdup_printf (_(" ⚠ Other programs used %.0f %% of the machine: take this with caution."), 100 * load);
}

static char *
dup_words (UiScalingView *view)
{
  g_autofree char *caution = NULL;

  if (view->scaling == NULL)
    return g_strdup (_("The same network with random weights, at lengths from 64 to 65,536 values: only the time counts. "
                       "Each form has 10 seconds on the clock; what it does not reach is not worked out."));

  switch (studio_activity_get_state (STUDIO_ACTIVITY (view->scaling)))
    {
    case STUDIO_RUN_FINISHED:
      caution = dup_caution (view);
      return g_strdup_printf (_("Time from the first value to the last; random weights, %.0f s for each form, in "
                                "turns.%s"), studio_scaling_get_budget (view->scaling), caution);
    case STUDIO_RUN_CANCELLED:
      return g_strdup (_("Stopped before the end."));
    case STUDIO_RUN_FAILED:
      return g_strdup (_("The measurement could not be finished."));
    case STUDIO_RUN_READY:
    case STUDIO_RUN_RUNNING:
    case STUDIO_RUN_PAUSED:
    default:
      return g_strdup_printf (_("%'u values by linear attention so far."), studio_scaling_get_length (view->scaling, 0));
    }
}

static void
update (UiScalingView *view)
{
  g_autofree char *words = dup_words (view);
  gboolean is_active = view->scaling != NULL
                       && studio_run_state_is_active (studio_activity_get_state (STUDIO_ACTIVITY (view->scaling)));
  g_autoptr (StudioTable) table = NULL;
  guint n_points = 0;

  if (g_strcmp0 (words, gtk_label_get_text (view->words)) != 0)
    gtk_label_set_text (view->words, words);
  gtk_button_set_label (view->button, is_active ? _("Stop") : _("Measure Lengths"));
  for (guint i = 0; view->scaling != NULL && i < studio_scaling_get_n_lanes (view->scaling); i++)
    n_points += show_lane (view, i);
  if (n_points == view->n_points && is_active)
    return;

  view->n_points = n_points;
  if (view->scaling != NULL)
    table = studio_scaling_figures_dup_table (view->scaling);
  ui_table_set (view->table, table, _("Seconds for each length"));
}

static gboolean
timeout_cb (gpointer user_data)
{
  update (UI_SCALING_VIEW (user_data));
  return G_SOURCE_CONTINUE;
}

static void
state_changed_cb (UiScalingView *view)
{
  gboolean is_active = studio_run_state_is_active (studio_activity_get_state (STUDIO_ACTIVITY (view->scaling)));

  if (is_active && view->timeout_id == 0)
    view->timeout_id = g_timeout_add (INTERVAL, timeout_cb, view);
  else if (!is_active)
    g_clear_handle_id (&view->timeout_id, g_source_remove);
  update (view);
}

static void
drop_scaling (UiScalingView *view)
{
  g_clear_handle_id (&view->timeout_id, g_source_remove);
  if (view->scaling != NULL)
    g_signal_handlers_disconnect_by_data (view->scaling, view);
  g_clear_object (&view->scaling);
}

static void
scaling_changed_cb (UiScalingView *view)
{
  StudioScaling *scaling = studio_workspace_get_scaling (view->workspace);

  drop_scaling (view);
  ui_chart_reset (view->chart, _("Time for a whole picture"), format_seconds, STUDIO_SCALING_MAX_LENGTH, 0);
  ui_chart_set_range (view->chart, format_length, STUDIO_SCALING_MIN_LENGTH, 2, 10);
  if (scaling == NULL)
    {
      update (view);
      return;
    }

  view->scaling = g_object_ref (scaling);
  g_signal_connect_swapped (scaling, "notify::state", G_CALLBACK (state_changed_cb), view);
  state_changed_cb (view);
}

static void
ui_scaling_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_LOG)
    g_value_set_boolean (value, UI_SCALING_VIEW (object)->is_log);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_scaling_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiScalingView *view = UI_SCALING_VIEW (object);

  if (id != PROP_LOG)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      return;
    }

  view->is_log = g_value_get_boolean (value);
  ui_chart_set_log (view->chart, view->is_log);
}

static void
ui_scaling_view_dispose (GObject *object)
{
  UiScalingView *view = UI_SCALING_VIEW (object);

  drop_scaling (view);
  if (view->workspace != NULL)
    g_signal_handlers_disconnect_by_data (view->workspace, view);
  g_clear_object (&view->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_SCALING_VIEW);

  G_OBJECT_CLASS (ui_scaling_view_parent_class)->dispose (object);
}

static void
ui_scaling_view_class_init (UiScalingViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_CHART);
  g_type_ensure (UI_TYPE_FOLD);
  g_type_ensure (UI_TYPE_TABLE);
  object_class->get_property = ui_scaling_view_get_property;
  object_class->set_property = ui_scaling_view_set_property;
  object_class->dispose = ui_scaling_view_dispose;
  properties[PROP_LOG] = g_param_spec_boolean ("log", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/scaling-view.ui");
  gtk_widget_class_bind_template_child (widget_class, UiScalingView, box);
  gtk_widget_class_bind_template_child (widget_class, UiScalingView, words);
  gtk_widget_class_bind_template_child (widget_class, UiScalingView, button);
  gtk_widget_class_bind_template_child (widget_class, UiScalingView, chart);
  gtk_widget_class_bind_template_child (widget_class, UiScalingView, table);
}

static void
ui_scaling_view_init (UiScalingView *view)
{
  gtk_widget_init_template (GTK_WIDGET (view));
}

void
ui_scaling_view_set_workspace (UiScalingView *view, StudioWorkspace *workspace)
{
  g_return_if_fail (UI_IS_SCALING_VIEW (view));
  g_return_if_fail (view->workspace == NULL);

  view->workspace = g_object_ref (workspace);
  g_signal_connect_swapped (workspace, "notify::scaling", G_CALLBACK (scaling_changed_cb), view);
  scaling_changed_cb (view);
}

const char *
ui_scaling_view_get_words (UiScalingView *view)
{
  g_return_val_if_fail (UI_IS_SCALING_VIEW (view), NULL);

  return gtk_label_get_text (view->words);
}

void
ui_scaling_view_paint (UiScalingView *view, cairo_t *cr, PangoContext *context, double width, double height)
{
  g_return_if_fail (UI_IS_SCALING_VIEW (view));

  ui_chart_paint (view->chart, cr, context, width, height);
}
