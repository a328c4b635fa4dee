/* SPDX-License-Identifier: MIT */
/* Bars from a common ground, as high as the highest lets them be. */
#include "ui/bars.h"

#include "ui/small-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MARGIN 6.0    /* logical pixels between the parts */
#define MARK 6.0      /* logical pixels of the mark below a bar */
#define STRIP 6.0     /* logical pixels of the colours below narrow bars */
#define WIDE 6.0      /* logical pixels from which a bar has room for its own colour and an outline */
#define HEIGHT 96     /* logical pixels of the whole */
#define DESCRIPTION_INTERVAL (G_USEC_PER_SEC) /* readers are told of other numbers no more often */

struct _UiBars {
  GtkWidget parent_instance;

  /* owned */
  char *title;
  double *lines; /* [n_lines, n] */

  double values[UI_BARS_MAX];
  guint32 colours[UI_BARS_MAX];
  guint n;
  guint n_lines;
  gboolean has_colours;
  gint marked;
  guint cursor;
  gint64 described_at;
};

G_DEFINE_FINAL_TYPE (UiBars, ui_bars, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CURSOR_CHANGED,
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Where the bars lie, in logical pixels. */
typedef struct {
  double x, width; /* of one bar: x is that of the first */
  double top, bottom;
  double highest;  /* the number that reaches the top */
  gboolean has_strip; /* the bars' colours lie below them */
} Layout;

static Layout
get_layout (UiBars *bars)
{
  const double scale = gtk_widget_get_scale_factor (GTK_WIDGET (bars));
  const double width = gtk_widget_get_width (GTK_WIDGET (bars));
  Layout layout = { .highest = 1e-9 };
  double text_height;

  ui_small_text_measure (gtk_widget_get_pango_context (GTK_WIDGET (bars)), "0", &text_height);
  layout.width = MAX (floor (width * scale / MAX (bars->n, 1)), 1) / scale;
  layout.x = MAX (floor ((width - layout.width * bars->n) / 2), 0);
  layout.top = text_height + MARGIN;
  layout.has_strip = bars->has_colours && layout.width < WIDE;
  layout.bottom = gtk_widget_get_height (GTK_WIDGET (bars)) - MARK - 2 - (layout.has_strip ? STRIP + 1 : 0);
  for (guint i = 0; i < bars->n; i++)
    layout.highest = MAX (layout.highest, bars->values[i]);
  return layout;
}

static void
set_own_colour (UiBars *bars, cairo_t *cr, guint i)
{
  const guint32 colour = bars->colours[i];

  cairo_set_source_rgb (cr, (colour >> 16) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
}

static void
set_bar_colour (UiBars *bars, cairo_t *cr, const Layout *layout, guint i, const GdkRGBA *text, const GdkRGBA *accent)
{
  if (bars->has_colours && !layout->has_strip)
    set_own_colour (bars, cr, i);
  else
    gdk_cairo_set_source_rgba (cr, (gint) i == bars->marked ? accent : text);
}

/* A hair in the colour of the ground would not be seen: below narrow bars lies what they stand for. */
static void
draw_strip (UiBars *bars, cairo_t *cr, const Layout *layout)
{
  for (guint i = 0; i < bars->n; i++)
    {
      set_own_colour (bars, cr, i);
      cairo_rectangle (cr, layout->x + i * layout->width, layout->bottom + 1, layout->width, STRIP);
      cairo_fill (cr);
    }
}

/* A bar with a colour of its own is outlined, for it may be the ground's. */
static void
draw_bar (UiBars *bars, cairo_t *cr, const Layout *layout, guint i, const GdkRGBA *text)
{
  const double gap = layout->width >= WIDE ? 1 : 0;
  const double height = (layout->bottom - layout->top) * bars->values[i] / layout->highest;
  const double x = layout->x + i * layout->width;

  cairo_rectangle (cr, x, layout->bottom - height, layout->width - gap, height);
  cairo_fill (cr);
  if (bars->has_colours && gap > 0 && height > 1)
    {
      cairo_rectangle (cr, x + 0.5, layout->bottom - height + 0.5, layout->width - gap - 1, height - 1);
      cairo_set_line_width (cr, 1);
      cairo_set_source_rgba (cr, text->red, text->green, text->blue, 0.5);
      cairo_stroke (cr);
    }
}

static void
draw_mark (UiBars *bars, cairo_t *cr, const Layout *layout, guint i, const GdkRGBA *colour)
{
  const double x = layout->x + (i + 0.5) * layout->width;
  const double y = layout->bottom + 2 + (layout->has_strip ? STRIP + 1 : 0);

  gdk_cairo_set_source_rgba (cr, colour);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + MARK * 0.7, y + MARK);
  cairo_line_to (cr, x - MARK * 0.7, y + MARK);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_lines (UiBars *bars, cairo_t *cr, const Layout *layout, const GdkRGBA *colour)
{
  cairo_set_line_width (cr, 1.25);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  gdk_cairo_set_source_rgba (cr, colour);
  for (guint line = 0; line < bars->n_lines; line++)
    {
      cairo_new_path (cr);
      for (guint i = 0; i < bars->n; i++)
        cairo_line_to (cr, layout->x + (i + 0.5) * layout->width,
                       layout->bottom - (layout->bottom - layout->top) * bars->lines[line * bars->n + i]
                                          / layout->highest);
      cairo_stroke (cr);
    }
}

static void
draw_cursor (UiBars *bars, cairo_t *cr, const Layout *layout, const GdkRGBA *colour)
{
  const double x = layout->x + bars->cursor * layout->width;

  cairo_set_line_width (cr, 1);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_rectangle (cr, floor (x) - 1.5, layout->top - 1.5, ceil (layout->width) + 3, layout->bottom - layout->top + 3);
  cairo_stroke (cr);
}

static void
ui_bars_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UiBars *bars = UI_BARS (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  const Layout layout = get_layout (bars);
  g_autoptr (PangoLayout) title = ui_small_text_new (gtk_widget_get_pango_context (widget),
                                                      bars->title != NULL ? bars->title : "");
  GdkRGBA text, quiet, accent;
  int title_width;
  cairo_t *cr;

  if (width <= 0 || height <= 0)
    return;

  gtk_style_context_get_color (context, &text);
  quiet = text;
  quiet.alpha *= 0.55f;
  if (!gtk_style_context_lookup_color (context, "accent_color", &accent))
    accent = text;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (-2, 0, (float) width + 4, (float) height));
  gdk_cairo_set_source_rgba (cr, &text);
  pango_layout_get_pixel_size (title, &title_width, NULL);
  cairo_move_to (cr, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? width - title_width : 0, 0);
  pango_cairo_show_layout (cr, title);
  for (guint i = 0; i < bars->n; i++)
    {
      set_bar_colour (bars, cr, &layout, i, &quiet, &accent);
      draw_bar (bars, cr, &layout, i, &text);
    }
  gdk_cairo_set_source_rgba (cr, &quiet);
  cairo_rectangle (cr, layout.x, layout.bottom, layout.width * bars->n, 1);
  cairo_fill (cr);
  if (layout.has_strip)
    draw_strip (bars, cr, &layout);
  draw_lines (bars, cr, &layout, &accent);
  if (bars->marked >= 0 && bars->marked < (gint) bars->n)
    draw_mark (bars, cr, &layout, (guint) bars->marked, &accent);
  if (gtk_widget_has_focus (widget) && bars->n > 0)
    draw_cursor (bars, cr, &layout, &text);
  cairo_destroy (cr);
}

static void
ui_bars_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                 int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 284 : HEIGHT;
}

static void
describe (UiBars *bars)
{
  g_autofree char *text = NULL;
  guint highest = 0;

  bars->described_at = g_get_monotonic_time ();
  for (guint i = 0; i < bars->n; i++)
    if (bars->values[i] > bars->values[highest])
      highest = i;

  if (bars->n == 0)
    text = g_strdup (_("Nothing to show yet"));
  else
    text = g_strdup_printf (_("%u bars, the highest is number %u with %.3g; number %u has %.3g"), bars->n, highest,
                            bars->values[highest], bars->cursor, bars->values[bars->cursor]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bars), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

guint
ui_bars_get_cursor (UiBars *bars)
{
  g_return_val_if_fail (UI_IS_BARS (bars), 0);

  return bars->cursor;
}

void
ui_bars_set_cursor (UiBars *bars, guint index)
{
  g_return_if_fail (UI_IS_BARS (bars));

  bars->cursor = MIN (index, MAX (bars->n, 1) - 1);
  describe (bars);
  gtk_widget_queue_draw (GTK_WIDGET (bars));
  g_signal_emit (bars, signals[SIGNAL_CURSOR_CHANGED], 0);
}

static gboolean
move_cb (GtkWidget *widget, GVariant *by, gpointer user_data)
{
  UiBars *bars = UI_BARS (widget);
  gint steps = g_variant_get_int32 (by);

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL && ABS (steps) == 1)
    steps = -steps;
  ui_bars_set_cursor (bars, (guint) MAX ((gint) bars->cursor + steps, 0));
  return TRUE;
}

static gboolean
choose_cb (GtkWidget *widget, GVariant *nothing, gpointer user_data)
{
  UiBars *bars = UI_BARS (widget);

  if (bars->n > 0)
    g_signal_emit (bars, signals[SIGNAL_CHOSEN], 0, bars->cursor);
  return bars->n > 0;
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, UiBars *bars)
{
  const Layout layout = get_layout (bars);
  const double index = floor ((x - layout.x) / layout.width);

  gtk_widget_grab_focus (GTK_WIDGET (bars));
  if (index < 0 || index >= bars->n)
    return;

  ui_bars_set_cursor (bars, (guint) index);
  if (n_press == 2)
    g_signal_emit (bars, signals[SIGNAL_CHOSEN], 0, bars->cursor);
}

static void
ui_bars_finalize (GObject *object)
{
  g_free (UI_BARS (object)->title);
  g_free (UI_BARS (object)->lines);

  G_OBJECT_CLASS (ui_bars_parent_class)->finalize (object);
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  const struct {
    guint key;
    gint by;
  } keys[] = {
    { GDK_KEY_Left, -1 },          { GDK_KEY_Right, 1 },          { GDK_KEY_Page_Up, -16 },
    { GDK_KEY_Page_Down, 16 },     { GDK_KEY_Home, -UI_BARS_MAX }, { GDK_KEY_End, UI_BARS_MAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, move_cb, "i", keys[i].by);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, choose_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, choose_cb, NULL);
}

static void
ui_bars_class_init (UiBarsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ui_bars_finalize;
  widget_class->snapshot = ui_bars_snapshot;
  widget_class->measure = ui_bars_measure;
  signals[SIGNAL_CURSOR_CHANGED] = g_signal_new ("cursor-changed", UI_TYPE_BARS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 0);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", UI_TYPE_BARS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                         G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "bars");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  add_bindings (widget_class);
}

static void
ui_bars_init (UiBars *bars)
{
  GtkGesture *click = gtk_gesture_click_new ();

  bars->marked = -1;
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), bars);
  gtk_widget_add_controller (GTK_WIDGET (bars), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_focusable (GTK_WIDGET (bars), TRUE);
  describe (bars);
}

void
ui_bars_set_title (UiBars *bars, const char *title)
{
  g_return_if_fail (UI_IS_BARS (bars));

  if (g_strcmp0 (bars->title, title) == 0)
    return;

  g_free (bars->title);
  bars->title = g_strdup (title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bars), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_queue_draw (GTK_WIDGET (bars));
}

void
ui_bars_set_values (UiBars *bars, const double *values, guint n, gint marked)
{
  g_return_if_fail (UI_IS_BARS (bars));
  g_return_if_fail (n <= UI_BARS_MAX);

  if (n != bars->n)
    ui_bars_set_lines (bars, NULL, 0);
  bars->n = n;
  bars->marked = marked;
  if (n > 0)
    memcpy (bars->values, values, n * sizeof *values);

  bars->cursor = MIN (bars->cursor, MAX (n, 1) - 1);
  if (g_get_monotonic_time () - bars->described_at > DESCRIPTION_INTERVAL)
    describe (bars);
  gtk_widget_queue_draw (GTK_WIDGET (bars));
  g_signal_emit (bars, signals[SIGNAL_CURSOR_CHANGED], 0);
}

void
ui_bars_set_colours (UiBars *bars, const guint32 *colours, guint n)
{
  g_return_if_fail (UI_IS_BARS (bars));
  g_return_if_fail (n <= UI_BARS_MAX);

  bars->has_colours = colours != NULL;
  if (colours != NULL)
    memcpy (bars->colours, colours, n * sizeof *colours);
  gtk_widget_queue_draw (GTK_WIDGET (bars));
}

void
ui_bars_set_lines (UiBars *bars, const double *lines, guint n_lines)
{
  g_return_if_fail (UI_IS_BARS (bars));

  g_clear_pointer (&bars->lines, g_free);
  bars->n_lines = n_lines;
  if (n_lines > 0)
    bars->lines = g_memdup2 (lines, (gsize) n_lines * bars->n * sizeof *lines);
  gtk_widget_queue_draw (GTK_WIDGET (bars));
}
