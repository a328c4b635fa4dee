/* SPDX-License-Identifier: MIT */
/* TestReference: the whole network in double precision, written straight from the checkpoint contract: slow and obvious.
 * Attention looks at every earlier position; nothing is carried from step to step; no code of the engine's arithmetic. */
#pragma once

#include "engine/checkpoint.h"

#include <glib.h>

typedef struct _TestReference TestReference;

/**
 * test_reference_new: copies all tensors; ends the test program if one cannot be read.
 */
TestReference *test_reference_new (WeftCheckpoint *checkpoint);

void test_reference_free (TestReference *reference);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestReference, test_reference_free)

/**
 * test_reference_run: feeds a whole sequence.
 * @attention: the checkpoint's own, or the other one
 * @values: [n]
 * @outputs: [n, n_outputs]; row i describes the value after values[i]
 * @s: (nullable): [L, H, E, E] the sum of phi (k) v^T over all positions, key index first
 * @z: (nullable): [L, H, E] the sum of phi (k)
 */
void test_reference_run (TestReference *reference, WeftAttention attention, const guint8 *values, guint n,
                         double *outputs, double *s, double *z);
