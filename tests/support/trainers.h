/* SPDX-License-Identifier: MIT */
/* Small trainings for tests. What cannot be ends the test program. */
#pragma once

#include "engine/train/tables.h"
#include "engine/train/trainer.h"

#define TEST_TRAINER_BATCH 3

WeftTeam *test_trainer_make_team (guint n_members); /* (transfer full) */

/**
 * test_trainer_get_config: of a row of test_models_get().
 */
WeftConfig test_trainer_get_config (guint index);

WeftTrainOptions test_trainer_get_options (void);

/* (transfer full) */
WeftTrainer *test_trainer_new (const WeftConfig *config, const WeftTrainOptions *options, WeftTeam *team);

/**
 * test_trainer_draw_images: (transfer full): [n, image values] with something to learn in them: stripes.
 */
guint8 *test_trainer_draw_images (const WeftConfig *config, guint n);

/**
 * test_trainer_train: steps @first .. @last - 1, each on its own part of @images.
 * @images: [@last * TEST_TRAINER_BATCH, image values]
 *
 * Returns: bits per dimension of the last.
 */
double test_trainer_train (WeftTrainer *trainer, const guint8 *images, guint first, guint last);

GBytes *test_trainer_save (WeftTrainer *trainer); /* (transfer full): its state */

/**
 * test_trainer_assert_same: their states are, to the last bit.
 */
void test_trainer_assert_same (WeftTrainer *a, WeftTrainer *b);

/**
 * test_pass_take: room for the weights and one sequence of a plan.
 * @packed: (out): in @arena
 * @pass: (out): in @arena
 */
void test_pass_take (const WeftArithmetic *arithmetic, WeftPlan *plan, WeftArena *arena, WeftPacked **packed,
                     WeftPass **pass);
