/* SPDX-License-Identifier: MIT */
/* A few words in small capitals, written into pixels. */
#pragma once

#include "app/pixels.h"

#include <glib.h>

G_BEGIN_DECLS

#define STUDIO_LABEL_HEIGHT 5 /* dots of a letter */

/**
 * studio_label_measure: width of a text, pixels.
 * @text: ASCII; what the font does not have is a question mark
 * @size: side of a dot, pixels, 1 ..
 */
guint studio_label_measure (const char *text, guint size);

/**
 * studio_label_draw: writes a text in dark grey from (@x, @y), its upper left corner, on; all of it must lie in @pixels.
 */
void studio_label_draw (StudioPixels *pixels, const char *text, guint x, guint y, guint size);

/**
 * studio_label_draw_within: writes into the middle of @width; characters that do not fit are left out.
 */
void studio_label_draw_within (StudioPixels *pixels, const char *text, guint x, guint y, guint width, guint size);

G_END_DECLS
