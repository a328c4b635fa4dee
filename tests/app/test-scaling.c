/* SPDX-License-Identifier: MIT */
/* Lengths double as far as the budget reaches, and nothing is said beyond. */
#include "app/scaling.h"

#include "engine/error.h"
#include "tests/app/jobs.h"
#include "tests/app/models.h"

static StudioScalingSpec
make_spec (const WeftConfig *config)
{
  StudioScalingSpec spec = STUDIO_SCALING_SPEC_INIT;

  spec.config = config;
  spec.precision = WEFT_PRECISION_F32;
  spec.forms[0] = WEFT_FORM_LINEAR;
  spec.forms[1] = WEFT_FORM_SOFTMAX_CACHED;
  spec.forms[2] = WEFT_FORM_SOFTMAX_RECOMPUTED;
  spec.n_forms = 3;
  spec.n_threads = 1;
  spec.max_length = 256;
  return spec;
}

static StudioScaling *
run (const StudioScalingSpec *spec)
{
  GError *error = NULL;
  StudioScaling *scaling = studio_scaling_new (spec, &error);

  g_assert_no_error (error);
  test_activity_run (STUDIO_ACTIVITY (scaling));
  return scaling;
}

/* 64, 128, 256: times only grow, and memory is what the sizes say. */
static void
test_lengths (void)
{
  const WeftImageMode modes[] = { WEFT_IMAGE_GRAY8, WEFT_IMAGE_RGB8, WEFT_IMAGE_INDEXED8 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, modes[i]);
      const WeftConfig *config = weft_model_get_config (model);
      const StudioScalingSpec spec = make_spec (config);
      g_autoptr (StudioScaling) scaling = run (&spec);

      for (guint lane = 0; lane < 3; lane++)
        {
          g_autoptr (GArray) points = studio_scaling_dup_points (scaling, lane);
          double before = 0;

          g_assert_cmpuint (points->len, ==, 3);
          g_assert_false (studio_scaling_get_is_stopped (scaling, lane));
          g_assert_cmpuint (studio_scaling_get_length (scaling, lane), ==, 256);
          for (guint k = 0; k < 3; k++)
            {
              const StudioScalingPoint *point = &g_array_index (points, StudioScalingPoint, k);
              const guint64 bytes[] = { weft_config_get_state_bytes (config),
                                        weft_config_get_cache_bytes (config, point->length - 1), point->length - 1 };

              g_assert_cmpuint (point->length, ==, 64u << k);
              g_assert_cmpfloat (point->seconds, >, before);
              g_assert_cmpuint (point->bytes, ==, bytes[lane]);
              before = point->seconds;
            }
        }
    }
}

/* A budget that one step uses up: stopped before the first length, and no point is made up. */
static void
test_budget (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_SOFTMAX, WEFT_IMAGE_GRAY8);
  StudioScalingSpec spec = make_spec (weft_model_get_config (model));
  g_autoptr (StudioScaling) scaling = NULL;

  spec.budget = 1e-9;
  scaling = run (&spec);
  for (guint lane = 0; lane < 3; lane++)
    {
      g_autoptr (GArray) points = studio_scaling_dup_points (scaling, lane);

      g_assert_true (studio_scaling_get_is_stopped (scaling, lane));
      g_assert_cmpuint (points->len, ==, 0);
      g_assert_cmpuint (studio_scaling_get_length (scaling, lane), ==, 2);
    }
}

static void
test_refusals (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8);

  for (guint i = 0; i < 5; i++)
    {
      StudioScalingSpec spec = make_spec (weft_model_get_config (model));
      g_autoptr (GError) error = NULL;

      if (i == 0)
        spec.n_forms = 0;
      else if (i == 1)
        spec.max_length = 100;
      else if (i == 2)
        spec.max_length = 32;
      else if (i == 3)
        spec.max_length = 131072;
      else
        spec.budget = 0;

      g_assert_null (studio_scaling_new (&spec, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
    }
}

/* Cancelled or dropped on the way, it ends at once and keeps what it has. */
static void
test_cancelled (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_GRAY8);
  StudioScalingSpec spec = make_spec (weft_model_get_config (model));

  spec.max_length = STUDIO_SCALING_MAX_LENGTH;
  for (guint i = 0; i < 10; i++)
    {
      StudioScaling *scaling = studio_scaling_new (&spec, NULL);

      g_assert_true (studio_activity_start (STUDIO_ACTIVITY (scaling), NULL));
      g_usleep (g_test_rand_int_range (0, 2000));
      if (i % 2 == 0)
        {
          studio_activity_cancel (STUDIO_ACTIVITY (scaling));
          test_activity_wait (STUDIO_ACTIVITY (scaling));
          g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (scaling)), ==, STUDIO_RUN_CANCELLED);
        }
      g_assert_finalize_object (scaling);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scaling/lengths", test_lengths);
  g_test_add_func ("/scaling/budget", test_budget);
  g_test_add_func ("/scaling/refusals", test_refusals);
  g_test_add_func ("/scaling/cancelled", test_cancelled);
  return g_test_run ();
}
