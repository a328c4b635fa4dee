/* SPDX-License-Identifier: MIT */
/* WeftParameters: where each tensor of a network lies in one flat array, so that weights, gradients and moments are arrays. */
#pragma once

#include "engine/config.h"
#include "engine/contract.h"

#include <glib.h>

/* A weight and its bias (or the gain and bias of a norm), as offsets into the flat array. */
typedef struct {
  gsize weight;
  gsize bias;
} WeftPlace;

typedef struct {
  WeftPlace qkv;     /* [3 d, d], [3 d]: query, key and value projections, one below the other */
  WeftPlace out;     /* [d, d], [d] */
  WeftPlace linear1; /* [F, d], [F] */
  WeftPlace linear2; /* [d, F], [d] */
  WeftPlace norm1;   /* [d], [d] */
  WeftPlace norm2;   /* [d], [d] */
} WeftLayerPlaces;

/* One tensor of the contract that is trained. */
typedef struct {
  WeftContractTensor tensor;
  gsize offset; /* elements */
  gsize n;      /* elements */
} WeftParameter;

/**
 * WeftParameters: immutable once built.
 *
 * Threads: any.
 */
typedef struct {
  gsize n; /* elements of the flat array, weft_config_get_n_weights() */
  guint n_layers;
  gsize value_embedding;           /* [V, d/2] */
  gsize context[WEFT_MAX_CONTEXT]; /* each [V+1, d/2] */
  WeftLayerPlaces *layers;         /* [n_layers] owned */
  WeftPlace norm;                  /* [d], [d] */
  WeftPlace predictor;             /* [outputs, d], [outputs] */

  WeftParameter *list; /* [n_list] owned: every tensor by its name, in the order of the array */
  guint n_list;
} WeftParameters;

/**
 * weft_parameters_new: lays out the tensors of a valid @config.
 *
 * Returns: (transfer full): free with weft_parameters_free().
 */
WeftParameters *weft_parameters_new (const WeftConfig *config);

void weft_parameters_free (WeftParameters *parameters);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftParameters, weft_parameters_free)

/**
 * weft_parameters_draw: random weights to begin with, distributed as by PyTorch's nn.Linear, nn.Embedding and nn.LayerNorm:
 * matrices and biases uniform in +-1/sqrt(inputs), embeddings normal, norms one and zero.
 * @weights: (out caller-allocated): [n]
 */
void weft_parameters_draw (const WeftParameters *parameters, guint64 seed, float *weights);
