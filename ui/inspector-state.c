/* SPDX-License-Identifier: MIT */
/* Reads one head out of the microscope's glimpse; nothing of the engine is touched that a run may be writing. */
#include "ui/inspector-state.h"

#include "ui/bars.h"
#include "ui/chart.h"
#include "ui/heat-map.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MAX_POINTS 256       /* of the norms' lines */
#define READ_INTERVAL 250000 /* microseconds between two figures of a run: those that change faster are not read */

struct _UiInspectorState {
  GtkWidget parent_instance;

  /* template */
  GtkStack *stack; /* the only child: bound, so that the template takes it along */
  GtkLabel *nothing;
  GtkAdjustment *layer_adjustment;
  GtkAdjustment *head_adjustment;
  UiHeatMap *table;
  GtkLabel *figures;
  GtkToggleButton *freeze;
  GtkToggleButton *difference;
  UiBars *sums;
  UiHeatMap *increment;
  UiChart *norms;
  UiInspectorSurgery *surgery;

  /* owned */
  StudioMicroscope *microscope;
  float *buffer;     /* [E, E] and [E], [E, E] of the head shown */
  float *remembered; /* [layers, heads, E, E]; NULL: nothing */

  WeftConfig config; /* what the buffers and the choosers are for */
  guint remembered_step;
  guint charted_steps; /* that the norms' lines show */
  gint64 read_at;      /* microseconds: when the figures were written */
  gboolean is_showing; /* tables change by themselves, not under somebody's cursor */
  gboolean is_holding;
};

G_DEFINE_FINAL_TYPE (UiInspectorState, ui_inspector_state, GTK_TYPE_WIDGET)

enum {
  PROP_LAYER = 1,
  PROP_HEAD,
  PROP_FROZEN,
  PROP_DIFFERENCE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static gsize
get_head_size (UiInspectorState *state)
{
  return weft_config_get_head_size (&state->config);
}

static guint
get_layer (UiInspectorState *state)
{
  return (guint) gtk_adjustment_get_value (state->layer_adjustment) - 1;
}

static guint
get_head (UiInspectorState *state)
{
  return (guint) gtk_adjustment_get_value (state->head_adjustment) - 1;
}

static gboolean
is_comparing (UiInspectorState *state)
{
  return state->remembered != NULL && gtk_toggle_button_get_active (state->difference);
}

static void
forget (UiInspectorState *state)
{
  g_clear_pointer (&state->remembered, g_free);
  gtk_toggle_button_set_active (state->difference, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (state->difference), FALSE);
}

static void
choose_head (UiInspectorState *state)
{
  ui_inspector_surgery_set_head (state->surgery, get_layer (state), get_head (state));
}

/* Another network has other layers, and nothing in common to compare. */
static void
follow_config (UiInspectorState *state, const WeftConfig *config)
{
  gsize size;

  if (memcmp (&state->config, config, sizeof *config) == 0)
    return;

  state->config = *config;
  size = get_head_size (state);
  forget (state);
  state->charted_steps = 0;
  g_free (state->buffer);
  state->buffer = g_new0 (float, 2 * size * size + 2 * size);
  gtk_adjustment_set_upper (state->layer_adjustment, config->n_layers);
  gtk_adjustment_set_upper (state->head_adjustment, config->n_heads);
  ui_inspector_surgery_set_n_rows (state->surgery, config->image_height);
  choose_head (state);
  ui_heat_map_set_table (state->table, NULL, 0, 0);
  ui_heat_map_set_table (state->increment, NULL, 0, 0);
}

static void
show_figures (UiInspectorState *state)
{
  const StudioGlimpse *glimpse = studio_microscope_get_glimpse (state->microscope);
  guint row, column;
  double value;
  g_autofree char *text = NULL;

  if (glimpse == NULL || state->buffer == NULL)
    return;

  state->read_at = g_get_monotonic_time ();
  ui_heat_map_get_cell (state->table, &row, &column, &value);
  text = g_strdup_printf (_("After step %u. Norm %.4g. Row %u, column %u: %.3g"), glimpse->n_known - 1,
                          ui_heat_map_get_norm (state->table), row, column, value);
  gtk_label_set_text (state->figures, text);
}

/* S of the head, or how it differs from the moment remembered. */
static void
show_table (UiInspectorState *state, const StudioGlimpse *glimpse, float *s, float *z)
{
  const gsize size = get_head_size (state), n = size * size;
  const float *before = NULL;
  g_autofree char *title = NULL;

  weft_probe_read_head (glimpse->state, 0, get_layer (state), get_head (state), s, z);
  if (is_comparing (state))
    {
      before = state->remembered + ((gsize) get_layer (state) * state->config.n_heads + get_head (state)) * n;
      title = g_strdup_printf (_("S now minus S after step %u"), state->remembered_step);
    }
  for (gsize i = 0; before != NULL && i < n; i++)
    s[i] -= before[i];

  ui_heat_map_set_title (state->table, before != NULL ? title : _("S: all that this head remembers"));
  ui_heat_map_set_table (state->table, s, (guint) size, (guint) size);
}

static void
show_sums (UiInspectorState *state, const float *z)
{
  const guint n = (guint) MIN (get_head_size (state), UI_BARS_MAX);
  double values[UI_BARS_MAX];

  for (guint i = 0; i < n; i++)
    values[i] = z[i];
  ui_bars_set_values (state->sums, values, n, -1);
}

static void
show_increment (UiInspectorState *state, const StudioGlimpse *glimpse, float *increment, float *features)
{
  const guint size = (guint) get_head_size (state);

  weft_probe_get_increment (glimpse->probe, get_layer (state), get_head (state), increment, features);
  ui_heat_map_set_table (state->increment, increment, size, size);
}

static char *
format_norm (double value)
{
  return g_strdup_printf ("%.4g", value);
}

/* How the head's norm grew, beside the mean of all heads. */
static void
show_norms (UiInspectorState *state)
{
  const guint n_heads = state->config.n_layers * state->config.n_heads;
  const guint index = get_layer (state) * state->config.n_heads + get_head (state);
  const double n_channels = weft_config_get_n_channels (&state->config);
  UiChartPoint head[MAX_POINTS], mean[MAX_POINTS];
  guint n_steps, n_points;
  WeftTrace *trace = studio_microscope_get_trace (state->microscope, &n_steps);

  if (n_steps < state->charted_steps || state->charted_steps == 0)
    ui_chart_reset (state->norms, _("Norm of S over the picture"), format_norm,
                    state->config.image_width * state->config.image_height, 0);
  state->charted_steps = n_steps;
  if (trace == NULL)
    return;

  n_points = MIN (n_steps, MAX_POINTS);
  for (guint i = 0; i < n_points; i++)
    {
      const guint steps = (guint) (((guint64) i + 1) * n_steps / n_points);
      const float *norms = weft_trace_get_norms (trace, steps);
      double sum = 0;

      for (guint k = 0; k < n_heads; k++)
        sum += norms[k];
      head[i] = (UiChartPoint) { steps / n_channels, norms[index] };
      mean[i] = (UiChartPoint) { steps / n_channels, sum / n_heads };
    }
  ui_chart_set_series (state->norms, 0, _("this head"), head, n_points);
  ui_chart_set_series (state->norms, 1, _("mean"), mean, n_points);
}

static void
show_nothing (UiInspectorState *state, const WeftConfig *config)
{
  const char *problem = studio_microscope_get_problem (state->microscope);
  const char *text = _("Paint a picture to see what the network remembers of it.");

  if (problem != NULL)
    text = problem;
  else if (config != NULL && studio_microscope_get_form (state->microscope) != WEFT_FORM_LINEAR)
    text = _("Softmax attention has no table of constant size to look at: it keeps the key and value of every pixel.");
  gtk_label_set_text (state->nothing, text);
  gtk_stack_set_visible_child_name (state->stack, "nothing");
}

static void
update (UiInspectorState *state)
{
  const WeftConfig *config = studio_microscope_get_config (state->microscope);
  const StudioGlimpse *glimpse = studio_microscope_get_glimpse (state->microscope);
  gsize size;

  if (!state->is_holding)
    return;
  if (config == NULL || glimpse == NULL || glimpse->state == NULL)
    {
      show_nothing (state, config);
      return;
    }

  follow_config (state, config);
  size = get_head_size (state);
  state->is_showing = TRUE;
  show_table (state, glimpse, state->buffer, state->buffer + size * size);
  show_sums (state, state->buffer + size * size);
  show_increment (state, glimpse, state->buffer + size * size + size, state->buffer + 2 * size * size + size);
  show_norms (state);
  state->is_showing = FALSE;
  if (!studio_microscope_is_running (state->microscope) || g_get_monotonic_time () - state->read_at >= READ_INTERVAL)
    show_figures (state);
  gtk_stack_set_visible_child_name (state->stack, "state");
}

static void
chosen_cb (UiInspectorState *state)
{
  if (state->microscope == NULL || state->buffer == NULL)
    return;

  choose_head (state);
  ui_heat_map_reset_limit (state->table);
  ui_heat_map_reset_limit (state->increment);
  state->charted_steps = 0;
  update (state);
  g_object_notify_by_pspec (G_OBJECT (state), properties[PROP_LAYER]);
  g_object_notify_by_pspec (G_OBJECT (state), properties[PROP_HEAD]);
}

static void
cell_changed_cb (UiInspectorState *state)
{
  if (state->microscope != NULL && !state->is_showing)
    show_figures (state);
}

static void
freeze_toggled_cb (UiInspectorState *state)
{
  studio_microscope_set_frozen (state->microscope, gtk_toggle_button_get_active (state->freeze));
  g_object_notify_by_pspec (G_OBJECT (state), properties[PROP_FROZEN]);
}

static void
difference_toggled_cb (UiInspectorState *state)
{
  ui_heat_map_reset_limit (state->table);
  update (state);
  g_object_notify_by_pspec (G_OBJECT (state), properties[PROP_DIFFERENCE]);
}

gboolean
ui_inspector_state_remember (UiInspectorState *state)
{
  const StudioGlimpse *glimpse = studio_microscope_get_glimpse (state->microscope);
  const gsize size = get_head_size (state), n = (gsize) state->config.n_layers * state->config.n_heads * size;
  g_autofree float *z = NULL;

  if (glimpse == NULL || glimpse->state == NULL || state->buffer == NULL)
    return FALSE;

  z = g_new (float, n);
  g_free (state->remembered);
  state->remembered = g_new (float, n * size);
  weft_state_export_linear (glimpse->state, 0, state->remembered, z);
  state->remembered_step = glimpse->n_known - 1;
  gtk_widget_set_sensitive (GTK_WIDGET (state->difference), TRUE);
  update (state);
  return TRUE;
}

static void
remember_clicked_cb (UiInspectorState *state)
{
  ui_inspector_state_remember (state);
}

/* Only what is seen is asked for. */
static void
hold (UiInspectorState *state, gboolean is_holding)
{
  const StudioLook looks[] = { STUDIO_LOOK_GLIMPSE, STUDIO_LOOK_TRACE };

  if (state->microscope == NULL || is_holding == state->is_holding)
    return;

  state->is_holding = is_holding;
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (is_holding)
      studio_microscope_hold (state->microscope, looks[i]);
    else
      studio_microscope_release (state->microscope, looks[i]);
  update (state);
}

static void
ui_inspector_state_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ui_inspector_state_parent_class)->map (widget);
  hold (UI_INSPECTOR_STATE (widget), TRUE);
}

static void
ui_inspector_state_unmap (GtkWidget *widget)
{
  hold (UI_INSPECTOR_STATE (widget), FALSE);
  GTK_WIDGET_CLASS (ui_inspector_state_parent_class)->unmap (widget);
}

static void
ui_inspector_state_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  UiInspectorState *state = UI_INSPECTOR_STATE (object);

  if (id == PROP_LAYER)
    g_value_set_uint (value, get_layer (state) + 1);
  else if (id == PROP_HEAD)
    g_value_set_uint (value, get_head (state) + 1);
  else if (id == PROP_FROZEN)
    g_value_set_boolean (value, gtk_toggle_button_get_active (state->freeze));
  else if (id == PROP_DIFFERENCE)
    g_value_set_boolean (value, is_comparing (state));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_inspector_state_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiInspectorState *state = UI_INSPECTOR_STATE (object);

  if (id == PROP_LAYER)
    gtk_adjustment_set_value (state->layer_adjustment, g_value_get_uint (value));
  else if (id == PROP_HEAD)
    gtk_adjustment_set_value (state->head_adjustment, g_value_get_uint (value));
  else if (id == PROP_FROZEN)
    gtk_toggle_button_set_active (state->freeze, g_value_get_boolean (value));
  else if (id == PROP_DIFFERENCE)
    gtk_toggle_button_set_active (state->difference, g_value_get_boolean (value) && state->remembered != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_inspector_state_dispose (GObject *object)
{
  UiInspectorState *state = UI_INSPECTOR_STATE (object);

  if (state->microscope != NULL)
    g_signal_handlers_disconnect_by_data (state->microscope, state);
  hold (state, FALSE);
  g_clear_object (&state->microscope);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_INSPECTOR_STATE);

  G_OBJECT_CLASS (ui_inspector_state_parent_class)->dispose (object);
}

static void
ui_inspector_state_finalize (GObject *object)
{
  g_free (UI_INSPECTOR_STATE (object)->buffer);
  g_free (UI_INSPECTOR_STATE (object)->remembered);

  G_OBJECT_CLASS (ui_inspector_state_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/inspector-state.ui");
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, stack);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, nothing);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, layer_adjustment);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, head_adjustment);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, table);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, figures);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, freeze);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, difference);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, sums);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, increment);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, norms);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorState, surgery);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, cell_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, freeze_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, difference_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, remember_clicked_cb);
}

static void
ui_inspector_state_class_init (UiInspectorStateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  g_type_ensure (UI_TYPE_BARS);
  g_type_ensure (UI_TYPE_CHART);
  g_type_ensure (UI_TYPE_HEAT_MAP);
  g_type_ensure (UI_TYPE_INSPECTOR_SURGERY);
  object_class->get_property = ui_inspector_state_get_property;
  object_class->set_property = ui_inspector_state_set_property;
  object_class->dispose = ui_inspector_state_dispose;
  object_class->finalize = ui_inspector_state_finalize;
  properties[PROP_LAYER] = g_param_spec_uint ("layer", NULL, NULL, 1, G_MAXUINT, 1, flags);
  properties[PROP_HEAD] = g_param_spec_uint ("head", NULL, NULL, 1, G_MAXUINT, 1, flags);
  properties[PROP_FROZEN] = g_param_spec_boolean ("frozen", NULL, NULL, FALSE, flags);
  properties[PROP_DIFFERENCE] = g_param_spec_boolean ("difference", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  widget_class->map = ui_inspector_state_map;
  widget_class->unmap = ui_inspector_state_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
}

static void
ui_inspector_state_init (UiInspectorState *state)
{
  gtk_widget_init_template (GTK_WIDGET (state));
  ui_bars_set_title (state->sums, _("z: how often each row was written"));
  ui_heat_map_set_title (state->increment, _("What this step added: φ(k) vᵀ"));
}

void
ui_inspector_state_set_microscope (UiInspectorState *state, StudioMicroscope *microscope)
{
  g_return_if_fail (UI_IS_INSPECTOR_STATE (state));
  g_return_if_fail (state->microscope == NULL);

  state->microscope = g_object_ref (microscope);
  g_signal_connect_swapped (microscope, "changed", G_CALLBACK (update), state);
  hold (state, gtk_widget_get_mapped (GTK_WIDGET (state)));
}

UiInspectorSurgery *
ui_inspector_state_get_surgery (UiInspectorState *state)
{
  g_return_val_if_fail (UI_IS_INSPECTOR_STATE (state), NULL);

  return state->surgery;
}
