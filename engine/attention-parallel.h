/* SPDX-License-Identifier: MIT */
/* Causal attention of one head over a chunk of positions at once, on the same memory as the single step. */
#pragma once

#include "engine/kernels/kernels.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftAttentionChunk: queries, keys and values of one head, one row a position.
 */
typedef struct {
  const WeftKernels *kernels;
  gsize n_rows;     /* C: positions */
  gsize head_size;  /* E */
  gsize stride;     /* floats from one row of q, k and v to the next */
  float *q;         /* [C, E]; replaced by phi (q) when linear */
  float *k;         /* [C, E]; replaced by phi (k) when linear */
  const float *v;   /* [C, E] */
  float *out;       /* [C, E] what each position reads */
  gsize out_stride; /* floats from one row of out to the next */
} WeftAttentionChunk;

/**
 * weft_attention_linear_absorb: the chunk against all before it, then against itself, then into the memory:
 *
 *   Q = phi (q), K = phi (k), A = Q K^T where j <= i, else 0
 *   out = (Q S + A V) / (Q z + A 1 + 1e-6);  S += K^T V;  z += K^T 1
 *
 * @memory: of weft_attention_linear
 * @scratch: [weft_attention_linear_chunk_floats()]
 */
void  weft_attention_linear_absorb       (const WeftAttentionChunk *chunk, float *memory, float *scratch);
gsize weft_attention_linear_chunk_floats (gsize n_rows);

/**
 * weft_attention_softmax_absorb: appends all keys and values, then
 *
 *   out = softmax (q K^T / sqrt E) V over positions j <= position + i
 *
 * @memory: of weft_attention_softmax_cached
 * @position: of the first row
 * @scratch: [weft_attention_softmax_chunk_floats()]
 */
void  weft_attention_softmax_absorb       (const WeftAttentionChunk *chunk, float *memory, guint max_steps,
                                           guint position, float *scratch);
gsize weft_attention_softmax_chunk_floats (gsize n_rows, guint max_steps);

G_END_DECLS
