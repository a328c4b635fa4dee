/* SPDX-License-Identifier: MIT */
/* The tensors of a Weft model: their names and shapes for given sizes, and what of them a container lacks. */
#pragma once

#include "engine/config.h"
#include "engine/format/safetensors.h"

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_CONTRACT_NAME_BYTES 80

/**
 * WeftContractTensor: one tensor as the contract has it.
 */
typedef struct {
  char name[WEFT_CONTRACT_NAME_BYTES];
  guint rank;
  guint64 shape[3]; /* [rank]; 0 stands for a size that is not known */
  gboolean optional;
  gboolean is_palette; /* U8; every other tensor is F32, F16 or BF16 */
} WeftContractTensor;

/**
 * weft_contract_list: every tensor a model of these sizes has or may have, in the order of the contract.
 * @config: sizes; a size of 0 is unknown
 *
 * Returns: (transfer full) (element-type WeftContractTensor): the list.
 */
GArray *weft_contract_list (const WeftConfig *config);

/**
 * weft_contract_measure: reads the sizes off the shapes of @container; those it cannot tell become 0.
 * @config: (out): n_layers, width, feed_forward, n_values, n_outputs, n_positions and n_context are set
 */
void weft_contract_measure (WeftContainer *container, WeftConfig *config);

/**
 * weft_contract_check: compares @container with the list.
 *
 * Returns: TRUE, or FALSE with WEFT_ERROR_UNSUPPORTED telling the first five differences, expected and found.
 */
gboolean weft_contract_check (WeftContainer *container, const WeftConfig *config, GError **error);

G_END_DECLS
