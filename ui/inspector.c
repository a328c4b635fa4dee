/* SPDX-License-Identifier: MIT */
/* One tick callback for all tabs, and only while something runs and somebody looks. */
#include "ui/inspector.h"

#include "ui/inspector-memory.h"
#include "ui/inspector-pixel.h"
#include "ui/inspector-state.h"
#include "ui/inspector-timing.h"
#include "ui/look.h"

#include <adwaita.h>

struct _UiInspector {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *box; /* the only child: bound, so that the template takes it along */
  AdwViewStack *stack;
  UiInspectorPixel *pixel;
  UiInspectorState *state;
  UiInspectorMemory *memory;
  UiInspectorTiming *timing;

  /* owned */
  StudioWorkspace *workspace;
  StudioMicroscope *microscope;

  guint tick_id;
};

G_DEFINE_FINAL_TYPE (UiInspector, ui_inspector, GTK_TYPE_WIDGET)

enum {
  PROP_PAGE = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  if (ui_look_is_due (clock))
    studio_microscope_refresh (UI_INSPECTOR (widget)->microscope);
  return G_SOURCE_CONTINUE;
}

static void
sync_ticks (UiInspector *inspector)
{
  GtkWidget *widget = GTK_WIDGET (inspector);
  gboolean must_tick = inspector->workspace != NULL && gtk_widget_get_mapped (widget)
                       && studio_workspace_get_state (inspector->workspace) == STUDIO_RUN_RUNNING;

  if (must_tick && inspector->tick_id == 0)
    inspector->tick_id = gtk_widget_add_tick_callback (widget, tick_cb, NULL, NULL);
  else if (!must_tick && inspector->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (widget, inspector->tick_id);
      inspector->tick_id = 0;
    }
}

static void
ui_inspector_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ui_inspector_parent_class)->map (widget);
  sync_ticks (UI_INSPECTOR (widget));
}

static void
ui_inspector_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ui_inspector_parent_class)->unmap (widget);
  sync_ticks (UI_INSPECTOR (widget));
}

static void
ui_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_PAGE)
    g_value_set_string (value, adw_view_stack_get_visible_child_name (UI_INSPECTOR (object)->stack));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

/* A name from the settings may be one of another version. */
static void
ui_inspector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiInspector *inspector = UI_INSPECTOR (object);
  const char *name = g_value_get_string (value);

  if (id != PROP_PAGE)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  else if (name != NULL && ui_inspector_has_page (inspector, name))
    adw_view_stack_set_visible_child_name (inspector->stack, name);
}

static void
place_cb (UiInspector *inspector, guint lane, guint index, guint value)
{
  const StudioBranchChange change = { .has_value = TRUE, .value = (guint8) value };

  studio_workspace_set_shown_lane (inspector->workspace, lane);
  studio_workspace_branch (inspector->workspace, index, &change);
}

static void
page_changed_cb (UiInspector *inspector)
{
  g_object_notify_by_pspec (G_OBJECT (inspector), properties[PROP_PAGE]);
}

static void
ui_inspector_dispose (GObject *object)
{
  UiInspector *inspector = UI_INSPECTOR (object);

  if (inspector->workspace != NULL)
    g_signal_handlers_disconnect_by_data (inspector->workspace, inspector);
  g_clear_object (&inspector->workspace);
  sync_ticks (inspector);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_INSPECTOR);
  g_clear_object (&inspector->microscope);

  G_OBJECT_CLASS (ui_inspector_parent_class)->dispose (object);
}

static void
ui_inspector_class_init (UiInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_INSPECTOR_MEMORY);
  g_type_ensure (UI_TYPE_INSPECTOR_PIXEL);
  g_type_ensure (UI_TYPE_INSPECTOR_STATE);
  g_type_ensure (UI_TYPE_INSPECTOR_TIMING);
  object_class->get_property = ui_inspector_get_property;
  object_class->set_property = ui_inspector_set_property;
  object_class->dispose = ui_inspector_dispose;
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  widget_class->map = ui_inspector_map;
  widget_class->unmap = ui_inspector_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, UiInspector, box);
  gtk_widget_class_bind_template_child (widget_class, UiInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, UiInspector, pixel);
  gtk_widget_class_bind_template_child (widget_class, UiInspector, state);
  gtk_widget_class_bind_template_child (widget_class, UiInspector, memory);
  gtk_widget_class_bind_template_child (widget_class, UiInspector, timing);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
}

static void
ui_inspector_init (UiInspector *inspector)
{
  gtk_widget_init_template (GTK_WIDGET (inspector));
}

gboolean
ui_inspector_has_page (UiInspector *inspector, const char *name)
{
  g_return_val_if_fail (UI_IS_INSPECTOR (inspector) && name != NULL, FALSE);

  return adw_view_stack_get_child_by_name (inspector->stack, name) != NULL;
}

void
ui_inspector_set_workspace (UiInspector *inspector, StudioWorkspace *workspace)
{
  g_return_if_fail (UI_IS_INSPECTOR (inspector));
  g_return_if_fail (inspector->workspace == NULL);

  inspector->workspace = g_object_ref (workspace);
  inspector->microscope = studio_microscope_new (workspace);
  ui_inspector_pixel_set_microscope (inspector->pixel, inspector->microscope);
  ui_inspector_state_set_microscope (inspector->state, inspector->microscope);
  ui_inspector_memory_set_microscope (inspector->memory, inspector->microscope);
  ui_inspector_timing_set_workspace (inspector->timing, workspace, inspector->microscope);
  g_signal_connect_swapped (workspace, "notify::state", G_CALLBACK (sync_ticks), inspector);
  sync_ticks (inspector);
}

StudioMicroscope *
ui_inspector_get_microscope (UiInspector *inspector)
{
  g_return_val_if_fail (UI_IS_INSPECTOR (inspector), NULL);

  return inspector->microscope;
}

void
ui_inspector_get_head (UiInspector *inspector, guint *layer, guint *head)
{
  g_return_if_fail (UI_IS_INSPECTOR (inspector));

  g_object_get (inspector->state, "layer", layer, "head", head, NULL);
}

UiInspectorSurgery *
ui_inspector_get_surgery (UiInspector *inspector)
{
  g_return_val_if_fail (UI_IS_INSPECTOR (inspector), NULL);

  return ui_inspector_state_get_surgery (inspector->state);
}
