/* SPDX-License-Identifier: MIT */
/* Going anywhere in a picture, and branching there: the paper's network for 32 x 32 colours with random weights. */
#include "app/bench-paper.h"
#include "app/statistics.h"
#include "app/timeline.h"

#include "engine/blas.h"

#include <stdlib.h>

#define SEED 7
#define N_SEEKS 200
#define N_BRANCHES 50

static const StudioJobSpec one_thread = { .n_lanes = 1, .n_images = 1, .n_threads = 1,
                                          .keyframe_bytes = STUDIO_KEYFRAMES_DEFAULT_BYTES };

static double
get_milliseconds (gint64 since)
{
  return (double) (g_get_monotonic_time () - since) / 1000.0;
}

static StudioJob *
start (const StudioJobSpec *spec)
{
  g_autoptr (GError) error = NULL;
  StudioJob *job = studio_job_new (spec, &error);

  if (job == NULL || !studio_activity_start (STUDIO_ACTIVITY (job), &error))
    g_error ("%s", error->message);
  return job;
}

/* Hashes of the state after each value of a straight run without keyframes. */
static guint64 *
paint_straight (WeftModel *model, guint n_values)
{
  const WeftSampling plain = WEFT_SAMPLING_INIT;
  g_autoptr (WeftTeam) team = weft_team_new (1, NULL);
  g_autoptr (WeftGenerator) generator = weft_generator_new (model, WEFT_FORM_LINEAR, 1, team, NULL);
  guint64 *hashes = g_new (guint64, n_values + 1);

  weft_generator_begin (generator, SEED, 0);
  for (guint n = 1; n <= n_values; n++)
    {
      hashes[n] = weft_state_get_hash (weft_generator_get_state (generator), 0);
      if (n < n_values && !weft_generator_next (generator, &plain, NULL))
        g_error ("a state is not finite");
    }
  return hashes;
}

static void
print_row (const char *name, const double *values, guint n)
{
  g_print ("%-40s %6u %8.3f %8.3f\n", name, n, studio_statistics_median (values, n),
           studio_statistics_percentile (values, n, 100));
}

/* FALSE if any state is another than the straight run's. */
static gboolean
measure_seeks (StudioJob *job, const guint64 *hashes, guint n_values)
{
  g_autoptr (StudioTimeline) timeline = studio_timeline_new (job, 0);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  double milliseconds[N_SEEKS];
  guint n_equal = 0;

  studio_timeline_seek (timeline, 1, NULL); /* what the first one allocates is not of the seek */
  for (guint i = 0; i < N_SEEKS; i++)
    {
      const guint n = (guint) g_rand_int_range (random, 1, (gint) n_values + 1);
      const gint64 begin = g_get_monotonic_time ();
      WeftGenerator *generator = studio_timeline_seek (timeline, n, NULL);

      milliseconds[i] = get_milliseconds (begin);
      n_equal += generator != NULL && weft_state_get_hash (weft_generator_get_state (generator), 0) == hashes[n];
    }

  print_row ("to a random step", milliseconds, N_SEEKS);
  g_print ("states equal to the straight run's, bit for bit: %u of %u\n", n_equal, N_SEEKS);
  return n_equal == N_SEEKS;
}

/* From the wish until the picture so far can be shown, and until the first value beyond it is painted. */
static void
measure_branches (const StudioJobSpec *spec, StudioJob *job, guint n_values)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  double shown[N_BRANCHES], painted[N_BRANCHES];
  g_auto (StudioJobLane) lane = { 0 };
  StudioJobSpec branch = *spec;

  studio_job_get_lane (job, 0, &lane);
  for (guint i = 0; i < N_BRANCHES; i++)
    {
      const guint n = 3 * (guint) g_rand_int_range (random, 1, (gint) n_values / 3);
      const gint64 begin = g_get_monotonic_time ();
      g_autoptr (StudioJob) other = NULL;
      g_autoptr (StudioFrame) frame = NULL;

      branch.origin = (StudioJobOrigin) { studio_frame_get_values (lane.frame, 0), n, lane.keyframes, 0 };
      other = start (&branch);
      frame = studio_job_dup_frame (other);
      g_assert_cmpuint (studio_frame_get_n_known (frame), >=, n);
      shown[i] = get_milliseconds (begin);
      while (studio_frame_get_n_known (frame) == n)
        g_usleep (20);
      painted[i] = get_milliseconds (begin);
    }

  print_row ("branch: until it is shown", shown, N_BRANCHES);
  print_row ("branch: until its first pixel is painted", painted, N_BRANCHES);
}

int
main (int argc, char **argv)
{
  g_autoptr (StudioRecipe) recipe = studio_recipe_new ();
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (StudioJob) job = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (StudioJobLane) lane = { 0 };
  g_autofree guint64 *hashes = NULL;
  StudioJobSpec spec = one_thread;
  WeftConfig config;
  guint n_values;
  gboolean are_equal;

  if (!weft_blas_init (&error) || !studio_paper_fill_config ("cifar10", &config))
    g_error ("%s", error != NULL ? error->message : "no such network");
  model = weft_model_new_random (&config, WEFT_PRECISION_BF16, SEED, &error);
  if (model == NULL)
    g_error ("%s", error->message);

  n_values = weft_config_get_image_values (&config);
  recipe->seed = SEED;
  spec.model = model;
  spec.recipe = recipe;
  job = start (&spec);
  while (!studio_activity_is_final (STUDIO_ACTIVITY (job)))
    studio_job_wait (job, 1000);
  hashes = paint_straight (model, n_values);

  studio_job_get_lane (job, 0, &lane);
  g_print ("%u values, a keyframe every %u, %.1f MiB of them\n", n_values, studio_keyframes_get_spacing (lane.keyframes),
           (double) studio_keyframes_get_bytes (lane.keyframes) / (1 << 20));
  g_print ("%-40s %6s %8s %8s\n", "milliseconds", "n", "median", "worst");
  are_equal = measure_seeks (job, hashes, n_values);
  measure_branches (&spec, job, n_values);
  return are_equal ? EXIT_SUCCESS : EXIT_FAILURE;
}
