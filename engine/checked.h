/* SPDX-License-Identifier: MIT */
/* Overflow-checked sizes. Lengths that come from bytes or options are multiplied here and nowhere else. */
#pragma once

#include <glib.h>

/**
 * weft_checked_add: *sum = a + b.
 *
 * Returns: FALSE if it does not fit, *sum is then undefined.
 */
static inline gboolean
weft_checked_add (guint64 a, guint64 b, guint64 *sum)
{
  return !__builtin_add_overflow (a, b, sum);
}

/**
 * weft_checked_mul: *product = a * b.
 *
 * Returns: FALSE if it does not fit, *product is then undefined.
 */
static inline gboolean
weft_checked_mul (guint64 a, guint64 b, guint64 *product)
{
  return !__builtin_mul_overflow (a, b, product);
}

/**
 * weft_checked_product: *product of @n factors; an empty product is 1.
 *
 * Unlike the naive loop, a zero factor does not hide an overflow before it.
 *
 * Returns: FALSE if any partial product of the non-zero factors does not fit.
 */
static inline gboolean
weft_checked_product (const guint64 *factors, gsize n, guint64 *product)
{
  gboolean zero = FALSE;
  guint64 p = 1;

  for (gsize i = 0; i < n; i++)
    {
      if (factors[i] == 0)
        zero = TRUE;
      else if (!weft_checked_mul (p, factors[i], &p))
        return FALSE;
    }

  *product = zero ? 0 : p;
  return TRUE;
}
