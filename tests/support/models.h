/* SPDX-License-Identifier: MIT */
/* Small models of every kind with random weights, sized so that nothing divides evenly where it need not. */
#pragma once

#include "engine/checkpoint.h"
#include "engine/model.h"

#include <glib.h>

/**
 * TestModel: one row of the table.
 */
typedef struct {
  const char *name;
  WeftConfig config; /* complete and valid */
} TestModel;

/**
 * test_models_get: (transfer none): the table: both attentions, with and without context, every image mode, both outputs,
 * both activations, odd sizes; each image has some 300 values, more than two chunks of the parallel form.
 * @n: (out): rows
 */
const TestModel *test_models_get (guint *n);

/**
 * test_models_add: one test of every row, whose data it is: @path/NAME.
 */
void test_models_add (const char *path, GTestDataFunc func);

/**
 * test_model_open: a checkpoint in memory of such a model, with weights from a seed.
 */
WeftCheckpoint *test_model_open (const TestModel *model, guint64 seed);

/**
 * test_model_load: the model in a checkpoint; ends the test program if it cannot be had.
 */
WeftModel *test_model_load (WeftCheckpoint *checkpoint, WeftPrecision precision);

/**
 * test_model_draw_values: (transfer full): [n] random values the model knows; as always alike for a seed.
 */
guint8 *test_model_draw_values (const WeftConfig *config, guint64 seed, guint n);
