/* SPDX-License-Identifier: MIT */
/* WeftTiming: where the time of a step goes. Whoever wants to know lends one; without it a step reads no clock. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In the order in which a step comes by. */
typedef enum {
  WEFT_TIMING_ATTENTION,    /* queries, keys and values, what is read, and the norm after it, in all layers */
  WEFT_TIMING_FEED_FORWARD, /* and the norm after it, in all layers */
  WEFT_TIMING_HEAD,         /* the last norm, and the outputs */
  WEFT_TIMING_SAMPLING,     /* the next value, drawn from the outputs */
  WEFT_TIMING_COPY,         /* copying the state, by whoever keeps it */
  WEFT_TIMING_REST,         /* what lies between: embedding, and whatever the caller does */
  WEFT_TIMING_N_PARTS,
} WeftTimingPart;

/**
 * WeftTiming: a stop watch with laps; all time since weft_timing_begin() belongs to one part or another. A plain value.
 *
 * Threads: owned by one thread at a time.
 */
typedef struct {
  gint64 nanoseconds[WEFT_TIMING_N_PARTS];
  gint64 lap_at; /* nanoseconds, monotonic */
} WeftTiming;

/**
 * weft_timing_begin: from now on, all parts 0.
 */
void weft_timing_begin (WeftTiming *timing);

/**
 * weft_timing_take: the time since the last lap goes to @part.
 */
void weft_timing_take (WeftTiming *timing, WeftTimingPart part);

/**
 * weft_timing_get_total: nanoseconds of all parts together.
 */
gint64 weft_timing_get_total (const WeftTiming *timing);

/* The same where nobody may want to know. */
static inline void
weft_timing_lap (WeftTiming *timing, WeftTimingPart part)
{
  if (timing != NULL)
    weft_timing_take (timing, part);
}

G_END_DECLS
