/* SPDX-License-Identifier: MIT */
/* The marks along a timeline: rows, keyframes, and what was changed on the way. */
#pragma once

#include "app/timeline.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UiTimelineMark: what a mark stands for, in the order they are drawn.
 */
typedef enum {
  UI_TIMELINE_KEYFRAME,    /* a dot on the line: a step that is had again at once */
  UI_TIMELINE_TEMPERATURE, /* a triangle: from here on at another temperature */
  UI_TIMELINE_OVERRIDE,    /* a diamond: a value put in by hand */
  UI_TIMELINE_MEMORY,      /* a square: the memory was changed by hand */
  UI_TIMELINE_BRANCH,      /* a ring: another picture goes on from here */
  UI_TIMELINE_N_MARKS,
} UiTimelineMark;

/**
 * UiTimelineMarks: where marks stand, in pixels of the picture.
 *
 * Threads: main thread only.
 */
typedef struct _UiTimelineMarks UiTimelineMarks;

UiTimelineMarks *ui_timeline_marks_new  (void);
void             ui_timeline_marks_free (UiTimelineMarks *marks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiTimelineMarks, ui_timeline_marks_free)

/**
 * ui_timeline_marks_clear: takes all marks away.
 * @n_pixels: of the picture; 0: there is none
 * @n_columns: pixels of a row
 */
void ui_timeline_marks_clear (UiTimelineMarks *marks, guint n_pixels, guint n_columns);

/**
 * ui_timeline_marks_add: one more; a pixel already marked so is left as it is.
 */
void ui_timeline_marks_add (UiTimelineMarks *marks, UiTimelineMark mark, guint pixel);

/**
 * ui_timeline_marks_count: marks of one kind.
 */
guint ui_timeline_marks_count (UiTimelineMarks *marks, UiTimelineMark mark);

/**
 * ui_timeline_marks_dup_text: (transfer full): what somebody did and where, one kind a line: "Branches: 40, 60"; empty if
 * nothing.
 */
char *ui_timeline_marks_dup_text (UiTimelineMarks *marks);

/**
 * ui_timeline_marks_draw: rows and keyframes below the line, changes above it.
 * @from: where pixel 0 stands
 * @to: where the picture ends; may lie left of @from
 * @y: of the line
 * @colour: of what is always there
 * @accent: of what somebody did
 */
void ui_timeline_marks_draw (UiTimelineMarks *marks, cairo_t *cr, double from, double to, double y, const GdkRGBA *colour,
                             const GdkRGBA *accent);

G_END_DECLS
