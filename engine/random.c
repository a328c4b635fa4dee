/* SPDX-License-Identifier: MIT */
/* Philox4x32-10 and what is made of it: uniforms for sampling, normal deviates for random weights. */
#include "engine/random-private.h"
#include "engine/random.h"

#include <math.h>

#define N_ROUNDS 10
#define MULTIPLIER_0 0xD2511F53u
#define MULTIPLIER_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u /* golden ratio */
#define WEYL_1 0xBB67AE85u /* sqrt (3) - 1 */

/* The fourth counter word of normal deviates; uniforms have a WeftUse there. */
#define USE_NORMAL 0x6E6F726Du

void
weft_random_philox (const guint32 *counter, const guint32 *key, guint32 *out)
{
  guint32 c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  guint32 k0 = key[0], k1 = key[1];

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      const guint64 p0 = (guint64) MULTIPLIER_0 * c0;
      const guint64 p1 = (guint64) MULTIPLIER_1 * c2;

      c0 = (guint32) (p1 >> 32) ^ c1 ^ k0;
      c1 = (guint32) p1;
      c2 = (guint32) (p0 >> 32) ^ c3 ^ k1;
      c3 = (guint32) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }

  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/* 52 bits, not 53: with one more, the largest plus 1/2 would round to 1. */
static double
to_uniform (guint32 high, guint32 low)
{
  const guint64 bits = ((guint64) high << 32 | low) >> 12;

  return ((double) bits + 0.5) * 0x1p-52;
}

static void
draw_words (guint64 seed, guint32 c0, guint32 c1, guint32 c2, guint32 c3, guint32 *words)
{
  const guint32 counter[4] = { c0, c1, c2, c3 };
  const guint32 key[2] = { (guint32) seed, (guint32) (seed >> 32) };

  weft_random_philox (counter, key, words);
}

double
weft_random_uniform (guint64 seed, guint64 image, guint32 step, WeftUse use)
{
  guint32 words[4];

  draw_words (seed, (guint32) image, (guint32) (image >> 32), step, use, words);
  return to_uniform (words[0], words[1]);
}

/* Box and Muller: two uniforms give two independent deviates. */
static void
draw_normal_pair (guint64 seed, guint64 stream, guint32 block, double *a, double *b)
{
  guint32 words[4];
  double radius, angle;

  draw_words (seed, block, (guint32) stream, (guint32) (stream >> 32), USE_NORMAL, words);
  radius = sqrt (-2.0 * log (to_uniform (words[0], words[1])));
  angle = 2.0 * G_PI * to_uniform (words[2], words[3]);
  *a = radius * cos (angle);
  *b = radius * sin (angle);
}

void
weft_random_fill_normal (guint64 seed, guint64 stream, float scale, float *out, gsize n)
{
  g_return_if_fail (n / 2 <= G_MAXUINT32);

  for (gsize i = 0; i < n; i += 2)
    {
      double pair[2];

      draw_normal_pair (seed, stream, (guint32) (i / 2), &pair[0], &pair[1]);
      for (gsize j = 0; j < 2 && i + j < n; j++)
        out[i + j] = (float) (scale * pair[j]);
    }
}
