/* SPDX-License-Identifier: MIT */
/* Everything is laid out and drawn in device pixels: both pictures fall on whole ones, and so does the boundary. */
#include "ui/compare-canvas.h"

#include "ui/pixels.h"

#define GAP 12 /* logical pixels between two pictures side by side */
#define MIN_SIDE 160

#define A 0
#define B 1

struct _UiCompareCanvas {
  GtkWidget parent_instance;

  /* owned */
  UiCanvasPainter *painters[2]; /* A and B; NULL: nothing to show */
  guint8 *different;            /* [different_height, different_width]; NULL: no outlines */

  guint different_width;
  guint different_height;
  UiCompareMode mode;
  double position; /* 0 .. 1 */
  gboolean is_flipped;
};

G_DEFINE_FINAL_TYPE (UiCompareCanvas, ui_compare_canvas, GTK_TYPE_WIDGET)

G_DEFINE_ENUM_TYPE (UiCompareMode, ui_compare_mode,
                    G_DEFINE_ENUM_VALUE (UI_COMPARE_SIDE, "side"),
                    G_DEFINE_ENUM_VALUE (UI_COMPARE_SLIDER, "slider"),
                    G_DEFINE_ENUM_VALUE (UI_COMPARE_FLIP, "flip"))

static guint moved_signal;

/* Layout */

/* A part of the widget, in device pixels. */
typedef struct {
  gint x, y;
  guint width, height;
} Slot;

static void
get_slots (UiCompareCanvas *canvas, guint scale, Slot *slots)
{
  const guint width = (guint) gtk_widget_get_width (GTK_WIDGET (canvas)) * scale;
  const guint height = (guint) gtk_widget_get_height (GTK_WIDGET (canvas)) * scale;
  const guint gap = GAP * scale;

  slots[A] = slots[B] = (Slot) { 0, 0, width, height };
  if (canvas->mode != UI_COMPARE_SIDE)
    return;

  if (width >= height)
    {
      slots[A].width = slots[B].width = width > gap ? (width - gap) / 2 : 0;
      slots[B].x = (gint) (width - slots[B].width);
    }
  else
    {
      slots[A].height = slots[B].height = height > gap ? (height - gap) / 2 : 0;
      slots[B].y = (gint) (height - slots[B].height);
    }
}

/* Device pixels a cell may have, so that both fit. */
static guint
choose_cell (UiCompareCanvas *canvas, const Slot *slots)
{
  guint cell = G_MAXUINT;

  for (guint i = A; i <= B; i++)
    cell = MIN (cell, MIN (slots[i].width / ui_canvas_painter_get_width (canvas->painters[i]),
                           slots[i].height / ui_canvas_painter_get_height (canvas->painters[i])));
  return MAX (cell, 1);
}

/* What a picture takes of its slot: its own size, or that of the larger one where both share a corner. */
static guint
get_extent (UiCompareCanvas *canvas, guint i, guint (*get) (UiCanvasPainter *painter))
{
  if (canvas->mode == UI_COMPARE_SIDE)
    return get (canvas->painters[i]);
  return MAX (get (canvas->painters[A]), get (canvas->painters[B]));
}

static void
get_geometries (UiCompareCanvas *canvas, UiCanvasGeometry *geometries)
{
  const guint scale = (guint) gtk_widget_get_scale_factor (GTK_WIDGET (canvas));
  Slot slots[2];
  guint cell;

  get_slots (canvas, scale, slots);
  cell = choose_cell (canvas, slots);
  for (guint i = A; i <= B; i++)
    {
      const guint width = get_extent (canvas, i, ui_canvas_painter_get_width) * cell;
      const guint height = get_extent (canvas, i, ui_canvas_painter_get_height) * cell;

      geometries[i] = (UiCanvasGeometry) {
        .n_lanes = 1, .columns = 1, .rows = 1, .scale = scale, .cell = cell,
        .image_width = ui_canvas_painter_get_width (canvas->painters[i]),
        .image_height = ui_canvas_painter_get_height (canvas->painters[i]),
        .x = slots[i].x + ((gint) slots[i].width - (gint) width) / 2,
        .y = slots[i].y + ((gint) slots[i].height - (gint) height) / 2,
      };
    }
}

/* The boundary, in device pixels from the widget's left side. */
static gint
get_boundary (UiCompareCanvas *canvas, const UiCanvasGeometry *geometries)
{
  const guint width = MAX (geometries[A].image_width, geometries[B].image_width) * geometries[A].cell;

  return geometries[A].x + (gint) (canvas->position * width + 0.5);
}

/* Drawing */

static void
get_colour (UiCompareCanvas *canvas, const char *name, GdkRGBA *colour)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (canvas)), name, colour))
    *colour = (GdkRGBA) { 0.5f, 0.5f, 0.5f, 1.0f };
}

static void
use_device_pixels (cairo_t *cr, guint scale)
{
  cairo_scale (cr, 1.0 / scale, 1.0 / scale);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
}

static gboolean
is_different (UiCompareCanvas *canvas, gint x, gint y)
{
  return x >= 0 && y >= 0 && x < (gint) canvas->different_width && y < (gint) canvas->different_height
         && canvas->different[(gsize) y * canvas->different_width + (gsize) x];
}

/* The sides of one cell that face pixels that do not differ, @inset device pixels inside it. */
static void
add_sides (UiCompareCanvas *canvas, cairo_t *cr, const UiCanvasGeometry *geometry, gint x, gint y, gint inset)
{
  const gint thickness = (gint) geometry->scale, side = (gint) geometry->cell;
  const gint left = geometry->x + x * side, top = geometry->y + y * side;
  const gint far = side - inset - thickness;

  if (!is_different (canvas, x - 1, y))
    cairo_rectangle (cr, left + inset, top, thickness, side);
  if (!is_different (canvas, x + 1, y))
    cairo_rectangle (cr, left + far, top, thickness, side);
  if (!is_different (canvas, x, y - 1))
    cairo_rectangle (cr, left, top + inset, side, thickness);
  if (!is_different (canvas, x, y + 1))
    cairo_rectangle (cr, left, top + far, side, thickness);
}

/* Two tones, so that one of both stands out on any colour; a small cell has room for one. */
static void
draw_outlines (UiCompareCanvas *canvas, cairo_t *cr, const UiCanvasGeometry *geometry)
{
  const gint n_tones = geometry->cell >= 6 * geometry->scale ? 2 : 1;
  GdkRGBA tones[2];

  get_colour (canvas, "canvas_inner_color", &tones[0]);
  get_colour (canvas, "canvas_outer_color", &tones[1]);
  cairo_save (cr);
  use_device_pixels (cr, geometry->scale);
  for (gint tone = n_tones - 1; tone >= 0; tone--)
    {
      for (gint y = 0; y < (gint) canvas->different_height; y++)
        for (gint x = 0; x < (gint) canvas->different_width; x++)
          if (is_different (canvas, x, y))
            add_sides (canvas, cr, geometry, x, y, tone * (gint) geometry->scale);
      gdk_cairo_set_source_rgba (cr, &tones[tone]);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}

/* One picture, of which only the device pixels from @begin to @end are seen. */
static void
draw_part (UiCompareCanvas *canvas, cairo_t *cr, const UiCanvasGeometry *geometry, guint i, gint begin, gint end)
{
  const UiCanvasStyle style = { 0 }; /* everything is painted: no warp is seen */
  const gint height = gtk_widget_get_height (GTK_WIDGET (canvas)) * (gint) geometry->scale;

  cairo_save (cr);
  cairo_save (cr);
  use_device_pixels (cr, geometry->scale);
  cairo_rectangle (cr, begin, 0, MAX (end - begin, 0), height);
  cairo_restore (cr);
  cairo_clip (cr);
  ui_canvas_painter_draw (canvas->painters[i], cr, geometry, &style);
  cairo_restore (cr);
}

static void
draw_boundary (UiCompareCanvas *canvas, cairo_t *cr, guint scale, gint boundary)
{
  const gint height = gtk_widget_get_height (GTK_WIDGET (canvas)) * (gint) scale, thickness = (gint) scale;
  GdkRGBA inner, outer;

  get_colour (canvas, "canvas_inner_color", &inner);
  get_colour (canvas, "canvas_outer_color", &outer);
  cairo_save (cr);
  use_device_pixels (cr, scale);
  gdk_cairo_set_source_rgba (cr, &outer);
  cairo_rectangle (cr, boundary - 2 * thickness, 0, 4 * thickness, height);
  cairo_fill (cr);
  gdk_cairo_set_source_rgba (cr, &inner);
  cairo_rectangle (cr, boundary - thickness, 0, 2 * thickness, height);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw (UiCompareCanvas *canvas, cairo_t *cr)
{
  const guint first = canvas->is_flipped ? B : A, second = canvas->is_flipped ? A : B;
  UiCanvasGeometry geometries[2];
  gint boundary;

  get_geometries (canvas, geometries);
  boundary = get_boundary (canvas, geometries);
  if (canvas->mode == UI_COMPARE_SIDE && canvas->is_flipped)
    {
      /* They change places, each with its own size. */
      const UiCanvasGeometry saved = geometries[A];

      geometries[A].x = geometries[B].x;
      geometries[A].y = geometries[B].y;
      geometries[B].x = saved.x;
      geometries[B].y = saved.y;
    }

  if (canvas->mode == UI_COMPARE_SLIDER)
    {
      draw_part (canvas, cr, &geometries[first], first, 0, boundary);
      draw_part (canvas, cr, &geometries[second], second, boundary, G_MAXINT16);
    }
  else
    draw_part (canvas, cr, &geometries[first], first, 0, G_MAXINT16);
  if (canvas->mode == UI_COMPARE_SIDE)
    draw_part (canvas, cr, &geometries[second], second, 0, G_MAXINT16);

  if (canvas->different != NULL)
    draw_outlines (canvas, cr, &geometries[A]);
  if (canvas->different != NULL && canvas->mode == UI_COMPARE_SIDE)
    draw_outlines (canvas, cr, &geometries[B]);
  if (canvas->mode == UI_COMPARE_SLIDER)
    draw_boundary (canvas, cr, geometries[A].scale, boundary);
}

static void
ui_compare_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  UiCompareCanvas *canvas = UI_COMPARE_CANVAS (widget);
  const float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  cairo_t *cr;

  if (canvas->painters[A] == NULL || width <= 0 || height <= 0)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  draw (canvas, cr);
  cairo_destroy (cr);
}

/* No smaller than one device pixel a cell: what is larger than the window is scrolled. */
static void
ui_compare_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  UiCompareCanvas *canvas = UI_COMPARE_CANVAS (widget);
  const gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;
  guint largest = 0;

  for (guint i = A; i <= B && canvas->painters[i] != NULL; i++)
    largest = MAX (largest, is_width ? ui_canvas_painter_get_width (canvas->painters[i])
                                     : ui_canvas_painter_get_height (canvas->painters[i]));
  *minimum = MAX (MIN_SIDE, (int) largest / gtk_widget_get_scale_factor (widget));
  *natural = MAX (*minimum, 2 * MIN_SIDE);
}

/* Moving the boundary */

static void
move_to (UiCompareCanvas *canvas, double x)
{
  UiCanvasGeometry geometries[2];
  double width;

  if (canvas->painters[A] == NULL || canvas->mode != UI_COMPARE_SLIDER)
    return;

  get_geometries (canvas, geometries);
  width = MAX (geometries[A].image_width, geometries[B].image_width) * geometries[A].cell;
  g_signal_emit (canvas, moved_signal, 0, CLAMP ((x * geometries[A].scale - geometries[A].x) / width, 0, 1));
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, UiCompareCanvas *canvas)
{
  move_to (canvas, x);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, UiCompareCanvas *canvas)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (gesture, &x, &y))
    move_to (canvas, x + dx);
}

/* Lifecycle */

static void
ui_compare_canvas_finalize (GObject *object)
{
  UiCompareCanvas *canvas = UI_COMPARE_CANVAS (object);

  g_clear_pointer (&canvas->painters[A], ui_canvas_painter_free);
  g_clear_pointer (&canvas->painters[B], ui_canvas_painter_free);
  g_free (canvas->different);

  G_OBJECT_CLASS (ui_compare_canvas_parent_class)->finalize (object);
}

static void
ui_compare_canvas_class_init (UiCompareCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ui_compare_canvas_finalize;
  widget_class->snapshot = ui_compare_canvas_snapshot;
  widget_class->measure = ui_compare_canvas_measure;
  moved_signal = g_signal_new ("moved", UI_TYPE_COMPARE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               G_TYPE_DOUBLE);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ui_compare_canvas_init (UiCompareCanvas *canvas)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  canvas->position = 0.5;
  gtk_widget_set_overflow (GTK_WIDGET (canvas), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), canvas);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (drag));
}

void
ui_compare_canvas_set_pictures (UiCompareCanvas *canvas, const StudioPixels *a, const StudioPixels *b)
{
  const StudioPixels *const pictures[] = { a, b };

  g_return_if_fail (UI_IS_COMPARE_CANVAS (canvas));
  g_return_if_fail ((a == NULL) == (b == NULL));

  for (guint i = A; i <= B; i++)
    {
      g_clear_pointer (&canvas->painters[i], ui_canvas_painter_free);
      if (pictures[i] != NULL)
        canvas->painters[i] = ui_pixels_to_painter (pictures[i]);
    }
  ui_compare_canvas_set_outlines (canvas, NULL);
  gtk_widget_queue_resize (GTK_WIDGET (canvas));
}

void
ui_compare_canvas_set_outlines (UiCompareCanvas *canvas, const StudioComparison *comparison)
{
  g_return_if_fail (UI_IS_COMPARE_CANVAS (canvas));

  g_clear_pointer (&canvas->different, g_free);
  if (comparison != NULL)
    {
      canvas->different_width = comparison->width;
      canvas->different_height = comparison->height;
      canvas->different = g_memdup2 (comparison->different, (gsize) comparison->width * comparison->height);
    }
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
ui_compare_canvas_set_mode (UiCompareCanvas *canvas, UiCompareMode mode)
{
  g_return_if_fail (UI_IS_COMPARE_CANVAS (canvas));

  canvas->mode = mode;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
ui_compare_canvas_set_position (UiCompareCanvas *canvas, double position)
{
  g_return_if_fail (UI_IS_COMPARE_CANVAS (canvas));

  canvas->position = CLAMP (position, 0, 1);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
ui_compare_canvas_set_flipped (UiCompareCanvas *canvas, gboolean is_flipped)
{
  g_return_if_fail (UI_IS_COMPARE_CANVAS (canvas));

  canvas->is_flipped = is_flipped;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}
