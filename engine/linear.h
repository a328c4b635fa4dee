/* SPDX-License-Identifier: MIT */
/* WeftLinear: one matrix and bias, y = W x + b, packed for the kernels: panels of 32 rows, columns ascending within. */
#pragma once

#include "engine/arena.h"
#include "engine/precision.h"

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_PANEL 32 /* rows of a panel */

typedef struct {
  WeftPrecision precision;
  guint n_in;
  guint n_out;
  guint n_panels; /* ceil (n_out / 32); rows beyond n_out are zero */
  void *panels;   /* [n_panels, n_in, 32] float or bf16 (guint16); int8: [n_panels, n_quads, 32, 4] */
  float *bias;    /* [n_panels * 32] */

  /* int8 only */
  guint n_quads;  /* columns in fours, the last padded with zeros: ceil (n_in / 4) */
  float *scale;   /* [n_panels * 32] */
  gint32 *offset; /* [n_panels * 32] 128 times the sum of a row: inputs are stored with 128 added */
} WeftLinear;

/**
 * weft_linear_reserve: how much of an arena weft_linear_init() takes.
 */
void weft_linear_reserve (WeftArena *arena, WeftPrecision precision, guint n_in, guint n_out);

/**
 * weft_linear_init: an empty matrix: all zero.
 */
void weft_linear_init (WeftLinear *linear, WeftArena *arena, WeftPrecision precision, guint n_in, guint n_out);

/**
 * weft_linear_pack: fills rows [first_row, first_row + n_rows), rounding to the precision.
 * @weights: [n_rows, n_in]
 * @bias: [n_rows]
 */
void weft_linear_pack (WeftLinear *linear, guint first_row, guint n_rows, const float *weights, const float *bias);

/**
 * weft_linear_unpack: the weights as they are used, as plain rows.
 * @weights: [n_out, n_in]
 */
void weft_linear_unpack (const WeftLinear *linear, float *weights);

/**
 * weft_linear_prefetch: asks for what a product of one row with these panels reads first; costs nothing when the caller
 * is waiting anyway.
 */
void weft_linear_prefetch (const WeftLinear *linear, gsize panel_begin, gsize panel_end);

/**
 * weft_linear_get_row_stride: floats of one output row with its padding: n_panels * 32.
 */
static inline gsize
weft_linear_get_row_stride (const WeftLinear *linear)
{
  return (gsize) linear->n_panels * WEFT_PANEL;
}

G_END_DECLS
