/* SPDX-License-Identifier: MIT */
/* Few colours stand in one row, with a ring around the chosen one; many lie in rows, so that each can be hit. */
#include "ui/swatches.h"

#define MAX_IN_ROW 64     /* colours that are told apart in one row */
#define MIN_WIDTH 60      /* logical pixels */
#define NATURAL_WIDTH 220 /* logical pixels */
#define HEIGHT 32         /* logical pixels */
#define PAGE 16           /* colours by Page Up and Page Down */

struct _UiSwatches {
  GtkWidget parent_instance;

  guint32 *colours; /* owned */
  guint n_colours;
  guint chosen;
};

G_DEFINE_FINAL_TYPE (UiSwatches, ui_swatches, GTK_TYPE_WIDGET)

enum {
  PROP_CHOSEN = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static gboolean
is_grey (guint32 colour)
{
  return (colour >> 16) == (colour & 0xff) && (colour >> 8 & 0xff) == (colour & 0xff);
}

/* A ramp of greys is one row however many there are: neighbours need not be told apart. */
static guint
count_rows (UiSwatches *swatches)
{
  gboolean is_ramp = TRUE;

  for (guint i = 0; i < swatches->n_colours; i++)
    is_ramp &= is_grey (swatches->colours[i]);
  return is_ramp ? 1 : (swatches->n_colours + MAX_IN_ROW - 1) / MAX_IN_ROW;
}

static void
get_place (UiSwatches *swatches, guint index, float width, float height, graphene_rect_t *place)
{
  const guint n_rows = count_rows (swatches);
  const guint n_columns = (swatches->n_colours + n_rows - 1) / n_rows;

  *place = GRAPHENE_RECT_INIT (width * (float) (index % n_columns) / (float) n_columns,
                               height * (float) (index / n_columns) / (float) n_rows, width / (float) n_columns,
                               height / (float) n_rows);
}

static GdkRGBA
to_rgba (guint32 colour)
{
  return (GdkRGBA) { (float) (colour >> 16) / 255.0f, (float) (colour >> 8 & 0xff) / 255.0f,
                     (float) (colour & 0xff) / 255.0f, 1.0f };
}

/* A ring of black in one of white shows on every colour. */
static void
snapshot_ring (GtkSnapshot *snapshot, const graphene_rect_t *place)
{
  const float widths[] = { 2, 2, 2, 2 };
  graphene_rect_t bounds = *place;
  GskRoundedRect ring;

  for (guint i = 0; i < 2; i++)
    {
      const GdkRGBA colour = i == 0 ? (GdkRGBA) { 0, 0, 0, 1 } : (GdkRGBA) { 1, 1, 1, 1 };
      const GdkRGBA colours[] = { colour, colour, colour, colour };

      gsk_rounded_rect_init_from_rect (&ring, &bounds, 0);
      gtk_snapshot_append_border (snapshot, &ring, widths, colours);
      graphene_rect_inset (&bounds, 2, 2);
    }
}

static void
ui_swatches_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UiSwatches *swatches = UI_SWATCHES (widget);
  const float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  graphene_rect_t place;

  for (guint i = 0; i < swatches->n_colours; i++)
    {
      const GdkRGBA colour = to_rgba (swatches->colours[i]);

      get_place (swatches, i, width, height, &place);
      place.size.width += 0.5f; /* no seams */
      gtk_snapshot_append_color (snapshot, &colour, &place);
    }

  get_place (swatches, swatches->chosen, width, height, &place);
  if (place.size.width < 10)
    graphene_rect_inset (&place, (place.size.width - 10) / 2, 0);
  place.origin.x = CLAMP (place.origin.x, 0, width - place.size.width);
  snapshot_ring (snapshot, &place);
}

static void
ui_swatches_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : HEIGHT;
}

static void
describe (UiSwatches *swatches)
{
  g_autofree char *text = g_strdup_printf ("#%06X", swatches->colours[swatches->chosen]);

  gtk_widget_set_tooltip_text (GTK_WIDGET (swatches), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (swatches), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) swatches->n_colours - 1,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) swatches->chosen,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
choose (UiSwatches *swatches, gint64 index)
{
  const guint chosen = (guint) CLAMP (index, 0, (gint64) swatches->n_colours - 1);

  if (chosen == swatches->chosen)
    return;

  swatches->chosen = chosen;
  describe (swatches);
  gtk_widget_queue_draw (GTK_WIDGET (swatches));
  g_object_notify_by_pspec (G_OBJECT (swatches), properties[PROP_CHOSEN]);
}

static void
choose_at (UiSwatches *swatches, double x, double y)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (swatches));
  const int height = gtk_widget_get_height (GTK_WIDGET (swatches));
  const guint n_rows = count_rows (swatches);
  const guint n_columns = (swatches->n_colours + n_rows - 1) / n_rows;
  const guint column = (guint) CLAMP (x * n_columns / MAX (width, 1), 0, n_columns - 1);
  const guint row = (guint) CLAMP (y * n_rows / MAX (height, 1), 0, n_rows - 1);

  choose (swatches, row * n_columns + column);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, UiSwatches *swatches)
{
  gtk_widget_grab_focus (GTK_WIDGET (swatches));
  choose_at (swatches, x, y);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, UiSwatches *swatches)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (gesture, &x, &y))
    choose_at (swatches, x + dx, y + dy);
}

static gboolean
move_cb (GtkWidget *widget, GVariant *by, gpointer user_data)
{
  UiSwatches *swatches = UI_SWATCHES (widget);

  choose (swatches, (gint64) swatches->chosen + g_variant_get_int32 (by));
  return GDK_EVENT_STOP;
}

static void
ui_swatches_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_CHOSEN)
    g_value_set_uint (value, UI_SWATCHES (object)->chosen);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_swatches_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_CHOSEN)
    choose (UI_SWATCHES (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ui_swatches_finalize (GObject *object)
{
  g_free (UI_SWATCHES (object)->colours);

  G_OBJECT_CLASS (ui_swatches_parent_class)->finalize (object);
}

static void
ui_swatches_class_init (UiSwatchesClass *klass)
{
  const struct {
    guint key;
    gint32 by;
  } keys[] = {
    { GDK_KEY_Left, -1 }, { GDK_KEY_Right, 1 }, { GDK_KEY_Down, -1 }, { GDK_KEY_Up, 1 },
    { GDK_KEY_Page_Down, -PAGE }, { GDK_KEY_Page_Up, PAGE }, { GDK_KEY_Home, G_MININT32 }, { GDK_KEY_End, G_MAXINT32 },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ui_swatches_get_property;
  object_class->set_property = ui_swatches_set_property;
  object_class->finalize = ui_swatches_finalize;
  properties[PROP_CHOSEN] = g_param_spec_uint ("chosen", NULL, NULL, 0, G_MAXUINT, 0,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  widget_class->snapshot = ui_swatches_snapshot;
  widget_class->measure = ui_swatches_measure;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, move_cb, "i", keys[i].by);
  gtk_widget_class_set_css_name (widget_class, "swatches");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
ui_swatches_init (UiSwatches *swatches)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  swatches->colours = g_new0 (guint32, 1);
  swatches->n_colours = 1;
  gtk_widget_set_focusable (GTK_WIDGET (swatches), TRUE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), swatches);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), swatches);
  gtk_widget_add_controller (GTK_WIDGET (swatches), GTK_EVENT_CONTROLLER (drag));
  describe (swatches);
}

void
ui_swatches_set_colours (UiSwatches *swatches, const guint32 *colours, guint n_colours)
{
  g_return_if_fail (UI_IS_SWATCHES (swatches));
  g_return_if_fail (n_colours >= 1);

  g_free (swatches->colours);
  swatches->colours = g_memdup2 (colours, n_colours * sizeof *colours);
  swatches->n_colours = n_colours;
  choose (swatches, swatches->chosen);
  describe (swatches);
  gtk_widget_queue_draw (GTK_WIDGET (swatches));
}

guint
ui_swatches_get_chosen (UiSwatches *swatches)
{
  g_return_val_if_fail (UI_IS_SWATCHES (swatches), 0);

  return swatches->chosen;
}

guint32
ui_swatches_get_colour (UiSwatches *swatches)
{
  g_return_val_if_fail (UI_IS_SWATCHES (swatches), 0);

  return swatches->colours[swatches->chosen];
}
