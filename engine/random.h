/* SPDX-License-Identifier: MIT */
/* Counter-based uniforms: a number depends on its address (seed, image, step, use) and on nothing else. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a uniform is drawn for; each use of a step has its own stream. The values are part of every recipe. */
typedef enum {
  WEFT_USE_FIRST_VALUE = 0, /* the value that starts an image */
  WEFT_USE_COMPONENT = 1,   /* the component of a mixture */
  WEFT_USE_VALUE = 2,       /* the value itself */
  WEFT_USE_ORDER = 3,       /* the order in which a training sees its pictures */
} WeftUse;

/**
 * weft_random_uniform: one uniform in the open interval (0, 1), from Philox4x32-10.
 * @seed: key
 * @image: index of the image within its batch or series
 * @step: index of the value within its image
 * @use: what the number decides
 *
 * The source is Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). Key = seed; counter =
 * (image low, image high, step, use); the result is (52 high bits of the first two words, the first one higher, + 1/2)
 * / 2^52, which is exact: with 53 bits the largest would round to 1.
 *
 * Threads: any.
 */
double weft_random_uniform (guint64 seed, guint64 image, guint32 step, WeftUse use);

/**
 * weft_random_fill_normal: @n normal deviates of mean 0 and deviation @scale, for random weights.
 * @stream: tells apart the tensors of one model
 * @out: [n]
 * @n: at most 2^33
 */
void weft_random_fill_normal (guint64 seed, guint64 stream, float scale, float *out, gsize n);

G_END_DECLS
