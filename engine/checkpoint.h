/* SPDX-License-Identifier: MIT */
/* WeftCheckpoint: a sound container whose tensors and metadata are those of a Weft model. */
#pragma once

#include "engine/config.h"
#include "engine/format/safetensors.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftFacts:
 *
 * What a bare export of the authors' library does not hold. A fact that is not given is NULL or 0.
 * A fact that contradicts the file's metadata or tensors is refused.
 */
typedef struct {
  const WeftAttention *attention;
  const WeftActivation *activation; /* absent everywhere: relu */
  const WeftImageMode *image_mode;
  guint n_heads;
  guint image_width;
  guint image_height;
} WeftFacts;

/**
 * WeftCheckpoint: an open checkpoint: config, metadata and a way to read each tensor.
 *
 * Threads: one at a time.
 */
typedef struct _WeftCheckpoint WeftCheckpoint;

/**
 * weft_checkpoint_open: reads header and metadata of @path; no weights yet.
 * @path: file name, any bytes
 * @facts: (nullable): what a bare export does not say
 *
 * Returns: (transfer full): the checkpoint, or NULL with WEFT_ERROR_INVALID (bytes, metadata or facts that
 * contradict each other), UNSUPPORTED (another kind of file, the tensors of another model, a newer format),
 * MISSING_FACTS (the message names every missing one), IO, RESOURCE or NO_MEMORY.
 */
WeftCheckpoint *weft_checkpoint_open (const char *path, const WeftFacts *facts, GError **error);

/**
 * weft_checkpoint_new: the same over bytes already opened.
 * @bytes: (transfer full): also freed if NULL is returned
 */
WeftCheckpoint *weft_checkpoint_new (WeftBytes *bytes, const WeftFacts *facts, GError **error);

void weft_checkpoint_free (WeftCheckpoint *checkpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftCheckpoint, weft_checkpoint_free)

/**
 * weft_checkpoint_get_config: sizes and kinds; valid as long as the checkpoint.
 */
const WeftConfig *weft_checkpoint_get_config (WeftCheckpoint *checkpoint);

/**
 * weft_checkpoint_get_container: (transfer none): the tensors as they are on disk.
 */
WeftContainer *weft_checkpoint_get_container (WeftCheckpoint *checkpoint);

/**
 * weft_checkpoint_get_metadata: the string under @key of `__metadata__`, or NULL.
 */
const char *weft_checkpoint_get_metadata (WeftCheckpoint *checkpoint, const char *key);

/**
 * weft_checkpoint_list_metadata: (transfer container): all keys, sorted, NULL-terminated; free with g_free().
 */
const char **weft_checkpoint_list_metadata (WeftCheckpoint *checkpoint);

/**
 * weft_checkpoint_has_tensor: whether the file holds an optional tensor (`palette`, `first_value_counts`,
 * `pos_embedding.pe`).
 */
gboolean weft_checkpoint_has_tensor (WeftCheckpoint *checkpoint, const char *name);

/**
 * weft_checkpoint_get_file_bytes: size of the file in bytes.
 */
guint64 weft_checkpoint_get_file_bytes (WeftCheckpoint *checkpoint);

/**
 * weft_checkpoint_is_bf16: whether every matrix of weights is BF16 on disk.
 */
gboolean weft_checkpoint_is_bf16 (WeftCheckpoint *checkpoint);

/**
 * weft_checkpoint_read: one tensor of the contract, widened exactly to F32.
 * @name: a tensor the contract names and the file has; its shape has been checked at open
 * @out: [n] in C order
 * @n: elements; must be the tensor's
 *
 * Returns: TRUE, or FALSE with WEFT_ERROR_IO (changed while reading) or INVALID (a NaN or infinity, with its
 * index).
 */
gboolean weft_checkpoint_read (WeftCheckpoint *checkpoint, const char *name, float *out, gsize n,
                               GError **error);

/**
 * weft_checkpoint_read_palette: the palette of an indexed checkpoint.
 * @out: [V, 3] red, green, blue
 *
 * Returns: TRUE, or FALSE with WEFT_ERROR_IO.
 */
gboolean weft_checkpoint_read_palette (WeftCheckpoint *checkpoint, guint8 *out, GError **error);

/**
 * weft_checkpoint_dup_sha256: the SHA-256 of the whole file, in hexadecimal.
 *
 * Returns: (transfer full): 64 characters, or NULL with WEFT_ERROR_IO.
 */
char *weft_checkpoint_dup_sha256 (WeftCheckpoint *checkpoint, GError **error);

G_END_DECLS
