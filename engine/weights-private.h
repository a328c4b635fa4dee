/* SPDX-License-Identifier: MIT */
/* Names of the checkpoint contract -> the typed pointers of a model; for the engine only. */
#pragma once

#include "engine/model-private.h"

/**
 * WeftWeightSource: gives one tensor of the contract by name.
 * @out: [n] in C order
 */
typedef struct {
  gboolean (*read) (gpointer data, const char *name, float *out, gsize n, GError **error);
  gpointer data;
  gboolean has_positions;    /* whether `pos_embedding.pe` can be read; else it is computed */
  gboolean has_first_values; /* whether `first_value_counts` can be read; else images begin with 0 */
} WeftWeightSource;

/**
 * weft_weights_load: allocates the arena of @model, whose config and precision are set, and fills it from @source.
 *
 * Returns: FALSE with WEFT_ERROR_NO_MEMORY or what the source reports.
 */
gboolean weft_weights_load (WeftModel *model, const WeftWeightSource *source, GError **error);

/**
 * weft_weights_fill_positions: the sinusoidal table of the authors' PositionalEncoding over c columns:
 * pe[i, 2j] = sin (i / 10000^(2j/c)), pe[i, 2j+1] = cos of the same.
 * @n_columns: c, half the model's width
 * @out: [n_positions, c]
 */
void weft_weights_fill_positions (guint n_positions, guint n_columns, float *out);
