/* SPDX-License-Identifier: MIT */
/* Tiny random models for tests of runs, and what they must paint. */
#pragma once

#include "engine/head.h"
#include "engine/model.h"
#include "engine/state.h"

/**
 * test_model_new: a random model of a few weights that paints 8 x 6 pixels.
 */
WeftModel *test_model_new (WeftAttention attention, WeftImageMode mode);

/**
 * test_model_new_sized: the same for other pictures.
 */
WeftModel *test_model_new_sized (WeftAttention attention, WeftImageMode mode, guint width, guint height);

/**
 * test_model_paint: what one lane on one thread paints at one temperature, straight through.
 * @values: (out caller-allocated): [image values]
 *
 * Returns: the hash of the final state.
 */
guint64 test_model_paint (WeftModel *model, WeftForm form, guint64 seed, guint64 image,
                          const WeftSampling *sampling, guint8 *values);
