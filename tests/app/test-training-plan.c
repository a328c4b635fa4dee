/* SPDX-License-Identifier: MIT */
/* Plans: the recipe's defaults, the network that fits the pictures, and what tells two trainings apart. */
#include "app/training-plan.h"

#include "engine/error.h"

static StudioPictureSet *
load (const char *name, WeftImageMode mode, gboolean has_mode)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  const StudioPictureOptions options = { .limit = 20, .has_mode = has_mode, .mode = mode };
  StudioPictureSet *set = studio_picture_set_new (path, &options, NULL, NULL, NULL);

  g_assert_nonnull (set);
  return set;
}

/* data/checkpoints/train/train.py, its options and default_context(). */
static void
test_defaults (void)
{
  const struct {
    const char *name;
    gboolean has_mode;
    WeftImageMode mode;
    guint n_context;
    guint offsets[6];
  } cases[] = {
    { "mnist-200.idx.gz", FALSE, 0, 4, { 28, 27, 29, 56 } },
    { "nouns32-200.idx.gz", FALSE, 0, 4, { 32, 31, 33, 64 } },
    { "nouns32-200.idx.gz", TRUE, WEFT_IMAGE_RGB8, 6, { 96, 93, 99, 192, 2, 3 } },
  };
  g_auto (StudioTrainingPlan) plan = { 0 };

  studio_training_plan_init (&plan);
  g_assert_cmpuint (plan.learning.batch, ==, 8);
  g_assert_cmpfloat (plan.learning.rate, ==, 1.2e-3);
  g_assert_cmpuint (plan.learning.warm_up, ==, 300);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StudioPictureSet) set = load (cases[i].name, cases[i].mode, cases[i].has_mode);
      WeftConfig config;

      g_assert_true (studio_training_plan_make_config (&plan, set, &config, NULL));
      g_assert_cmpuint (config.n_layers, ==, 4);
      g_assert_cmpuint (config.n_heads, ==, 4);
      g_assert_cmpuint (config.width, ==, 128);
      g_assert_cmpuint (config.feed_forward, ==, 512);
      g_assert_cmpuint (config.n_outputs, ==, config.n_values);
      g_assert_cmpuint (config.n_context, ==, cases[i].n_context);
      for (guint k = 0; k < config.n_context; k++)
        g_assert_cmpuint (config.context_offsets[k], ==, cases[i].offsets[k]);
    }
}

static void
test_contradictions (void)
{
  g_autoptr (StudioPictureSet) digits = load ("mnist-200.idx.gz", 0, FALSE);
  g_autoptr (StudioPictureSet) faces = load ("nouns32-200.idx.gz", 0, FALSE);
  g_auto (StudioTrainingPlan) plan = { 0 };
  WeftConfig config;
  g_autoptr (GError) error = NULL;

  studio_training_plan_init (&plan);
  plan.n_heads = 3;
  g_assert_false (studio_training_plan_make_config (&plan, digits, &config, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
  g_clear_error (&error);

  studio_training_plan_set_size (&plan, STUDIO_TRAINING_TINY);
  plan.output = WEFT_OUTPUT_MIXTURE_OF_LOGISTICS;
  g_assert_true (studio_training_plan_make_config (&plan, digits, &config, &error));
  g_assert_cmpuint (config.n_outputs, ==, 30);
  g_assert_false (studio_training_plan_make_config (&plan, faces, &config, &error)); /* a palette has no order */
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
}

static void
test_identity (void)
{
  g_autoptr (StudioPictureSet) digits = load ("mnist-200.idx.gz", 0, FALSE);
  g_auto (StudioTrainingPlan) plan = { 0 };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  WeftConfig config;

  studio_training_plan_init (&plan);
  for (guint i = 0; i < 7; i++)
    {
      plan.learning.seed += i == 1;
      plan.learning.batch += i == 2;
      plan.learning.rate *= i == 3 ? 2 : 1;
      plan.learning.n_steps = i >= 4 ? 100 : 0;
      plan.learning.dropout = i >= 5 ? 0.1 : 0;
      if (i == 6)
        studio_training_plan_set_size (&plan, STUDIO_TRAINING_TINY);
      plan.n_threads = i; /* says nothing */
      g_assert_true (studio_training_plan_make_config (&plan, digits, &config, NULL));
      g_assert_true (g_hash_table_add (seen, studio_training_plan_dup_identity (&plan, digits, &config)));
      plan.n_threads++;
      g_assert_false (g_hash_table_add (seen, studio_training_plan_dup_identity (&plan, digits, &config)));
    }
}

static void
test_copy (void)
{
  g_auto (StudioTrainingPlan) plan = { 0 };
  g_auto (StudioTrainingPlan) copy = { 0 };

  studio_training_plan_init (&plan);
  plan.data = g_strdup ("somewhere");
  plan.title = g_strdup ("something");
  plan.learning.n_steps = 7;
  studio_training_plan_copy (&copy, &plan);
  g_assert_cmpstr (copy.data, ==, plan.data);
  g_assert_true (copy.data != plan.data);
  g_assert_cmpstr (copy.title, ==, plan.title);
  g_assert_null (copy.licence);
  g_assert_cmpuint (copy.learning.n_steps, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/training-plan/defaults", test_defaults);
  g_test_add_func ("/training-plan/contradictions", test_contradictions);
  g_test_add_func ("/training-plan/identity", test_identity);
  g_test_add_func ("/training-plan/copy", test_copy);

  return g_test_run ();
}
