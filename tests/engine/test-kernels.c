/* SPDX-License-Identifier: MIT */
/* Every kernel table gives the bits of the portable one, on random inputs of many sizes; the portable one is checked
 * against the C library in double precision. */
#include "engine/arena.h"
#include "engine/error.h"
#include "engine/kernels/kernels.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define MOST 1100 /* elements of the largest vector */

typedef struct {
  const WeftKernels *truth;
  const WeftKernels *fast;
  GRand *rand;
} Pair;

static void
fill (GRand *rand, float *x, gsize n, double scale)
{
  for (gsize i = 0; i < n; i++)
    x[i] = (float) (scale * g_rand_double_range (rand, -1.0, 1.0));
}

static void
assert_same_bits (const Pair *pair, const char *what, gsize n, const float *expected, const float *found)
{
  for (gsize i = 0; i < n; i++)
    if (memcmp (&expected[i], &found[i], sizeof (float)) != 0 && !(isnan (expected[i]) && isnan (found[i])))
      {
        g_test_message ("%s, %s: element %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " is %.9g, portable says %.9g",
                        pair->fast->name, what, i, n, found[i], expected[i]);
        g_test_fail ();
        return;
      }
}

static const guint sizes[] = { 1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 40, 64, 100, 128, 255, 256, 1000, 1024 };

/* In-place functions of one vector. */
static void
check_elementwise (const Pair *pair)
{
  const struct {
    const char *name;
    void (*truth) (float *, gsize);
    void (*fast) (float *, gsize);
    double scale;
    double shift;
  } functions[] = {
    { "relu", pair->truth->relu, pair->fast->relu, 3.0, 0.0 },
    { "gelu", pair->truth->gelu, pair->fast->gelu, 6.0, 0.0 },
    { "exp", pair->truth->exp, pair->fast->exp, 60.0, -50.0 },
    { "softmax", pair->truth->softmax, pair->fast->softmax, 20.0, 0.0 },
  };
  float expected[MOST], found[MOST];

  for (guint f = 0; f < G_N_ELEMENTS (functions); f++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        fill (pair->rand, expected, MOST, functions[f].scale);
        for (guint i = 0; i < MOST; i++)
          expected[i] += (float) functions[f].shift;
        memcpy (found, expected, sizeof found);
        functions[f].truth (expected, sizes[s]);
        functions[f].fast (found, sizes[s]);
        assert_same_bits (pair, functions[f].name, MOST, expected, found);
      }
}

static void
check_phi_and_norm (const Pair *pair)
{
  float x[MOST], r[MOST], gain[MOST], bias[MOST], expected[MOST], found[MOST];

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      const gsize n = sizes[s];
      float truth_variance, fast_variance;

      fill (pair->rand, x, MOST, 10.0);
      fill (pair->rand, r, MOST, 10.0);
      fill (pair->rand, gain, MOST, 2.0);
      fill (pair->rand, bias, MOST, 2.0);
      memset (expected, 0, sizeof expected);
      memset (found, 0, sizeof found);

      pair->truth->phi (x, expected, n);
      pair->fast->phi (x, found, n);
      assert_same_bits (pair, "phi", MOST, expected, found);

      truth_variance = pair->truth->layer_norm (x, r, gain, bias, n, expected);
      fast_variance = pair->fast->layer_norm (x, r, gain, bias, n, found);
      assert_same_bits (pair, "layer norm", MOST, expected, found);
      assert_same_bits (pair, "variance", 1, &truth_variance, &fast_variance);

      truth_variance = pair->truth->layer_norm (x, NULL, gain, bias, n, expected);
      fast_variance = pair->fast->layer_norm (x, NULL, gain, bias, n, found);
      assert_same_bits (pair, "layer norm of one", MOST, expected, found);
    }
}

static void
check_quantize (const Pair *pair)
{
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      const gsize n = sizes[s];
      float x[MOST];
      guint8 expected[MOST] = { 0 }, found[MOST] = { 0 };
      float expected_scale, found_scale;

      fill (pair->rand, x, MOST, 5.0);
      expected_scale = pair->truth->quantize (x, n, expected);
      found_scale = pair->fast->quantize (x, n, found);
      assert_same_bits (pair, "scale", 1, &expected_scale, &found_scale);
      g_assert_cmpmem (expected, sizeof expected, found, sizeof found);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (fabsf ((expected[i] - 128) * expected_scale - x[i]), <=, 0.5001f * expected_scale);
    }
}

static void
check_linear (const Pair *pair, WeftPrecision precision, guint n_in, guint n_out, guint n_lanes)
{
  g_auto (WeftArena) arena = WEFT_ARENA_INIT;
  g_autofree float *weights = g_new (float, (gsize) n_in * n_out);
  g_autofree float *bias = g_new (float, n_out);
  g_autofree float *x = g_new (float, (gsize) n_lanes * n_in);
  g_autofree float *expected = NULL;
  g_autofree float *found = NULL;
  g_autofree guint8 *quantized = g_new (guint8, (gsize) n_lanes * (n_in + 3));
  g_autofree float *scales = g_new (float, n_lanes);
  WeftLinear linear;
  WeftInput input;
  gsize stride;

  fill (pair->rand, weights, (gsize) n_in * n_out, 0.2);
  fill (pair->rand, bias, n_out, 1.0);
  fill (pair->rand, x, (gsize) n_lanes * n_in, 2.0);

  weft_linear_reserve (&arena, precision, n_in, n_out);
  g_assert_true (weft_arena_allocate (&arena, "a matrix", NULL));
  weft_linear_init (&linear, &arena, precision, n_in, n_out);
  weft_linear_pack (&linear, 0, n_out, weights, bias);

  stride = weft_linear_get_row_stride (&linear);
  expected = g_new0 (float, n_lanes * stride);
  found = g_new0 (float, n_lanes * stride);
  input = (WeftInput) { x, n_in, quantized, n_in + 3, scales };
  for (guint l = 0; l < n_lanes; l++)
    scales[l] = pair->truth->quantize (x + (gsize) l * n_in, n_in, quantized + (gsize) l * (n_in + 3));
  pair->truth->linear (&linear, 0, linear.n_panels, &input, expected, stride, n_lanes);
  pair->fast->linear (&linear, 0, linear.n_panels, &input, found, stride, n_lanes);
  assert_same_bits (pair, weft_precision_to_string (precision), n_lanes * stride, expected, found);
}

static void
check_all_linear (const Pair *pair)
{
  static const guint lanes[] = { 1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 16, 25, 64 };
  static const struct {
    guint n_in, n_out;
  } shapes[] = { { 1, 1 }, { 32, 96 }, { 40, 30 }, { 100, 40 }, { 128, 235 }, { 64, 320 } };

  for (WeftPrecision precision = WEFT_PRECISION_F32; precision <= WEFT_PRECISION_INT8; precision++)
    for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
      for (guint l = 0; l < G_N_ELEMENTS (lanes); l++)
        check_linear (pair, precision, shapes[s].n_in, shapes[s].n_out, lanes[l]);
}

static void
check_attention (const Pair *pair, guint head_size)
{
  const gsize stride = weft_pad (head_size);
  const guint n_steps = 150;
  g_autofree float *s = g_new0 (float, 2 * head_size * stride);
  g_autofree float *z = g_new0 (float, 2 * stride);
  g_autofree float *keys = g_new0 (float, 3 * WEFT_KEY_BLOCK * head_size);
  g_autofree float *values = g_new0 (float, n_steps * stride);
  g_autofree float *scratch = g_new0 (float, 3 * WEFT_KEY_BLOCK + 2 * stride);
  float q[64], k[64], v[64], expected[64], found[64];

  for (guint i = 0; i < n_steps; i++)
    {
      fill (pair->rand, q, head_size, 4.0);
      fill (pair->rand, k, head_size, 4.0);
      fill (pair->rand, v, head_size, 4.0);

      pair->truth->attend_linear (s, z, head_size, q, k, v, expected, scratch);
      pair->fast->attend_linear (s + head_size * stride, z + stride, head_size, q, k, v, found, scratch);
      assert_same_bits (pair, "linear attention", head_size, expected, found);
      assert_same_bits (pair, "S", head_size * stride, s, s + head_size * stride);
      assert_same_bits (pair, "z", stride, z, z + stride);

      for (guint e = 0; e < head_size; e++)
        keys[((gsize) (i / WEFT_KEY_BLOCK) * head_size + e) * WEFT_KEY_BLOCK + i % WEFT_KEY_BLOCK] = k[e];
      memcpy (values + i * stride, v, head_size * sizeof (float));
      pair->truth->attend_softmax (keys, values, head_size, i + 1, q, expected, scratch);
      pair->fast->attend_softmax (keys, values, head_size, i + 1, q, found, scratch);
      assert_same_bits (pair, "softmax attention", head_size, expected, found);
    }
}

/* NaN and infinity must come through: that is how a broken model is noticed. */
static void
check_not_finite (const WeftKernels *kernels)
{
  static const float bad[] = { NAN, INFINITY, -INFINITY };
  float one[40], zero[40] = { 0 }, x[40], y[40];

  for (guint i = 0; i < 40; i++)
    one[i] = 1.0f;

  for (guint b = 0; b < G_N_ELEMENTS (bad); b++)
    for (guint place = 0; place < 40; place++)
      {
        memcpy (x, one, sizeof x);
        x[place] = bad[b];
        g_assert_false (isfinite (kernels->layer_norm (x, NULL, one, zero, 40, y)));
      }

  for (guint b = 0; b < G_N_ELEMENTS (bad); b++)
    for (guint place = 0; place < 40; place++)
      {
        guint8 quantized[40];

        memcpy (x, one, sizeof x);
        x[place] = bad[b];
        g_assert_true (isnan (kernels->quantize (x, 40, quantized)));
      }

  x[0] = NAN;
  kernels->phi (x, y, 1);
  g_assert_true (isnan (y[0]));
  kernels->exp (x, 1);
  g_assert_true (isnan (x[0]));
}

static void
test_same_bits (gconstpointer data)
{
  const guint32 seed = g_test_rand_int ();
  const WeftKernels *list[WEFT_KERNELS_MAX];
  Pair pair;

  weft_kernels_list (list);
  pair = (Pair) { .truth = list[0], .fast = data, .rand = g_rand_new_with_seed (seed) };
  g_test_message ("seed %u", seed);

  check_elementwise (&pair);
  check_phi_and_norm (&pair);
  check_quantize (&pair);
  check_all_linear (&pair);
  check_attention (&pair, 5);
  check_attention (&pair, 8);
  check_attention (&pair, 16);
  check_attention (&pair, 32);
  check_attention (&pair, 40);
  check_not_finite (pair.fast);

  g_rand_free (pair.rand);
}

/* The formulas themselves: relative error against the C library in double. */
static void
test_formulas (void)
{
  const WeftKernels *list[WEFT_KERNELS_MAX];
  float y;

  weft_kernels_list (list);
  for (double x = -87.0; x <= 80.0; x += 0.0371)
    {
      y = (float) x;
      list[0]->exp (&y, 1);
      g_assert_cmpfloat (fabs (y - exp ((float) x)), <=, 2e-7 * exp ((float) x));

      y = (float) x;
      list[0]->gelu (&y, 1);
      g_assert_cmpfloat (fabs (y - 0.5 * x * (1.0 + erf (x * M_SQRT1_2))), <=, 2e-7 * fabs (x) + 1e-12);

      y = (float) x;
      list[0]->phi (&y, &y, 1);
      g_assert_cmpfloat (fabs (y - (x > 0.0 ? x + 1.0 : exp ((float) x))), <=, 2e-7 * (fabs (x) + 1.0));
    }
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  const WeftKernels *list[WEFT_KERNELS_MAX];
  guint n = 0;

  weft_kernels_list (list);
  for (; list[n] != NULL; n++)
    {
      g_setenv ("WEFT_KERNELS", list[n]->name, TRUE);
      g_assert_true (weft_kernels_get () == list[n]);
      g_assert_true (weft_kernels_check (NULL));
    }
  g_setenv ("WEFT_KERNELS", "abacus", TRUE);
  g_assert_true (weft_kernels_get () == list[0]);
  g_assert_false (weft_kernels_check (&error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, list[n - 1]->name));
  g_unsetenv ("WEFT_KERNELS");
  g_assert_true (weft_kernels_check (NULL));
  g_assert_true (weft_kernels_get () == list[n - 1]);
}

int
main (int argc, char *argv[])
{
  const WeftKernels *list[WEFT_KERNELS_MAX];

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/formulas", test_formulas);
  g_test_add_func ("/kernels/names", test_names);

  weft_kernels_list (list);
  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/kernels/same-bits/%s", list[i]->name);

      g_test_add_data_func (path, list[i], test_same_bits);
    }

  return g_test_run ();
}
