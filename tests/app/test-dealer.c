/* SPDX-License-Identifier: MIT */
/* Dealing: every pass sees every picture once, and a step's pictures depend on the seed and the step alone. */
#include "app/dealer.h"
#include "app/shuffle.h"

#include <string.h>

static StudioPictureSet *
load_digits (gsize limit)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "mnist-200.idx.gz", NULL);
  const StudioPictureOptions options = { .limit = limit };
  StudioPictureSet *set = studio_picture_set_new (path, &options, NULL, NULL, NULL);

  g_assert_nonnull (set);
  return set;
}

static void
test_shuffle (void)
{
  guint32 orders[4][50];
  const guint64 addresses[4][2] = { { 1, 0 }, { 1, 0 }, { 1, 1 }, { 2, 0 } };
  guint n_fixed = 0;

  for (guint i = 0; i < 4; i++)
    {
      gboolean seen[50] = { FALSE };

      studio_shuffle (addresses[i][0], addresses[i][1], orders[i], 50);
      for (guint k = 0; k < 50; k++)
        {
          g_assert_false (seen[orders[i][k]]);
          seen[orders[i][k]] = TRUE;
          n_fixed += orders[i][k] == k;
        }
    }

  g_assert_cmpmem (orders[0], sizeof orders[0], orders[1], sizeof orders[1]);
  g_assert_true (memcmp (orders[0], orders[2], sizeof orders[0]) != 0);
  g_assert_true (memcmp (orders[0], orders[3], sizeof orders[0]) != 0);
  g_assert_cmpuint (n_fixed, <, 20);
}

/* Seven pictures, three a step: seven steps are three passes. */
static void
test_passes (void)
{
  g_autoptr (StudioPictureSet) set = load_digits (7);
  g_autoptr (StudioDealer) dealer = studio_dealer_new (set, 3, 5);
  const gsize n_values = studio_picture_set_get_n_values (set);
  g_autofree guint8 *values = g_malloc (21 * n_values);
  g_autofree guint8 *again = g_malloc (3 * n_values);

  for (guint step = 0; step < 7; step++)
    studio_dealer_deal (dealer, step, values + 3 * step * n_values);

  for (guint pass = 0; pass < 3; pass++)
    for (guint k = 0; k < 7; k++)
      {
        const guint8 *picture = studio_picture_set_get_training (set) + k * n_values;
        guint n_seen = 0;

        for (guint i = 0; i < 7; i++)
          n_seen += memcmp (values + (7 * pass + i) * n_values, picture, n_values) == 0;
        g_assert_cmpuint (n_seen, ==, 1);
      }

  for (guint step = 7; step-- > 0;)
    {
      g_autoptr (StudioDealer) fresh = studio_dealer_new (set, 3, 5);

      studio_dealer_deal (fresh, step, again);
      g_assert_cmpmem (again, 3 * n_values, values + 3 * step * n_values, 3 * n_values);
      studio_dealer_deal (dealer, step, again);
      g_assert_cmpmem (again, 3 * n_values, values + 3 * step * n_values, 3 * n_values);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dealer/shuffle", test_shuffle);
  g_test_add_func ("/dealer/passes", test_passes);

  return g_test_run ();
}
