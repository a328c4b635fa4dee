/* SPDX-License-Identifier: MIT */
/* A timed step is the untimed one, bit for bit, whoever computes it; and no time of it is lost or counted twice. */
#include "engine/timing.h"

#include "engine/generator.h"
#include "tests/support/models.h"

#include <string.h>
#include <time.h>

#define N_STEPS 20

static gint64
read_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
test_laps (void)
{
  const gint64 before = read_clock ();
  WeftTiming timing;
  gint64 total;

  weft_timing_begin (&timing);
  for (guint i = 0; i < 1000; i++)
    weft_timing_lap (&timing, i % WEFT_TIMING_N_PARTS);
  weft_timing_lap (NULL, WEFT_TIMING_REST);
  total = weft_timing_get_total (&timing);
  g_assert_cmpint (total, >, 0);
  g_assert_cmpint (timing.lap_at - total, >=, before);
  g_assert_cmpint (timing.lap_at, <=, read_clock ());
}

static WeftGenerator *
create_generator (WeftModel *model, WeftForm form, guint n_lanes, WeftTeam *team)
{
  GError *error = NULL;
  WeftGenerator *generator = weft_generator_new (model, form, n_lanes, team, &error);

  g_assert_no_error (error);
  return generator;
}

/* Lanes together and apart, one member and two. */
static void
check (WeftModel *model, WeftForm form, guint n_lanes, guint n_members)
{
  const WeftSampling sampling = WEFT_SAMPLING_INIT;
  g_autoptr (WeftTeam) team = weft_team_new (n_members, NULL);
  g_autoptr (WeftGenerator) timed = create_generator (model, form, n_lanes, team);
  g_autoptr (WeftGenerator) untimed = create_generator (model, form, n_lanes, team);
  WeftTiming timing;

  weft_generator_set_timing (timed, &timing);
  for (guint i = 0; i < N_STEPS; i++)
    {
      const gint64 before = read_clock ();

      weft_timing_begin (&timing);
      g_assert_true (weft_generator_next (timed, &sampling, NULL));
      g_assert_cmpint (weft_timing_get_total (&timing), <=, read_clock () - before);
      g_assert_cmpint (timing.nanoseconds[WEFT_TIMING_ATTENTION], >, 0);
      g_assert_cmpint (timing.nanoseconds[WEFT_TIMING_FEED_FORWARD], >, 0);
      g_assert_cmpint (timing.nanoseconds[WEFT_TIMING_HEAD], >, 0);
      g_assert_cmpint (timing.nanoseconds[WEFT_TIMING_SAMPLING], >, 0);
      g_assert_cmpint (timing.nanoseconds[WEFT_TIMING_COPY], ==, 0);
      g_assert_true (weft_generator_next (untimed, &sampling, NULL));
    }

  for (guint lane = 0; lane < n_lanes; lane++)
    {
      g_assert_cmpmem (weft_generator_get_values (timed, lane), N_STEPS + 1, weft_generator_get_values (untimed, lane),
                       N_STEPS + 1);
      g_assert_cmphex (weft_state_get_hash (weft_generator_get_state (timed), lane), ==,
                       weft_state_get_hash (weft_generator_get_state (untimed), lane));
    }
}

static void
test_steps (void)
{
  guint n;
  const TestModel *models = test_models_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftCheckpoint) checkpoint = test_model_open (&models[i], 3);
      g_autoptr (WeftModel) model = test_model_load (checkpoint, WEFT_PRECISION_F32);
      const WeftForm form = weft_form_default (&models[i].config);

      check (model, form, 1, 1);
      check (model, form, 1, 2);
      check (model, form, 16, 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/timing/laps", test_laps);
  g_test_add_func ("/timing/steps", test_steps);

  return g_test_run ();
}
