/* SPDX-License-Identifier: MIT */
/* The product of bf16 factors that engine/train has, alone. Built as engine/train/avx512-bf16.c is; where there is no such
 * instruction set, of plain numbers, and never called. */
#include "tests/bench/rounded-product.h"

#ifdef __AVX512BF16__
#define WEFT_TRAIN_BF16
#define VECTOR_BYTES 64
#define ROWS 12
#else
#define VECTOR_BYTES 16
#define ROWS 4
#endif
#include "engine/arena.h"
#include "engine/train/product.h"

struct _BenchRounded {
  gsize n;
  WeftArena arena;
  FactorLeft left;
  Factor *right;
  Real *product;
};

static void
fill (Real *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] = (Real) (i % 17) - 8;
}

BenchRounded *
bench_rounded_new (gsize n)
{
  BenchRounded *rounded = g_new0 (BenchRounded, 1);
  Factor *scratch;

  rounded->n = n;
  for (guint i = 0; i < 3; i++)
    weft_arena_reserve (&rounded->arena, n * round_up (n, PANEL), sizeof (Real));
  if (!weft_arena_allocate (&rounded->arena, "a product", NULL))
    g_error ("no memory for a product");

  scratch = weft_arena_take (&rounded->arena, n * round_up (n, PANEL), sizeof (Real));
  rounded->right = weft_arena_take (&rounded->arena, n * round_up (n, PANEL), sizeof (Real));
  rounded->product = weft_arena_take (&rounded->arena, n * round_up (n, PANEL), sizeof (Real));
  fill (rounded->product, n * n);
  rounded->left = left_factor (rounded->product, n, n, n, scratch);
  pack_factor (rounded->product, n, 1, n, n, rounded->right);
  return rounded;
}

void
bench_rounded_free (BenchRounded *rounded)
{
  weft_arena_clear (&rounded->arena);
  g_free (rounded);
}

void
bench_rounded_multiply (BenchRounded *rounded)
{
  const gsize n = rounded->n;

  factor_product (rounded->left, rounded->right, NULL, 0, rounded->product, n, n, n, factor_depth (n));
}
