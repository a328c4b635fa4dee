/* SPDX-License-Identifier: MIT */
/* Causal linear attention, one step: S += phi(k) v^T, z += phi(k), then phi(q)^T S / (phi(q) . z + 1e-6); kernels.h says
 * where that is from. What it keeps has one size, at any step: E x E + E numbers a head. */
#include "engine/attention.h"

static gsize
memory_floats (guint head_size, guint max_steps)
{
  return ((gsize) head_size + 1) * weft_pad (head_size);
}

static gsize
scratch_floats (guint head_size, guint max_steps)
{
  return 2 * weft_pad (head_size);
}

static void
step (const WeftKernels *kernels, float *memory, guint head_size, guint max_steps, guint position, const float *q,
      const float *k, const float *v, float *out, float *scratch)
{
  kernels->attend_linear (memory, weft_attention_linear_z (memory, head_size), head_size, q, k, v, out, scratch);
}

const WeftAttentionForm weft_attention_linear = {
  .name = "linear",
  .memory_floats = memory_floats,
  .scratch_floats = scratch_floats,
  .step = step,
};
