/* SPDX-License-Identifier: MIT */
/* WeftContainer: the named tensors and the metadata of a safetensors file. It knows nothing about models. */
#pragma once

#include "engine/format/bytes.h"
#include "engine/format/dtype.h"

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_MAX_HEADER_BYTES G_GUINT64_CONSTANT (100000000) /* the format's own limit on its JSON header */

/**
 * WeftTensor: one entry of a container; valid as long as the container.
 */
typedef struct {
  const char *name; /* [name_length] any UTF-8, also "" or with NUL inside; a NUL follows. Show it escaped */
  gsize name_length;
  WeftDtype dtype;
  gsize rank;           /* dimensions; 0 for a scalar */
  const guint64 *shape; /* [rank] in C order; dimensions may be 0. NULL for a scalar */
  guint64 n_elements;   /* product of the shape */
  guint64 offset;       /* of its first byte in the file */
  guint64 n_bytes;
} WeftTensor;

/**
 * WeftContainer: a sound container, its spans proven to lie inside the file and to cover it.
 *
 * Threads: one at a time.
 */
typedef struct _WeftContainer WeftContainer;

/**
 * weft_container_open: reads and proves the header of @path; no tensor yet.
 *
 * Returns: (transfer full): the container, or NULL with WEFT_ERROR_INVALID (a broken rule), UNSUPPORTED
 * (another kind of file, named), IO, RESOURCE or NO_MEMORY.
 */
WeftContainer *weft_container_open (const char *path, GError **error);

/**
 * weft_container_new: the same over bytes already opened.
 * @bytes: (transfer full): also freed if NULL is returned
 */
WeftContainer *weft_container_new (WeftBytes *bytes, GError **error);

void weft_container_free (WeftContainer *container);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftContainer, weft_container_free)

/**
 * weft_container_get_bytes: (transfer none): the file itself: its size, its SHA-256.
 */
WeftBytes *weft_container_get_bytes (WeftContainer *container);

gsize weft_container_get_n_tensors (WeftContainer *container);

/**
 * weft_container_get_tensor: (transfer none): the tensor with number @index, 0 .. n_tensors - 1, sorted by
 * name.
 */
const WeftTensor *weft_container_get_tensor (WeftContainer *container, gsize index);

/**
 * weft_container_find: (transfer none): the tensor called @name, or NULL.
 */
const WeftTensor *weft_container_find (WeftContainer *container, const char *name);

/**
 * weft_container_get_metadata: the string under @key of `__metadata__`, or NULL.
 */
const char *weft_container_get_metadata (WeftContainer *container, const char *key);

/**
 * weft_container_list_metadata: (transfer container): all keys, sorted, NULL-terminated; free with g_free().
 */
const char **weft_container_list_metadata (WeftContainer *container);

/**
 * weft_container_read: all bytes of @tensor as they are in the file, little-endian and in C order.
 * @out: [tensor->n_bytes]
 *
 * Returns: TRUE, or FALSE with WEFT_ERROR_IO.
 */
gboolean weft_container_read (WeftContainer *container, const WeftTensor *tensor, void *out, GError **error);

/**
 * weft_container_read_f32: all elements of an F32, F16 or BF16 tensor, widened exactly.
 * @out: [tensor->n_elements]
 *
 * Returns: TRUE, or FALSE with WEFT_ERROR_IO, or UNSUPPORTED naming any other dtype.
 */
gboolean weft_container_read_f32 (WeftContainer *container, const WeftTensor *tensor, float *out,
                                  GError **error);

G_END_DECLS
