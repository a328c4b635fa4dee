/* SPDX-License-Identifier: MIT */
/* StudioTimings: where the time of the latest pixels went. */
#pragma once

#include "engine/timing.h"

G_BEGIN_DECLS

#define STUDIO_TIMINGS_MAX 256 /* pixels that are remembered */

/**
 * StudioTimings: the latest pixels, in no order. A plain value; all zero: nothing yet.
 */
typedef struct {
  WeftTiming pixels[STUDIO_TIMINGS_MAX];
  guint n;
  guint next; /* which is forgotten for the next one */
} StudioTimings;

/**
 * studio_timings_add: one pixel more, in the place of the oldest.
 */
void studio_timings_add (StudioTimings *timings, const WeftTiming *pixel);

/* Of one part of a pixel, or of the whole; nanoseconds. */
typedef struct {
  double mean;
  double p50;
  double p95;
} StudioTimingFigures;

/**
 * studio_timings_summarize: the means of the parts add up to the mean of the whole; medians of parts need not.
 * @timings: of one pixel at least
 * @parts: (out): [WEFT_TIMING_N_PARTS]
 * @whole: (out)
 */
void studio_timings_summarize (const StudioTimings *timings, StudioTimingFigures *parts, StudioTimingFigures *whole);

G_END_DECLS
