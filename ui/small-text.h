/* SPDX-License-Identifier: MIT */
/* The letters beside what is drawn: small, with figures of one width. */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * ui_small_text_new: (transfer full): words to be drawn.
 *
 * Threads: main thread only.
 */
PangoLayout *ui_small_text_new (PangoContext *context, const char *text);

/**
 * ui_small_text_measure: width of a text, logical pixels.
 * @height: (out) (optional): logical pixels
 */
double ui_small_text_measure (PangoContext *context, const char *text, double *height);

G_END_DECLS
