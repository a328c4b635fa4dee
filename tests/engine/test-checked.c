/* SPDX-License-Identifier: MIT */
/* Overflow-checked sizes: every wrap is noticed, a zero factor hides none. */
#include "engine/checked.h"

typedef struct {
  const char *what;
  guint64 factors[4];
  gsize n;
  gboolean fits;
  guint64 product;
} ProductCase;

static const ProductCase products[] = {
  { "empty", { 0 }, 0, TRUE, 1 },
  { "plain", { 3, 4, 5 }, 3, TRUE, 60 },
  { "largest", { G_MAXUINT64, 1 }, 2, TRUE, G_MAXUINT64 },
  { "zero", { 0, G_MAXUINT64 }, 2, TRUE, 0 },
  { "wraps to zero", { G_GUINT64_CONSTANT (1) << 32, G_GUINT64_CONSTANT (1) << 32 }, 2, FALSE, 0 },
  { "wraps to four", { (G_GUINT64_CONSTANT (1) << 62) + 1, 4 }, 2, FALSE, 0 },
  { "zero before an overflow", { 0, G_MAXUINT64, 2 }, 3, FALSE, 0 },
  { "zero after an overflow", { G_MAXUINT64, 2, 0 }, 3, FALSE, 0 },
};

static void
test_product (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (products); i++)
    {
      const ProductCase *c = &products[i];
      guint64 product = 0;

      g_test_message ("%s", c->what);
      g_assert_cmpint (weft_checked_product (c->factors, c->n, &product), ==, c->fits);
      if (c->fits)
        g_assert_cmpuint (product, ==, c->product);
    }
}

static void
test_add (void)
{
  guint64 sum;

  g_assert_true (weft_checked_add (G_MAXUINT64 - 1, 1, &sum));
  g_assert_cmpuint (sum, ==, G_MAXUINT64);
  g_assert_false (weft_checked_add (G_MAXUINT64, 1, &sum));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/checked/product", test_product);
  g_test_add_func ("/checked/add", test_add);

  return g_test_run ();
}
