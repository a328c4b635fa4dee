/* SPDX-License-Identifier: MIT */
/* Summaries against figures worked out by hand, and the bootstrap against what it must cover. */
#include "app/statistics.h"

static void
test_percentiles (void)
{
  const double values[] = { 4, 1, 3, 2 };
  const struct {
    double percent;
    double expected;
  } cases[] = { { 0, 1 }, { 25, 1.75 }, { 50, 2.5 }, { 95, 3.85 }, { 100, 4 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (studio_statistics_percentile (values, 4, cases[i].percent),
                                    cases[i].expected, 1e-12);
  g_assert_cmpfloat (values[0], ==, 4);
  g_assert_cmpfloat (studio_statistics_median (values, 1), ==, 4);
  g_assert_cmpfloat (studio_statistics_mean (values, 4), ==, 2.5);
  g_assert_cmpfloat_with_epsilon (studio_statistics_deviation (values, 4), 1.2909944487358056, 1e-12);
  g_assert_cmpfloat (studio_statistics_deviation (values, 1), ==, 0);
}

static void
test_ratio_of_constants (void)
{
  const double a[] = { 6, 6, 6, 6, 6 };
  const double b[] = { 3, 3, 3, 3, 3, 3 };
  StudioInterval ratio;

  g_assert_true (studio_statistics_ratio (a, 5, b, 6, FALSE, 1, &ratio));
  g_assert_cmpfloat (ratio.value, ==, 2);
  g_assert_cmpfloat (ratio.low, ==, 2);
  g_assert_cmpfloat (ratio.high, ==, 2);
  g_assert_false (studio_statistics_ratio (a, 4, b, 6, FALSE, 1, &ratio));
  g_assert_false (studio_statistics_ratio (a, 5, b, 4, FALSE, 1, &ratio));
}

/* Two noisy lanes whose true ratio is 2: the interval holds it nearly always. Same seed, same interval. */
static void
test_coverage (void)
{
  guint n_covered = 0;

  for (guint64 seed = 0; seed < 60; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) seed);
      double a[15];
      double b[15];
      StudioInterval ratio;
      StudioInterval again;

      for (guint i = 0; i < G_N_ELEMENTS (a); i++)
        {
          const double common = g_rand_double_range (random, 0.9, 1.1);

          a[i] = 2 * common * g_rand_double_range (random, 0.95, 1.05);
          b[i] = common * g_rand_double_range (random, 0.95, 1.05);
        }

      g_assert_true (studio_statistics_ratio (a, 15, b, 15, TRUE, seed, &ratio));
      if (seed == 0)
        {
          g_assert_true (studio_statistics_ratio (a, 15, b, 15, TRUE, seed, &again));
          g_assert_cmpfloat (ratio.low, ==, again.low);
        }
      g_assert_cmpfloat (ratio.low, <=, ratio.value);
      g_assert_cmpfloat (ratio.high, >=, ratio.value);
      n_covered += ratio.low <= 2 && 2 <= ratio.high;
    }

  g_assert_cmpuint (n_covered, >=, 50);
}

/* A line with noise on it, and one wild point in five, keeps its slope. */
static void
test_slope (void)
{
  double x[40], y[40];

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    {
      x[i] = i;
      y[i] = 3 + 0.5 * i + (i % 5 == 2 ? 1000.0 * i : 0.01 * (i % 3));
    }

  g_assert_cmpfloat_with_epsilon (studio_statistics_slope (x, y, G_N_ELEMENTS (x)), 0.5, 0.1);
  g_assert_cmpfloat (studio_statistics_slope (x, y, 1), ==, 0);
  g_assert_cmpfloat_with_epsilon (studio_statistics_slope (x, y, 2), 0.51, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/statistics/percentiles", test_percentiles);
  g_test_add_func ("/statistics/ratio-of-constants", test_ratio_of_constants);
  g_test_add_func ("/statistics/slope", test_slope);
  g_test_add_func ("/statistics/coverage", test_coverage);

  return g_test_run ();
}
