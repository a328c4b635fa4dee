/* SPDX-License-Identifier: MIT */
/* The clock of races. */
#pragma once

#include <time.h>

/* Seconds. Finer than GLib's microseconds, of which a step of a small model has few. */
static inline double
studio_clock_read (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + (double) now.tv_nsec * 1e-9;
}
