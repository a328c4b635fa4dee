/* SPDX-License-Identifier: MIT */
/* UiReading: words and figures of a run change no more often than they can be read; what is drawn may follow every frame. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define UI_READING_INTERVAL 250 /* milliseconds between two readings */

/**
 * UiReading: calls back when something is to be written down: at once, or as soon as the interval since the last time is
 * over, and then for all that has happened meanwhile.
 *
 * Threads: main thread only.
 */
typedef struct _UiReading UiReading;

/**
 * ui_reading_new: (transfer full):
 * @write: writes down what is so now
 * @data: (transfer none): for it; outlives the reading
 */
UiReading *ui_reading_new (void (*write) (gpointer data), gpointer data);

/**
 * ui_reading_free: nothing is called back any more.
 */
void ui_reading_free (UiReading *reading);

/**
 * ui_reading_tell: something has changed.
 * @is_moving: whether more will follow by itself; what people did is written at once
 */
void ui_reading_tell (UiReading *reading, gboolean is_moving);

G_END_DECLS
