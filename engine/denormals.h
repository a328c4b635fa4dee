/* SPDX-License-Identifier: MIT */
/* Denormal numbers flushed to zero on the calling thread, as results and as operands: a decaying state would otherwise
 * slow a step a hundredfold. */
#pragma once

#include <glib.h>

#if defined (__x86_64__)
#include <immintrin.h>
#endif

/**
 * weft_denormals_flush: from now on this thread, and threads it makes, treat denormals as zero.
 *
 * Returns: what was set before, for weft_denormals_restore().
 */
static inline guint32
weft_denormals_flush (void)
{
#if defined (__x86_64__)
  const guint32 before = _mm_getcsr ();

  _mm_setcsr (before | 0x8040u);
  return before;
#elif defined (__aarch64__)
  guint64 before;

  __asm__ volatile ("mrs %0, fpcr" : "=r"(before));
  __asm__ volatile ("msr fpcr, %0" : : "r"(before | (1u << 24)));
  return (guint32) before;
#else
  return 0;
#endif
}

static inline void
weft_denormals_restore (guint32 before)
{
#if defined (__x86_64__)
  _mm_setcsr (before);
#elif defined (__aarch64__)
  __asm__ volatile ("msr fpcr, %0" : : "r"((guint64) before));
#endif
}
