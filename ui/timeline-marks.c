/* SPDX-License-Identifier: MIT */
/* Small shapes along a line, told apart by form and place as well as by colour. */
#include "ui/timeline-marks.h"

#include <glib/gi18n.h>
#include <math.h>

#define MIN_ROW_DISTANCE 5.0 /* logical pixels between two rows that are marked */
#define ROW_BELOW 9.0        /* logical pixels from the line to what stands below ... */
#define MARK_ABOVE 10.0      /* ... and above it */
#define MARK_SIZE 3.5        /* half a mark's side */

struct _UiTimelineMarks {
  guint n_pixels;
  guint n_columns;
  GArray *pixels[UI_TIMELINE_N_MARKS]; /* of guint */
};

UiTimelineMarks *
ui_timeline_marks_new (void)
{
  UiTimelineMarks *marks = g_new0 (UiTimelineMarks, 1);

  for (guint i = 0; i < UI_TIMELINE_N_MARKS; i++)
    marks->pixels[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  return marks;
}

void
ui_timeline_marks_free (UiTimelineMarks *marks)
{
  if (marks == NULL)
    return;

  for (guint i = 0; i < UI_TIMELINE_N_MARKS; i++)
    g_array_unref (marks->pixels[i]);
  g_free (marks);
}

void
ui_timeline_marks_clear (UiTimelineMarks *marks, guint n_pixels, guint n_columns)
{
  marks->n_pixels = n_pixels;
  marks->n_columns = n_columns;
  for (guint i = 0; i < UI_TIMELINE_N_MARKS; i++)
    g_array_set_size (marks->pixels[i], 0);
}

void
ui_timeline_marks_add (UiTimelineMarks *marks, UiTimelineMark mark, guint pixel)
{
  GArray *pixels = marks->pixels[mark];

  for (guint i = 0; i < pixels->len; i++)
    if (g_array_index (pixels, guint, i) == pixel)
      return;

  g_array_append_val (pixels, pixel);
}

guint
ui_timeline_marks_count (UiTimelineMarks *marks, UiTimelineMark mark)
{
  return marks->pixels[mark]->len;
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  const guint first = *(const guint *) a, second = *(const guint *) b;

  return (first > second) - (first < second);
}

static char *
list_pixels (GArray *pixels)
{
  g_autoptr (GString) list = g_string_new (NULL);

  g_array_sort (pixels, compare);
  for (guint i = 0; i < pixels->len; i++)
    g_string_append_printf (list, i == 0 ? "%u" : ", %u", g_array_index (pixels, guint, i));
  return g_string_free (g_steal_pointer (&list), FALSE);
}

char *
ui_timeline_marks_dup_text (UiTimelineMarks *marks)
{
  const struct {
    UiTimelineMark mark;
    const char *name;
  } kinds[] = {
    { UI_TIMELINE_BRANCH, _("Branches at pixel") },
    { UI_TIMELINE_OVERRIDE, _("Values put in at pixel") },
    { UI_TIMELINE_MEMORY, _("Memory changed at pixel") },
    { UI_TIMELINE_TEMPERATURE, _("Other temperature from pixel") },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *list = list_pixels (marks->pixels[kinds[i].mark]);

      if (list[0] != '\0')
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", kinds[i].name, list);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Rows that would lie too close together are left out, by powers of two. */
static void
draw_rows (UiTimelineMarks *marks, cairo_t *cr, double from, double to, double y, const GdkRGBA *colour)
{
  const double width = fabs (to - from);
  guint step = marks->n_columns;

  while (step * width / marks->n_pixels < MIN_ROW_DISTANCE)
    step *= 2;

  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, 1);
  for (guint pixel = 0; pixel <= marks->n_pixels; pixel += step)
    {
      const double x = floor (from + (to - from) * pixel / marks->n_pixels) + 0.5;

      cairo_move_to (cr, x, y + ROW_BELOW - 2);
      cairo_line_to (cr, x, y + ROW_BELOW + 2);
    }
  cairo_stroke (cr);
}

static void
draw_mark (cairo_t *cr, UiTimelineMark mark, double x, double y)
{
  switch (mark)
    {
    case UI_TIMELINE_TEMPERATURE:
      cairo_move_to (cr, x - MARK_SIZE, y - MARK_ABOVE - MARK_SIZE);
      cairo_line_to (cr, x + MARK_SIZE, y - MARK_ABOVE - MARK_SIZE);
      cairo_line_to (cr, x, y - MARK_ABOVE + MARK_SIZE);
      cairo_close_path (cr);
      cairo_fill (cr);
      break;
    case UI_TIMELINE_OVERRIDE:
      cairo_move_to (cr, x, y - MARK_ABOVE - MARK_SIZE - 0.5);
      cairo_line_to (cr, x + MARK_SIZE + 0.5, y - MARK_ABOVE);
      cairo_line_to (cr, x, y - MARK_ABOVE + MARK_SIZE + 0.5);
      cairo_line_to (cr, x - MARK_SIZE - 0.5, y - MARK_ABOVE);
      cairo_close_path (cr);
      cairo_fill (cr);
      break;
    case UI_TIMELINE_MEMORY:
      cairo_rectangle (cr, x - MARK_SIZE + 1, y - MARK_ABOVE - MARK_SIZE + 1, 2 * MARK_SIZE - 2, 2 * MARK_SIZE - 2);
      cairo_fill (cr);
      break;
    case UI_TIMELINE_BRANCH:
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y - MARK_ABOVE, MARK_SIZE - 0.5, 0, 2 * G_PI);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
      break;
    case UI_TIMELINE_KEYFRAME:
    case UI_TIMELINE_N_MARKS:
    default:
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y + ROW_BELOW + 5, 1, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

void
ui_timeline_marks_draw (UiTimelineMarks *marks, cairo_t *cr, double from, double to, double y, const GdkRGBA *colour,
                        const GdkRGBA *accent)
{
  if (marks->n_pixels == 0 || fabs (to - from) < 1)
    return;

  draw_rows (marks, cr, from, to, y, colour);
  for (guint mark = 0; mark < UI_TIMELINE_N_MARKS; mark++)
    {
      gdk_cairo_set_source_rgba (cr, mark == UI_TIMELINE_KEYFRAME ? colour : accent);
      for (guint i = 0; i < marks->pixels[mark]->len; i++)
        draw_mark (cr, (UiTimelineMark) mark,
                   from + (to - from) * g_array_index (marks->pixels[mark], guint, i) / marks->n_pixels, y);
    }
}
