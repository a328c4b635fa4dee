/* SPDX-License-Identifier: MIT */
/* A ring of known pixels, and a run whose pixels are timed: the picture is the same, and its time is told whole. */
#include "app/timings.h"

#include "app/job.h"
#include "tests/app/jobs.h"
#include "tests/app/models.h"

static WeftTiming
make_pixel (gint64 first)
{
  WeftTiming pixel = { 0 };

  for (guint part = 0; part < WEFT_TIMING_N_PARTS; part++)
    pixel.nanoseconds[part] = first + part;
  return pixel;
}

/* 300 pixels, of which the first 44 are forgotten: 44 .. 299 are left. */
static void
test_ring (void)
{
  StudioTimingFigures parts[WEFT_TIMING_N_PARTS], whole;
  StudioTimings timings = { 0 };
  double sum = 0;

  for (guint i = 0; i < 300; i++)
    {
      const WeftTiming pixel = make_pixel (i);

      studio_timings_add (&timings, &pixel);
      g_assert_cmpuint (timings.n, ==, MIN (i + 1, STUDIO_TIMINGS_MAX));
    }

  studio_timings_summarize (&timings, parts, &whole);
  for (guint part = 0; part < WEFT_TIMING_N_PARTS; part++)
    {
      g_assert_cmpfloat (parts[part].p50, ==, 171.5 + part);
      g_assert_cmpfloat_with_epsilon (parts[part].p95, 44 + 0.95 * 255 + part, 1e-9);
      sum += parts[part].mean;
    }
  g_assert_cmpfloat_with_epsilon (sum, whole.mean, 1e-9);
  g_assert_cmpfloat (whole.p50, ==, 171.5 * WEFT_TIMING_N_PARTS + 15);
}

static StudioJob *
run (WeftModel *model, gboolean is_timed)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  StudioJobSpec spec = test_job_spec (model, recipe, 3);
  StudioJob *job;

  recipe->seed = 5;
  spec.n_threads = 2;
  spec.keyframe_bytes = STUDIO_KEYFRAMES_DEFAULT_BYTES;
  job = studio_job_new (&spec, NULL);
  studio_job_set_timed (job, is_timed);
  test_activity_run (STUDIO_ACTIVITY (job));
  return job;
}

static void
test_job (void)
{
  g_autoptr (WeftModel) model = test_model_new (WEFT_ATTENTION_LINEAR, WEFT_IMAGE_RGB8);
  const gint64 begin = g_get_monotonic_time ();
  g_autoptr (StudioJob) timed = run (model, TRUE);
  const gint64 end = g_get_monotonic_time ();
  g_autoptr (StudioJob) untimed = run (model, FALSE);
  const WeftConfig *config = weft_model_get_config (model);
  StudioTimings timings;
  gint64 total = 0;

  studio_job_get_timings (untimed, &timings);
  g_assert_cmpuint (timings.n, ==, 0);
  studio_job_get_timings (timed, &timings);
  g_assert_cmpuint (timings.n, ==, config->image_width * config->image_height);

  for (guint i = 0; i < timings.n; i++)
    {
      const guint parts[] = { WEFT_TIMING_ATTENTION, WEFT_TIMING_FEED_FORWARD, WEFT_TIMING_HEAD, WEFT_TIMING_SAMPLING };

      for (guint j = 0; j < G_N_ELEMENTS (parts); j++)
        g_assert_cmpint (timings.pixels[i].nanoseconds[parts[j]], >, 0);
      total += weft_timing_get_total (&timings.pixels[i]);
    }
  g_assert_cmpint (total, <=, 1000 * (end - begin + 1));

  for (guint lane = 0; lane < 3; lane++)
    {
      g_autoptr (StudioPicture) a = studio_job_dup_picture (timed, lane);
      g_autoptr (StudioPicture) b = studio_job_dup_picture (untimed, lane);

      g_assert_cmphex (studio_picture_get_recipe (a)->state_hash, ==, studio_picture_get_recipe (b)->state_hash);
      g_assert_cmpmem (studio_picture_get_values (a), weft_config_get_image_values (config), studio_picture_get_values (b),
                       weft_config_get_image_values (config));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/timings/ring", test_ring);
  g_test_add_func ("/timings/job", test_job);

  return g_test_run ();
}
