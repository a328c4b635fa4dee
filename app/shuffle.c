/* SPDX-License-Identifier: MIT */
#include "app/shuffle.h"

#include "engine/random.h"

void
studio_shuffle (guint64 seed, guint64 pass, guint32 *order, gsize n)
{
  for (gsize i = 0; i < n; i++)
    order[i] = i;

  for (gsize i = n; i > 1; i--)
    {
      const gsize k = (gsize) (i * weft_random_uniform (seed, pass, i, WEFT_USE_ORDER));
      const guint32 last = order[i - 1];

      order[i - 1] = order[k];
      order[k] = last;
    }
}
