/* SPDX-License-Identifier: MIT */
/* Rates on a clock of our own. */
#include "app/rate-private.h"

static void
test_window (void)
{
  StudioRate rate;

  studio_rate_init (&rate, 1.0, 0);
  g_assert_cmpfloat (studio_rate_get (&rate), ==, 0);

  for (guint i = 0; i <= 1000; i++)
    studio_rate_add (&rate, i * 0.01, i * 5.0);
  g_assert_cmpfloat_with_epsilon (studio_rate_get (&rate), 500, 1e-9);

  /* A second later nothing is left of the old pace. */
  for (guint i = 0; i <= 200; i++)
    studio_rate_add (&rate, 10 + i * 0.01, 5000 + i * 1.0);
  g_assert_cmpfloat_with_epsilon (studio_rate_get (&rate), 100, 1e-9);
}

/* A run that is over before the first interval has a figure all the same. */
static void
test_short (void)
{
  StudioRate rate;

  studio_rate_init (&rate, 1.0, 0);
  studio_rate_add (&rate, 7.0, 1);
  g_assert_cmpfloat (studio_rate_get (&rate), ==, 0);
  studio_rate_add (&rate, 7.01, 101);
  studio_rate_add (&rate, 7.02, 301);
  g_assert_cmpfloat_with_epsilon (studio_rate_get (&rate), 15000, 1e-3);
}

/* All over within a tenth of the window of time: the figure still is of the latest counts alone. */
static void
test_counts (void)
{
  StudioRate rate;
  double seconds = 0;

  studio_rate_init (&rate, 1.0, 40);
  for (guint i = 0; i <= 500; i++)
    studio_rate_add (&rate, seconds += 0.0001, i);
  g_assert_cmpfloat_with_epsilon (studio_rate_get (&rate), 10000, 1e-3);

  for (guint i = 501; i <= 560; i++)
    studio_rate_add (&rate, seconds += 0.0004, i);
  g_assert_cmpfloat_with_epsilon (studio_rate_get (&rate), 2500, 1e-3);
}

/* What passed during a pause does not count. */
static void
test_restart (void)
{
  StudioRate rate;

  studio_rate_init (&rate, 1.0, 0);
  for (guint i = 0; i <= 100; i++)
    studio_rate_add (&rate, i * 0.01, i);
  studio_rate_restart (&rate);
  g_assert_cmpfloat_with_epsilon (studio_rate_get (&rate), 100, 1e-9);
  for (guint i = 0; i <= 100; i++)
    studio_rate_add (&rate, 3600 + i * 0.01, 100 + i);
  g_assert_cmpfloat_with_epsilon (studio_rate_get (&rate), 100, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rate/window", test_window);
  g_test_add_func ("/rate/short", test_short);
  g_test_add_func ("/rate/counts", test_counts);
  g_test_add_func ("/rate/restart", test_restart);

  return g_test_run ();
}
