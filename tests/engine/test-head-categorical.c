/* SPDX-License-Identifier: MIT */
/* Categorical output: the frequencies of a sweep over the uniform, top-k, top-p, ties, and hostile logits. */
#include "engine/error.h"
#include "engine/head-private.h"
#include "engine/logits.h"

#include <math.h>

#define SWEEP 10000 /* uniforms of a sweep; a value's count is its probability within one */

static WeftConfig
make_config (guint n_values)
{
  return (WeftConfig) {
    .n_values = n_values,
    .n_outputs = n_values,
    .output = WEFT_OUTPUT_CATEGORICAL,
    .image_mode = WEFT_IMAGE_INDEXED8,
  };
}

static void
sweep (guint n_values, const float *logits, const WeftSampling *sampling, guint *counts)
{
  const WeftConfig config = make_config (n_values);

  for (guint v = 0; v < n_values; v++)
    counts[v] = 0;

  for (guint i = 0; i < SWEEP; i++)
    {
      const guint8 value = weft_head_sample (&config, logits, sampling, 0.5, (i + 0.5) / SWEEP);

      g_assert_cmpuint (value, <, n_values);
      counts[value]++;
    }
}

#define N 5

typedef struct {
  const char *what;
  WeftSampling sampling;
  double p[N]; /* expected, of logits ln 1, ln 4, ln 2, ln 2, ln 1 */
} SweepCase;

static const SweepCase sweeps[] = {
  { "plain", { 1.0, 0, 1.0 }, { 0.1, 0.4, 0.2, 0.2, 0.1 } },
  { "cold", { 0.5, 0, 1.0 }, { 1.0 / 26, 16.0 / 26, 4.0 / 26, 4.0 / 26, 1.0 / 26 } },
  { "most likely", { 0.0, 0, 1.0 }, { 0, 1, 0, 0, 0 } },
  { "most likely beats top-p", { 0.0, 3, 0.5 }, { 0, 1, 0, 0, 0 } },
  { "top-k of all", { 1.0, 5, 1.0 }, { 0.1, 0.4, 0.2, 0.2, 0.1 } },
  { "top-k 4 drops the later of two equals", { 1.0, 4, 1.0 }, { 1.0 / 9, 4.0 / 9, 2.0 / 9, 2.0 / 9, 0 } },
  { "top-k 2 keeps the earlier of two equals", { 1.0, 2, 1.0 }, { 0, 2.0 / 3, 1.0 / 3, 0, 0 } },
  { "top-k 1", { 1.0, 1, 1.0 }, { 0, 1, 0, 0, 0 } },
  { "top-p just reached", { 1.0, 0, 0.59 }, { 0, 2.0 / 3, 1.0 / 3, 0, 0 } },
  { "top-p passed by the next", { 1.0, 0, 0.61 }, { 0, 0.5, 0.25, 0.25, 0 } },
  { "tiny top-p", { 1.0, 0, 1e-300 }, { 0, 1, 0, 0, 0 } },
  { "top-p looks at what top-k left", { 1.0, 2, 0.65 }, { 0, 1, 0, 0, 0 } },
  { "top-p after temperature", { 0.5, 0, 0.6 }, { 0, 1, 0, 0, 0 } },
};

static void
test_sweeps (void)
{
  const float logits[N] = { 0.0f, logf (4.0f), logf (2.0f), logf (2.0f), 0.0f };

  for (gsize i = 0; i < G_N_ELEMENTS (sweeps); i++)
    {
      guint counts[N];

      g_test_message ("%s", sweeps[i].what);
      sweep (N, logits, &sweeps[i].sampling, counts);
      for (guint v = 0; v < N; v++)
        g_assert_cmpfloat_with_epsilon (counts[v], sweeps[i].p[v] * SWEEP, 1.01);
    }
}

/* Values are cumulated in index order, so the value never falls as the uniform rises. */
static void
test_index_order (void)
{
  const WeftConfig config = make_config (N);
  const WeftSampling sampling = { 1.0, 4, 0.95 };
  const float logits[N] = { 0.3f, -0.1f, 0.9f, 0.2f, -2.0f };
  guint8 previous = 0;

  for (guint i = 0; i < SWEEP; i++)
    {
      const guint8 value = weft_head_sample (&config, logits, &sampling, 0.5, (i + 0.5) / SWEEP);

      g_assert_cmpuint (value, >=, previous);
      previous = value;
    }
}

/* -0 and 0 are equal: the lower index stays. */
static void
test_ties (void)
{
  const WeftConfig config = make_config (4);
  const float logits[4] = { -1.0f, -0.0f, 0.0f, -0.0f };
  const WeftSampling samplings[] = { { 0.0, 0, 1.0 }, { 1.0, 1, 1.0 }, { 1.0, 0, 0.1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (samplings); i++)
    g_assert_cmpuint (weft_head_sample (&config, logits, &samplings[i], 0.5, 0.99), ==, 1);
}

static void
test_nll (void)
{
  const WeftConfig config = make_config (N);
  const float logits[N] = { 0.0f, logf (4.0f), logf (2.0f), logf (2.0f), 0.0f };
  const double p[N] = { 0.1, 0.4, 0.2, 0.2, 0.1 };
  double probabilities[N];

  weft_head_probabilities (&config, logits, probabilities);
  for (guint v = 0; v < N; v++)
    {
      g_assert_cmpfloat_with_epsilon (weft_head_nll (&config, logits, (guint8) v), -log (p[v]), 1e-7);
      g_assert_cmpfloat_with_epsilon (probabilities[v], p[v], 1e-7);
    }
}

/* Shapes of hostile logits over all 256 values. */
typedef enum {
  EQUAL,
  ONE_HUGE,
  ALL_HUGE,
  ALTERNATING,
  RISING,
  N_SHAPES,
} Shape;

static void
fill (Shape shape, float *logits)
{
  for (guint v = 0; v < 256; v++)
    switch (shape)
      {
      case EQUAL: logits[v] = -1e38f; break;
      case ONE_HUGE: logits[v] = v == 200 ? 1e38f : 0.0f; break;
      case ALL_HUGE: logits[v] = 3e38f; break;
      case ALTERNATING: logits[v] = v % 2 ? 3e38f : -3e38f; break;
      case RISING: logits[v] = (float) v; break;
      default: g_assert_not_reached ();
      }
}

static void
test_extremes (void)
{
  static const double temperatures[] = { 0.0, 0.001, 1.0, 1000.0 };
  static const double uniforms[] = { 0x1p-53, 0.5, 1.0 - 0x1p-53 };
  static const guint top_k[] = { 0, 1, 255, 256 };
  static const double top_p[] = { 5e-324, 0.5, 1.0 - 0x1p-53, 1.0 };
  const WeftConfig config = make_config (256);
  float logits[256];

  for (guint shape = 0; shape < N_SHAPES; shape++)
    {
      fill (shape, logits);
      for (gsize t = 0; t < G_N_ELEMENTS (temperatures); t++)
        for (gsize k = 0; k < G_N_ELEMENTS (top_k); k++)
          for (gsize p = 0; p < G_N_ELEMENTS (top_p); p++)
            for (gsize u = 0; u < G_N_ELEMENTS (uniforms); u++)
              {
                const WeftSampling sampling = { temperatures[t], top_k[k], top_p[p] };
                const guint8 value = weft_head_sample (&config, logits, &sampling, 0.5, uniforms[u]);

                g_assert_true (isfinite (weft_head_nll (&config, logits, value)));
                if (shape == ONE_HUGE)
                  g_assert_cmpuint (value, ==, 200);
                if (shape == ALTERNATING)
                  g_assert_cmpuint (value % 2, ==, 1);
                if (temperatures[t] == 0.0 || top_k[k] == 1 || top_p[p] < 0.5)
                  g_assert_cmpuint (value, ==, weft_logits_arg_max (logits, 256));
              }
    }
}

/* Against the plain definition: sort by falling logit, then rising index, and keep the first k. */
static void
test_top_k_of_random_logits (void)
{
  const WeftConfig config = make_config (256);

  for (guint round = 0; round < 50; round++)
    {
      const guint k = g_test_rand_int_range (1, 257);
      const WeftSampling sampling = { 1000.0, k, 1.0 };
      float logits[256];

      for (guint v = 0; v < 256; v++)
        logits[v] = (float) (g_test_rand_int_range (-20, 20) * 0.125); /* many ties */

      for (guint i = 0; i < 1000; i++)
        {
          const guint8 value = weft_head_sample (&config, logits, &sampling, 0.5, (i + 0.5) / 1000.0);
          guint n_before = 0;

          for (guint v = 0; v < 256; v++)
            n_before += logits[v] > logits[value] || (logits[v] == logits[value] && v < value);
          g_assert_cmpuint (n_before, <, k);
        }
    }
}

typedef struct {
  WeftSampling sampling;
  gboolean valid;
} ValidCase;

static const ValidCase samplings[] = {
  { { 1.0, 0, 1.0 }, TRUE },  { { 1.0, 1, 1.0 }, TRUE },   { { 1.0, N, 1.0 }, TRUE },
  { { 1.0, 0, 0.01 }, TRUE }, { { 1.0, N + 1, 1.0 }, FALSE }, { { 1.0, 0, 0.0 }, FALSE },
  { { 1.0, 0, 1.5 }, FALSE }, { { 1.0, 0, NAN }, FALSE },  { { 1.0, 0, -0.5 }, FALSE },
};

static void
test_validate (void)
{
  const WeftConfig config = make_config (N);

  for (gsize i = 0; i < G_N_ELEMENTS (samplings); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (weft_sampling_validate (&samplings[i].sampling, &config, &error), ==, samplings[i].valid);
      if (!samplings[i].valid)
        g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
    }
}

/* What is said to be drawn is what a sweep draws, at every temperature and with every choice. */
static void
test_sampling_probabilities (void)
{
  const WeftSampling ways[] = {
    { 1.0, 0, 1.0 }, { 0.4, 0, 1.0 }, { 3.0, 0, 1.0 }, { 0.0, 0, 1.0 }, { 1.0, 3, 1.0 }, { 1.0, 0, 0.7 }, { 2.0, 7, 0.8 },
  };
  const WeftConfig categorical = make_config (9);
  const float logits[] = { -1.0f, 2.0f, 0.5f, 0.5f, -3.0f, 1.7f, 0.0f, 1.0f, -0.2f };
  double probabilities[9];
  guint counts[9];

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      double total = 0.0;

      sweep (9, logits, &ways[i], counts);
      weft_head_sampling_probabilities (&categorical, logits, &ways[i], probabilities);
      for (guint v = 0; v < 9; v++)
        {
          g_assert_cmpfloat_with_epsilon (probabilities[v], (double) counts[v] / SWEEP, 1.01 / SWEEP);
          total += probabilities[v];
        }
      g_assert_cmpfloat_with_epsilon (total, 1.0, 1e-12);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/head-categorical/sweeps", test_sweeps);
  g_test_add_func ("/head-categorical/index-order", test_index_order);
  g_test_add_func ("/head-categorical/ties", test_ties);
  g_test_add_func ("/head-categorical/nll", test_nll);
  g_test_add_func ("/head-categorical/extremes", test_extremes);
  g_test_add_func ("/head-categorical/top-k-of-random-logits", test_top_k_of_random_logits);
  g_test_add_func ("/head-categorical/sampling-probabilities", test_sampling_probabilities);
  g_test_add_func ("/head-categorical/validate", test_validate);

  return g_test_run ();
}
