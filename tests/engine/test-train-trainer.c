/* SPDX-License-Identifier: MIT */
/* Training as a whole: it learns, gives the same bits again, and refuses what it must. */
#include "engine/train/trainer.h"

#include "engine/blas.h"
#include "engine/error.h"
#include "engine/train/trainer-private.h"
#include "tests/support/trainers.h"

#include <math.h>
#include <string.h>

/* Both attentions, both outputs, both optimizers. */
static void
test_learns (void)
{
  static const guint models[] = { 1, 3, 4, 7 };
  g_autoptr (WeftTeam) team = test_trainer_make_team (2);

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      const WeftConfig config = test_trainer_get_config (models[i]);
      WeftTrainOptions options = test_trainer_get_options ();
      g_autofree guint8 *images = test_trainer_draw_images (&config, 60 * TEST_TRAINER_BATCH);
      g_autoptr (WeftTrainer) trainer = NULL;
      double before;

      options.dropout = 0.0;
      options.rate = 1e-2;
      options.n_steps = 60;
      options.optimizer = i % 2 == 0 ? WEFT_OPTIMIZER_ADAMW : WEFT_OPTIMIZER_RADAM;
      trainer = test_trainer_new (&config, &options, team);
      before = test_trainer_train (trainer, images, 0, 1);
      g_assert_cmpfloat (test_trainer_train (trainer, images, 1, 60), <, before - 0.1);
      g_assert_cmpuint (weft_trainer_get_step (trainer), ==, 60);
    }
}

/* Recomputing changes memory, never a bit. */
static void
test_recomputes (void)
{
  const WeftConfig config = test_trainer_get_config (1);
  WeftTrainOptions options = test_trainer_get_options ();
  g_autofree guint8 *images = test_trainer_draw_images (&config, 3 * TEST_TRAINER_BATCH);
  g_autoptr (WeftTeam) team = test_trainer_make_team (2);
  g_autoptr (WeftTrainer) kept = test_trainer_new (&config, &options, team);
  g_autoptr (WeftTrainer) again = NULL;

  options.recompute = TRUE;
  again = test_trainer_new (&config, &options, team);
  g_assert_cmpfloat (test_trainer_train (kept, images, 0, 3), ==, test_trainer_train (again, images, 0, 3));
  test_trainer_assert_same (kept, again);
  g_assert_cmpuint (weft_trainer_get_bytes (&config, &options, 2), ==, again->arena.reserved);
  g_assert_cmpuint (again->arena.reserved, <, kept->arena.reserved);
}

/* One member sums in another order than two, to rounding. */
static void
test_members_agree (void)
{
  const WeftConfig config = test_trainer_get_config (0);
  WeftTrainOptions options = test_trainer_get_options ();
  g_autofree guint8 *images = test_trainer_draw_images (&config, 2 * TEST_TRAINER_BATCH);
  g_autoptr (WeftTeam) one = test_trainer_make_team (1);
  g_autoptr (WeftTeam) three = test_trainer_make_team (3);
  g_autoptr (WeftTrainer) alone = test_trainer_new (&config, &options, one);
  g_autoptr (WeftTrainer) together = test_trainer_new (&config, &options, three);

  g_assert_cmpfloat_with_epsilon (test_trainer_train (alone, images, 0, 2),
                                  test_trainer_train (together, images, 0, 2), 1e-6);
}

/* A value it does not know, and numbers that run away: an error with the place, and nothing has changed. */
static void
test_keeps_last_good_step (void)
{
  const WeftConfig config = test_trainer_get_config (3);
  const WeftTrainOptions options = test_trainer_get_options ();
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *images = test_trainer_draw_images (&config, 2 * TEST_TRAINER_BATCH);
  g_autoptr (WeftTeam) team = test_trainer_make_team (2);
  g_autoptr (WeftTrainer) trainer = test_trainer_new (&config, &options, team);
  g_autoptr (GBytes) good = NULL;
  g_autoptr (GBytes) after = NULL;
  double bits;
  float kept;

  test_trainer_train (trainer, images, 0, 1);
  good = test_trainer_save (trainer);
  images[weft_config_get_image_values (&config) + 4] = (guint8) config.n_values;
  g_assert_false (weft_trainer_step (trainer, images, &bits, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "image 1: value 4"));
  g_clear_error (&error);

  images[weft_config_get_image_values (&config) + 4] = 0;
  kept = trainer->weights[trainer->parameters->layers[0].linear1.weight];
  trainer->weights[trainer->parameters->layers[0].linear1.weight] = INFINITY;
  g_assert_false (weft_trainer_step (trainer, images, &bits, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FINITE);
  g_assert_nonnull (strstr (error->message, "step 2"));
  trainer->weights[trainer->parameters->layers[0].linear1.weight] = kept;
  after = test_trainer_save (trainer);
  g_assert_true (g_bytes_equal (good, after));
}

static void
test_refuses_options (void)
{
  static const struct {
    gsize offset;
    double value;
  } bad[] = {
    { G_STRUCT_OFFSET (WeftTrainOptions, rate), 0.0 },      { G_STRUCT_OFFSET (WeftTrainOptions, rate), NAN },
    { G_STRUCT_OFFSET (WeftTrainOptions, beta2), 1.0 },     { G_STRUCT_OFFSET (WeftTrainOptions, dropout), -0.1 },
    { G_STRUCT_OFFSET (WeftTrainOptions, average), 1.0 },   { G_STRUCT_OFFSET (WeftTrainOptions, clip_norm), 0.0 },
    { G_STRUCT_OFFSET (WeftTrainOptions, epsilon), -1e-8 }, { G_STRUCT_OFFSET (WeftTrainOptions, decay), INFINITY },
  };
  const WeftConfig config = test_trainer_get_config (0);
  g_autoptr (WeftTeam) team = test_trainer_make_team (1);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      WeftTrainOptions options = test_trainer_get_options ();
      g_autoptr (GError) error = NULL;

      G_STRUCT_MEMBER (double, &options, bad[i].offset) = bad[i].value;
      g_assert_null (weft_trainer_new (&config, &options, team, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT);
    }
}

/* The amount is known before anything is taken, however large. */
static void
test_refuses_too_much_memory (void)
{
  WeftConfig config = test_trainer_get_config (0);
  const WeftTrainOptions options = test_trainer_get_options ();
  g_autoptr (WeftTeam) team = test_trainer_make_team (1);
  g_autoptr (GError) error = NULL;

  config.image_width = config.image_height = 32768;
  config.n_positions = 32768 * 32768 - 1;
  g_assert_null (weft_trainer_new (&config, &options, team, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NO_MEMORY);
  g_assert_nonnull (strstr (error->message, "TB"));
  g_assert_cmpuint (weft_trainer_get_bytes (&config, &options, 1), >, G_GUINT64_CONSTANT (1) << 40);
}

/* As PyTorch's: a warm-up, then half a cosine. */
static void
test_rate (void)
{
  WeftTrainOptions options = test_trainer_get_options ();

  options.rate = 2.0;
  options.warm_up = 4;
  g_assert_cmpfloat (weft_train_options_get_rate (&options, 0, 0.0), ==, 0.5);
  g_assert_cmpfloat (weft_train_options_get_rate (&options, 3, 0.0), ==, 2.0);
  g_assert_cmpfloat_with_epsilon (weft_train_options_get_rate (&options, 50, 0.5), 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_train_options_get_rate (&options, 50, 1.0), 0.0, 1e-12);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  weft_blas_init (&error);
  g_assert_no_error (error);

  g_test_add_func ("/train/trainer/learns", test_learns);
  g_test_add_func ("/train/trainer/recomputes", test_recomputes);
  g_test_add_func ("/train/trainer/members-agree", test_members_agree);
  g_test_add_func ("/train/trainer/keeps-last-good-step", test_keeps_last_good_step);
  g_test_add_func ("/train/trainer/refuses-options", test_refuses_options);
  g_test_add_func ("/train/trainer/refuses-too-much-memory", test_refuses_too_much_memory);
  g_test_add_func ("/train/trainer/rate", test_rate);

  return g_test_run ();
}
