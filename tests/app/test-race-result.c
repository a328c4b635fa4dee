/* SPDX-License-Identifier: MIT */
/* What a race has measured, on clocks written by hand. */
#include "app/race-private.h"

#define N_STEPS 64

/* A lane whose step i of repetition r takes base + slope * i, a little more in later repetitions. */
static StudioRaceLaneResult
make_lane (guint n_repetitions, double base, double slope, float *steps, double *totals)
{
  for (guint r = 0; r < n_repetitions; r++)
    {
      totals[r] = 0;
      for (guint i = 0; i < N_STEPS; i++)
        {
          steps[r * N_STEPS + i] = (float) ((base + slope * i) * (1 + 0.01 * r));
          totals[r] += steps[r * N_STEPS + i];
        }
    }

  return (StudioRaceLaneResult) {
    .n_steps = N_STEPS, .n_repetitions = n_repetitions,
    .step_seconds = steps, .totals = totals, .state_bytes = 100,
  };
}

static void
test_result (void)
{
  float steps[2][5 * N_STEPS];
  double totals[2][5];

  for (guint n_repetitions = 1; n_repetitions <= 5; n_repetitions += 4)
    {
      const StudioRaceLaneResult lanes[] = {
        make_lane (n_repetitions, 1e-3, 0, steps[0], totals[0]),
        make_lane (n_repetitions, 0.5e-3, 0.02e-3, steps[1], totals[1]), /* slower from step 25 on */
      };
      g_autoptr (StudioRaceResult) result = studio_race_result_new (lanes, 2, 1, 1, 0.25);
      const StudioRaceLaneResult *linear = studio_race_result_get_lane (result, 0);
      StudioInterval ratio;
      guint step;

      g_assert_cmpfloat_with_epsilon (linear->step_median, 1e-3 * (1 + 0.01 * (n_repetitions / 2)), 1e-8);
      g_assert_cmpfloat_with_epsilon (linear->rate, 1 / linear->step_median, 1);
      g_assert_cmpfloat (linear->step_p95, >=, linear->step_median);
      g_assert_cmpfloat (linear->step_p5, <=, linear->step_median);
      g_assert_cmpfloat_with_epsilon (linear->rate_mean, 1 / linear->step_median, 1);
      g_assert_cmpfloat (linear->rate_deviation > 0, ==, n_repetitions > 1);
      g_assert_cmpfloat_with_epsilon (linear->growth, 0, 1e-9);
      g_assert_cmpfloat_with_epsilon (studio_race_result_get_lane (result, 1)->growth, 0.02e-3, 0.001e-3);
      g_assert_cmpfloat (studio_race_result_get_other_load (result), ==, 0.25);

      g_assert_cmpint (studio_race_result_get_ratio (result, 1, 0, &ratio), ==, n_repetitions == 5);
      if (n_repetitions == 5)
        g_assert_cmpfloat_with_epsilon (ratio.value, 1.13, 1e-3);

      g_assert_true (studio_race_result_find_crossover (result, 1, 0, &step));
      g_assert_cmpuint (step, ==, 32);
      g_assert_false (studio_race_result_find_crossover (result, 0, 1, &step));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/race-result/result", test_result);

  return g_test_run ();
}
