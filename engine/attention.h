/* SPDX-License-Identifier: MIT */
/* WeftAttentionForm: one way to attend, step by step; each form is a small file of its own. */
#pragma once

#include "engine/kernels/kernels.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftAttentionForm: what one head of one image keeps between steps, and what it does with it.
 *
 * Threads: any; two calls never share a memory.
 */
typedef struct {
  const char *name;

  /* TRUE: nothing is kept between steps; each step feeds the whole prefix to an empty memory. */
  gboolean recomputes;

  /* Floats that one head needs for up to max_steps positions; a multiple of 16. All zero: no past. */
  gsize (*memory_floats) (guint head_size, guint max_steps);

  /* Floats of working memory of one step. */
  gsize (*scratch_floats) (guint head_size, guint max_steps);

  /* Position `position` of one head: takes its query, key and value [E], writes what it reads to out [E]. */
  void (*step) (const WeftKernels *kernels, float *memory, guint head_size, guint max_steps, guint position,
                const float *q, const float *k, const float *v, float *out, float *scratch);
} WeftAttentionForm;

extern const WeftAttentionForm weft_attention_linear;             /* memory: s [E, pad E], z [pad E] */
extern const WeftAttentionForm weft_attention_softmax_cached;     /* memory: keys [blocks, E, 64], values [steps, pad E] */
extern const WeftAttentionForm weft_attention_softmax_recomputed; /* the same, built anew at each step */

/* Where the parts of a head's memory lie; shared by the single step and the parallel form. */

/* z of a linear memory; s is the memory itself. */
static inline float *
weft_attention_linear_z (float *memory, guint head_size)
{
  return memory + (gsize) head_size * weft_pad (head_size);
}

/* values of a softmax memory; the keys are the memory itself. */
static inline float *
weft_attention_softmax_values (float *memory, guint head_size, guint max_steps)
{
  const gsize n_blocks = ((gsize) max_steps + WEFT_KEY_BLOCK - 1) / WEFT_KEY_BLOCK;

  return memory + n_blocks * WEFT_KEY_BLOCK * head_size;
}

/* Writes key and value of one position into a softmax memory. */
void weft_attention_softmax_append (float *memory, guint head_size, guint max_steps, guint position, const float *k,
                                    const float *v);

G_END_DECLS
