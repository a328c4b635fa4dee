/* SPDX-License-Identifier: MIT */
/* Choices only: the shown step, and whether anything can be done there, is the window's to know. */
#include "ui/inspector-surgery.h"

#include "ui/fold.h"

struct _UiInspectorSurgery {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *expander; /* the only child: bound, so that the template takes it along */
  GtkDropDown *scope;
  GtkAdjustment *factor_adjustment;
  GtkAdjustment *first_adjustment;
  GtkAdjustment *last_adjustment;
  GtkAdjustment *weight_adjustment;
  GtkMenuButton *blend;

  guint layer;
  guint head;
};

G_DEFINE_FINAL_TYPE (UiInspectorSurgery, ui_inspector_surgery, GTK_TYPE_WIDGET)

enum {
  PROP_SCOPE = 1,
  PROP_FACTOR,
  PROP_FIRST_ROW,
  PROP_LAST_ROW,
  PROP_WEIGHT,
  N_PROPERTIES,
};

static GtkAdjustment *
get_adjustment (UiInspectorSurgery *surgery, guint id)
{
  GtkAdjustment *const adjustments[N_PROPERTIES] = {
    [PROP_FACTOR] = surgery->factor_adjustment,
    [PROP_FIRST_ROW] = surgery->first_adjustment,
    [PROP_LAST_ROW] = surgery->last_adjustment,
    [PROP_WEIGHT] = surgery->weight_adjustment,
  };

  return adjustments[id];
}

/* The last row is never above the first. */
static void
row_changed_cb (UiInspectorSurgery *surgery, GtkAdjustment *changed)
{
  const double first = gtk_adjustment_get_value (surgery->first_adjustment);
  const double last = gtk_adjustment_get_value (surgery->last_adjustment);

  if (first > last && changed == surgery->first_adjustment)
    gtk_adjustment_set_value (surgery->last_adjustment, first);
  else if (first > last)
    gtk_adjustment_set_value (surgery->first_adjustment, last);
}

/* What has just been opened has its place with the next frame: only then can the page be moved to it. */
static gboolean
focus_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GtkWidget *scope = GTK_WIDGET (UI_INSPECTOR_SURGERY (widget)->scope);

  if (gtk_widget_get_width (scope) == 0)
    return G_SOURCE_CONTINUE;

  gtk_widget_grab_focus (scope);
  return G_SOURCE_REMOVE;
}

void
ui_inspector_surgery_open (UiInspectorSurgery *surgery)
{
  g_return_if_fail (UI_IS_INSPECTOR_SURGERY (surgery));

  gtk_expander_set_expanded (GTK_EXPANDER (surgery->expander), TRUE);
  gtk_widget_add_tick_callback (GTK_WIDGET (surgery), focus_cb, NULL, NULL);
}

void
ui_inspector_surgery_set_n_rows (UiInspectorSurgery *surgery, guint n_rows)
{
  g_return_if_fail (UI_IS_INSPECTOR_SURGERY (surgery));

  gtk_adjustment_set_upper (surgery->first_adjustment, n_rows);
  gtk_adjustment_set_upper (surgery->last_adjustment, n_rows);
}

void
ui_inspector_surgery_set_head (UiInspectorSurgery *surgery, guint layer, guint head)
{
  g_return_if_fail (UI_IS_INSPECTOR_SURGERY (surgery));

  surgery->layer = layer;
  surgery->head = head;
}

void
ui_inspector_surgery_set_blend_menu (UiInspectorSurgery *surgery, GMenuModel *menu)
{
  g_return_if_fail (UI_IS_INSPECTOR_SURGERY (surgery));

  if (gtk_menu_button_get_menu_model (surgery->blend) != menu)
    gtk_menu_button_set_menu_model (surgery->blend, menu);
}

void
ui_inspector_surgery_read (UiInspectorSurgery *surgery, const WeftConfig *config, StudioSurgery *done)
{
  const guint scope = gtk_drop_down_get_selected (surgery->scope);
  const guint row = config->image_width * weft_config_get_n_channels (config);

  g_return_if_fail (UI_IS_INSPECTOR_SURGERY (surgery));

  done->layer = scope == UI_INSPECTOR_SURGERY_ALL ? WEFT_SURGERY_ALL : surgery->layer;
  done->head = scope == UI_INSPECTOR_SURGERY_HEAD ? surgery->head : WEFT_SURGERY_ALL;
  done->factor = gtk_adjustment_get_value (surgery->factor_adjustment);
  done->first = ((guint) gtk_adjustment_get_value (surgery->first_adjustment) - 1) * row;
  done->end = (guint) gtk_adjustment_get_value (surgery->last_adjustment) * row;
  done->weight = gtk_adjustment_get_value (surgery->weight_adjustment);
}

static void
ui_inspector_surgery_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  UiInspectorSurgery *surgery = UI_INSPECTOR_SURGERY (object);

  if (id == PROP_SCOPE)
    g_value_set_uint (value, gtk_drop_down_get_selected (surgery->scope));
  else if (id == PROP_FACTOR || id == PROP_WEIGHT)
    g_value_set_double (value, gtk_adjustment_get_value (get_adjustment (surgery, id)));
  else if (id == PROP_FIRST_ROW || id == PROP_LAST_ROW)
    g_value_set_uint (value, (guint) gtk_adjustment_get_value (get_adjustment (surgery, id)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_inspector_surgery_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiInspectorSurgery *surgery = UI_INSPECTOR_SURGERY (object);

  if (id == PROP_SCOPE)
    gtk_drop_down_set_selected (surgery->scope, g_value_get_uint (value));
  else if (id == PROP_FACTOR || id == PROP_WEIGHT)
    gtk_adjustment_set_value (get_adjustment (surgery, id), g_value_get_double (value));
  else if (id == PROP_FIRST_ROW || id == PROP_LAST_ROW)
    gtk_adjustment_set_value (get_adjustment (surgery, id), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_inspector_surgery_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_INSPECTOR_SURGERY);

  G_OBJECT_CLASS (ui_inspector_surgery_parent_class)->dispose (object);
}

static void
ui_inspector_surgery_class_init (UiInspectorSurgeryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GParamSpec *properties[N_PROPERTIES] = {
    [PROP_SCOPE] = g_param_spec_uint ("scope", NULL, NULL, 0, UI_INSPECTOR_SURGERY_ALL, 0, flags),
    [PROP_FACTOR] = g_param_spec_double ("factor", NULL, NULL, 0, 2, 1, flags),
    [PROP_FIRST_ROW] = g_param_spec_uint ("first-row", NULL, NULL, 1, G_MAXUINT, 1, flags),
    [PROP_LAST_ROW] = g_param_spec_uint ("last-row", NULL, NULL, 1, G_MAXUINT, 1, flags),
    [PROP_WEIGHT] = g_param_spec_double ("weight", NULL, NULL, 0, 1, 0.5, flags),
  };

  g_type_ensure (UI_TYPE_FOLD);
  object_class->get_property = ui_inspector_surgery_get_property;
  object_class->set_property = ui_inspector_surgery_set_property;
  object_class->dispose = ui_inspector_surgery_dispose;
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/inspector-surgery.ui");
  gtk_widget_class_bind_template_child (widget_class, UiInspectorSurgery, expander);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorSurgery, scope);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorSurgery, factor_adjustment);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorSurgery, first_adjustment);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorSurgery, last_adjustment);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorSurgery, weight_adjustment);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorSurgery, blend);
  gtk_widget_class_bind_template_callback (widget_class, row_changed_cb);
}

static void
ui_inspector_surgery_init (UiInspectorSurgery *surgery)
{
  gtk_widget_init_template (GTK_WIDGET (surgery));
}
