/* SPDX-License-Identifier: MIT */
/* The distribution is that of the step itself, taken from the run or painted again; nothing is estimated. */
#include "ui/inspector-pixel.h"

#include "ui/bars.h"
#include "ui/reading.h"

#include "engine/raster.h"

#include <glib/gi18n.h>
#include <math.h>

struct _UiInspectorPixel {
  GtkWidget parent_instance;

  /* template */
  GtkStack *stack; /* the only child: bound, so that the template takes it along */
  GtkLabel *nothing;
  GtkDrawingArea *swatch;
  GtkLabel *place;
  GtkLabel *drawn;
  GtkWidget *channels;
  UiBars *bars;
  GtkCheckButton *as_drawn;
  GtkAdjustment *value_adjustment;
  GtkLabel *chance;
  GtkWidget *go_on;

  /* owned */
  StudioMicroscope *microscope;
  UiReading *reading;

  double probabilities[WEFT_MAX_VALUES];
  guint n_values;
  guint index;  /* of the value shown */
  guint8 value; /* that was drawn */
  guint lane;
  guint32 colour; /* of the pixel */
  gboolean is_holding;
  gboolean is_following; /* the glimpse is moving the widgets, not the user */
};

G_DEFINE_FINAL_TYPE (UiInspectorPixel, ui_inspector_pixel, GTK_TYPE_WIDGET)

enum {
  PROP_CHANNEL = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static const char *const channel_names[] = { "red", "green", "blue" };

enum {
  SIGNAL_PLACE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
take_text (GtkLabel *label, char *text)
{
  gtk_label_set_text (label, text);
  g_free (text);
}

/* Three digits, and never a 0 that is none. */
static char *
format_chance (double probability)
{
  if (probability > 0 && probability < 1e-6)
    return g_strdup (_("less than 0.0001 %"));
  return g_strdup_printf (_("%.3g %%"), 100 * probability);
}

static void
show_place (UiInspectorPixel *pixel, const WeftConfig *config)
{
  guint x, y, channel;

  weft_raster_locate (config, pixel->index, &x, &y, &channel);
  if (config->image_mode != WEFT_IMAGE_RGB8)
    take_text (pixel->place, g_strdup_printf (_("Row %u, column %u"), y, x));
  else if (channel == 0)
    take_text (pixel->place, g_strdup_printf (_("Row %u, column %u, red"), y, x));
  else if (channel == 1)
    take_text (pixel->place, g_strdup_printf (_("Row %u, column %u, green"), y, x));
  else
    take_text (pixel->place, g_strdup_printf (_("Row %u, column %u, blue"), y, x));
}

/* All the channels of a run that stands still can be looked at. */
static void
show_channels (UiInspectorPixel *pixel, const WeftConfig *config)
{
  const gboolean has_channels = config->image_mode == WEFT_IMAGE_RGB8;
  const gboolean is_moving = studio_microscope_is_running (pixel->microscope)
                             || studio_microscope_get_frozen (pixel->microscope);

  gtk_widget_set_visible (pixel->channels, has_channels);
  gtk_widget_action_set_enabled (GTK_WIDGET (pixel), "pixel.channel", has_channels && !is_moving);
  g_object_notify_by_pspec (G_OBJECT (pixel), properties[PROP_CHANNEL]);
}

static void
show_drawn (UiInspectorPixel *pixel, guint8 value)
{
  const double probability = pixel->probabilities[value];
  g_autofree char *chance = format_chance (probability);

  if (probability > 0)
    take_text (pixel->drawn, g_strdup_printf (_("%u: %s, %.2f bits"), value, chance, fabs (log2 (probability))));
  else
    take_text (pixel->drawn, g_strdup_printf (_("%u: could not be drawn so"), value));
}

/* Of the pixel as far as its channels are known. */
static void
show_colour (UiInspectorPixel *pixel, const WeftConfig *config, guint8 value)
{
  const guint n_channels = weft_config_get_n_channels (config);
  const guint8 *values = studio_microscope_get_values (pixel->microscope);
  const guint8 *palette = studio_microscope_get_palette (pixel->microscope);
  const guint first = pixel->index - pixel->index % n_channels;

  if (n_channels == 1)
    weft_raster_to_rgb (config, palette, &value, 1, &pixel->colour);
  else if (values != NULL)
    weft_raster_to_rgb (config, palette, values + first, pixel->index - first + 1, &pixel->colour);
  gtk_widget_queue_draw (GTK_WIDGET (pixel->swatch));
}

static void
show_components (UiInspectorPixel *pixel, const WeftConfig *config, const StudioGlimpse *glimpse,
                 const WeftSampling *sampling)
{
  const guint n = weft_head_get_n_components (config);
  g_autofree double *lines = g_new (double, (gsize) MAX (n, 1) * config->n_values);

  for (guint k = 0; k < n; k++)
    weft_head_component_probabilities (config, glimpse->outputs, sampling, k, lines + (gsize) k * config->n_values);
  ui_bars_set_lines (pixel->bars, lines, n);
}

static void
show_palette (UiInspectorPixel *pixel, const WeftConfig *config)
{
  const guint8 *palette = studio_microscope_get_palette (pixel->microscope);
  guint32 colours[WEFT_MAX_VALUES];
  guint8 values[WEFT_MAX_VALUES];

  for (guint v = 0; v < config->n_values; v++)
    values[v] = (guint8) v;
  if (palette != NULL)
    weft_raster_to_rgb (config, palette, values, config->n_values, colours);
  ui_bars_set_colours (pixel->bars, palette != NULL ? colours : NULL, config->n_values);
}

static void
show_chance (UiInspectorPixel *pixel)
{
  const guint cursor = ui_bars_get_cursor (pixel->bars);

  take_text (pixel->chance, format_chance (cursor < pixel->n_values ? pixel->probabilities[cursor] : 0));
}

/* The cursor follows what is drawn, until somebody moves it to look elsewhere. */
static void
show_distribution (UiInspectorPixel *pixel, const WeftConfig *config, const StudioGlimpse *glimpse)
{
  const gboolean is_new = pixel->index != glimpse->n_known - 1 || pixel->lane != glimpse->lane;
  const WeftSampling own = WEFT_SAMPLING_INIT;
  const gboolean as_drawn = gtk_check_button_get_active (pixel->as_drawn);
  const WeftSampling *sampling = as_drawn ? &glimpse->sampling : &own;

  pixel->index = glimpse->n_known - 1;
  pixel->value = glimpse->value;
  pixel->lane = glimpse->lane;
  pixel->n_values = config->n_values;
  if (as_drawn)
    weft_head_sampling_probabilities (config, glimpse->outputs, sampling, pixel->probabilities);
  else
    weft_head_probabilities (config, glimpse->outputs, pixel->probabilities);

  pixel->is_following = TRUE;
  gtk_adjustment_set_upper (pixel->value_adjustment, config->n_values - 1);
  show_palette (pixel, config);
  ui_bars_set_values (pixel->bars, pixel->probabilities, config->n_values, glimpse->value);
  show_components (pixel, config, glimpse, sampling);
  if (is_new)
    ui_bars_set_cursor (pixel->bars, glimpse->value);
  pixel->is_following = FALSE;
}

static void
show_nothing (UiInspectorPixel *pixel)
{
  const char *problem = studio_microscope_get_problem (pixel->microscope);
  const char *text = _("Paint a picture to see what the network expects of each pixel.");

  if (problem != NULL)
    text = problem;
  else if (studio_microscope_get_n_known (pixel->microscope) > 0
           && studio_microscope_get_step (pixel->microscope) == 0)
    text = _("The first value is not drawn by the network: it is where the picture begins.");
  gtk_label_set_text (pixel->nothing, text);
  gtk_stack_set_visible_child_name (pixel->stack, "nothing");
}

/* Of the same value as the bars. */
static void
write_figures (gpointer user_data)
{
  UiInspectorPixel *pixel = UI_INSPECTOR_PIXEL (user_data);
  const WeftConfig *config = studio_microscope_get_config (pixel->microscope);

  if (!pixel->is_holding || config == NULL || pixel->n_values != config->n_values
      || pixel->index >= weft_config_get_image_values (config))
    return;

  show_place (pixel, config);
  show_drawn (pixel, pixel->value);
  show_chance (pixel);
}

static void
update (UiInspectorPixel *pixel)
{
  const WeftConfig *config;
  const StudioGlimpse *glimpse;

  if (!pixel->is_holding)
    return;

  config = studio_microscope_get_config (pixel->microscope);
  glimpse = studio_microscope_get_glimpse (pixel->microscope);
  if (config == NULL || glimpse == NULL || glimpse->n_known < 2
      || (studio_microscope_get_step (pixel->microscope) == 0 && !studio_microscope_get_frozen (pixel->microscope)))
    {
      show_nothing (pixel);
      return;
    }

  show_distribution (pixel, config, glimpse);
  show_channels (pixel, config);
  show_colour (pixel, config, glimpse->value);
  ui_reading_tell (pixel->reading, studio_microscope_is_running (pixel->microscope));
  gtk_stack_set_visible_child_name (pixel->stack, "pixel");
}

static void
cursor_changed_cb (UiInspectorPixel *pixel)
{
  gtk_adjustment_set_value (pixel->value_adjustment, ui_bars_get_cursor (pixel->bars));
  if (!pixel->is_following)
    show_chance (pixel);
}

static void
value_changed_cb (UiInspectorPixel *pixel)
{
  if (!pixel->is_following)
    ui_bars_set_cursor (pixel->bars, (guint) gtk_adjustment_get_value (pixel->value_adjustment));
}

static void
place_cb (UiInspectorPixel *pixel)
{
  g_signal_emit (pixel, signals[SIGNAL_PLACE], 0, studio_microscope_get_lane (pixel->microscope), pixel->index,
                 ui_bars_get_cursor (pixel->bars));
}

static void
draw_swatch_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  const guint32 colour = UI_INSPECTOR_PIXEL (user_data)->colour;

  cairo_set_source_rgb (cr, (colour >> 16) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
  cairo_paint (cr);
}

/* Only what is seen is asked for. */
static void
hold (UiInspectorPixel *pixel, gboolean is_holding)
{
  if (pixel->microscope == NULL || is_holding == pixel->is_holding)
    return;

  pixel->is_holding = is_holding;
  if (is_holding)
    studio_microscope_hold (pixel->microscope, STUDIO_LOOK_GLIMPSE);
  else
    studio_microscope_release (pixel->microscope, STUDIO_LOOK_GLIMPSE);
  update (pixel);
}

static void
ui_inspector_pixel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ui_inspector_pixel_parent_class)->map (widget);
  hold (UI_INSPECTOR_PIXEL (widget), TRUE);
}

static void
ui_inspector_pixel_unmap (GtkWidget *widget)
{
  hold (UI_INSPECTOR_PIXEL (widget), FALSE);
  GTK_WIDGET_CLASS (ui_inspector_pixel_parent_class)->unmap (widget);
}

static void
ui_inspector_pixel_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_CHANNEL)
    g_value_set_static_string (value, channel_names[UI_INSPECTOR_PIXEL (object)->index % G_N_ELEMENTS (channel_names)]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_inspector_pixel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiInspectorPixel *pixel = UI_INSPECTOR_PIXEL (object);

  if (id != PROP_CHANNEL)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (channel_names); i++)
    if (pixel->microscope != NULL && g_strcmp0 (g_value_get_string (value), channel_names[i]) == 0)
      studio_microscope_set_channel (pixel->microscope, i);
}

static void
ui_inspector_pixel_dispose (GObject *object)
{
  UiInspectorPixel *pixel = UI_INSPECTOR_PIXEL (object);

  if (pixel->microscope != NULL)
    g_signal_handlers_disconnect_by_data (pixel->microscope, pixel);
  hold (pixel, FALSE);
  g_clear_pointer (&pixel->reading, ui_reading_free);
  g_clear_object (&pixel->microscope);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_INSPECTOR_PIXEL);

  G_OBJECT_CLASS (ui_inspector_pixel_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/inspector-pixel.ui");
  gtk_widget_class_bind_template_child (widget_class, UiInspectorPixel, stack);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorPixel, nothing);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorPixel, swatch);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorPixel, place);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorPixel, drawn);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorPixel, channels);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorPixel, bars);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorPixel, as_drawn);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorPixel, value_adjustment);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorPixel, chance);
  gtk_widget_class_bind_template_child (widget_class, UiInspectorPixel, go_on);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, cursor_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
}

static void
ui_inspector_pixel_class_init (UiInspectorPixelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_BARS);
  G_OBJECT_CLASS (klass)->get_property = ui_inspector_pixel_get_property;
  G_OBJECT_CLASS (klass)->set_property = ui_inspector_pixel_set_property;
  G_OBJECT_CLASS (klass)->dispose = ui_inspector_pixel_dispose;
  properties[PROP_CHANNEL] = g_param_spec_string ("channel", NULL, NULL, "red", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                                                | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
  gtk_widget_class_install_property_action (widget_class, "pixel.channel", "channel");
  widget_class->map = ui_inspector_pixel_map;
  widget_class->unmap = ui_inspector_pixel_unmap;
  signals[SIGNAL_PLACE] = g_signal_new ("place", UI_TYPE_INSPECTOR_PIXEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
}

static void
ui_inspector_pixel_init (UiInspectorPixel *pixel)
{
  gtk_widget_init_template (GTK_WIDGET (pixel));
  pixel->reading = ui_reading_new (write_figures, pixel);
  gtk_drawing_area_set_draw_func (pixel->swatch, draw_swatch_cb, pixel, NULL);
  ui_bars_set_title (pixel->bars, _("How likely each value was"));
}

void
ui_inspector_pixel_set_microscope (UiInspectorPixel *pixel, StudioMicroscope *microscope)
{
  g_return_if_fail (UI_IS_INSPECTOR_PIXEL (pixel));
  g_return_if_fail (pixel->microscope == NULL);

  pixel->microscope = g_object_ref (microscope);
  g_signal_connect_swapped (microscope, "changed", G_CALLBACK (update), pixel);
  hold (pixel, gtk_widget_get_mapped (GTK_WIDGET (pixel)));
}
