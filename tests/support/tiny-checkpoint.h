/* SPDX-License-Identifier: MIT */
/* Checkpoints of a few kilobytes with seeded random weights, sound or damaged on request. */
#pragma once

#include "engine/checkpoint.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftTestTiny: how a tiny checkpoint differs from a plain F32 one; all zero is no difference.
 */
typedef struct {
  /* sound variants */
  gboolean f16;                /* weights on disk are F16, */
  gboolean bf16;               /* or BF16 */
  gboolean bare;               /* no metadata at all, as saved from the authors' library */
  gboolean no_positions;       /* without pos_embedding.pe */
  gboolean first_value_counts; /* with first_value_counts 0, 1, 2, .. */

  /* damages; each names one tensor, or is NULL */
  const char *drop;      /* left out */
  const char *grow;      /* one row more than its shape should have */
  const char *widen;     /* written as F64 */
  const char *extra;     /* added: a tensor of 3 elements that no model has */
  const char *nan;       /* its last element is NaN */
  const char *infinite;  /* its first element is infinite */
  const char *negative;  /* its second element is -1 */
  guint broken_position; /* whose embedding is so large that sums of it overflow, each number finite; 0: none */

  /* one key of the metadata */
  const char *key;
  const char *value; /* NULL: the key is removed */
} WeftTestTiny;

/**
 * weft_test_tiny_config: sizes of a few kilobytes for any kinds: 5 x 3 pixels, 2 layers, 2 heads, width 8,
 * feed-forward 12; 7 colours if indexed; two context offsets if @context.
 */
WeftConfig weft_test_tiny_config (WeftAttention attention, WeftOutput output, WeftImageMode mode,
                                  gboolean context);

/**
 * weft_test_tiny_checkpoint: the bytes of a checkpoint of any sizes.
 * @tiny: (nullable): how it differs from a plain one
 *
 * Returns: (transfer full): the file; the same arguments give the same bytes.
 */
GBytes *weft_test_tiny_checkpoint (const WeftConfig *config, guint64 seed, const WeftTestTiny *tiny);

/**
 * weft_test_write: writes @bytes to a new file in the temporary folder.
 *
 * Returns: (transfer full): its path; the caller removes it with g_unlink().
 */
char *weft_test_write (GBytes *bytes);

/**
 * weft_test_tiny_open: a checkpoint opened over the bytes of weft_test_tiny_checkpoint(); never NULL.
 */
WeftCheckpoint *weft_test_tiny_open (const WeftConfig *config, guint64 seed, const WeftTestTiny *tiny);

G_END_DECLS
