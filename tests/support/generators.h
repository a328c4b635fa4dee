/* SPDX-License-Identifier: MIT */
/* Generators for tests: every model in every precision and form, and images compared bit for bit. */
#pragma once

#include "engine/generator.h"

/**
 * test_generator_new: (transfer full): never NULL.
 */
WeftGenerator *test_generator_new (WeftModel *model, WeftForm form, guint n_lanes, WeftTeam *team);

/**
 * test_generator_paint_to: goes on until so many values are known.
 */
void test_generator_paint_to (WeftGenerator *generator, const WeftSampling *sampling, guint n_known);

/**
 * test_generator_assert_same: values agree easily; the state behind them shows every bit.
 */
void test_generator_assert_same (WeftGenerator *a, guint a_lane, WeftGenerator *b, guint b_lane);

/**
 * test_generator_assert_same_image: for states of different kinds.
 */
void test_generator_assert_same_image (WeftGenerator *a, guint a_lane, WeftGenerator *b, guint b_lane);

#define TEST_GENERATOR_MAX_LENGTH 75

/**
 * test_generator_length: values of the images that are compared: more than a block of keys; fewer where the cost is
 * quadratic.
 */
guint test_generator_length (WeftForm form);

typedef void (*TestGeneratorFunc) (WeftModel *model, WeftForm form);

/**
 * test_generator_for_each: every model of the table at every precision in every form.
 */
void test_generator_for_each (TestGeneratorFunc check);
