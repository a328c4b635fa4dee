/* SPDX-License-Identifier: MIT */
/* The inside of a WeftDense: plain matrices, transposed as OpenBLAS packs them fastest; for the engine only. */
#pragma once

#include "engine/arena.h"
#include "engine/model-private.h"
#include "engine/parallel.h"

typedef struct {
  guint n_in;
  guint n_out;
  float *weights;    /* [n_in, n_out] */
  const float *bias; /* [n_out], of the model */
} WeftDenseLinear;

typedef struct {
  WeftDenseLinear qkv;     /* [3 d, d] */
  WeftDenseLinear out;     /* [d, d] */
  WeftDenseLinear linear1; /* [F, d] */
  WeftDenseLinear linear2; /* [d, F] */
} WeftDenseLayer;

struct _WeftDense {
  gatomicrefcount ref_count;
  WeftModel *model; /* owned reference: embeddings, norms and biases stay there */

  WeftArena arena;
  WeftDenseLayer *layers; /* [L] */
  WeftDenseLinear predictor;
};

/**
 * weft_dense_multiply: y = x W^T + b.
 * @x: [n_rows, n_in], rows x_stride apart
 * @y: [n_rows, n_out], rows y_stride apart
 */
void weft_dense_multiply (const WeftDenseLinear *linear, const float *x, gsize x_stride, float *y, gsize y_stride,
                          gsize n_rows);
