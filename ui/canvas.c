/* SPDX-License-Identifier: MIT */
/* The picture as a widget: what it shows, when it looks for more, and what it says to those who cannot see. */
#include "ui/canvas-private.h"

#include "ui/look.h"

#include "engine/raster.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define DESCRIPTION_INTERVAL (G_USEC_PER_SEC) /* readers are told of a new row no more often */

G_DEFINE_FINAL_TYPE (UiCanvas, ui_canvas, GTK_TYPE_WIDGET)

enum {
  PROP_LETTER_KEYS = 1,
  PROP_XALIGN,
  PROP_LINES,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum {
  SIGNAL_POINTED,
  SIGNAL_COMPLETED,
  SIGNAL_MENU,
  SIGNAL_STROKE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
ui_canvas_emit_pointed (UiCanvas *canvas)
{
  g_signal_emit (canvas, signals[SIGNAL_POINTED], 0);
}

void
ui_canvas_emit_menu (UiCanvas *canvas, guint lane, guint pixel, double x, double y)
{
  g_signal_emit (canvas, signals[SIGNAL_MENU], 0, lane, pixel, x, y);
}

void
ui_canvas_emit_stroke (UiCanvas *canvas, UiCanvasStroke stroke, guint pixel)
{
  g_signal_emit (canvas, signals[SIGNAL_STROKE], 0, stroke, pixel);
}

static guint
count_pixels (UiCanvas *canvas)
{
  return ui_canvas_painter_get_width (canvas->painter) * ui_canvas_painter_get_height (canvas->painter);
}

/* A reader hears of rows, not of pixels, and not more often than it can speak. */
static void
describe (UiCanvas *canvas)
{
  guint height = ui_canvas_painter_get_height (canvas->painter);
  guint pixels = canvas->n_known / canvas->n_channels;
  guint row = pixels / canvas->config.image_width;
  gint64 now = g_get_monotonic_time ();
  g_autofree char *text = NULL;

  if (row == canvas->described_row
      || (now - canvas->described_at < DESCRIPTION_INTERVAL && row > 0 && row < height))
    return;

  canvas->described_row = row;
  canvas->described_at = now;
  if (row >= height)
    text = g_strdup (_("Finished"));
  else if (pixels >= canvas->broken)
    text = g_strdup_printf (_("The pixel in row %u, column %u could not be painted"), row + 1,
                            pixels % canvas->config.image_width + 1);
  else if (pixels == 0)
    text = g_strdup (_("Nothing painted yet"));
  else
    text = g_strdup_printf (_("Row %u of %u, %u percent painted"), row + 1, height,
                            pixels * 100 / count_pixels (canvas));
  if (ui_canvas_painter_get_n_lanes (canvas->painter) > 1)
    {
      g_autofree char *one = g_steal_pointer (&text);

      /* Translators: which of several pictures, and how far they are. */
      text = g_strdup_printf (_("Image %u of %u. %s"), canvas->chosen + 1,
                              ui_canvas_painter_get_n_lanes (canvas->painter), one);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static guint
count_visible (UiCanvas *canvas)
{
  return MIN (studio_frame_get_n_known (canvas->frame), canvas->limit);
}

/* Takes pixels away down to the one that @n_known values lead into, which is then painted anew. */
static void
hide_values (UiCanvas *canvas, guint n_known)
{
  guint first = n_known / canvas->n_channels;
  guint end = (canvas->n_known + canvas->n_channels - 1) / canvas->n_channels;

  ui_canvas_painter_cut (canvas->painter, first, end - first);
  ui_canvas_tiles_touch (canvas->tiles, first / canvas->config.image_width, (end - 1) / canvas->config.image_width);
  canvas->n_known = first * canvas->n_channels;
}

static void
paint_values (UiCanvas *canvas, guint n_known)
{
  guint first = canvas->n_known / canvas->n_channels;
  guint end = (n_known + canvas->n_channels - 1) / canvas->n_channels;

  for (guint lane = 0; lane < ui_canvas_painter_get_n_lanes (canvas->painter); lane++)
    {
      const guint8 *values = studio_frame_get_values (canvas->frame, lane) + first * canvas->n_channels;

      weft_raster_to_rgb (&canvas->config, canvas->palette, values, n_known - first * canvas->n_channels,
                          canvas->row_pixels);
      ui_canvas_painter_put (canvas->painter, lane, first, end - first, canvas->row_pixels);
    }

  canvas->n_known = n_known;
  ui_canvas_tiles_touch (canvas->tiles, first / canvas->config.image_width, (end - 1) / canvas->config.image_width);
}

/* Brings the surfaces from the values shown to the first @n_known values of the frame. */
static void
show_values (UiCanvas *canvas, guint n_known)
{
  if (n_known == canvas->n_known)
    return;

  if (n_known < canvas->n_known)
    hide_values (canvas, n_known);
  if (n_known > canvas->n_known)
    paint_values (canvas, n_known);
  describe (canvas);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  if (canvas->has_pointer)
    ui_canvas_emit_pointed (canvas);
}

/* How much of what is known is shown while more is to come. */
static guint
restrain (UiCanvas *canvas, guint n_known)
{
  if (n_known == studio_frame_get_n_values (canvas->frame))
    return n_known;

  if (canvas->updates == UI_CANVAS_FINISHED)
    return canvas->n_known;

  /* Whoever asked for less motion sees whole rows appear. */
  if (canvas->updates == UI_CANVAS_ROWS || !adw_get_enable_animations (GTK_WIDGET (canvas)))
    return MAX (canvas->n_known, n_known - n_known % weft_raster_row_values (&canvas->config));

  return n_known;
}

/* A picture is seen whole before another takes its place: runs that finish one between any two looks are not only seen
 * halfway. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  UiCanvas *canvas = UI_CANVAS (widget);
  const guint n_values = studio_frame_get_n_values (canvas->frame);
  const gboolean was_whole = canvas->n_known == n_values;

  if (!ui_look_is_due (clock))
    return G_SOURCE_CONTINUE;

  show_values (canvas, restrain (canvas, count_visible (canvas)));
  if (was_whole)
    g_signal_emit (canvas, signals[SIGNAL_COMPLETED], 0);
  return G_SOURCE_CONTINUE;
}

static void
ui_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_LETTER_KEYS)
    g_value_set_boolean (value, UI_CANVAS (object)->has_letter_keys);
  else if (id == PROP_XALIGN)
    g_value_set_float (value, UI_CANVAS (object)->xalign);
  else if (id == PROP_LINES)
    g_value_set_boolean (value, UI_CANVAS (object)->has_lines);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_LETTER_KEYS)
    UI_CANVAS (object)->has_letter_keys = g_value_get_boolean (value);
  else if (id == PROP_XALIGN)
    UI_CANVAS (object)->xalign = g_value_get_float (value);
  else if (id == PROP_LINES)
    {
      UI_CANVAS (object)->has_lines = g_value_get_boolean (value);
      gtk_widget_queue_draw (GTK_WIDGET (object));
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_canvas_dispose (GObject *object)
{
  UiCanvas *canvas = UI_CANVAS (object);

  ui_canvas_set_running (canvas, FALSE);
  g_clear_pointer (&canvas->frame, studio_frame_unref);
  g_clear_pointer (&canvas->painter, ui_canvas_painter_free);
  g_clear_pointer (&canvas->row_pixels, g_free);
  g_clear_pointer (&canvas->tiles, ui_canvas_tiles_free);
  g_clear_pointer (&canvas->overlay, ui_canvas_overlay_free);
  g_clear_pointer (&canvas->marks, ui_canvas_marks_free);

  G_OBJECT_CLASS (ui_canvas_parent_class)->dispose (object);
}

static void
ui_canvas_class_init (UiCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ui_canvas_get_property;
  object_class->set_property = ui_canvas_set_property;
  object_class->dispose = ui_canvas_dispose;
  properties[PROP_LETTER_KEYS] = g_param_spec_boolean ("letter-keys", NULL, NULL, TRUE,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_XALIGN] = g_param_spec_float ("xalign", NULL, NULL, 0.0f, 1.0f, 0.5f,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LINES] = g_param_spec_boolean ("lines", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  widget_class->snapshot = ui_canvas_snapshot;
  widget_class->measure = ui_canvas_measure;

  signals[SIGNAL_POINTED] = g_signal_new ("pointed", UI_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_COMPLETED] = g_signal_new ("completed", UI_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);
  signals[SIGNAL_MENU] = g_signal_new ("menu", UI_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                       4, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_STROKE] = g_signal_new ("stroke", UI_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                         2, G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  ui_canvas_add_bindings (widget_class);
}

static void
ui_canvas_init (UiCanvas *canvas)
{
  canvas->described_row = G_MAXUINT;
  canvas->has_letter_keys = TRUE;
  canvas->xalign = 0.5f;
  canvas->limit = G_MAXUINT;
  canvas->broken = G_MAXUINT;
  canvas->tiles = ui_canvas_tiles_new ();
  gtk_widget_set_focusable (GTK_WIDGET (canvas), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (canvas), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Generated image"), -1);
  ui_canvas_add_controllers (canvas);
  ui_canvas_add_paint_controllers (canvas);
  ui_canvas_add_pan_controller (canvas);
}

void
ui_canvas_set_shape (UiCanvas *canvas, const WeftConfig *config, const guint8 *palette, guint n_lanes)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));
  g_return_if_fail (n_lanes >= 1 && n_lanes <= UI_CANVAS_MAX_LANES);

  ui_canvas_set_frame (canvas, NULL);
  canvas->broken = G_MAXUINT;
  g_clear_pointer (&canvas->painter, ui_canvas_painter_free);
  g_clear_pointer (&canvas->row_pixels, g_free);
  g_clear_pointer (&canvas->overlay, ui_canvas_overlay_free);
  g_clear_pointer (&canvas->marks, ui_canvas_marks_free);
  ui_canvas_tiles_clear (canvas->tiles);
  if (config != NULL)
    {
      canvas->config = *config;
      canvas->n_channels = weft_config_get_n_channels (config);
      if (palette != NULL)
        memcpy (canvas->palette, palette, 3 * config->n_values);
      canvas->painter = ui_canvas_painter_new (n_lanes, config->image_width, config->image_height);
      canvas->brush_column = MIN (canvas->brush_column, config->image_width - 1);
      canvas->brush_row = MIN (canvas->brush_row, config->image_height - 1);
      canvas->row_pixels = g_new (guint32, count_pixels (canvas));
      describe (canvas);
    }

  gtk_widget_queue_resize (GTK_WIDGET (canvas));
}

void
ui_canvas_set_frame (UiCanvas *canvas, StudioFrame *frame)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));
  g_return_if_fail (frame == NULL || canvas->painter != NULL);
  g_return_if_fail (frame == NULL
                    || studio_frame_get_n_lanes (frame) == ui_canvas_painter_get_n_lanes (canvas->painter));
  g_return_if_fail (frame == NULL || studio_frame_get_n_values (frame) == count_pixels (canvas) * canvas->n_channels);

  ui_canvas_set_running (canvas, FALSE);
  g_clear_pointer (&canvas->frame, studio_frame_unref);
  canvas->n_known = 0;
  canvas->described_row = G_MAXUINT;
  if (frame != NULL)
    canvas->frame = studio_frame_ref (frame);
  if (canvas->painter != NULL)
    {
      ui_canvas_painter_clear (canvas->painter);
      ui_canvas_tiles_clear (canvas->tiles);
      describe (canvas);
    }

  ui_canvas_refresh (canvas);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
ui_canvas_set_chosen (UiCanvas *canvas, guint lane)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));

  if (canvas->chosen == lane)
    return;

  canvas->chosen = lane;
  canvas->described_row = G_MAXUINT;
  canvas->described_at = 0;
  if (canvas->painter != NULL)
    describe (canvas);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
ui_canvas_set_running (UiCanvas *canvas, gboolean running)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));

  if (running == (canvas->tick_id != 0) || (running && canvas->frame == NULL))
    return;

  if (running)
    canvas->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (canvas), tick_cb, NULL, NULL);
  else
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (canvas), canvas->tick_id);
      canvas->tick_id = 0;
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_STATE_BUSY, running, -1);
}

void
ui_canvas_set_updates (UiCanvas *canvas, UiCanvasUpdates updates)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));

  canvas->updates = updates;
}

void
ui_canvas_refresh (UiCanvas *canvas)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));

  if (canvas->frame != NULL)
    show_values (canvas, count_visible (canvas));
}

void
ui_canvas_set_limit (UiCanvas *canvas, guint n_values)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));

  canvas->limit = n_values;
  ui_canvas_refresh (canvas);
}

void
ui_canvas_set_broken (UiCanvas *canvas, guint pixel)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));

  if (canvas->broken == pixel)
    return;

  canvas->broken = pixel;
  canvas->described_row = G_MAXUINT;
  canvas->described_at = 0;
  if (canvas->painter != NULL)
    describe (canvas);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

guint
ui_canvas_get_broken (UiCanvas *canvas)
{
  g_return_val_if_fail (UI_IS_CANVAS (canvas), G_MAXUINT);

  return canvas->broken;
}

void
ui_canvas_set_overlay (UiCanvas *canvas, guint lane, const float *values, guint n_values, double limit)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));

  if (values == NULL || canvas->painter == NULL || lane != canvas->overlay_lane)
    g_clear_pointer (&canvas->overlay, ui_canvas_overlay_free);
  if (values != NULL && canvas->painter != NULL)
    {
      if (canvas->overlay == NULL)
        canvas->overlay = ui_canvas_overlay_new (lane, canvas->config.image_width, canvas->config.image_height);
      canvas->overlay_lane = lane;
      ui_canvas_overlay_set_values (canvas->overlay, values, n_values, limit);
    }
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
ui_canvas_set_zoom (UiCanvas *canvas, guint zoom)
{
  g_return_if_fail (UI_IS_CANVAS (canvas));

  canvas->zoom = MIN (zoom, UI_CANVAS_MAX_ZOOM);
  gtk_widget_queue_resize (GTK_WIDGET (canvas));
}

guint
ui_canvas_get_zoom (UiCanvas *canvas)
{
  return canvas->zoom;
}

guint
ui_canvas_get_shown_zoom (UiCanvas *canvas)
{
  UiCanvasGeometry geometry;

  if (canvas->painter == NULL)
    return 1;

  ui_canvas_get_geometry (canvas, &geometry);
  return CLAMP (geometry.cell / geometry.scale, 1, UI_CANVAS_MAX_ZOOM);
}
