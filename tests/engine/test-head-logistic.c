/* SPDX-License-Identifier: MIT */
/* Mixture of logistics: the authors' likelihood and sampler to the digit, and finite answers to hostile outputs. */
#include "engine/error.h"
#include "engine/head-private.h"
#include "tests/support/vectors.h"

#include <math.h>

#define N_MIXTURES 10
#define TOLERANCE 1e-9 /* nats; the vectors come from double precision */

static const WeftConfig config = {
  .n_values = 256,
  .n_outputs = 3 * N_MIXTURES,
  .output = WEFT_OUTPUT_MIXTURE_OF_LOGISTICS,
  .image_mode = WEFT_IMAGE_GRAY8,
};

static void
to_float (const double *x, float *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = (float) x[i];
}

/* The largest difference of the log-probabilities of all bytes of one row. */
static double
compare_log_p (const float *outputs, const double *log_p)
{
  double worst = 0.0;

  for (guint v = 0; v < 256; v++)
    worst = fmax (worst, fabs (-weft_head_nll (&config, outputs, (guint8) v) - log_p[v]));

  return worst;
}

static void
check_vectors (const char *path)
{
  g_autoptr (TestVectors) vectors = test_vectors_open (path);
  const gsize n_rows = test_vectors_get_size (vectors, "y", 0);
  const double *y = test_vectors_get (vectors, "y");
  const double *log_p = test_vectors_get (vectors, "logp_f64");
  const double *nll = test_vectors_get (vectors, "nll_f64");
  const double *target = test_vectors_get (vectors, "target");
  const double *component = test_vectors_get (vectors, "component");
  const double *u = test_vectors_get (vectors, "u");
  const double *byte = test_vectors_get (vectors, "pixel_f64");
  double worst_nll = 0.0, worst_log_p = 0.0;

  for (gsize i = 0; i < n_rows; i++)
    {
      const guint k = (guint) component[i];
      float outputs[3 * N_MIXTURES];

      to_float (y + i * 3 * N_MIXTURES, outputs, 3 * N_MIXTURES);
      worst_nll = fmax (worst_nll, fabs (weft_head_nll (&config, outputs, (guint8) target[i]) - nll[i]));
      worst_log_p = fmax (worst_log_p, compare_log_p (outputs, log_p + i * 256));
      g_assert_cmpuint (weft_head_logistic_value (outputs[N_MIXTURES + k], outputs[2 * N_MIXTURES + k], 1.0, u[i]),
                        ==, (guint) byte[i]);
    }

  g_test_message ("%s: %" G_GSIZE_FORMAT " rows, nll within %.2g, log p within %.2g",
                  path, n_rows, worst_nll, worst_log_p);
  g_assert_cmpuint (n_rows, >, 0);
  g_assert_cmpfloat (worst_nll, <=, TOLERANCE);
  g_assert_cmpfloat (worst_log_p, <=, TOLERANCE);
}

static void
test_own_vectors (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "mixture-of-logistics.safetensors", NULL);

  check_vectors (path);
}

static void
test_golden_vectors (void)
{
  g_autofree char *path = golden_dup_path ("mixture-of-logistics/io.safetensors");

  if (path != NULL)
    check_vectors (path);
}

/* Two components far apart: the component's uniform decides between them, at ln-odds 1 / T. */
static void
test_component (void)
{
  const float outputs[] = { 0.0f, 1.0f, /* means */ -0.5f, 0.5f, /* raw scales */ -30.0f, -30.0f };

  static const double temperatures[] = { 0.25, 1.0, 4.0 };

  for (gsize i = 0; i < G_N_ELEMENTS (temperatures); i++)
    {
      const double t = temperatures[i];
      const double first = 1.0 / (1.0 + exp (1.0 / t));

      g_assert_cmpuint (weft_head_logistic_sample (2, outputs, t, first - 1e-9, 0.5), ==, 64);
      g_assert_cmpuint (weft_head_logistic_sample (2, outputs, t, first + 1e-9, 0.5), ==, 191);
    }

  g_assert_cmpuint (weft_head_logistic_sample (2, outputs, 0.0, 1e-9, 1e-9), ==, 191);
}

static void
test_ties_go_to_the_lower (void)
{
  const float outputs[] = { 3.0f, 3.0f, /* means */ -0.5f, 0.5f, /* raw scales */ 0.0f, 0.0f };

  g_assert_cmpuint (weft_head_logistic_sample (2, outputs, 0.0, 0.9, 0.9), ==, 64);
}

/* 127.5 and 126.5 lie between two bytes: the even one is taken. */
static void
test_half_to_even (void)
{
  g_assert_cmpuint (weft_head_logistic_value (0.0f, 0.0f, 0.0, 0.5), ==, 128);
  g_assert_cmpuint (weft_head_logistic_value (0.0f, 0.0f, 1.0, 0.5), ==, 128);
}

/* Widths of the sampler: the temperature scales the distance from the mean. */
static void
test_temperature (void)
{
  const double u = 0.9;
  const double logit = log (u) - log (1.0 - u);
  const double v1 = 0.05 * logit, v2 = 2.0 * v1;
  const float raw = (float) log (0.05 - 1e-4);

  g_assert_cmpuint (weft_head_logistic_value (0.0f, raw, 1.0, u), ==, (guint) rint ((v1 + 1.0) * 127.5));
  g_assert_cmpuint (weft_head_logistic_value (0.0f, raw, 2.0, u), ==, (guint) rint ((v2 + 1.0) * 127.5));
  g_assert_cmpuint (weft_head_logistic_value (0.0f, raw, 0.0, u), ==, 128);
}

static void
test_probabilities (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "mixture-of-logistics.safetensors", NULL);
  g_autoptr (TestVectors) vectors = test_vectors_open (path);
  const double *y = test_vectors_get (vectors, "y");
  const double *log_p = test_vectors_get (vectors, "logp_f64");

  for (gsize i = 0; i < test_vectors_get_size (vectors, "y", 0); i++)
    {
      float outputs[3 * N_MIXTURES];
      double p[256], sum = 0.0;

      to_float (y + i * 3 * N_MIXTURES, outputs, 3 * N_MIXTURES);
      weft_head_probabilities (&config, outputs, p);
      for (guint v = 0; v < 256; v++)
        {
          sum += p[v];
          /* The reference itself sums to 1 within 2e-5: its rarest bytes are densities, not differences. */
          g_assert_cmpfloat_with_epsilon (p[v], exp (log_p[i * 256 + v]), 2e-5);
        }
      g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-12);
    }
}

/* Every combination of extreme outputs, temperatures and uniforms gives a byte and finite, normalized likelihoods. */
static void
test_extremes (void)
{
  static const float logits[] = { 0.0f, 1e38f, -1e38f };
  static const float means[] = { 0.0f, -1.0f, 1e38f, -1e38f };
  static const float raw_scales[] = { 0.0f, -1e30f, -3e38f, 88.0f, 1e30f, 3e38f };
  static const double temperatures[] = { 0.0, 0.001, 1.0, 1000.0 };
  static const double uniforms[] = { 0x1p-53, 0.5, 1.0 - 0x1p-53 };

  for (gsize a = 0; a < G_N_ELEMENTS (logits); a++)
    for (gsize b = 0; b < G_N_ELEMENTS (means); b++)
      for (gsize c = 0; c < G_N_ELEMENTS (raw_scales); c++)
        {
          const float outputs[] = { logits[a], 0.0f, means[b], 0.0f, raw_scales[c], 0.0f };
          const WeftConfig two = { .n_values = 256, .n_outputs = 6, .output = WEFT_OUTPUT_MIXTURE_OF_LOGISTICS };
          double p[256], sum = 0.0;

          weft_head_probabilities (&two, outputs, p);
          for (guint v = 0; v < 256; v++)
            {
              g_assert_true (isfinite (weft_head_nll (&two, outputs, (guint8) v)));
              sum += p[v];
            }
          g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-12);

          for (gsize t = 0; t < G_N_ELEMENTS (temperatures); t++)
            for (gsize u = 0; u < G_N_ELEMENTS (uniforms); u++)
              {
                const guint8 low = weft_head_logistic_sample (2, outputs, temperatures[t], uniforms[u], uniforms[0]);
                const guint8 high = weft_head_logistic_sample (2, outputs, temperatures[t], uniforms[u], uniforms[2]);

                g_assert_cmpuint (low, <=, high);
              }
        }
}

/* The sampler is a quantile function: monotone in its uniform, and the extremes reach both ends. */
static void
test_quantile (void)
{
  guint8 previous = 0;

  for (guint i = 0; i < 1000; i++)
    {
      const guint8 value = weft_head_logistic_value (0.1f, -1.5f, 1.0, (i + 0.5) / 1000.0);

      g_assert_cmpuint (value, >=, previous);
      previous = value;
    }

  g_assert_cmpuint (weft_head_logistic_value (0.0f, -1.5f, 1.0, 0x1p-53), ==, 0);
  g_assert_cmpuint (weft_head_logistic_value (0.0f, -1.5f, 1.0, 1.0 - 0x1p-53), ==, 255);
}

typedef struct {
  WeftSampling sampling;
  gboolean valid;
} ValidCase;

static const ValidCase samplings[] = {
  { { 1.0, 0, 1.0 }, TRUE },     { { 0.0, 0, 1.0 }, TRUE },    { { 0.001, 0, 1.0 }, TRUE },
  { { 1000.0, 0, 1.0 }, TRUE },  { { 0.0009, 0, 1.0 }, FALSE }, { { 1001.0, 0, 1.0 }, FALSE },
  { { -1.0, 0, 1.0 }, FALSE },   { { NAN, 0, 1.0 }, FALSE },   { { INFINITY, 0, 1.0 }, FALSE },
  { { 1.0, 5, 1.0 }, FALSE },    { { 1.0, 0, 0.5 }, FALSE },   { { 1.0, 0, 0.0 }, FALSE },
};

static void
test_validate (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samplings); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (weft_sampling_validate (&samplings[i].sampling, &config, &error), ==, samplings[i].valid);
      if (!samplings[i].valid)
        g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
    }
}

#define SWEEP 20000 /* uniforms of a sweep; a value's share is its probability within one */

/* What one component is said to be drawn as is what a sweep through it draws; the whole is the sum of the components. */
static void
test_sampling_probabilities (void)
{
  const double temperatures[] = { 1.0, 0.3, 2.5, 0.0 };
  const WeftConfig two = { .n_values = 256, .n_outputs = 6, .output = WEFT_OUTPUT_MIXTURE_OF_LOGISTICS };
  const float outputs[] = { 0.3f, -0.5f, /* logits */ -0.2f, 0.95f, /* means */ -3.0f, 0.4f /* raw scales */ };

  g_assert_cmpuint (weft_head_get_n_components (&two), ==, 2);
  for (guint t = 0; t < G_N_ELEMENTS (temperatures); t++)
    {
      const WeftSampling sampling = { temperatures[t], 0, 1.0 };
      double whole[256], rest[256], total = 0.0;

      weft_head_sampling_probabilities (&two, outputs, &sampling, whole);
      for (guint v = 0; v < 256; v++)
        total += rest[v] = whole[v];
      g_assert_cmpfloat_with_epsilon (total, 1.0, 1e-12);

      for (guint k = 0; k < 2; k++)
        {
          guint counts[256] = { 0 };
          double p[256], weight = 0.0;

          for (guint i = 0; i < SWEEP; i++)
            counts[weft_head_logistic_value (outputs[2 + k], outputs[4 + k], temperatures[t], (i + 0.5) / SWEEP)]++;
          weft_head_component_probabilities (&two, outputs, &sampling, k, p);
          for (guint v = 0; v < 256; v++)
            weight += p[v];
          for (guint v = 0; v < 256; v++)
            {
              g_assert_cmpfloat_with_epsilon (p[v], weight * counts[v] / SWEEP, 1.01 / SWEEP);
              rest[v] -= p[v];
            }
        }
      for (guint v = 0; v < 256; v++)
        g_assert_cmpfloat_with_epsilon (rest[v], 0.0, 1e-12);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/head-logistic/own-vectors", test_own_vectors);
  g_test_add_func ("/head-logistic/golden-vectors", test_golden_vectors);
  g_test_add_func ("/head-logistic/component", test_component);
  g_test_add_func ("/head-logistic/ties-go-to-the-lower", test_ties_go_to_the_lower);
  g_test_add_func ("/head-logistic/half-to-even", test_half_to_even);
  g_test_add_func ("/head-logistic/temperature", test_temperature);
  g_test_add_func ("/head-logistic/probabilities", test_probabilities);
  g_test_add_func ("/head-logistic/extremes", test_extremes);
  g_test_add_func ("/head-logistic/quantile", test_quantile);
  g_test_add_func ("/head-logistic/sampling-probabilities", test_sampling_probabilities);
  g_test_add_func ("/head-logistic/validate", test_validate);

  return g_test_run ();
}
