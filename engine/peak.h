/* SPDX-License-Identifier: MIT */
/* What this processor can do at best: plain reads and int8 products and nothing else, for measurements to be
 * held against. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_peak_read: reads @n bytes with the widest loads there are, once, front to back.
 * @bytes: aligned to 64 bytes
 * @n: a multiple of 256
 *
 * Returns: a checksum, so that the reading cannot be left out.
 *
 * Threads: any.
 */
guint64 weft_peak_read (gconstpointer bytes, gsize n);

/**
 * weft_peak_multiply_int8: a fixed number of products of unsigned with signed bytes, each added to a 32-bit
 * sum, on registers alone: VNNI where there is AVX-512 with it, else the widest multiply that keeps such sums
 * exact.
 *
 * Returns: how many products that were.
 *
 * Threads: any.
 */
guint64 weft_peak_multiply_int8 (void);

G_END_DECLS
