/* SPDX-License-Identifier: MIT */
/* The products in tiles of engine/kernels/amx-linear.h, on tiles made of plain loops, so that packing, borders and sums
 * are held to the portable kernels on every machine, whether it has such tiles or not. */
#include "engine/arena.h"
#include "engine/kernels/kernels.h"

#include <glib.h>
#include <string.h>

#define N_TILES 8

typedef struct {
  gboolean is_configured;
  guint n_rows[N_TILES];
  union {
    guint8 bytes[64];
    gint8 signed_bytes[64];
    gint32 words[16];
  } rows[N_TILES][16];
} Tiles;

static void
t_configure (Tiles *tiles, guint n_lanes)
{
  const guint first = MIN (n_lanes, 16), second = n_lanes - first;
  const guint n_rows[N_TILES] = { first, first, second, second, first, second, 16, 16 };

  memset (tiles, 0, sizeof *tiles);
  memcpy (tiles->n_rows, n_rows, sizeof n_rows);
  tiles->is_configured = TRUE;
}

static void
t_release (Tiles *tiles)
{
  g_assert_true (tiles->is_configured);
  tiles->is_configured = FALSE;
}

/* A processor refuses tiles that have no rows. */
static void
assert_usable (const Tiles *tiles, guint i)
{
  g_assert_true (tiles->is_configured);
  g_assert_cmpuint (tiles->n_rows[i], >, 0);
}

static void
t_zero (Tiles *tiles, guint i)
{
  assert_usable (tiles, i);
  memset (tiles->rows[i], 0, sizeof tiles->rows[i]);
}

static void
t_load (Tiles *tiles, guint i, gconstpointer from, gsize stride)
{
  assert_usable (tiles, i);
  memset (tiles->rows[i], 0, sizeof tiles->rows[i]);
  for (guint row = 0; row < tiles->n_rows[i]; row++)
    memcpy (&tiles->rows[i][row], (const guint8 *) from + row * stride, 64);
}

static void
t_store (Tiles *tiles, guint i, gpointer to, gsize stride)
{
  assert_usable (tiles, i);
  for (guint row = 0; row < tiles->n_rows[i]; row++)
    memcpy ((guint8 *) to + row * stride, &tiles->rows[i][row], 64);
}

static void
t_dot (Tiles *tiles, guint c, guint u, guint w)
{
  assert_usable (tiles, c);
  g_assert_cmpuint (tiles->n_rows[c], ==, tiles->n_rows[u]);
  g_assert_cmpuint (tiles->n_rows[w], ==, 16);

  for (guint l = 0; l < tiles->n_rows[c]; l++)
    for (guint r = 0; r < 16; r++)
      for (guint k = 0; k < 64; k++)
        tiles->rows[c][l].words[r] += tiles->rows[u][l].bytes[k]
                                      * tiles->rows[w][k / 4].signed_bytes[4 * r + k % 4];
}

#include "engine/kernels/amx-linear.h"

/* All inputs and weights as large as they can be, or random ones. */
typedef enum { RANDOM, EXTREME } Filling;

typedef struct {
  WeftArena arena;
  WeftLinear linear;
  guint8 *quantized; /* [n_rows, stride], not a byte more: a sanitizer sees what reads beyond */
  float *scales;
  float *expected, *found; /* [n_rows, n_panels * 32] */
  gsize stride;
} Case;

static void
pack_weights (Case *c, GRand *rand, Filling filling)
{
  const gsize n = (gsize) c->linear.n_in * c->linear.n_out;
  g_autofree float *weights = g_new (float, n);
  g_autofree float *bias = g_new (float, c->linear.n_out);

  for (gsize i = 0; i < n; i++)
    weights[i] = filling == EXTREME ? -1.0f : (float) g_rand_double_range (rand, -1.0, 1.0);
  for (gsize i = 0; i < c->linear.n_out; i++)
    bias[i] = (float) g_rand_double_range (rand, -1.0, 1.0);
  weft_linear_pack (&c->linear, 0, c->linear.n_out, weights, bias);
}

static void
case_init (Case *c, GRand *rand, guint n_in, guint n_out, guint n_rows, Filling filling)
{
  *c = (Case) { .stride = (n_in + 3) / 4 * 4 };
  weft_linear_reserve (&c->arena, WEFT_PRECISION_INT8, n_in, n_out);
  g_assert_true (weft_arena_allocate (&c->arena, "a matrix", NULL));
  weft_linear_init (&c->linear, &c->arena, WEFT_PRECISION_INT8, n_in, n_out);
  pack_weights (c, rand, filling);

  c->quantized = g_malloc (n_rows * c->stride);
  c->scales = g_new (float, n_rows);
  c->expected = g_new0 (float, n_rows * weft_linear_get_row_stride (&c->linear));
  c->found = g_new0 (float, n_rows * weft_linear_get_row_stride (&c->linear));
  for (gsize i = 0; i < n_rows * c->stride; i++)
    c->quantized[i] = filling == EXTREME ? 255 : (guint8) g_rand_int_range (rand, 1, 256);
  for (gsize i = 0; i < n_rows; i++)
    c->scales[i] = (float) g_rand_double_range (rand, 0.01, 1.0);
}

static void
case_clear (Case *c)
{
  weft_arena_clear (&c->arena);
  g_free (c->quantized);
  g_free (c->scales);
  g_free (c->expected);
  g_free (c->found);
}

static void
check_case (GRand *rand, guint n_in, guint n_out, guint n_rows, Filling filling)
{
  const WeftKernels *list[WEFT_KERNELS_MAX];
  Case c;

  weft_kernels_list (list);
  case_init (&c, rand, n_in, n_out, n_rows, filling);

  const WeftInput x = { .quantized = c.quantized, .quantized_stride = c.stride, .scales = c.scales };
  const gsize y_stride = weft_linear_get_row_stride (&c.linear);
  const guint middle = c.linear.n_panels / 2; /* members take parts */

  list[0]->linear (&c.linear, 0, c.linear.n_panels, &x, c.expected, y_stride, n_rows);
  linear_tiles (&c.linear, 0, middle, &x, c.found, y_stride, n_rows);
  linear_tiles (&c.linear, middle, c.linear.n_panels, &x, c.found, y_stride, n_rows);
  g_assert_cmpmem (c.found, n_rows * y_stride * sizeof (float), c.expected, n_rows * y_stride * sizeof (float));

  case_clear (&c);
}

static void
test_sizes (void)
{
  static const guint n_ins[] = { 1, 4, 63, 64, 65, 100, 128, 256 };
  static const guint n_outs[] = { 1, 32, 33, 96 };
  static const guint n_rows[] = { 1, 2, 15, 16, 17, 31, 32, 33, 48, 65 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < G_N_ELEMENTS (n_ins); i++)
    for (guint o = 0; o < G_N_ELEMENTS (n_outs); o++)
      for (guint r = 0; r < G_N_ELEMENTS (n_rows); r++)
        check_case (rand, n_ins[i], n_outs[o], n_rows[r], RANDOM);
}

static void
test_extremes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  check_case (rand, 1024, 32, 32, EXTREME);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/amx/sizes", test_sizes);
  g_test_add_func ("/amx/extremes", test_extremes);
  return g_test_run ();
}
