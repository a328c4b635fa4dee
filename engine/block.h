/* SPDX-License-Identifier: MIT */
/* One layer of the network, post-norm, over the rows of a step; called by every member of a team at once. */
#pragma once

#include "engine/attention.h"
#include "engine/model-private.h"
#include "engine/team.h"

/**
 * WeftRows: the rows of one step and where they live between two matrix products.
 *
 * A row is one position of one lane. Recurrent forms have one row a lane, at the state's position; the recomputed form
 * has the whole prefix of each lane, first position first. Buffers are shared by the members, scratch is not.
 */
typedef struct {
  WeftModel *model;
  const WeftAttentionForm *attention;
  guint n_lanes;
  guint n_rows;         /* n_lanes * span */
  guint span;           /* rows of a lane */
  guint first_position; /* of each lane's first row */
  guint max_steps;

  float *h;    /* [n_rows, h_stride] the residual stream */
  float *qkv;  /* [n_rows, qkv_stride] */
  float *read; /* [n_rows, h_stride] what attention reads */
  float *sum;  /* [n_rows, sum_stride] what is added to h */
  float *ff;   /* [n_rows, ff_stride] inside of the feed-forward */
  gsize h_stride, qkv_stride, sum_stride, ff_stride;

  guint8 *quantized; /* [quantized_rows, quantized_stride] input of an int8 product; int8 only */
  float *scales;     /* [quantized_rows] */
  gsize quantized_rows, quantized_stride;

  float *scratch; /* [members, scratch_stride] */
  gsize scratch_stride;

  float *memory;     /* [layers, n_lanes, heads, head_floats] of the state, or [members, head_floats] when recomputing */
  gsize head_floats;
} WeftRows;

/**
 * weft_block_run: h = norm1 (h + Wo attention (h) + bo); h = norm2 (h + W2 act (W1 h + b1) + b2).
 *
 * Ends with a barrier.
 *
 * Returns: FALSE on the member that meets a row which is no longer finite.
 */
gboolean weft_block_run (WeftRows *rows, guint layer, WeftTeam *team, guint member);

/* Up to so many rows every member quantizes for itself; more are shared out, at the price of a barrier. */
#define WEFT_FEW_ROWS 4

/**
 * weft_block_multiply: this member's share of y = W x + b.
 * @x: [n_rows, x_stride]
 * @y: [n_rows, y_stride]
 *
 * All members must come here; y is complete after the next barrier.
 */
void weft_block_multiply (const WeftRows *rows, const WeftLinear *linear, const float *x, gsize x_stride, float *y,
                          gsize y_stride, guint n_rows, WeftTeam *team, guint member);
