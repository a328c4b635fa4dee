/* SPDX-License-Identifier: MIT */
#include "tests/support/trainers.h"

#include "tests/support/models.h"

WeftTeam *
test_trainer_make_team (guint n_members)
{
  g_autoptr (GError) error = NULL;
  WeftTeam *team = weft_team_new (n_members, &error);

  g_assert_no_error (error);
  return team;
}

WeftConfig
test_trainer_get_config (guint index)
{
  guint n;

  return test_models_get (&n)[index].config;
}

WeftTrainOptions
test_trainer_get_options (void)
{
  WeftTrainOptions options = WEFT_TRAIN_OPTIONS_INIT;

  options.batch = TEST_TRAINER_BATCH;
  options.warm_up = 2;
  options.n_steps = 20;
  options.dropout = 0.1;
  options.seed = 4;
  return options;
}

WeftTrainer *
test_trainer_new (const WeftConfig *config, const WeftTrainOptions *options, WeftTeam *team)
{
  g_autoptr (GError) error = NULL;
  WeftTrainer *trainer = weft_trainer_new (config, options, team, &error);

  g_assert_no_error (error);
  return trainer;
}

guint8 *
test_trainer_draw_images (const WeftConfig *config, guint n)
{
  const gsize size = weft_config_get_image_values (config);
  guint8 *images = g_new (guint8, n * size);

  for (gsize i = 0; i < n * size; i++)
    images[i] = (guint8) ((i / 3 % 5 * 13 + i / size) % config->n_values);
  return images;
}

double
test_trainer_train (WeftTrainer *trainer, const guint8 *images, guint first, guint last)
{
  const gsize size = weft_config_get_image_values (weft_trainer_get_config (trainer));
  double bits = 0.0;

  for (guint step = first; step < last; step++)
    {
      g_autoptr (GError) error = NULL;

      weft_trainer_step (trainer, images + step * TEST_TRAINER_BATCH * size, &bits, &error);
      g_assert_no_error (error);
    }

  return bits;
}

GBytes *
test_trainer_save (WeftTrainer *trainer)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = weft_trainer_save_state (trainer, &error);

  g_assert_no_error (error);
  return bytes;
}

void
test_trainer_assert_same (WeftTrainer *a, WeftTrainer *b)
{
  g_autoptr (GBytes) x = test_trainer_save (a);
  g_autoptr (GBytes) y = test_trainer_save (b);

  g_assert_true (g_bytes_equal (x, y));
}

void
test_pass_take (const WeftArithmetic *arithmetic, WeftPlan *plan, WeftArena *arena, WeftPacked **packed, WeftPass **pass)
{
  g_autoptr (GError) error = NULL;

  arithmetic->reserve_packed (plan, arena);
  arithmetic->reserve_pass (plan, arena);
  weft_arena_allocate (arena, "the test", &error);
  g_assert_no_error (error);
  *packed = arithmetic->take_packed (plan, arena);
  *pass = arithmetic->take_pass (plan, arena);
}
