/* SPDX-License-Identifier: MIT */
/* All figures follow from the sizes of the network and the step: nothing is measured here, and nothing need be. */
#include "ui/inspector-memory.h"

#include "ui/chart.h"
#include "ui/format.h"
#include "ui/reading.h"

#include <glib/gi18n.h>
#include <string.h>

enum {
  SERIES_STATE,
  SERIES_CACHE,
  SERIES_CROSSING,
};

struct _UiInspectorMemory {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *scroller; /* the only child: bound, so that the template takes it along */
  GtkWidget *content;
  GtkLabel *state_bytes;
  GtkLabel *cache_bytes;
  GtkLabel *cache_growth;
  UiChart *chart;
  GtkLabel *verdict;
  GtkLabel *agreement;

  /* owned */
  StudioMicroscope *microscope;
  UiReading *reading;

  GCancellable *comparing; /* owned; NULL: the formulas are not being compared */
  guint compared;          /* the step the words about the formulas are of; 0: none */

  WeftConfig charted; /* what the chart's axes are of; no layers: nothing */
};

G_DEFINE_FINAL_TYPE (UiInspectorMemory, ui_inspector_memory, GTK_TYPE_WIDGET)

guint
ui_inspector_memory_get_crossing (const WeftConfig *config)
{
  return (guint) (weft_config_get_state_bytes (config) / weft_config_get_cache_bytes (config, 1)) + 1;
}

static void
take_text (GtkLabel *label, char *text)
{
  gtk_label_set_text (label, text);
  g_free (text);
}

/* The crossing is an upright line of dots with the step's number at its top. */
static void
draw_crossing (UiInspectorMemory *memory, const WeftConfig *config)
{
  guint crossing = ui_inspector_memory_get_crossing (config);
  double x = (double) crossing / weft_config_get_n_channels (config);
  double top = 0.75 * (double) weft_config_get_cache_bytes (config, config->n_positions);
  const UiChartPoint points[] = { { x, 0 }, { x, top } };
  g_autofree char *name = g_strdup_printf (_("step %u"), crossing);

  if (crossing <= config->n_positions)
    ui_chart_set_series (memory->chart, SERIES_CROSSING, name, points, G_N_ELEMENTS (points));
}

static void
reset_chart (UiInspectorMemory *memory, const WeftConfig *config)
{
  const double pixels = config->image_width * config->image_height;
  const double most = (double) MAX (weft_config_get_cache_bytes (config, config->n_positions),
                                    weft_config_get_state_bytes (config));

  if (memcmp (&memory->charted, config, sizeof *config) == 0)
    return;

  memory->charted = *config;
  ui_chart_reset (memory->chart, _("Memory of one image"), ui_format_bytes, pixels, most);
  draw_crossing (memory, config);
}

/* Both lines as far as the picture is painted. */
static void
draw_lines (UiInspectorMemory *memory, const WeftConfig *config, guint step)
{
  const double x = (double) step / weft_config_get_n_channels (config);
  const double state = (double) weft_config_get_state_bytes (config);
  const UiChartPoint of_state[] = { { 0, state }, { x, state } };
  const UiChartPoint of_cache[] = { { 0, 0 }, { x, (double) weft_config_get_cache_bytes (config, step) } };

  ui_chart_set_series (memory->chart, SERIES_STATE, _("state"), of_state, G_N_ELEMENTS (of_state));
  ui_chart_set_series (memory->chart, SERIES_CACHE, _("cache"), of_cache, G_N_ELEMENTS (of_cache));
}

static char *
dup_verdict (const WeftConfig *config, guint step)
{
  const guint crossing = ui_inspector_memory_get_crossing (config);
  const double ratio = (double) weft_config_get_cache_bytes (config, step)
                       / (double) weft_config_get_state_bytes (config);

  if (crossing > config->n_positions)
    return g_strdup_printf (_("In %u steps the cache never holds more than the state."), config->n_positions);
  if (step < crossing)
    return g_strdup_printf (_("The cache overtakes the state at step %u."), crossing);

  return g_strdup_printf (_("The cache overtook the state at step %u, and is %.1f times as large now."), crossing, ratio);
}

/* Both formulas */

static void
say (UiInspectorMemory *memory, const char *text)
{
  gtk_label_set_text (memory->agreement, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (memory->agreement), text != NULL);
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (UiInspectorMemory) memory = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  StudioAgreement agreement;
  const gboolean good = studio_agreement_measure_finish (result, &agreement, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || memory->microscope == NULL)
    return;

  g_clear_object (&memory->comparing);
  gtk_widget_action_set_enabled (GTK_WIDGET (memory), "memory.compare-forms", TRUE);
  if (good)
    text = g_strdup_printf (ngettext ("Step by step and all at once, the outputs of %u step differ by %.1e at most and by "
                                      "%.1e on average, at %s: one network, two formulas.",
                                      "Step by step and all at once, the outputs of %u steps differ by %.1e at most and by "
                                      "%.1e on average, at %s: one network, two formulas.", agreement.n_steps),
                            agreement.n_steps, agreement.largest, agreement.mean,
                            weft_precision_to_string (agreement.precision));
  say (memory, good ? text : error->message);
}

static void
compare_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  UiInspectorMemory *memory = UI_INSPECTOR_MEMORY (widget);

  memory->compared = studio_microscope_get_step (memory->microscope);
  memory->comparing = g_cancellable_new ();
  gtk_widget_action_set_enabled (widget, "memory.compare-forms", FALSE);
  say (memory, _("Comparing…"));
  studio_microscope_compare_forms_async (memory->microscope, memory->comparing, compared_cb, g_object_ref (memory));
}

/* What is said of one step is not true of another. */
static void
follow_step (UiInspectorMemory *memory, guint step)
{
  if (step != memory->compared)
    {
      g_cancellable_cancel (memory->comparing);
      g_clear_object (&memory->comparing);
      say (memory, NULL);
    }
  memory->compared = step;
  gtk_widget_action_set_enabled (GTK_WIDGET (memory), "memory.compare-forms", step > 0 && memory->comparing == NULL);
}

static void
write_figures (gpointer user_data)
{
  UiInspectorMemory *memory = UI_INSPECTOR_MEMORY (user_data);
  const WeftConfig *config = studio_microscope_get_config (memory->microscope);
  const guint step = studio_microscope_get_step (memory->microscope);
  g_autofree char *growth = NULL;

  if (config == NULL)
    return;

  growth = ui_format_bytes ((double) weft_config_get_cache_bytes (config, 1));
  take_text (memory->state_bytes, ui_format_bytes ((double) weft_config_get_state_bytes (config)));
  take_text (memory->cache_bytes, ui_format_bytes ((double) weft_config_get_cache_bytes (config, step)));
  take_text (memory->cache_growth, g_strdup_printf (_("at step %u; %s more with each"), step, growth));
  take_text (memory->verdict, dup_verdict (config, step));
}

static void
update (UiInspectorMemory *memory)
{
  const WeftConfig *config = studio_microscope_get_config (memory->microscope);
  const guint step = studio_microscope_get_step (memory->microscope);

  gtk_widget_set_visible (memory->content, config != NULL);
  if (config == NULL || !gtk_widget_get_mapped (GTK_WIDGET (memory)))
    return;

  ui_reading_tell (memory->reading, studio_microscope_is_running (memory->microscope));
  follow_step (memory, step);
  reset_chart (memory, config);
  draw_lines (memory, config, step);
}

static void
ui_inspector_memory_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ui_inspector_memory_parent_class)->map (widget);
  if (UI_INSPECTOR_MEMORY (widget)->microscope != NULL)
    update (UI_INSPECTOR_MEMORY (widget));
}

static void
ui_inspector_memory_dispose (GObject *object)
{
  UiInspectorMemory *memory = UI_INSPECTOR_MEMORY (object);

  g_cancellable_cancel (memory->comparing);
  g_clear_object (&memory->comparing);
  if (memory->microscope != NULL)
    g_signal_handlers_disconnect_by_data (memory->microscope, memory);
  g_clear_pointer (&memory->reading, ui_reading_free);
  g_clear_object (&memory->microscope);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_INSPECTOR_MEMORY);

  G_OBJECT_CLASS (ui_inspector_memory_parent_class)->dispose (object);
}

static void
ui_inspector_memory_class_init (UiInspectorMemoryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_CHART);
  G_OBJECT_CLASS (klass)->dispose = ui_inspector_memory_dispose;
  widget_class->map = ui_inspector_memory_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/inspector-memory.ui");
  gtk_widget_class_bind_template_child (widget_class, UiInspectorMemory, scroller);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorMemory, content);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorMemory, state_bytes);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorMemory, cache_bytes);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorMemory, cache_growth);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorMemory, chart);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorMemory, verdict);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorMemory, agreement);
  gtk_widget_class_install_action (widget_class, "memory.compare-forms", NULL, compare_cb);
}

static void
ui_inspector_memory_init (UiInspectorMemory *memory)
{
  gtk_widget_init_template (GTK_WIDGET (memory));
  memory->reading = ui_reading_new (write_figures, memory);
}

void
ui_inspector_memory_set_microscope (UiInspectorMemory *memory, StudioMicroscope *microscope)
{
  g_return_if_fail (UI_IS_INSPECTOR_MEMORY (memory));
  g_return_if_fail (memory->microscope == NULL);

  memory->microscope = g_object_ref (microscope);
  g_signal_connect_swapped (microscope, "changed", G_CALLBACK (update), memory);
  update (memory);
}
