/* SPDX-License-Identifier: MIT */
/* Each kernel of each table at the sizes of the paper's MNIST network, against the portable one. CPU time of
 * one thread, the tables taking turns, so that other work on the machine counts little. */
#include "engine/kernels/kernels.h"
#include "engine/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WIDTH 256
#define FEED_FORWARD 1024
#define HEAD 32
#define N_POSITIONS 783
#define MOST_ROWS 64
#define N_ROUNDS 15
#define ROUND_SECONDS 0.002

/* What the kernels work on; each matrix is WIDTH to FEED_FORWARD. */
typedef struct {
  WeftArena arena;
  WeftLinear matrices[3]; /* by precision */
  float *x;               /* [MOST_ROWS, WIDTH] */
  float *y;               /* [MOST_ROWS, FEED_FORWARD] */
  guint8 *quantized;      /* [MOST_ROWS, WIDTH] */
  float scales[MOST_ROWS];
  float *keys;            /* [blocks, HEAD, 64] */
  float *values;          /* [N_POSITIONS, HEAD] */
  float *s, *z, *scratch;
} Data;

typedef struct {
  const char *name;
  guint rows;              /* of a matrix product */
  WeftPrecision precision; /* likewise */
  void (*run) (const WeftKernels *kernels, Data *data, guint rows, WeftPrecision precision);
} Row;

static void
run_linear (const WeftKernels *kernels, Data *data, guint rows, WeftPrecision precision)
{
  const WeftLinear *linear = &data->matrices[precision];
  const WeftInput input = {
    .values = data->x,
    .stride = WIDTH,
    .quantized = data->quantized,
    .quantized_stride = WIDTH,
    .scales = data->scales,
  };

  kernels->linear (linear, 0, linear->n_panels, &input, data->y, FEED_FORWARD, rows);
}

static void
run_quantize (const WeftKernels *kernels, Data *data, guint rows, WeftPrecision precision)
{
  data->scales[0] = kernels->quantize (data->x, WIDTH, data->quantized);
}

static void
run_relu (const WeftKernels *kernels, Data *data, guint rows, WeftPrecision precision)
{
  kernels->relu (data->y, FEED_FORWARD);
}

static void
run_gelu (const WeftKernels *kernels, Data *data, guint rows, WeftPrecision precision)
{
  memcpy (data->y, data->x, FEED_FORWARD * sizeof (float));
  kernels->gelu (data->y, FEED_FORWARD);
}

static void
run_layer_norm (const WeftKernels *kernels, Data *data, guint rows, WeftPrecision precision)
{
  kernels->layer_norm (data->x, data->x + WIDTH, data->x + 2 * WIDTH, data->x + 3 * WIDTH, WIDTH, data->y);
}

static void
run_phi (const WeftKernels *kernels, Data *data, guint rows, WeftPrecision precision)
{
  kernels->phi (data->x, data->y, WIDTH);
}

static void
run_softmax (const WeftKernels *kernels, Data *data, guint rows, WeftPrecision precision)
{
  memcpy (data->y, data->x, N_POSITIONS * sizeof (float));
  kernels->softmax (data->y, N_POSITIONS);
}

static void
run_attend_linear (const WeftKernels *kernels, Data *data, guint rows, WeftPrecision precision)
{
  kernels->attend_linear (data->s, data->z, HEAD, data->x, data->x + HEAD, data->x + 2 * HEAD, data->y,
                          data->scratch);
}

static void
run_attend_softmax (const WeftKernels *kernels, Data *data, guint rows, WeftPrecision precision)
{
  kernels->attend_softmax (data->keys, data->values, HEAD, N_POSITIONS, data->x, data->y, data->scratch);
}

static const Row table[] = {
  { "linear 256 to 1024, f32, 1 row", 1, WEFT_PRECISION_F32, run_linear },
  { "linear 256 to 1024, bf16, 1 row", 1, WEFT_PRECISION_BF16, run_linear },
  { "linear 256 to 1024, int8, 1 row", 1, WEFT_PRECISION_INT8, run_linear },
  { "linear 256 to 1024, f32, 64 rows", MOST_ROWS, WEFT_PRECISION_F32, run_linear },
  { "linear 256 to 1024, bf16, 64 rows", MOST_ROWS, WEFT_PRECISION_BF16, run_linear },
  { "linear 256 to 1024, int8, 64 rows", MOST_ROWS, WEFT_PRECISION_INT8, run_linear },
  { "quantize 256", 1, WEFT_PRECISION_F32, run_quantize },
  { "relu 1024", 1, WEFT_PRECISION_F32, run_relu },
  { "gelu 1024", 1, WEFT_PRECISION_F32, run_gelu },
  { "layer norm 256", 1, WEFT_PRECISION_F32, run_layer_norm },
  { "phi 256", 1, WEFT_PRECISION_F32, run_phi },
  { "softmax 783", 1, WEFT_PRECISION_F32, run_softmax },
  { "linear attention, one head of 32", 1, WEFT_PRECISION_F32, run_attend_linear },
  { "softmax attention, one head of 32, step 783", 1, WEFT_PRECISION_F32, run_attend_softmax },
};

static float *
new_normal (guint64 stream, gsize n)
{
  float *array = g_aligned_alloc (n, sizeof (float), 64);

  weft_random_fill_normal (1, stream, 0.5f, array, n);
  return array;
}

static void
data_init (Data *data, const WeftKernels *kernels)
{
  g_autofree float *bias = g_new0 (float, FEED_FORWARD);
  float *weights = new_normal (1, WIDTH * FEED_FORWARD);
  const gsize n_keys = (N_POSITIONS + WEFT_KEY_BLOCK) * HEAD;

  for (WeftPrecision p = WEFT_PRECISION_F32; p <= WEFT_PRECISION_INT8; p++)
    weft_linear_reserve (&data->arena, p, WIDTH, FEED_FORWARD);
  if (!weft_arena_allocate (&data->arena, "the matrices", NULL))
    exit (1);
  for (WeftPrecision p = WEFT_PRECISION_F32; p <= WEFT_PRECISION_INT8; p++)
    {
      weft_linear_init (&data->matrices[p], &data->arena, p, WIDTH, FEED_FORWARD);
      weft_linear_pack (&data->matrices[p], 0, FEED_FORWARD, weights, bias);
    }
  g_aligned_free (weights);

  data->x = new_normal (2, MOST_ROWS * WIDTH);
  data->y = new_normal (3, MOST_ROWS * FEED_FORWARD);
  data->quantized = g_aligned_alloc (MOST_ROWS, WIDTH, 64);
  for (guint i = 0; i < MOST_ROWS; i++)
    data->scales[i] = kernels->quantize (data->x + i * WIDTH, WIDTH, data->quantized + i * WIDTH);
  data->keys = new_normal (4, n_keys);
  data->values = new_normal (5, n_keys);
  data->s = new_normal (6, HEAD * HEAD);
  data->z = new_normal (7, HEAD);
  data->scratch = new_normal (8, N_POSITIONS + WEFT_KEY_BLOCK);
}

static double
thread_seconds (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

/* Nanoseconds of one call. */
static double
measure (const Row *row, const WeftKernels *kernels, Data *data)
{
  const double begun = thread_seconds ();
  guint64 n = 0;
  double seconds;

  do
    {
      for (guint i = 0; i < 16; i++)
        row->run (kernels, data, row->rows, row->precision);
      n += 16;
      seconds = thread_seconds () - begun;
    }
  while (seconds < ROUND_SECONDS);

  return 1e9 * seconds / (double) n;
}

static int
compare (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
print_row (const Row *row, const WeftKernels **list, Data *data)
{
  double ns[WEFT_KERNELS_MAX][N_ROUNDS];

  for (guint round = 0; round < N_ROUNDS; round++)
    for (guint i = 0; list[i] != NULL; i++)
      ns[i][round] = measure (row, list[i], data);

  printf ("%-44s", row->name);
  for (guint i = 0; list[i] != NULL; i++)
    {
      qsort (ns[i], N_ROUNDS, sizeof (double), compare);
      printf ("  %12.0f", ns[i][N_ROUNDS / 2]);
    }
  printf ("\n");
}

int
main (void)
{
  const WeftKernels *list[WEFT_KERNELS_MAX];
  Data data = { .arena = WEFT_ARENA_INIT };

  weft_kernels_list (list);
  data_init (&data, list[0]);

  printf ("%-44s", "ns a call, median");
  for (guint i = 0; list[i] != NULL; i++)
    printf ("  %12s", list[i]->name);
  printf ("\n");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    print_row (&table[i], list, &data);

  return 0;
}
