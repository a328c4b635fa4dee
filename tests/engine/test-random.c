/* SPDX-License-Identifier: MIT */
/* Random numbers: the published vectors, the open interval, independence of addresses, moments of the deviates. */
#include "engine/random-private.h"
#include "engine/random.h"

#include <math.h>

typedef struct {
  guint32 counter[4];
  guint32 key[2];
  guint32 out[4];
} PhiloxCase;

/* Random123 1.14, kat_vectors, "philox4x32 10". */
static const PhiloxCase known_answers[] = {
  { { 0, 0, 0, 0 },
    { 0, 0 },
    { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
  { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
    { 0xffffffff, 0xffffffff },
    { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
  { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
    { 0xa4093822, 0x299f31d0 },
    { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
};

static void
test_known_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_answers); i++)
    {
      const PhiloxCase *c = &known_answers[i];
      guint32 out[4];

      weft_random_philox (c->counter, c->key, out);
      g_assert_cmpmem (out, sizeof out, c->out, sizeof c->out);
    }
}

/* The address goes into counter and key as the header says, and 52 bits come out. */
static void
test_address (void)
{
  const guint64 seed = G_GUINT64_CONSTANT (0x299f31d0a4093822);
  const guint64 image = G_GUINT64_CONSTANT (0x85a308d3243f6a88);
  const guint32 counter[4] = { 0x243f6a88, 0x85a308d3, 0x13198a2e, WEFT_USE_VALUE };
  const guint32 key[2] = { 0xa4093822, 0x299f31d0 };
  guint32 out[4];
  double u;

  weft_random_philox (counter, key, out);
  u = weft_random_uniform (seed, image, 0x13198a2e, WEFT_USE_VALUE);
  g_assert_cmpuint ((guint64) (u * 0x1p32), ==, out[0]);
  g_assert_cmpuint ((guint64) (u * 0x1p52), ==, ((guint64) out[0] << 32 | out[1]) >> 12);
  g_assert_cmpfloat (u * 0x1p53 - 2 * floor (u * 0x1p52), ==, 1.0);
}

static void
test_every_part_counts (void)
{
  const double u = weft_random_uniform (1, 2, 3, WEFT_USE_VALUE);

  g_assert_cmpfloat (u, ==, weft_random_uniform (1, 2, 3, WEFT_USE_VALUE));
  for (guint bit = 0; bit < 64; bit++)
    {
      const guint64 flip = G_GUINT64_CONSTANT (1) << bit;

      g_assert_cmpfloat (u, !=, weft_random_uniform (1 ^ flip, 2, 3, WEFT_USE_VALUE));
      g_assert_cmpfloat (u, !=, weft_random_uniform (1, 2 ^ flip, 3, WEFT_USE_VALUE));
      if (bit < 32)
        g_assert_cmpfloat (u, !=, weft_random_uniform (1, 2, 3 ^ (guint32) flip, WEFT_USE_VALUE));
    }
  g_assert_cmpfloat (u, !=, weft_random_uniform (1, 2, 3, WEFT_USE_COMPONENT));
  g_assert_cmpfloat (u, !=, weft_random_uniform (1, 2, 3, WEFT_USE_FIRST_VALUE));
}

/* Counts in 64 equal cells: chi-squared has mean 63 and deviation 11.2; the seed is fixed, so this is no lottery. */
static void
test_uniformity (void)
{
  guint counts[64] = { 0 };
  double chi_squared = 0.0;

  for (guint32 step = 0; step < 64000; step++)
    {
      const double u = weft_random_uniform (42, 0, step, WEFT_USE_VALUE);

      g_assert_cmpfloat (u, >, 0.0);
      g_assert_cmpfloat (u, <, 1.0);
      counts[(guint) (u * 64.0)]++;
    }

  for (guint i = 0; i < 64; i++)
    chi_squared += (counts[i] - 1000.0) * (counts[i] - 1000.0) / 1000.0;
  g_test_message ("chi-squared %.1f of 63 degrees", chi_squared);
  g_assert_cmpfloat (chi_squared, <, 63.0 + 4 * 11.2);
  g_assert_cmpfloat (chi_squared, >, 63.0 - 4 * 11.2);
}

static void
test_normal_moments (void)
{
  const gsize n = 100001;
  const float scale = 0.5f;
  g_autofree float *x = g_new (float, n);
  double mean = 0.0, square = 0.0, fourth = 0.0;

  weft_random_fill_normal (7, 3, scale, x, n);
  for (gsize i = 0; i < n; i++)
    {
      const double t = x[i] / scale;

      mean += t / n;
      square += t * t / n;
      fourth += t * t * t * t / n;
    }

  /* Four standard errors: sqrt (1/n), sqrt (2/n), sqrt (96/n). */
  g_assert_cmpfloat (fabs (mean), <, 4 * sqrt (1.0 / n));
  g_assert_cmpfloat (fabs (square - 1.0), <, 4 * sqrt (2.0 / n));
  g_assert_cmpfloat (fabs (fourth - 3.0), <, 4 * sqrt (96.0 / n));
}

/* A deviate depends on seed, stream and index, not on how many are asked for. */
static void
test_normal_address (void)
{
  float longer[9], shorter[4], other_stream[4], other_seed[4];

  weft_random_fill_normal (7, 3, 1.0f, longer, G_N_ELEMENTS (longer));
  weft_random_fill_normal (7, 3, 1.0f, shorter, G_N_ELEMENTS (shorter));
  weft_random_fill_normal (7, 4, 1.0f, other_stream, G_N_ELEMENTS (other_stream));
  weft_random_fill_normal (8, 3, 1.0f, other_seed, G_N_ELEMENTS (other_seed));
  for (gsize i = 0; i < G_N_ELEMENTS (shorter); i++)
    {
      g_assert_cmpfloat (shorter[i], ==, longer[i]);
      g_assert_cmpfloat (shorter[i], !=, other_stream[i]);
      g_assert_cmpfloat (shorter[i], !=, other_seed[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/random/known-answers", test_known_answers);
  g_test_add_func ("/random/address", test_address);
  g_test_add_func ("/random/every-part-counts", test_every_part_counts);
  g_test_add_func ("/random/uniformity", test_uniformity);
  g_test_add_func ("/random/normal-moments", test_normal_moments);
  g_test_add_func ("/random/normal-address", test_normal_address);

  return g_test_run ();
}
