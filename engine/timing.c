/* SPDX-License-Identifier: MIT */
/* One reading of the clock a lap: it ends one part and begins the next, so that nothing is lost between them. */
#include "engine/timing.h"

#include <time.h>

static gint64
read_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

void
weft_timing_begin (WeftTiming *timing)
{
  *timing = (WeftTiming) { .lap_at = read_clock () };
}

void
weft_timing_take (WeftTiming *timing, WeftTimingPart part)
{
  const gint64 now = read_clock ();

  timing->nanoseconds[part] += now - timing->lap_at;
  timing->lap_at = now;
}

gint64
weft_timing_get_total (const WeftTiming *timing)
{
  gint64 total = 0;

  for (guint part = 0; part < WEFT_TIMING_N_PARTS; part++)
    total += timing->nanoseconds[part];
  return total;
}
