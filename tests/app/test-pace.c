/* SPDX-License-Identifier: MIT */
/* A pace means the same in whatever unit it is told. */
#include "app/pace.h"

static void
test_units (void)
{
  const WeftConfig config = { .image_width = 32, .image_height = 24 };

  g_assert_cmpfloat (studio_pace_to_rate (STUDIO_PACE_PIXELS, &config, 250), ==, 250);
  g_assert_cmpfloat (studio_pace_to_rate (STUDIO_PACE_IMAGE, &config, 12), ==, 64);
  g_assert_cmpfloat (studio_pace_to_rate (STUDIO_PACE_ROWS, &config, 60), ==, 32);

  for (guint unit = 0; unit < STUDIO_PACE_N_UNITS; unit++)
    {
      const double rate = studio_pace_to_rate ((StudioPaceUnit) unit, &config, 7);

      g_assert_cmpfloat_with_epsilon (studio_pace_from_rate ((StudioPaceUnit) unit, &config, rate), 7, 1e-12);
    }
}

/* Without a checkpoint there are only pixels. */
static void
test_no_size (void)
{
  for (guint unit = 0; unit < STUDIO_PACE_N_UNITS; unit++)
    {
      g_assert_cmpfloat (studio_pace_to_rate ((StudioPaceUnit) unit, NULL, 12), ==, 12);
      g_assert_cmpfloat (studio_pace_from_rate ((StudioPaceUnit) unit, NULL, 12), ==, 12);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pace/units", test_units);
  g_test_add_func ("/pace/no-size", test_no_size);
  return g_test_run ();
}
