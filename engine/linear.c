/* SPDX-License-Identifier: MIT */
/* Packing a matrix into panels, at each precision, and back. */
#include "engine/linear.h"

#include "engine/kernels/tables.h"

#include <math.h>

/* Of each of the panels that are read side by side; the hardware finds the rest by itself. */
#define PREFETCH_PANELS 4
#define PREFETCH_BYTES 2048

static guint
count_panels (guint n_out)
{
  return (n_out + WEFT_PANEL - 1) / WEFT_PANEL;
}

static guint
count_quads (guint n_in)
{
  return (n_in + 3) / 4;
}

/* Bytes of one row among the panels. */
static guint64
row_bytes (WeftPrecision precision, guint n_in)
{
  switch (precision)
    {
    case WEFT_PRECISION_BF16:
      return (guint64) n_in * sizeof (guint16);
    case WEFT_PRECISION_INT8:
      return (guint64) count_quads (n_in) * 4;
    case WEFT_PRECISION_F32:
    default:
      return (guint64) n_in * sizeof (float);
    }
}

void
weft_linear_reserve (WeftArena *arena, WeftPrecision precision, guint n_in, guint n_out)
{
  const guint64 n_rows = (guint64) count_panels (n_out) * WEFT_PANEL;

  weft_arena_reserve (arena, n_rows, row_bytes (precision, n_in));
  weft_arena_reserve (arena, n_rows, sizeof (float));
  if (precision != WEFT_PRECISION_INT8)
    return;

  weft_arena_reserve (arena, n_rows, sizeof (float));
  weft_arena_reserve (arena, n_rows, sizeof (gint32));
}

void
weft_linear_init (WeftLinear *linear, WeftArena *arena, WeftPrecision precision, guint n_in, guint n_out)
{
  const guint n_panels = count_panels (n_out);
  const gsize n_rows = (gsize) n_panels * WEFT_PANEL;

  *linear = (WeftLinear) {
    .precision = precision,
    .n_in = n_in,
    .n_out = n_out,
    .n_panels = n_panels,
    .panels = weft_arena_take (arena, n_rows, row_bytes (precision, n_in)),
    .bias = weft_arena_take (arena, n_rows, sizeof (float)),
  };
  if (precision != WEFT_PRECISION_INT8)
    return;

  linear->n_quads = count_quads (n_in);
  linear->scale = weft_arena_take (arena, n_rows, sizeof (float));
  linear->offset = weft_arena_take (arena, n_rows, sizeof (gint32));
}

/* Nearest BF16, ties to even. Weights are finite. */
static guint16
round_to_bf16 (float value)
{
  const guint32 bits = weft_float_to_bits (value);

  return (guint16) ((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

static float
row_scale (const float *row, gsize n)
{
  float largest = 0.0f;

  for (gsize k = 0; k < n; k++)
    largest = MAX (largest, fabsf (row[k]));

  return largest / 127.0f;
}

/* Index of weight (row, k) among the panels. */
static gsize
weight_index (const WeftLinear *linear, gsize row, gsize k)
{
  if (linear->precision == WEFT_PRECISION_INT8)
    return ((row / WEFT_PANEL * linear->n_quads + k / 4) * WEFT_PANEL + row % WEFT_PANEL) * 4 + k % 4;

  return (row / WEFT_PANEL * linear->n_in + k) * WEFT_PANEL + row % WEFT_PANEL;
}

static void
pack_row_int8 (WeftLinear *linear, gsize row, const float *weights)
{
  const float scale = row_scale (weights, linear->n_in);
  const float inverse = scale > 0.0f ? 1.0f / scale : 0.0f;
  gint8 *panels = linear->panels;
  gint32 sum = 0;

  for (gsize k = 0; k < linear->n_in; k++)
    {
      const gint8 weight = (gint8) CLAMP (rintf (weights[k] * inverse), -127.0f, 127.0f);

      panels[weight_index (linear, row, k)] = weight;
      sum += weight;
    }

  linear->scale[row] = scale;
  linear->offset[row] = 128 * sum;
}

static void
pack_row (WeftLinear *linear, gsize row, const float *weights)
{
  if (linear->precision == WEFT_PRECISION_INT8)
    {
      pack_row_int8 (linear, row, weights);
      return;
    }

  for (gsize k = 0; k < linear->n_in; k++)
    {
      const gsize index = weight_index (linear, row, k);

      if (linear->precision == WEFT_PRECISION_F32)
        ((float *) linear->panels)[index] = weights[k];
      else
        ((guint16 *) linear->panels)[index] = round_to_bf16 (weights[k]);
    }
}

void
weft_linear_pack (WeftLinear *linear, guint first_row, guint n_rows, const float *weights, const float *bias)
{
  g_assert (first_row + n_rows <= linear->n_out);

  for (gsize r = 0; r < n_rows; r++)
    {
      pack_row (linear, first_row + r, weights + r * linear->n_in);
      linear->bias[first_row + r] = bias[r];
    }
}

void
weft_linear_unpack (const WeftLinear *linear, float *weights)
{
  for (gsize row = 0; row < linear->n_out; row++)
    for (gsize k = 0; k < linear->n_in; k++)
      {
        const gsize index = weight_index (linear, row, k);
        float *weight = weights + row * linear->n_in + k;

        if (linear->precision == WEFT_PRECISION_F32)
          *weight = ((const float *) linear->panels)[index];
        else if (linear->precision == WEFT_PRECISION_BF16)
          *weight = weft_float_from_bits ((guint32) ((const guint16 *) linear->panels)[index] << 16);
        else
          *weight = linear->scale[row] * ((const gint8 *) linear->panels)[index];
      }
}

void
weft_linear_prefetch (const WeftLinear *linear, gsize panel_begin, gsize panel_end)
{
  const gsize panel_bytes = WEFT_PANEL * row_bytes (linear->precision, linear->n_in);
  const gsize last = MIN (panel_end, panel_begin + PREFETCH_PANELS);

  for (gsize i = 0; i < MIN (panel_bytes, PREFETCH_BYTES); i += 64)
    for (gsize panel = panel_begin; panel < last; panel++)
      __builtin_prefetch ((const guint8 *) linear->panels + panel * panel_bytes + i);
}
