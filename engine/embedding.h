/* SPDX-License-Identifier: MIT */
/* From a value at a position to the vector that enters the first layer. */
#pragma once

#include "engine/model-private.h"

/**
 * weft_embedding_read: h = concat (value + contexts, position).
 * @values: [position + 1] x_0 .. x_i of one image
 * @position: i
 * @h: [d]: value_embedding[x_i] + sum_k context_embedding[k][x_{i+1-o_k}, or V before the image], then pe[i]
 */
void weft_embedding_read (const WeftModel *model, const guint8 *values, guint position, float *h);
