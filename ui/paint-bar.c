/* SPDX-License-Identifier: MIT */
/* Greys and palettes are swatches, free colours a button of the toolkit's. */
#include "ui/paint-bar.h"

#include "ui/swatches.h"

#include "engine/raster.h"

#include <math.h>

struct _UiPaintBar {
  GtkWidget parent_instance;

  /* template */
  GtkWidget *box; /* the only child: bound, so that the template takes it along */
  GtkDrawingArea *chip;
  UiSwatches *swatches;
  GtkColorChooser *colour;
  GtkLabel *value;
  GtkToggleButton *eraser;

  /* borrowed */
  UiCanvas *canvas;

  /* owned */
  StudioWorkspace *workspace;

  guint8 order[WEFT_MAX_VALUES]; /* values as they stand among the swatches */
  gboolean is_painting;
};

G_DEFINE_FINAL_TYPE (UiPaintBar, ui_paint_bar, GTK_TYPE_WIDGET)

enum {
  PROP_PAINTING = 1,
  PROP_ERASING,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

/* (nullable): of the picture in sight, or of the next one if it is loaded. */
static WeftModel *
get_model (UiPaintBar *bar)
{
  StudioJob *job = studio_workspace_get_job (bar->workspace);
  StudioEntry *entry = studio_workspace_get_entry (bar->workspace);

  if (job != NULL)
    return studio_job_get_model (job);

  return entry != NULL ? studio_entry_get_model (entry) : NULL;
}

/* Where a colour stands: greys by brightness, then the others by hue, and like ones by brightness. */
static double
rank (guint32 rgb)
{
  float hue, saturation, brightness;

  gtk_rgb_to_hsv ((float) (rgb >> 16) / 255, (float) (rgb >> 8 & 0xff) / 255, (float) (rgb & 0xff) / 255, &hue,
                  &saturation, &brightness);
  return saturation < 0.15f ? (double) brightness : 2 + 2 * floor (12 * (double) hue) + (double) brightness;
}

static int
compare_colours_cb (const void *a, const void *b, void *colours)
{
  const double x = rank (((const guint32 *) colours)[*(const guint8 *) a]);
  const double y = rank (((const guint32 *) colours)[*(const guint8 *) b]);

  return (x > y) - (x < y);
}

/* All colours that are one value of a model, those that look alike side by side. */
static void
set_colours (UiPaintBar *bar, WeftModel *model)
{
  const WeftConfig *config = weft_model_get_config (model);
  guint32 colours[WEFT_MAX_VALUES], sorted[WEFT_MAX_VALUES];

  for (guint i = 0; i < config->n_values; i++)
    bar->order[i] = (guint8) i;
  weft_raster_to_rgb (config, weft_model_get_palette (model), bar->order, config->n_values, colours);
  g_qsort_with_data (bar->order, (gint) config->n_values, 1, compare_colours_cb, colours);
  for (guint i = 0; i < config->n_values; i++)
    sorted[i] = colours[bar->order[i]];
  ui_swatches_set_colours (bar->swatches, sorted, config->n_values);
}

/* The value that the chosen swatch means. */
static guint8
get_value (UiPaintBar *bar)
{
  return bar->order[ui_swatches_get_chosen (bar->swatches)];
}

static void
show_value (UiPaintBar *bar)
{
  g_autofree char *text = g_strdup_printf ("%u", get_value (bar));

  gtk_label_set_text (bar->value, text);
  gtk_widget_queue_draw (GTK_WIDGET (bar->chip));
}

static void
draw_chip_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  const guint32 colour = ui_swatches_get_colour (UI_PAINT_BAR (user_data)->swatches);

  cairo_set_source_rgb (cr, (colour >> 16) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0);
  cairo_paint (cr);
}

static void
follow_model (UiPaintBar *bar)
{
  WeftModel *model = get_model (bar);
  const gboolean is_free = model != NULL && weft_model_get_config (model)->image_mode == WEFT_IMAGE_RGB8;

  gtk_widget_set_visible (GTK_WIDGET (bar->colour), is_free);
  gtk_widget_set_visible (GTK_WIDGET (bar->swatches), !is_free);
  gtk_widget_set_visible (GTK_WIDGET (bar->value), !is_free);
  gtk_widget_set_visible (GTK_WIDGET (bar->chip), !is_free);
  if (model != NULL && !is_free)
    set_colours (bar, model);
  show_value (bar);
  if (model == NULL)
    g_object_set (bar, "painting", FALSE, NULL);
}

void
ui_paint_bar_update_marks (UiPaintBar *bar)
{
  WeftModel *model = get_model (bar);
  const WeftConfig *config = model != NULL ? weft_model_get_config (model) : NULL;
  const guint n_pixels = config != NULL ? config->image_width * config->image_height : 0;
  g_autofree guint8 *values = NULL, *waiting = NULL;
  g_autofree guint32 *colours = NULL;

  if (model == NULL)
    {
      ui_canvas_set_marks (bar->canvas, NULL, NULL);
      return;
    }

  values = g_malloc0 (weft_config_get_image_values (config));
  waiting = g_malloc0 (n_pixels);
  if (studio_workspace_list_waiting (bar->workspace, values, waiting) == 0)
    {
      ui_canvas_set_marks (bar->canvas, NULL, NULL);
      return;
    }

  colours = g_new (guint32, n_pixels);
  weft_raster_to_rgb (config, weft_model_get_palette (model), values, weft_config_get_image_values (config), colours);
  ui_canvas_set_marks (bar->canvas, colours, waiting);
}

/* What the hand puts down. */
static void
get_values (UiPaintBar *bar, guint8 *values)
{
  GdkRGBA colour;

  if (!gtk_widget_get_visible (GTK_WIDGET (bar->colour)))
    {
      values[0] = get_value (bar);
      return;
    }

  gtk_color_chooser_get_rgba (bar->colour, &colour);
  values[0] = (guint8) lround (255 * (double) colour.red);
  values[1] = (guint8) lround (255 * (double) colour.green);
  values[2] = (guint8) lround (255 * (double) colour.blue);
}

static void
stroke_cb (UiPaintBar *bar, UiCanvasStroke stroke, guint pixel)
{
  guint8 values[3];

  switch (stroke)
    {
    case UI_CANVAS_STROKE_BEGIN:
      studio_workspace_begin_stroke (bar->workspace);
      break;
    case UI_CANVAS_STROKE_PIXEL:
      get_values (bar, values);
      studio_workspace_stroke (bar->workspace, pixel, gtk_toggle_button_get_active (bar->eraser) ? NULL : values);
      break;
    case UI_CANVAS_STROKE_ERASE:
      studio_workspace_stroke (bar->workspace, pixel, NULL);
      break;
    case UI_CANVAS_STROKE_END:
    default:
      studio_workspace_end_stroke (bar->workspace);
    }
}

static void
chosen_cb (UiPaintBar *bar)
{
  show_value (bar);
}

static void
erasing_cb (UiPaintBar *bar)
{
  g_object_notify_by_pspec (G_OBJECT (bar), properties[PROP_ERASING]);
}

static void
set_painting (UiPaintBar *bar, gboolean is_painting)
{
  if (bar->workspace == NULL || bar->is_painting == is_painting || (is_painting && get_model (bar) == NULL))
    return;

  bar->is_painting = is_painting;
  if (is_painting)
    {
      follow_model (bar);
      studio_workspace_pause (bar->workspace);
    }
  gtk_widget_set_visible (GTK_WIDGET (bar), is_painting);
  ui_canvas_set_painting (bar->canvas, is_painting);
  if (is_painting)
    gtk_widget_grab_focus (GTK_WIDGET (bar->canvas));
  g_object_notify_by_pspec (G_OBJECT (bar), properties[PROP_PAINTING]);
}

static void
close_clicked_cb (UiPaintBar *bar)
{
  set_painting (bar, FALSE);
}

static void
ui_paint_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  UiPaintBar *bar = UI_PAINT_BAR (object);

  if (id == PROP_PAINTING)
    g_value_set_boolean (value, bar->is_painting);
  else if (id == PROP_ERASING)
    g_value_set_boolean (value, gtk_toggle_button_get_active (bar->eraser));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_paint_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  UiPaintBar *bar = UI_PAINT_BAR (object);

  if (id == PROP_PAINTING)
    set_painting (bar, g_value_get_boolean (value));
  else if (id == PROP_ERASING)
    gtk_toggle_button_set_active (bar->eraser, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_paint_bar_dispose (GObject *object)
{
  UiPaintBar *bar = UI_PAINT_BAR (object);

  if (bar->workspace != NULL)
    g_signal_handlers_disconnect_by_data (bar->workspace, bar);
  g_clear_object (&bar->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (object), UI_TYPE_PAINT_BAR);

  G_OBJECT_CLASS (ui_paint_bar_parent_class)->dispose (object);
}

static void
ui_paint_bar_class_init (UiPaintBarClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (UI_TYPE_SWATCHES);
  object_class->get_property = ui_paint_bar_get_property;
  object_class->set_property = ui_paint_bar_set_property;
  object_class->dispose = ui_paint_bar_dispose;
  properties[PROP_PAINTING] = g_param_spec_boolean ("painting", NULL, NULL, FALSE, flags);
  properties[PROP_ERASING] = g_param_spec_boolean ("erasing", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/weft_studio/Weft/paint-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, UiPaintBar, box);
  gtk_widget_class_bind_template_child (widget_class, UiPaintBar, chip);
  gtk_widget_class_bind_template_child (widget_class, UiPaintBar, swatches);
  gtk_widget_class_bind_template_child (widget_class, UiPaintBar, colour);
  gtk_widget_class_bind_template_child (widget_class, UiPaintBar, value);
  gtk_widget_class_bind_template_child (widget_class, UiPaintBar, eraser);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, erasing_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked_cb);
}

static void
ui_paint_bar_init (UiPaintBar *bar)
{
  gtk_widget_init_template (GTK_WIDGET (bar));
  gtk_drawing_area_set_draw_func (bar->chip, draw_chip_cb, bar, NULL);
}

void
ui_paint_bar_set_workspace (UiPaintBar *bar, StudioWorkspace *workspace, UiCanvas *canvas)
{
  g_return_if_fail (UI_IS_PAINT_BAR (bar));
  g_return_if_fail (bar->workspace == NULL);

  bar->workspace = g_object_ref (workspace);
  bar->canvas = canvas;
  g_signal_connect_object (canvas, "stroke", G_CALLBACK (stroke_cb), bar, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (workspace, "notify::sketched", G_CALLBACK (ui_paint_bar_update_marks), bar);
  g_signal_connect_swapped (workspace, "notify::job", G_CALLBACK (follow_model), bar);
  g_signal_connect_swapped (workspace, "notify::entry", G_CALLBACK (follow_model), bar);
}
