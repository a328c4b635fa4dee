/* SPDX-License-Identifier: MIT */
/* A training as a job: pause, stop, going on, keeping; each ends in the weights of one that was left alone. */
#include "app/training.h"

#include "engine/blas.h"
#include "engine/checkpoint.h"
#include "engine/error.h"
#include "tests/app/jobs.h"
#include "tests/support/folder.h"

#include <math.h>
#include <string.h>

#define STEPS 12

static void
init_plan (StudioTrainingPlan *plan)
{
  studio_training_plan_init (plan);
  plan->data = g_test_build_filename (G_TEST_DIST, "data", "mnist-200.idx.gz", NULL);
  plan->pictures.limit = 30;
  plan->pictures.width = plan->pictures.height = 7;
  plan->n_layers = plan->n_heads = 2;
  plan->width = 16;
  plan->feed_forward = 24;
  plan->learning.n_steps = STEPS;
  plan->learning.batch = 3;
  plan->learning.warm_up = 4;
  plan->n_threads = 2;
  plan->measure_every = 5;
  plan->save_every = 1000;
  plan->title = g_strdup ("small digits");
}

static StudioTraining *
start (const StudioTrainingPlan *plan, const char *state_path)
{
  StudioTraining *training = studio_training_new (plan, state_path, TRUE, FALSE);

  g_assert_true (studio_activity_start (STUDIO_ACTIVITY (training), NULL));
  return training;
}

static void
wait_state (StudioTraining *training, StudioRunState state)
{
  while (studio_activity_get_state (STUDIO_ACTIVITY (training)) != state)
    {
      g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (training)), !=, STUDIO_RUN_FAILED);
      studio_training_wait (training, G_USEC_PER_SEC / 100);
    }
}

/* All tensors of two checkpoints, byte for byte; how long it took is told by the metadata alone. */
static void
assert_same_weights (GBytes *first, GBytes *second)
{
  g_autoptr (WeftContainer) a = weft_container_new (weft_bytes_new_from_memory (first), NULL);
  g_autoptr (WeftContainer) b = weft_container_new (weft_bytes_new_from_memory (second), NULL);

  g_assert_cmpuint (weft_container_get_n_tensors (a), ==, weft_container_get_n_tensors (b));
  for (gsize i = 0; i < weft_container_get_n_tensors (a); i++)
    {
      const WeftTensor *tensor = weft_container_get_tensor (a, i);
      const WeftTensor *other = weft_container_find (b, tensor->name);
      g_autofree guint8 *data = g_malloc (tensor->n_bytes);
      g_autofree guint8 *other_data = g_malloc (tensor->n_bytes);

      g_assert_cmpuint (other->n_bytes, ==, tensor->n_bytes);
      g_assert_true (weft_container_read (a, tensor, data, NULL));
      g_assert_true (weft_container_read (b, other, other_data, NULL));
      g_assert_cmpmem (data, tensor->n_bytes, other_data, tensor->n_bytes);
    }
}

static GBytes *
train_straight (const StudioTrainingPlan *plan)
{
  g_autoptr (StudioTraining) training = start (plan, NULL);

  test_activity_wait (STUDIO_ACTIVITY (training));
  g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (training)), ==, STUDIO_RUN_FINISHED);
  return studio_training_dup_checkpoint (training, NULL);
}

static void
test_result (void)
{
  g_auto (StudioTrainingPlan) plan = { 0 };
  g_autoptr (StudioTraining) training = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (WeftCheckpoint) checkpoint = NULL;
  g_autoptr (GArray) points = NULL;
  StudioTrainingFigures figures;
  guint64 step;

  init_plan (&plan);
  training = start (&plan, NULL);
  test_activity_wait (STUDIO_ACTIVITY (training));
  bytes = studio_training_dup_checkpoint (training, &step);
  g_assert_cmpuint (step, ==, STEPS);
  checkpoint = weft_checkpoint_new (weft_bytes_new_from_memory (bytes), NULL, NULL);
  g_assert_nonnull (checkpoint);
  g_assert_cmpuint (weft_checkpoint_get_config (checkpoint)->image_width, ==, 7);
  g_assert_cmpstr (weft_checkpoint_get_metadata (checkpoint, "title"), ==, "small digits");
  g_assert_cmpstr (weft_checkpoint_get_metadata (checkpoint, "steps"), ==, "12");
  g_assert_null (weft_checkpoint_get_metadata (checkpoint, "licence"));
  g_assert_nonnull (weft_checkpoint_get_metadata (checkpoint, "auto_precision"));

  studio_training_get_figures (training, &figures);
  g_assert_cmpuint (figures.step, ==, STEPS);
  g_assert_cmpfloat (figures.progress, ==, 1.0);
  points = studio_training_dup_points (training, 0);
  g_assert_cmpuint (points->len, >=, 3); /* at 5, 10 and 12 it was measured */
  g_assert_cmpfloat_with_epsilon (g_array_index (points, StudioTrainingPoint, points->len - 1).held_out,
                                  g_ascii_strtod (weft_checkpoint_get_metadata (checkpoint, "bits_per_dim"), NULL),
                                  1e-3);
}

/* Without held-out pictures nothing is claimed. */
static void
test_unmeasured (void)
{
  g_auto (StudioTrainingPlan) plan = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (WeftCheckpoint) checkpoint = NULL;

  init_plan (&plan);
  plan.pictures.n_held_out = 0;
  bytes = train_straight (&plan);
  checkpoint = weft_checkpoint_new (weft_bytes_new_from_memory (bytes), NULL, NULL);
  g_assert_null (weft_checkpoint_get_metadata (checkpoint, "bits_per_dim"));
  g_assert_null (weft_checkpoint_get_metadata (checkpoint, "auto_precision"));
}

static void
test_stop_and_go_on (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = test_folder_dup_path (folder, "a.state");
  g_auto (StudioTrainingPlan) plan = { 0 };
  g_autoptr (GBytes) expected = NULL;
  StudioRunState state = STUDIO_RUN_READY;
  guint n_runs = 0;

  init_plan (&plan);
  expected = train_straight (&plan);
  while (state != STUDIO_RUN_FINISHED)
    {
      g_autoptr (StudioTraining) training = start (&plan, path);
      StudioTrainingFigures figures;

      do
        {
          studio_training_wait (training, 1000);
          studio_training_get_figures (training, &figures);
        }
      while (figures.step == figures.first_step && !studio_activity_is_final (STUDIO_ACTIVITY (training)));
      studio_activity_cancel (STUDIO_ACTIVITY (training));
      test_activity_wait (STUDIO_ACTIVITY (training));
      state = studio_activity_get_state (STUDIO_ACTIVITY (training));
      g_assert_cmpint (state, !=, STUDIO_RUN_FAILED);
      g_assert_cmpuint (++n_runs, <=, STEPS + 1);
      if (state == STUDIO_RUN_FINISHED)
        {
          g_autoptr (GBytes) found = studio_training_dup_checkpoint (training, NULL);

          assert_same_weights (found, expected);
          studio_training_forget (training);
        }
    }
  g_assert_cmpuint (test_folder_count (folder), ==, 0);
}

/* A pause changes nothing, and a checkpoint can be had meanwhile. */
static void
test_pause (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_auto (StudioTrainingPlan) plan = { 0 };
  g_autoptr (GBytes) expected = NULL;
  g_autoptr (GBytes) halfway = NULL;
  g_autoptr (GBytes) found = NULL;
  g_autoptr (StudioTraining) training = NULL;
  g_autoptr (WeftCheckpoint) checkpoint = NULL;
  guint64 step;

  init_plan (&plan);
  plan.learning.n_steps = 400;
  expected = train_straight (&plan);
  training = studio_training_new (&plan, test_folder_get_path (folder), TRUE, FALSE);
  studio_activity_pause (STUDIO_ACTIVITY (training));
  g_assert_true (studio_activity_start (STUDIO_ACTIVITY (training), NULL));
  wait_state (training, STUDIO_RUN_PAUSED);
  studio_training_ask_checkpoint (training);
  while ((halfway = studio_training_dup_checkpoint (training, &step)) == NULL)
    studio_training_wait (training, G_USEC_PER_SEC / 100);
  g_assert_cmpuint (step, <, 400);
  checkpoint = weft_checkpoint_new (weft_bytes_new_from_memory (halfway), NULL, NULL);
  g_assert_true (g_pattern_match_simple ("small digits (* steps)", weft_checkpoint_get_metadata (checkpoint, "title")));
  g_assert_cmpuint (test_folder_count (folder), ==, 1);

  studio_activity_resume (STUDIO_ACTIVITY (training));
  test_activity_wait (STUDIO_ACTIVITY (training));
  found = studio_training_dup_checkpoint (training, NULL);
  assert_same_weights (found, expected);
}

static void
test_samples (void)
{
  g_auto (StudioTrainingPlan) plan = { 0 };
  g_autoptr (StudioTraining) training = NULL;
  g_autoptr (GPtrArray) samples = NULL;
  g_autoptr (GBytes) expected = NULL;
  g_autoptr (GBytes) found = NULL;
  guint64 step;

  init_plan (&plan);
  expected = train_straight (&plan);
  plan.samples_every = 6;
  plan.n_samples = 4;
  training = start (&plan, NULL);
  test_activity_wait (STUDIO_ACTIVITY (training));
  samples = studio_training_dup_samples (training, &step);
  g_assert_cmpuint (samples->len, ==, 4);
  g_assert_cmpuint (step, ==, 12);
  g_assert_cmpuint (((const StudioPixels *) samples->pdata[0])->width, ==, 7);
  found = studio_training_dup_checkpoint (training, NULL);
  assert_same_weights (found, expected);
}

/* Begun with a checkpoint, at a rate that does nothing, it is that checkpoint. */
static void
test_origin (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_auto (StudioTrainingPlan) plan = { 0 };
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (WeftCheckpoint) checkpoint = NULL;

  init_plan (&plan);
  first = train_straight (&plan);
  plan.origin = test_folder_write (folder, "first.safetensors", g_bytes_get_data (first, NULL), g_bytes_get_size (first));
  plan.learning.rate = 1e-30;
  plan.n_layers = 9; /* the checkpoint decides */
  second = train_straight (&plan);
  assert_same_weights (first, second);
  checkpoint = weft_checkpoint_new (weft_bytes_new_from_memory (second), NULL, NULL);
  g_assert_cmpstr (weft_checkpoint_get_metadata (checkpoint, "steps"), ==, "24");
}

static void
test_failures (void)
{
  const struct {
    const char *data;
    guint n_heads;
    guint width;
    int code;
    const char *message;
  } cases[] = {
    { "missing", 2, 16, WEFT_ERROR_IO, "cannot learn from 'missing': *" },
    { NULL, 3, 16, WEFT_ERROR_ARGUMENT, "3 heads do not divide the model's width 16*" },
    { NULL, 2, 1 << 20, WEFT_ERROR_NO_MEMORY, "*available*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (StudioTrainingPlan) plan = { 0 };
      g_autoptr (StudioTraining) training = NULL;
      g_autoptr (GError) error = NULL;

      init_plan (&plan);
      if (cases[i].data != NULL)
        {
          g_free (plan.data);
          plan.data = g_strdup (cases[i].data);
        }
      plan.n_heads = cases[i].n_heads;
      plan.width = cases[i].width;
      training = start (&plan, NULL);
      test_activity_wait (STUDIO_ACTIVITY (training));
      g_assert_cmpint (studio_activity_get_state (STUDIO_ACTIVITY (training)), ==, STUDIO_RUN_FAILED);
      error = studio_activity_dup_error (STUDIO_ACTIVITY (training));
      g_test_message ("%s", error->message);
      g_assert_error (error, WEFT_ERROR, cases[i].code);
      g_assert_true (g_pattern_match_simple (cases[i].message, error->message));
    }
}

/* A state that cannot be written ends the training at once, not after an hour. */
static void
test_state_nowhere (void)
{
  g_auto (StudioTrainingPlan) plan = { 0 };
  g_autoptr (StudioTraining) training = NULL;
  g_autoptr (GError) error = NULL;

  init_plan (&plan);
  training = start (&plan, "/nowhere/a.state");
  test_activity_wait (STUDIO_ACTIVITY (training));
  error = studio_activity_dup_error (STUDIO_ACTIVITY (training));
  g_assert_nonnull (error);
  g_assert_true (g_pattern_match_simple ("cannot write the state of the training '/nowhere/a.state': *", error->message));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (weft_blas_init (NULL));

  g_test_add_func ("/training/result", test_result);
  g_test_add_func ("/training/unmeasured", test_unmeasured);
  g_test_add_func ("/training/stop-and-go-on", test_stop_and_go_on);
  g_test_add_func ("/training/pause", test_pause);
  g_test_add_func ("/training/samples", test_samples);
  g_test_add_func ("/training/origin", test_origin);
  g_test_add_func ("/training/failures", test_failures);
  g_test_add_func ("/training/state-nowhere", test_state_nowhere);

  return g_test_run ();
}
