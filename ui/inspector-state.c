/* SPDX-License-Identifier: MIT */
/* The widget: what is chosen, and whether anybody looks. */
#include "ui/inspector-state-private.h"

#include "ui/fold.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (UiInspectorState, ui_inspector_state, GTK_TYPE_WIDGET)

enum {
  PROP_LAYER = 1,
  PROP_HEAD,
  PROP_FROZEN,
  PROP_DIFFERENCE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
chosen_cb (UiInspectorState *state)
{
  if (state->microscope == NULL || state->buffer == NULL)
    return;

  ui_inspector_state_show_other_head (state);
  g_object_notify_by_pspec (G_OBJECT (state), properties[PROP_LAYER]);
  g_object_notify_by_pspec (G_OBJECT (state), properties[PROP_HEAD]);
}

static void
cell_changed_cb (UiInspectorState *state)
{
  if (state->microscope != NULL && !state->is_showing)
    ui_inspector_state_show_figures (state);
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
  ui_inspector_state_update (state);
  g_object_notify_by_pspec (G_OBJECT (state), properties[PROP_DIFFERENCE]);
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
  ui_inspector_state_update (state);
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
    g_value_set_uint (value, (guint) gtk_adjustment_get_value (state->layer_adjustment));
  else if (id == PROP_HEAD)
    g_value_set_uint (value, (guint) gtk_adjustment_get_value (state->head_adjustment));
  else if (id == PROP_FROZEN)
    g_value_set_boolean (value, gtk_toggle_button_get_active (state->freeze));
  else if (id == PROP_DIFFERENCE)
    g_value_set_boolean (value, ui_inspector_state_is_comparing (state));
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
  g_clear_pointer (&state->reading, ui_reading_free);
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
  g_type_ensure (UI_TYPE_FOLD);
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
write_figures (gpointer user_data)
{
  UiInspectorState *state = UI_INSPECTOR_STATE (user_data);

  if (state->is_holding)
    ui_inspector_state_show_figures (state);
}

static void
ui_inspector_state_init (UiInspectorState *state)
{
  gtk_widget_init_template (GTK_WIDGET (state));
  state->reading = ui_reading_new (write_figures, state);
  ui_bars_set_title (state->sums, _("z: how often each row was written"));
  ui_heat_map_set_title (state->increment, _("What this step added: φ(k) vᵀ"));
}

void
ui_inspector_state_set_microscope (UiInspectorState *state, StudioMicroscope *microscope)
{
  g_return_if_fail (UI_IS_INSPECTOR_STATE (state));
  g_return_if_fail (state->microscope == NULL);

  state->microscope = g_object_ref (microscope);
  g_signal_connect_swapped (microscope, "changed", G_CALLBACK (ui_inspector_state_update), state);
  hold (state, gtk_widget_get_mapped (GTK_WIDGET (state)));
}

UiInspectorSurgery *
ui_inspector_state_get_surgery (UiInspectorState *state)
{
  g_return_val_if_fail (UI_IS_INSPECTOR_STATE (state), NULL);

  return state->surgery;
}
