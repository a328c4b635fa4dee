/* SPDX-License-Identifier: MIT */
/* AVX-512 with VNNI, and AMX for int8 matrices in batches: 16,384 products of bytes in one instruction. Whoever runs
 * this has asked the system for the tiles first (dispatch.c); each call configures those of its own thread and gives
 * them up again, so that no thread carries 8 KiB through every switch. */
#include "engine/kernels/avx512-vector.h"

#define KERNELS weft_kernels_amx
#define KERNELS_NAME "amx"

#define i_dot(sum, u, w) _mm512_dpbusd_epi32 (sum, u, w)

typedef struct {
  guint8 config[64]; /* as LDTILECFG reads it: palette, bytes a row from 16 on, rows from 48 on */
} Tiles;

static void
set_tile (Tiles *tiles, guint tile, guint n_rows)
{
  tiles->config[16 + 2 * tile] = n_rows > 0 ? 64 : 0;
  tiles->config[48 + tile] = (guint8) n_rows;
}

static void
t_configure (Tiles *tiles, guint n_lanes)
{
  const guint first = MIN (n_lanes, 16);

  memset (tiles, 0, sizeof *tiles);
  tiles->config[0] = 1;
  for (guint tile = 0; tile < 6; tile++)
    set_tile (tiles, tile, tile == 0 || tile == 1 || tile == 4 ? first : n_lanes - first);
  set_tile (tiles, 6, 16);
  set_tile (tiles, 7, 16);

  _tile_loadconfig (tiles->config);
}

static void
t_release (Tiles *tiles)
{
  _tile_release ();
}

/* The compiler is not told that a load reads memory: what it reads must have been written. */
#define t_zero(tiles, i) _tile_zero (i)
#define t_load(tiles, i, p, stride) \
  do { __asm__ volatile ("" : : : "memory"); _tile_loadd (i, p, stride); } while (0)
#define t_store(tiles, i, p, stride) _tile_stored (i, p, stride)
#define t_dot(tiles, c, u, w) _tile_dpbusd (c, u, w)

#include "engine/kernels/amx-linear.h"

#define LINEAR_INT8_MANY linear_tiles
#define LINEAR_INT8_MANY_ROWS 5 /* from here on tiles are filled well enough */

#include "engine/kernels/simd-body.h"
