/* SPDX-License-Identifier: MIT */
/* StudioRate: how fast a counter grows, over a sliding window of a clock that the caller chooses. */
#pragma once

#include <glib.h>
#include <stdatomic.h>

G_BEGIN_DECLS

#define STUDIO_RATE_MARKS 20

/**
 * StudioRate: all zero is a fresh one.
 *
 * Threads: one writer; studio_rate_get() any.
 */
typedef struct {
  double interval; /* seconds between marks; the window is STUDIO_RATE_MARKS of them */
  double stride;   /* counts between marks, if those have passed before an interval has */
  double times[STUDIO_RATE_MARKS];
  double counts[STUDIO_RATE_MARKS];
  guint n_marks;   /* valid marks */
  guint next;      /* where the next mark goes */
  gboolean has_interval; /* whether there has been a whole one since the beginning */
  _Atomic double value;
} StudioRate;

/**
 * studio_rate_init:
 * @window: seconds
 * @counts: how much growth makes a window too, whichever is over first; 0: only seconds do
 */
void studio_rate_init (StudioRate *rate, double window, double counts);

/**
 * studio_rate_restart: forgets the window, after a pause; the figure stays until there is a new one.
 */
void studio_rate_restart (StudioRate *rate);

/**
 * studio_rate_add: the counter stands at @count at @seconds. Cheap unless a mark is due.
 */
void studio_rate_add (StudioRate *rate, double seconds, double count);

/**
 * studio_rate_get: counts per second; 0 while there is no figure.
 */
double studio_rate_get (StudioRate *rate);

G_END_DECLS
