/* SPDX-License-Identifier: MIT */
/* What a bench keeps, leaves out and refuses; never how long anything took. */
#include "app/bench.h"

#include "app/bench-paper.h"

#include "engine/blas.h"
#include "engine/error.h"

#define N_ROUNDS 3

/* One team and one tiny network for all cases. */
typedef struct {
  WeftTeam *team;
  WeftModel *model;
  StudioBench *bench;
} Fixture;

static void
set_up_with (Fixture *fixture, gboolean with_limits, StudioBenchCheck check, guint n_steps)
{
  WeftConfig config = {
    .n_layers = 2, .n_heads = 2, .width = 16, .feed_forward = 40, .n_values = 256, .n_outputs = 30,
    .n_positions = n_steps, .image_width = n_steps + 1, .image_height = 1,
  };
  GError *error = NULL;

  fixture->team = weft_team_new (2, &error);
  g_assert_no_error (error);
  fixture->model = weft_model_new_random (&config, WEFT_PRECISION_INT8, 5, &error);
  g_assert_no_error (error);
  fixture->bench = studio_bench_new (with_limits, check);
}

static void
tear_down (Fixture *fixture)
{
  studio_bench_free (fixture->bench);
  weft_model_unref (fixture->model);
  weft_team_free (fixture->team);
}

static void
add (Fixture *fixture, StudioBenchPlan plan, WeftForm form, guint n_lanes, guint n_steps, guint position)
{
  const StudioBenchCase what = {
    .model = fixture->model, .team = fixture->team, .form = form, .n_lanes = n_lanes, .n_steps = n_steps,
    .plan = plan, .position = position,
  };
  GError *error = NULL;

  studio_bench_add (fixture->bench, &what, &error);
  g_assert_no_error (error);
}

static void
run (Fixture *fixture, guint n_rounds, double budget)
{
  GError *error = NULL;

  for (guint i = 0; i <= n_rounds; i++)
    {
      studio_bench_run_round (fixture->bench, i > 0, budget, &error);
      g_assert_no_error (error);
    }
}

/* Every plan with every form: a rate a round, and what an image remembers then. */
static void
test_plans (void)
{
  const gsize n_forms = WEFT_FORM_SOFTMAX_RECOMPUTED + 1;
  Fixture fixture;

  set_up_with (&fixture, FALSE, NULL, 200);
  for (guint plan = STUDIO_BENCH_WHOLE; plan <= STUDIO_BENCH_WINDOW; plan++)
    for (guint form = 0; form < n_forms; form++)
      add (&fixture, plan, form, 1 + 2 * form, 40, 90);
  run (&fixture, N_ROUNDS, 1000.0);

  g_assert_cmpuint (studio_bench_get_n_arms (fixture.bench), ==, 3 * n_forms);
  for (guint i = 0; i < 3 * n_forms; i++)
    {
      const StudioBenchArm *arm = studio_bench_get_arm (fixture.bench, i);
      const guint n_steps = arm->what.plan == STUDIO_BENCH_WINDOW ? 91 : 40;
      const guint64 bytes[] = { 4 * 2 * 2 * (8 * 8 + 8), 8 * 2 * 16 * n_steps, n_steps };

      g_assert_cmpuint (arm->rates->len, ==, N_ROUNDS);
      g_assert_false (arm->is_stopped);
      g_assert_cmpuint (arm->limits->len, ==, 0);
      g_assert_cmpuint (arm->bytes, ==, bytes[arm->what.form]);
      for (guint r = 0; r < N_ROUNDS; r++)
        g_assert_cmpfloat (g_array_index (arm->rates, double, r), >, 0.0);
    }

  tear_down (&fixture);
}

/* A sequence shorter than the samples would be is measured whole. */
static void
test_short (void)
{
  Fixture fixture;

  set_up_with (&fixture, FALSE, NULL, 200);
  for (guint n_steps = 1; n_steps <= 14; n_steps++)
    add (&fixture, STUDIO_BENCH_SAMPLED, WEFT_FORM_SOFTMAX_RECOMPUTED, 1, n_steps, 0);
  run (&fixture, 1, 1000.0);
  for (guint i = 0; i < 14; i++)
    {
      const StudioBenchArm *arm = studio_bench_get_arm (fixture.bench, i);

      g_assert_cmpuint (arm->rates->len, ==, 1);
      g_assert_true ((arm->what.plan == STUDIO_BENCH_WHOLE) == (arm->what.n_steps <= 12));
    }
  tear_down (&fixture);
}

static void
test_budget (void)
{
  Fixture fixture;

  set_up_with (&fixture, FALSE, NULL, 200);
  for (guint plan = STUDIO_BENCH_WHOLE; plan <= STUDIO_BENCH_WINDOW; plan++)
    add (&fixture, plan, WEFT_FORM_LINEAR, 1, 200, 100);
  run (&fixture, N_ROUNDS, 1e-9);
  for (guint i = 0; i < 3; i++)
    {
      const StudioBenchArm *arm = studio_bench_get_arm (fixture.bench, i);

      g_assert_true (arm->is_stopped);
      g_assert_cmpuint (arm->rates->len, ==, 0);
    }
  tear_down (&fixture);
}

static void
test_limits (void)
{
  Fixture fixture;

  set_up_with (&fixture, TRUE, NULL, 200);
  add (&fixture, STUDIO_BENCH_WHOLE, WEFT_FORM_LINEAR, 1, 20, 0);
  add (&fixture, STUDIO_BENCH_SAMPLED, WEFT_FORM_SOFTMAX_RECOMPUTED, 2, 41, 0);
  run (&fixture, N_ROUNDS, 1000.0);

  for (guint i = 0; i < 2; i++)
    {
      const StudioBenchArm *arm = studio_bench_get_arm (fixture.bench, i);
      const WeftConfig *config = weft_model_get_config (fixture.model);
      const double n_weights = (double) studio_limits_count_weights (config);
      const double n_rows = i == 0 ? 1 : 2 * 21;

      g_assert_cmpfloat (n_weights, ==, 2 * (4 * 16 * 16 + 2 * 16 * 40) + 30 * 16);
      g_assert_cmpuint (arm->limits->len, ==, N_ROUNDS);
      for (guint r = 0; r < N_ROUNDS; r++)
        {
          const double by_reading = g_array_index (arm->read, double, r) / n_weights;
          const double by_multiplying = g_array_index (arm->multiply, double, r) / (n_weights * n_rows);
          const double limit = arm->what.n_lanes * MIN (by_reading, by_multiplying);

          g_assert_cmpfloat (limit, >, 0.0);
          g_assert_cmpfloat_with_epsilon (g_array_index (arm->limits, double, r) / limit, 1.0, 1e-9);
        }
    }

  tear_down (&fixture);
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT, "enough");
  return FALSE;
}

static void
test_check (void)
{
  g_autoptr (GError) error = NULL;
  Fixture fixture;

  set_up_with (&fixture, FALSE, refuse, 200);
  add (&fixture, STUDIO_BENCH_WHOLE, WEFT_FORM_LINEAR, 1, 20, 0);
  g_assert_false (studio_bench_run_round (fixture.bench, TRUE, 1000.0, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
  tear_down (&fixture);
}

/* More keys and values than any machine holds are refused before anything runs. */
static void
test_memory (void)
{
  g_autoptr (GError) error = NULL;
  Fixture fixture;
  StudioBenchCase what;

  set_up_with (&fixture, FALSE, NULL, 1000000);
  what = (StudioBenchCase) {
    .model = fixture.model, .team = fixture.team, .form = WEFT_FORM_SOFTMAX_CACHED, .n_lanes = 4000000,
    .n_steps = 1000000,
  };
  g_assert_false (studio_bench_add (fixture.bench, &what, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY);
  g_assert_cmpuint (studio_bench_get_n_arms (fixture.bench), ==, 0);
  tear_down (&fixture);
}

static void
test_paper (void)
{
  static const struct {
    const char *shape;
    guint64 n_weights; /* of the matrices */
    guint n_positions;
  } cases[] = { { "mnist", 6299136, 783 }, { "cifar10", 12590592, 3071 } };
  guint n_rows;
  const StudioPaperRow *rows = studio_paper_get_rows (&n_rows);
  WeftConfig config;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (studio_paper_fill_config (cases[i].shape, &config));
      g_assert_true (weft_config_validate (&config, NULL));
      g_assert_cmpuint (config.n_positions, ==, cases[i].n_positions);
      g_assert_cmpuint (weft_config_get_image_values (&config), ==, cases[i].n_positions + 1);
      g_assert_cmpuint (studio_limits_count_weights (&config), ==, cases[i].n_weights);
      g_assert_cmpuint (studio_limits_count_bytes (&config, WEFT_PRECISION_BF16), ==, 2 * cases[i].n_weights);
    }

  g_assert_false (studio_paper_fill_config ("imagenet", &config));
  for (guint i = 0; i < n_rows; i++)
    {
      g_assert_true (studio_paper_fill_config (rows[i].shape, &config));
      g_assert_cmpfloat (rows[i].images_per_second, >, 0.0);
      g_assert_true (rows[i].is_ours == (rows[i].seconds_an_image > 0.0));
    }
}

int
main (int argc, char **argv)
{
  GError *error = NULL;

  g_test_init (&argc, &argv, NULL);
  weft_blas_init (&error);
  g_assert_no_error (error);

  g_test_add_func ("/bench/plans", test_plans);
  g_test_add_func ("/bench/short", test_short);
  g_test_add_func ("/bench/budget", test_budget);
  g_test_add_func ("/bench/limits", test_limits);
  g_test_add_func ("/bench/check", test_check);
  g_test_add_func ("/bench/memory", test_memory);
  g_test_add_func ("/bench/paper", test_paper);

  return g_test_run ();
}
