/* SPDX-License-Identifier: MIT */
/* The network that --shape names: one of the paper's, or five numbers. */
#pragma once

#include "engine/config.h"

#include <glib.h>

G_BEGIN_DECLS

#define CLI_BENCH_SEED 1 /* of random weights */

/**
 * cli_bench_read_shape: reads "mnist", "cifar10" or "L,H,d,F,N".
 *
 * Returns: FALSE with CLI_EXIT_USAGE, or WEFT_ERROR_ARGUMENT where the numbers contradict each other.
 */
gboolean cli_bench_read_shape (const char *text, WeftConfig *config, GError **error);

G_END_DECLS
