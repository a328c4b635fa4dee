/* SPDX-License-Identifier: MIT */
/* Attention in chunks and blocks, forward and backward, against the sum over all pairs and against single steps, in double
 * precision, for lengths around a chunk and a block. */
#define WEFT_TRAIN_DOUBLE
#define VECTOR_BYTES 16
#define ROWS 4
#include "engine/train/attention-softmax.h"

#define MAX_STEPS 300
#define E 6 /* head size, no whole number of panels */
#define STRIDE 20 /* of q, k and v, side by side */

/* Gradients are sums of a few hundred products of numbers near 1, rounded to 16 digits. */
#define TOLERANCE 1e-11

typedef struct {
  Real qkv[MAX_STEPS * STRIDE], read[MAX_STEPS * E], norms[MAX_STEPS];
  Real d_read[MAX_STEPS * E], d_qkv[MAX_STEPS * STRIDE];
} Sequence;

/* q, k (not yet through phi) and v, and a gradient of what is read. */
static Sequence *
sequence_new (guint n)
{
  Sequence *s = g_new0 (Sequence, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (n);

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < 3 * E; j++)
        s->qkv[i * STRIDE + j] = g_rand_double_range (rand, -1.5, 1.5);
      for (gsize j = 0; j < E; j++)
        s->d_read[i * E + j] = g_rand_double_range (rand, -1.0, 1.0);
    }
  return s;
}

static HeadBlock
get_block (Sequence *s, gsize first, gsize m)
{
  Real *qkv = s->qkv + first * STRIDE, *d = s->d_qkv + first * STRIDE;

  return (HeadBlock) {
    .m = m, .e = E, .qkv_stride = STRIDE, .read_stride = E, .norm_stride = 1,
    .q = qkv, .k = qkv + E, .v = qkv + 2 * E, .read = s->read + first * E, .norms = s->norms + first,
    .d_read = s->d_read + first * E, .dq = d, .dk = d + E, .dv = d + 2 * E,
  };
}

/* ---- as the passes do it ---- */

static void
run_linear_blocks (Sequence *s, gsize n, const LinearScratch *scratch)
{
  const gsize n_blocks = (n + WEFT_TRAIN_BLOCK - 1) / WEFT_TRAIN_BLOCK, size = memory_reals (E);
  g_autofree Real *memory = g_new0 (Real, (n_blocks + 1) * size);
  g_autofree Real *later = g_new0 (Real, size);
  Real row[2 * E];

  phi_forward (s->qkv, STRIDE, n, 2 * E, row);
  for (gsize i = 0; i < n_blocks; i++)
    {
      const HeadBlock b = get_block (s, i * WEFT_TRAIN_BLOCK, MIN (n - i * WEFT_TRAIN_BLOCK, WEFT_TRAIN_BLOCK));

      attention_linear_forward (&b, scratch, memory + i * size, memory + (i + 1) * size);
    }
  for (gsize i = n_blocks; i-- > 0;)
    {
      const HeadBlock b = get_block (s, i * WEFT_TRAIN_BLOCK, MIN (n - i * WEFT_TRAIN_BLOCK, WEFT_TRAIN_BLOCK));

      attention_linear_backward (&b, scratch, memory + i * size, later);
    }
}

static void
run_softmax_blocks (Sequence *s, gsize n, const SoftmaxScratch *scratch)
{
  const gsize n_blocks = (n + WEFT_TRAIN_BLOCK - 1) / WEFT_TRAIN_BLOCK;

  for (gsize i = 0; i < n_blocks; i++)
    {
      const HeadBlock b = get_block (s, i * WEFT_TRAIN_BLOCK, MIN (n - i * WEFT_TRAIN_BLOCK, WEFT_TRAIN_BLOCK));

      attention_softmax_forward (&b, scratch, i);
    }
  for (gsize i = n_blocks; i-- > 0;)
    {
      const HeadBlock b = get_block (s, i * WEFT_TRAIN_BLOCK, MIN (n - i * WEFT_TRAIN_BLOCK, WEFT_TRAIN_BLOCK));

      attention_softmax_backward (&b, scratch, i);
    }
}

/* ---- over all pairs ---- */

static double
phi (double t)
{
  return t > 0.0 ? t + 1.0 : exp (t);
}

static double
weight_of (const Sequence *s, gsize i, gsize j, gboolean linear)
{
  double sum = 0.0;

  for (gsize e = 0; e < E; e++)
    sum += linear ? phi (s->qkv[i * STRIDE + e]) * phi (s->qkv[j * STRIDE + E + e])
                  : s->qkv[i * STRIDE + e] * s->qkv[j * STRIDE + E + e];
  return linear ? sum : exp (sum / sqrt (E));
}

/* One pair's part of the gradient of q and k, given that of its weight. */
static void
add_pair (Sequence *s, gsize i, gsize j, double d_weight, double weight, gboolean linear)
{
  for (gsize e = 0; e < E; e++)
    {
      const double q = s->qkv[i * STRIDE + e], k = s->qkv[j * STRIDE + E + e];

      s->d_qkv[i * STRIDE + e] += linear ? d_weight * phi (k) * MIN (phi (q), 1.0) : d_weight * weight * k / sqrt (E);
      s->d_qkv[j * STRIDE + E + e] += linear ? d_weight * phi (q) * MIN (phi (k), 1.0) : d_weight * weight * q / sqrt (E);
    }
}

static void
run_pairs (Sequence *s, gsize n, gboolean linear)
{
  g_autofree double *w = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      double total = linear ? 1e-6 : 0.0;

      for (gsize j = 0; j <= i; j++)
        total += w[j] = weight_of (s, i, j, linear);
      for (gsize j = 0; j <= i; j++)
        for (gsize e = 0; e < E; e++)
          s->read[i * E + e] += w[j] / total * s->qkv[j * STRIDE + 2 * E + e];
      for (gsize j = 0; j <= i; j++)
        {
          double along = 0.0;

          for (gsize e = 0; e < E; e++)
            {
              along += s->d_read[i * E + e] * (s->qkv[j * STRIDE + 2 * E + e] - s->read[i * E + e]);
              s->d_qkv[j * STRIDE + 2 * E + e] += w[j] / total * s->d_read[i * E + e];
            }
          add_pair (s, i, j, along / total, w[j], linear);
        }
    }
}

/* ---- step by step ---- */

/* S and z forward, as a picture is painted; then, for keys and values, R and r from the end. */
static void
run_steps (Sequence *s, gsize n)
{
  double sum[E][E] = { 0 }, z[E] = { 0 }, r[E][E] = { 0 }, late[E] = { 0 };
  g_autofree double *norms = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      const Real *q = s->qkv + i * STRIDE, *k = q + E, *v = k + E, *d = s->d_read + i * E;
      double along = 0.0;

      norms[i] = 1e-6;
      for (gsize a = 0; a < E; a++)
        {
          z[a] += phi (k[a]);
          for (gsize b = 0; b < E; b++)
            sum[a][b] += phi (k[a]) * v[b];
          norms[i] += phi (q[a]) * z[a];
        }
      for (gsize b = 0; b < E; b++)
        {
          for (gsize a = 0; a < E; a++)
            s->read[i * E + b] += phi (q[a]) * sum[a][b] / norms[i];
          along += d[b] * s->read[i * E + b];
        }
      for (gsize a = 0; a < E; a++)
        {
          double by_q = -along * z[a];

          for (gsize b = 0; b < E; b++)
            by_q += sum[a][b] * d[b];
          s->d_qkv[i * STRIDE + a] = by_q / norms[i] * MIN (phi (q[a]), 1.0);
        }
      s->norms[i] = along;
    }

  for (gsize i = n; i-- > 0;)
    {
      const Real *q = s->qkv + i * STRIDE, *k = q + E, *v = k + E, *d = s->d_read + i * E;
      Real *dk = s->d_qkv + i * STRIDE + E, *dv = dk + E;

      for (gsize a = 0; a < E; a++)
        {
          late[a] -= phi (q[a]) * s->norms[i] / norms[i];
          for (gsize b = 0; b < E; b++)
            r[a][b] += phi (q[a]) * d[b] / norms[i];
        }
      for (gsize a = 0; a < E; a++)
        {
          double by_k = late[a];

          for (gsize b = 0; b < E; b++)
            {
              by_k += r[a][b] * v[b];
              dv[b] += r[a][b] * phi (k[a]);
            }
          dk[a] = by_k * MIN (phi (k[a]), 1.0);
        }
    }
}

/* ---- comparison ---- */

static void
assert_same (const Sequence *x, const Sequence *y, gsize n)
{
  double most = 1.0, read = 0.0, gradient = 0.0;

  for (gsize i = 0; i < n * STRIDE; i++)
    {
      most = MAX (most, fabs (y->d_qkv[i]));
      gradient = MAX (gradient, fabs (x->d_qkv[i] - y->d_qkv[i]));
    }
  for (gsize i = 0; i < n * E; i++)
    read = MAX (read, fabs (x->read[i] - y->read[i]));

  g_assert_cmpfloat (read, <=, TOLERANCE);
  g_assert_cmpfloat (gradient, <=, TOLERANCE * most);
}

static const guint lengths[] = { 1, 2, 31, 32, 33, 67, 127, 128, 129, 160, 255, 256, 259, 299 };

static void
take_scratch (WeftArena *arena, LinearScratch *linear, SoftmaxScratch *softmax)
{
  g_autoptr (GError) error = NULL;

  linear_scratch_reserve (arena, E);
  softmax_scratch_reserve (arena, E);
  weft_arena_allocate (arena, "the test", &error);
  g_assert_no_error (error);
  linear_scratch_take (linear, arena, E);
  softmax_scratch_take (softmax, arena, E);
}

static void
test_linear (void)
{
  g_auto (WeftArena) arena = WEFT_ARENA_INIT;
  LinearScratch linear;
  SoftmaxScratch softmax;

  take_scratch (&arena, &linear, &softmax);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree Sequence *blocks = sequence_new (lengths[i]);
      g_autofree Sequence *pairs = sequence_new (lengths[i]);
      g_autofree Sequence *steps = sequence_new (lengths[i]);

      run_linear_blocks (blocks, lengths[i], &linear);
      run_pairs (pairs, lengths[i], TRUE);
      run_steps (steps, lengths[i]);
      assert_same (blocks, pairs, lengths[i]);
      assert_same (blocks, steps, lengths[i]);
    }
}

static void
test_softmax (void)
{
  g_auto (WeftArena) arena = WEFT_ARENA_INIT;
  LinearScratch linear;
  SoftmaxScratch softmax;

  take_scratch (&arena, &linear, &softmax);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree Sequence *blocks = sequence_new (lengths[i]);
      g_autofree Sequence *pairs = sequence_new (lengths[i]);

      run_softmax_blocks (blocks, lengths[i], &softmax);
      run_pairs (pairs, lengths[i], FALSE);
      assert_same (blocks, pairs, lengths[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/train/attention/linear", test_linear);
  g_test_add_func ("/train/attention/softmax", test_softmax);

  return g_test_run ();
}
