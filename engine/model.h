/* SPDX-License-Identifier: MIT */
/* WeftModel: a network ready to run: its config and its weights, packed for the kernels. */
#pragma once

#include "engine/checkpoint.h"
#include "engine/config.h"
#include "engine/precision.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftModel: immutable once built, atomically counted, shared by everything that runs it.
 *
 * Threads: any.
 */
typedef struct _WeftModel WeftModel;

/**
 * weft_model_new_from_checkpoint: reads and packs all weights.
 * @precision: how to keep the matrices
 *
 * Returns: (transfer full): the model, or NULL with WEFT_ERROR_IO, INVALID or NO_MEMORY (the amount is computed first).
 */
WeftModel *weft_model_new_from_checkpoint (WeftCheckpoint *checkpoint, WeftPrecision precision, GError **error);

/**
 * weft_model_count_bytes: memory that loading a model of these sizes takes, while it is read: the packed weights, and a
 * buffer for the largest matrix; G_MAXUINT64 if that is no number.
 */
guint64 weft_model_count_bytes (const WeftConfig *config, WeftPrecision precision);

/**
 * weft_model_new_random: seeded random weights of the given sizes, for benchmarks and tests.
 *
 * Returns: (transfer full): the model, or NULL with WEFT_ERROR_INVALID or NO_MEMORY.
 */
WeftModel *weft_model_new_random (const WeftConfig *config, WeftPrecision precision, guint64 seed, GError **error);

WeftModel *weft_model_ref   (WeftModel *model);
void       weft_model_unref (WeftModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftModel, weft_model_unref)

const WeftConfig *weft_model_get_config (WeftModel *model);

WeftPrecision weft_model_get_precision (WeftModel *model);

/**
 * weft_model_get_kernels_name: the instruction set whose kernels run this model, e.g. "avx512"; static.
 */
const char *weft_model_get_kernels_name (WeftModel *model);

/**
 * weft_model_get_palette: [V, 3] red, green, blue of an indexed8 model, else NULL.
 */
const guint8 *weft_model_get_palette (WeftModel *model);

/**
 * weft_model_get_bytes: memory the packed weights take.
 */
guint64 weft_model_get_bytes (WeftModel *model);

/**
 * weft_model_sample_first_value: the value that starts image @image of @seed, drawn from first_value_counts; 0 without them.
 */
guint8 weft_model_sample_first_value (WeftModel *model, guint64 seed, guint64 image);

G_END_DECLS
