/* SPDX-License-Identifier: MIT */
/* Softmax attention, one step: append this position's key and value, then read all of them. Cached, the memory grows
 * with every step; recomputed, nothing is kept and every step builds it anew from the first position on. */
#include "engine/attention.h"

#include <string.h>

static gsize
count_blocks (guint max_steps)
{
  return ((gsize) max_steps + WEFT_KEY_BLOCK - 1) / WEFT_KEY_BLOCK;
}

static gsize
memory_floats (guint head_size, guint max_steps)
{
  return count_blocks (max_steps) * WEFT_KEY_BLOCK * head_size + (gsize) max_steps * weft_pad (head_size);
}

static gsize
scratch_floats (guint head_size, guint max_steps)
{
  return count_blocks (max_steps) * WEFT_KEY_BLOCK;
}

void
weft_attention_softmax_append (float *memory, guint head_size, guint max_steps, guint position, const float *k,
                               const float *v)
{
  float *values = weft_attention_softmax_values (memory, head_size, max_steps);
  float *block = memory + (gsize) (position / WEFT_KEY_BLOCK) * WEFT_KEY_BLOCK * head_size;

  for (gsize e = 0; e < head_size; e++)
    block[e * WEFT_KEY_BLOCK + position % WEFT_KEY_BLOCK] = k[e];

  memcpy (values + (gsize) position * weft_pad (head_size), v, head_size * sizeof (float));
}

static void
step (const WeftKernels *kernels, float *memory, guint head_size, guint max_steps, guint position, const float *q,
      const float *k, const float *v, float *out, float *scratch)
{
  weft_attention_softmax_append (memory, head_size, max_steps, position, k, v);
  kernels->attend_softmax (memory, weft_attention_softmax_values (memory, head_size, max_steps), head_size,
                           position + 1, q, out, scratch);
}

const WeftAttentionForm weft_attention_softmax_cached = {
  .name = "softmax-cached",
  .memory_floats = memory_floats,
  .scratch_floats = scratch_floats,
  .step = step,
};

const WeftAttentionForm weft_attention_softmax_recomputed = {
  .name = "softmax-recomputed",
  .recomputes = TRUE,
  .memory_floats = memory_floats,
  .scratch_floats = scratch_floats,
  .step = step,
};
