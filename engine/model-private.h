/* SPDX-License-Identifier: MIT */
/* The weights of a model as typed pointers, each with its shape; for the engine only. */
#pragma once

#include "engine/arena.h"
#include "engine/kernels/kernels.h"
#include "engine/linear.h"
#include "engine/model.h"

/* The affine part of a layer norm. */
typedef struct {
  float *gain; /* [d] */
  float *bias; /* [d] */
} WeftNorm;

typedef struct {
  WeftLinear qkv;     /* [3 d, d]: query, key and value projections, one below the other */
  WeftLinear out;     /* [d, d] */
  WeftLinear linear1; /* [F, d] */
  WeftLinear linear2; /* [d, F] */
  WeftNorm norm1;
  WeftNorm norm2;
} WeftLayer;

struct _WeftModel {
  gatomicrefcount ref_count;
  WeftConfig config;
  WeftPrecision precision;
  const WeftKernels *kernels; /* static */

  /* owned: all in the arena */
  WeftArena arena;
  WeftLayer *layers;                /* [L] */
  float *value_embedding;           /* [V, d/2] */
  float *context[WEFT_MAX_CONTEXT]; /* each [V+1, d/2] */
  float *positions;                 /* [N, d/2] */
  WeftNorm norm;
  WeftLinear predictor;             /* [outputs, d] */
  double *first_value_cdf;          /* [V] cumulated first_value_counts, or NULL */
  guint8 *palette;                  /* [V, 3], or NULL */
};
