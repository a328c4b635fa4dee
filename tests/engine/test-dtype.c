/* SPDX-License-Identifier: MIT */
/* Element types: names that come back, and every one of the 65536 halves widened exactly. */
#include "engine/format/dtype.h"

#include <math.h>
#include <string.h>

static void
test_names (void)
{
  g_autofree char *names = weft_dtype_dup_names ();
  WeftDtype dtype = WEFT_N_DTYPES;

  for (guint i = 0; i < WEFT_N_DTYPES; i++)
    {
      g_assert_true (weft_dtype_from_string (weft_dtype_to_string (i), &dtype));
      g_assert_cmpint (dtype, ==, i);
      g_assert_nonnull (strstr (names, weft_dtype_to_string (i)));
    }

  g_assert_false (weft_dtype_from_string ("f32", &dtype));
  g_assert_false (weft_dtype_from_string ("", &dtype));
}

/* sign * fraction * 2^exponent, from the definition and in double. */
static double
define_half (guint16 half, guint n_fraction, gint bias)
{
  const guint n_exponent = 15 - n_fraction;
  const guint fraction = half & ((1u << n_fraction) - 1);
  const guint exponent = (guint) (half >> n_fraction) & ((1u << n_exponent) - 1);
  const double sign = (half & 0x8000) != 0 ? -1.0 : 1.0;

  if (exponent == (1u << n_exponent) - 1)
    return fraction == 0 ? sign * INFINITY : NAN;
  if (exponent == 0)
    return sign * ldexp (fraction, 1 - bias - (gint) n_fraction);
  return sign * ldexp (fraction + (1u << n_fraction), (gint) exponent - bias - (gint) n_fraction);
}

static void
check_all_halves (WeftDtype dtype, guint n_fraction, gint bias)
{
  const gsize n = 65536;
  g_autofree float *out = g_new (float, n);
  guint8 *end = (guint8 *) out + 2 * n; /* widened in place, as a container does */

  for (gsize i = 0; i < n; i++)
    {
      end[2 * i] = (guint8) i;
      end[2 * i + 1] = (guint8) (i >> 8);
    }

  weft_dtype_widen (dtype, end, out, n);
  for (gsize i = 0; i < n; i++)
    {
      const double expected = define_half ((guint16) i, n_fraction, bias);

      g_assert_true (isnan (expected) ? isnan (out[i]) : (double) out[i] == expected);
      g_assert_true (isnan (expected) || !signbit (out[i]) == !signbit (expected));
    }
}

static void
test_f16 (void)
{
  check_all_halves (WEFT_DTYPE_F16, 10, 15);
}

static void
test_bf16 (void)
{
  check_all_halves (WEFT_DTYPE_BF16, 7, 127);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dtype/names", test_names);
  g_test_add_func ("/dtype/f16", test_f16);
  g_test_add_func ("/dtype/bf16", test_bf16);

  return g_test_run ();
}
