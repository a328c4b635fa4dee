/* SPDX-License-Identifier: MIT */
/* What is computed is one number a pixel; how it lies over the picture is the canvas's affair. */
#include "ui/overlay-bar.h"

#include "ui/chart.h"
#include "ui/fold.h"
#include "ui/look.h"

#include "app/colour-map.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum {
  OVERLAY_NONE,
  OVERLAY_SURPRISE,
  OVERLAY_READS,
  N_OVERLAYS,
} Overlay;

static const char *const names[N_OVERLAYS + 1] = { "none", "surprise", "reads", NULL };

struct _UiOverlayBar {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *box; /* the only child: bound, so that the template takes it along */
  GtkLabel *title;
  GtkDropDown *heads;
  GtkDrawingArea *strip;
  GtkLabel *most;

  /* borrowed */
  UiCanvas *canvas;

  /* owned */
  StudioMicroscope *microscope;

  Overlay overlay;
  guint n_layers, n_heads; /* that can be chosen from */
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (UiOverlayBar, ui_overlay_bar, GTK_TYPE_WIDGET)

enum {
  PROP_OVERLAY = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

/* Bits of a pixel are those of its channels together; the first value is given and surprises nobody. */
static float *
dup_bits (WeftTrace *trace, guint n_steps, guint n_channels, guint *n_pixels, double *most)
{
  const float *bits = weft_trace_get_bits (trace);
  float *values;

  *n_pixels = (n_steps + 1) / n_channels;
  values = g_new0 (float, *n_pixels);
  for (guint i = 1; i < *n_pixels * n_channels; i++)
    values[i / n_channels] += bits[i - 1];

  *most = 0;
  for (guint i = 0; i < *n_pixels; i++)
    *most = MAX (*most, values[i]);
  return values;
}

/* Weights of one head, or the mean of all; adds them to those of the pixels. */
static void
add_weights (WeftTrace *trace, guint position, guint layer, guint head, guint n_channels, double share, double *weights,
             float *values)
{
  weft_trace_get_weights (trace, position, layer, head, weights);
  for (guint i = 0; i <= position; i++)
    values[i / n_channels] += (float) (share * weights[i]);
}

static float *
dup_reads (UiOverlayBar *bar, WeftTrace *trace, guint position, guint n_channels, guint *n_pixels, double *most)
{
  const guint chosen = gtk_drop_down_get_selected (bar->heads), n_all = bar->n_layers * bar->n_heads;
  g_autofree double *weights = g_new (double, position + 1);
  float *values;

  *n_pixels = position / n_channels + 1;
  values = g_new0 (float, *n_pixels);
  for (guint i = 0; i < n_all; i++)
    if (chosen == 0 || chosen > n_all || chosen == i + 1)
      add_weights (trace, position, i / bar->n_heads, i % bar->n_heads, n_channels,
                   chosen == 0 || chosen > n_all ? 1.0 / n_all : 1.0, weights, values);

  *most = 0;
  for (guint i = 0; i < *n_pixels; i++)
    *most = MAX (*most, values[i]);
  return values;
}

float *
ui_overlay_bar_dup_values (UiOverlayBar *bar, guint *n_pixels, double *limit)
{
  const WeftConfig *config;
  float *values;
  guint n_channels, n_steps, step;
  WeftTrace *trace;
  double most;

  g_return_val_if_fail (UI_IS_OVERLAY_BAR (bar), NULL);

  config = studio_microscope_get_config (bar->microscope);
  trace = studio_microscope_get_trace (bar->microscope, &n_steps);
  step = studio_microscope_get_step (bar->microscope);
  if (config == NULL || trace == NULL || step == 0 || bar->overlay == OVERLAY_NONE)
    return NULL;

  n_channels = weft_config_get_n_channels (config);
  if (bar->overlay == OVERLAY_SURPRISE)
    values = dup_bits (trace, MIN (n_steps, step), n_channels, n_pixels, &most);
  else
    values = dup_reads (bar, trace, MIN (n_steps, step) - 1, n_channels, n_pixels, &most);
  *limit = most > 0 ? ui_chart_round_up_finely (most) : 1;
  return values;
}

static void
show_title (UiOverlayBar *bar, double limit)
{
  const gboolean is_surprise = bar->overlay == OVERLAY_SURPRISE;
  guint n_steps, step;
  g_autofree char *most = is_surprise ? g_strdup_printf (_("%g bits"), limit) : g_strdup_printf (_("%g %%"), 100 * limit);
  g_autofree char *title = NULL;

  studio_microscope_get_trace (bar->microscope, &n_steps);
  step = MIN (n_steps, studio_microscope_get_step (bar->microscope));
  if (is_surprise)
    title = g_strdup (_("Surprise, bits per pixel"));
  else if (studio_microscope_get_operated (bar->microscope))
    title = g_strdup_printf (_("What step %u reads, changes aside"), step);
  else
    title = g_strdup_printf (_("What step %u reads"), step);
  gtk_label_set_text (bar->title, title);
  gtk_label_set_text (bar->most, most);
}

/* Another network has other heads. */
static void
follow_heads (UiOverlayBar *bar, const WeftConfig *config)
{
  g_autoptr (GtkStringList) list = NULL;

  if (config == NULL || (config->n_layers == bar->n_layers && config->n_heads == bar->n_heads))
    return;

  bar->n_layers = config->n_layers;
  bar->n_heads = config->n_heads;
  list = gtk_string_list_new (NULL);
  gtk_string_list_append (list, _("All Heads"));
  for (guint i = 0; i < config->n_layers * config->n_heads; i++)
    gtk_string_list_take (list, g_strdup_printf (_("Layer %u, Head %u"), i / config->n_heads + 1,
                                                 i % config->n_heads + 1));
  gtk_drop_down_set_model (bar->heads, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (bar->heads, 0);
}

static void
update (UiOverlayBar *bar)
{
  g_autofree float *values = NULL;
  guint n_pixels = 0;
  double limit = 1;

  if (bar->overlay == OVERLAY_NONE)
    return;

  follow_heads (bar, studio_microscope_get_config (bar->microscope));
  values = ui_overlay_bar_dup_values (bar, &n_pixels, &limit);
  ui_canvas_set_overlay (bar->canvas, studio_microscope_get_lane (bar->microscope), values, n_pixels, limit);
  show_title (bar, limit);
}

static void
head_chosen_cb (UiOverlayBar *bar)
{
  if (bar->microscope != NULL)
    update (bar);
}

static void
close_clicked_cb (UiOverlayBar *bar)
{
  g_object_set (bar, "overlay", "none", NULL);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  if (ui_look_is_due (clock))
    studio_microscope_refresh (UI_OVERLAY_BAR (widget)->microscope);
  return G_SOURCE_CONTINUE;
}

static void
sync_ticks (UiOverlayBar *bar)
{
  const gboolean must_tick = bar->microscope != NULL && gtk_widget_get_mapped (GTK_WIDGET (bar))
                             && studio_microscope_is_running (bar->microscope);

  if (must_tick && bar->tick_id == 0)
    bar->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (bar), tick_cb, NULL, NULL);
  else if (!must_tick && bar->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (bar), bar->tick_id);
      bar->tick_id = 0;
    }
}

static void
changed_cb (UiOverlayBar *bar)
{
  sync_ticks (bar);
  update (bar);
}

static void
hold (UiOverlayBar *bar, Overlay overlay, gboolean is_holding)
{
  const StudioLook look = overlay == OVERLAY_READS ? STUDIO_LOOK_ATTENTION : STUDIO_LOOK_TRACE;

  if (overlay == OVERLAY_NONE)
    return;
  if (is_holding)
    studio_microscope_hold (bar->microscope, look);
  else
    studio_microscope_release (bar->microscope, look);
}

static void
set_overlay (UiOverlayBar *bar, Overlay overlay)
{
  const Overlay previous = bar->overlay;

  if (overlay == previous || bar->microscope == NULL)
    return;

  bar->overlay = overlay;
  hold (bar, overlay, TRUE);
  hold (bar, previous, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (bar), overlay != OVERLAY_NONE);
  gtk_widget_set_visible (GTK_WIDGET (bar->heads), overlay == OVERLAY_READS);
  ui_canvas_set_overlay (bar->canvas, 0, NULL, 0, 1);
  update (bar);
  g_object_notify_by_pspec (G_OBJECT (bar), properties[PROP_OVERLAY]);
}

static void
draw_strip_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  for (int x = 0; x < width; x++)
    {
      const guint32 colour = studio_colour_map_get (STUDIO_COLOUR_MAP_SEQUENTIAL, x / (width - 1.0));

      cairo_set_source_rgb (cr, (colour >> 16) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
      cairo_rectangle (cr, x, 0, 1, height);
      cairo_fill (cr);
    }
}

static void
ui_overlay_bar_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ui_overlay_bar_parent_class)->map (widget);
  sync_ticks (UI_OVERLAY_BAR (widget));
}

static void
ui_overlay_bar_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ui_overlay_bar_parent_class)->unmap (widget);
  sync_ticks (UI_OVERLAY_BAR (widget));
}

static void
ui_overlay_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_OVERLAY)
    g_value_set_string (value, names[UI_OVERLAY_BAR (object)->overlay]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

/* A name that is none of them is one of another version, in a scene or in the settings. */
static void
ui_overlay_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id != PROP_OVERLAY)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      return;
    }

  for (guint i = 0; i < N_OVERLAYS; i++)
    if (g_strcmp0 (g_value_get_string (value), names[i]) == 0)
      set_overlay (UI_OVERLAY_BAR (object), (Overlay) i);
}

static void
ui_overlay_bar_dispose (GObject *object)
{
  UiOverlayBar *bar = UI_OVERLAY_BAR (object);

  if (bar->microscope != NULL)
    {
      g_signal_handlers_disconnect_by_data (bar->microscope, bar);
      hold (bar, bar->overlay, FALSE);
      bar->overlay = OVERLAY_NONE;
    }
  g_clear_object (&bar->microscope);
  sync_ticks (bar);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_OVERLAY_BAR);

  G_OBJECT_CLASS (ui_overlay_bar_parent_class)->dispose (object);
}

static void
ui_overlay_bar_class_init (UiOverlayBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_FOLD);
  object_class->get_property = ui_overlay_bar_get_property;
  object_class->set_property = ui_overlay_bar_set_property;
  object_class->dispose = ui_overlay_bar_dispose;
  properties[PROP_OVERLAY] = g_param_spec_string ("overlay", NULL, NULL, "none",
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  widget_class->map = ui_overlay_bar_map;
  widget_class->unmap = ui_overlay_bar_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/overlay-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, UiOverlayBar, box);
  gtk_widget_class_bind_template_child (widget_class, UiOverlayBar, title);
  gtk_widget_class_bind_template_child (widget_class, UiOverlayBar, heads);
  gtk_widget_class_bind_template_child (widget_class, UiOverlayBar, strip);
  gtk_widget_class_bind_template_child (widget_class, UiOverlayBar, most);
  gtk_widget_class_bind_template_callback (widget_class, head_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked_cb);
}

static void
ui_overlay_bar_init (UiOverlayBar *bar)
{
  gtk_widget_init_template (GTK_WIDGET (bar));
  gtk_drawing_area_set_draw_func (bar->strip, draw_strip_cb, NULL, NULL);
}

void
ui_overlay_bar_set_microscope (UiOverlayBar *bar, StudioMicroscope *microscope, UiCanvas *canvas)
{
  g_return_if_fail (UI_IS_OVERLAY_BAR (bar));
  g_return_if_fail (bar->microscope == NULL);

  bar->microscope = g_object_ref (microscope);
  bar->canvas = canvas;
  g_signal_connect_swapped (microscope, "changed", G_CALLBACK (changed_cb), bar);
}

gboolean
ui_overlay_bar_has_overlay (const char *name)
{
  return g_strv_contains (names, name);
}
