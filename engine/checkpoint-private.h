/* SPDX-License-Identifier: MIT */
/* What a checkpoint says of itself in words, before its tensors are believed, and how that is written. */
#pragma once

#include "engine/checkpoint.h"
#include "engine/format/safetensors-writer.h"

G_BEGIN_DECLS

/* What the metadata and the caller say; a field is believed once its flag is set. */
typedef struct {
  gboolean is_weft; /* the file names our format: it must say everything itself */
  gboolean has_attention, has_activation, has_output, has_image_mode;
  WeftAttention attention;
  WeftActivation activation;
  WeftOutput output;
  WeftImageMode image_mode;
  guint n_heads, image_width, image_height; /* 0: not said */
} WeftSaid;

/**
 * weft_said_read: the metadata, and what the caller adds.
 * @facts: (nullable)
 * @said: (out)
 *
 * Returns: FALSE with WEFT_ERROR_INVALID if a word is none of ours or the two contradict each other, or
 * WEFT_ERROR_UNSUPPORTED for a newer format.
 */
gboolean weft_said_read (WeftContainer *container, const WeftFacts *facts, WeftSaid *said, GError **error);

/**
 * weft_said_check_complete: whether all is said that a network needs.
 *
 * Returns: FALSE with WEFT_ERROR_MISSING_FACTS, or WEFT_ERROR_INVALID if the file had to say it.
 */
gboolean weft_said_check_complete (const WeftSaid *said, GError **error);

/**
 * weft_said_apply: puts what is said into @config, and the usual where it may be left out.
 */
void weft_said_apply (const WeftSaid *said, WeftConfig *config);

/**
 * weft_said_read_offsets: the offsets of contexts, as many as @config has already counted in the tensors.
 *
 * Returns: FALSE with WEFT_ERROR_INVALID.
 */
gboolean weft_said_read_offsets (WeftContainer *container, WeftConfig *config, GError **error);

/**
 * weft_said_write: says what weft_said_read() reads: the format, kinds and sizes. Offsets are the caller's to write.
 */
void weft_said_write (WeftContainerWriter *writer, const WeftConfig *config);

G_END_DECLS
