/* SPDX-License-Identifier: MIT */
/* The race in words and curves: medians over repetitions and rows, and no claim before there is a race. */
#include "ui/race-report.h"

#define WIDTH 4
#define HEIGHT 3
#define N_STEPS (WIDTH * HEIGHT - 1)
#define N_REPETITIONS 3

/* Every row costs its number in milliseconds; one repetition is disturbed, which a median must not show. */
static void
test_curve (void)
{
  const WeftConfig config = { .image_mode = WEFT_IMAGE_GRAY8, .image_width = WIDTH, .image_height = HEIGHT };
  float seconds[N_REPETITIONS * N_STEPS];
  const StudioRaceLaneResult lane = {
    .n_steps = N_STEPS,
    .n_repetitions = N_REPETITIONS,
    .step_seconds = seconds,
  };
  g_autoptr (GArray) curve = NULL;
  g_autoptr (GArray) band = NULL;

  for (guint i = 0; i < N_REPETITIONS * N_STEPS; i++)
    seconds[i] = (float) (i % N_STEPS / WIDTH + 1) / 1000.0f * (i < N_STEPS ? 100.0f : 1.0f);

  curve = ui_race_report_dup_curve (&lane, &config);
  g_assert_cmpuint (curve->len, ==, HEIGHT);
  for (guint row = 0; row < HEIGHT; row++)
    {
      const UiChartPoint *point = &g_array_index (curve, UiChartPoint, row);

      g_assert_cmpfloat_with_epsilon (point->y, row + 1.0, 1e-4);
      g_assert_cmpfloat (point->x, >, row * WIDTH);
      g_assert_cmpfloat (point->x, <, (row + 1) * WIDTH);
    }

  /* One step of three is a hundred times as long: too many for the band to leave out. */
  band = ui_race_report_dup_band (&lane, &config);
  g_assert_cmpuint (band->len, ==, HEIGHT);
  for (guint row = 0; row < HEIGHT; row++)
    {
      g_assert_cmpfloat_with_epsilon (g_array_index (band, UiChartBand, row).low, row + 1.0, 1e-4);
      g_assert_cmpfloat_with_epsilon (g_array_index (band, UiChartBand, row).high, 100 * (row + 1.0), 1e-2);
    }
}

static void
test_words (void)
{
  const WeftConfig config = { .n_layers = 3, .n_heads = 2, .width = 8, .image_width = WIDTH, .image_height = HEIGHT };
  g_autofree char *verdict = ui_race_report_dup_verdict (NULL);
  g_autofree char *conditions = ui_race_report_dup_conditions (NULL, &config, WEFT_PRECISION_BF16);

  g_assert_null (strstr (verdict, "faster"));
  g_assert_nonnull (strstr (conditions, "BF16"));
  g_assert_nonnull (strstr (conditions, "3 layers, 2 heads, width 8, 4 × 3 pixels"));
  g_assert_nonnull (strstr (conditions, "in random order"));
  g_assert_nonnull (strstr (conditions, "not counted"));
  g_assert_nonnull (strstr (conditions, "kernels"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-report/curve", test_curve);
  g_test_add_func ("/race-report/words", test_words);
  return g_test_run ();
}
