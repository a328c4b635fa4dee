/* SPDX-License-Identifier: MIT */
/* Products of int8 matrices with many input rows, in tiles of 16 x 64 bytes. Included after these have been defined, by
 * amx.c for the processor's own tiles and by a test for ones made of plain loops:
 *
 *   Tiles                         what eight tiles are kept in
 *   t_configure (t, n_lanes)      tiles 0, 1 and 4 get min (n_lanes, 16) rows, 2, 3 and 5 the rest, 6 and 7 get 16
 *   t_release (t)                 gives them up
 *   t_zero (t, i)                 tile i = 0
 *   t_load (t, i, p, stride)      the rows of tile i from p on, stride bytes apart, 64 bytes each
 *   t_store (t, i, p, stride)     likewise, back
 *   t_dot (t, c, u, w)            c[l][r] += sum over k < 16 and b < 4 of u[l][4 k + b] w[k][4 r + b], u unsigned, w signed
 *
 * The sums are whole numbers, so the bits are those of portable.c. Weights lie as all int8 kernels want them: sixteen
 * quads of half a panel are a tile.
 */

#include "engine/kernels/tables.h"

#include <math.h>

#define TILE_ROWS 16
#define TILE_LANES (2 * TILE_ROWS)
#define QUAD_BYTES (WEFT_PANEL * 4) /* of one quad in a panel */

/* The last quads of a row and a panel, filled up to a tile with zeros. */
typedef struct {
  guint8 u[TILE_LANES * 64];
  gint8 w[TILE_ROWS * QUAD_BYTES];
} Rest;

static void
copy_rest (Rest *rest, const guint8 *u, gsize stride, guint n_lanes, const gint8 *w, gsize n_quads)
{
  memset (rest, 0, sizeof *rest);
  for (gsize l = 0; l < n_lanes; l++)
    memcpy (rest->u + l * 64, u + l * stride, 4 * n_quads);
  memcpy (rest->w, w, n_quads * QUAD_BYTES);
}

/* One panel times up to 32 lanes: sums [32, 32]. */
static void
multiply_panel (Tiles *tiles, const gint8 *panel, gsize n_quads, const guint8 *u, gsize stride, guint n_lanes,
                gint32 *sums)
{
  const gboolean is_double = n_lanes > TILE_ROWS;
  Rest rest;

  t_zero (tiles, 0);
  t_zero (tiles, 1);
  if (is_double)
    {
      t_zero (tiles, 2);
      t_zero (tiles, 3);
    }

  for (gsize k = 0; k < n_quads; k += TILE_ROWS)
    {
      const gboolean is_whole = n_quads - k >= TILE_ROWS;
      const guint8 *inputs = is_whole ? u + 4 * k : rest.u;
      const gint8 *weights = is_whole ? panel + k * QUAD_BYTES : rest.w;
      const gsize inputs_stride = is_whole ? stride : 64;

      if (!is_whole)
        copy_rest (&rest, u + 4 * k, stride, n_lanes, panel + k * QUAD_BYTES, n_quads - k);

      t_load (tiles, 4, inputs, inputs_stride);
      t_load (tiles, 6, weights, QUAD_BYTES);
      t_dot (tiles, 0, 4, 6);
      t_load (tiles, 7, weights + 64, QUAD_BYTES);
      t_dot (tiles, 1, 4, 7);
      if (!is_double)
        continue;

      t_load (tiles, 5, inputs + TILE_ROWS * inputs_stride, inputs_stride);
      t_dot (tiles, 2, 5, 6);
      t_dot (tiles, 3, 5, 7);
    }

  t_store (tiles, 0, sums, WEFT_PANEL * 4);
  t_store (tiles, 1, sums + 16, WEFT_PANEL * 4);
  if (is_double)
    {
      t_store (tiles, 2, sums + TILE_ROWS * WEFT_PANEL, WEFT_PANEL * 4);
      t_store (tiles, 3, sums + TILE_ROWS * WEFT_PANEL + 16, WEFT_PANEL * 4);
    }
}

/* y = b + scale (sum - offset); y is of the first of the lanes, at the panel's first row. */
static void
scale_panel (const WeftLinear *linear, gsize row, const gint32 *sums, const float *scales, guint n_lanes, float *y,
             gsize y_stride)
{
  for (gsize l = 0; l < n_lanes; l++)
    for (gsize r = 0; r < WEFT_PANEL; r++)
      y[l * y_stride + r] = fmaf ((float) (sums[l * WEFT_PANEL + r] - linear->offset[row + r]),
                                  linear->scale[row + r] * scales[l], linear->bias[row + r]);
}

static void
linear_tiles (const WeftLinear *linear, guint panel_begin, guint panel_end, const WeftInput *x, float *y,
              gsize y_stride, guint n_rows)
{
  const gsize panel_bytes = (gsize) linear->n_quads * QUAD_BYTES;
  Tiles tiles;

  for (gsize lane = 0; lane < n_rows; lane += TILE_LANES)
    {
      const guint n_lanes = MIN (TILE_LANES, n_rows - (guint) lane);

      t_configure (&tiles, n_lanes);
      for (gsize panel = panel_begin; panel < panel_end; panel++)
        {
          _Alignas (64) gint32 sums[TILE_LANES * WEFT_PANEL];

          multiply_panel (&tiles, (const gint8 *) linear->panels + panel * panel_bytes, linear->n_quads,
                          x->quantized + lane * x->quantized_stride, x->quantized_stride, n_lanes, sums);
          scale_panel (linear, panel * WEFT_PANEL, sums, x->scales + lane, n_lanes,
                       y + lane * y_stride + panel * WEFT_PANEL, y_stride);
        }
    }
  t_release (&tiles);
}
