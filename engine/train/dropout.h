/* SPDX-License-Identifier: MIT */
/* Dropout by a counter: whether an activation is dropped depends on its address and on nothing kept, so that the backward
 * pass drops the same ones. */
#pragma once

#include "engine/train/real.h"

/* The last counter word begins with this; the uniforms of engine/random.h have small numbers there. */
#define USE_DROPOUT 0xD0000000u

/* One stream of decisions: a place in the network, for one sequence of one step. */
typedef struct {
  guint64 seed;
  guint32 step, sequence;
  guint32 site;       /* 3 layer + 0, 1, 2 */
  double probability; /* 0: nothing is dropped */
} Dropout;

/* Philox4x32-10 as in engine/random.c, inline so that a loop over it becomes vectors. */
INLINE void
draw (const Dropout *dropout, guint32 number, guint32 *words)
{
  guint32 c0 = number, c1 = dropout->site, c2 = dropout->step, c3 = USE_DROPOUT | dropout->sequence;
  guint32 k0 = (guint32) dropout->seed, k1 = (guint32) (dropout->seed >> 32);

  _Pragma ("GCC unroll 10") for (guint round = 0; round < 10; round++)
    {
      const guint64 p0 = (guint64) 0xD2511F53u * c0;
      const guint64 p1 = (guint64) 0xCD9E8D57u * c2;

      c0 = (guint32) (p1 >> 32) ^ c1 ^ k0;
      c1 = (guint32) p1;
      c2 = (guint32) (p0 >> 32) ^ c3 ^ k1;
      c3 = (guint32) p0;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }

  words[0] = c0;
  words[1] = c1;
  words[2] = c2;
  words[3] = c3;
}

/* x [m, n] = x / (1 - p), or 0 with probability p; first_row: the position of row 0 in its sequence. */
static void
dropout_apply (const Dropout *dropout, Real *x, gsize stride, gsize first_row, gsize m, gsize n)
{
  const guint32 threshold = (guint32) (dropout->probability * 0x1p32);
  const Real kept = (Real) (1.0 / (1.0 - dropout->probability));

  if (dropout->probability == 0.0)
    return;

  for (gsize row = 0; row < m; row++)
    for (gsize i = 0; i < n; i += 4)
      {
        guint32 words[4];

        draw (dropout, (guint32) ((first_row + row) * ((n + 3) / 4) + i / 4), words);
        for (gsize j = 0; j < MIN (4, n - i); j++)
          x[row * stride + i + j] *= words[j] < threshold ? 0 : kept;
      }
}
