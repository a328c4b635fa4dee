/* SPDX-License-Identifier: MIT */
/* One network, several ways to compute it: each must agree with the reference in double precision. */
#pragma once

#include "engine/model.h"
#include "engine/state.h"

#include <glib.h>

/**
 * TestRun: a way to feed a known sequence.
 * @state: empty, of one lane; afterwards it has taken all values
 * @values: [n]
 * @outputs: [n, n_outputs]
 */
typedef void (*TestRun) (WeftModel *model, WeftState *state, const guint8 *values, guint n, float *outputs);

/**
 * test_network_add_vectors: adds tests of @run against all stored vectors: the authors' golden ones, where they are, and
 * the project's own.
 * @prefix: of the tests' names, e.g. "/forward"
 * @recomputes: also as WEFT_FORM_SOFTMAX_RECOMPUTED
 */
void test_network_add_vectors (const char *prefix, gboolean recomputes, TestRun run);

/**
 * test_network_check_models: every model of the table with random weights, both attentions, against the reference.
 * @lengths: [n_lengths] steps to feed; longer ones than a model has positions are cut
 * @softmax: how softmax is computed: WEFT_FORM_SOFTMAX_CACHED or _RECOMPUTED
 */
void test_network_check_models (const guint *lengths, guint n_lengths, WeftForm softmax, TestRun run);

/**
 * test_network_max_difference: the largest |x - y|; infinite if one is not a number.
 */
double test_network_max_difference (const float *x, const double *y, gsize n);
