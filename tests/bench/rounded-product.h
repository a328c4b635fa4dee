/* SPDX-License-Identifier: MIT */
/* BenchRounded: one product of square matrices in bf16, as training does it, of factors that are rounded and packed
 * already: what this machine does at best. Only where weft_arithmetic_get (TRUE) finds a table. */
#pragma once

#include <glib.h>

/**
 * BenchRounded: two factors and their product, [n, n].
 *
 * Threads: owned by one at a time.
 */
typedef struct _BenchRounded BenchRounded;

BenchRounded *bench_rounded_new (gsize n);

void bench_rounded_free (BenchRounded *rounded);

void bench_rounded_multiply (BenchRounded *rounded);
