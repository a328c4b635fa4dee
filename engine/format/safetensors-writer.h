/* SPDX-License-Identifier: MIT */
/* WeftContainerWriter: named tensors and metadata -> the bytes of a safetensors file. */
#pragma once

#include "engine/format/dtype.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftContainerWriter: collects what a container shall hold.
 *
 * Tensors are laid out by falling element size, then by name, behind a header padded with spaces to 8 bytes:
 * every one is aligned to its elements. The same content gives the same bytes, whatever the order of the
 * calls.
 *
 * Threads: one at a time.
 */
typedef struct _WeftContainerWriter WeftContainerWriter;

WeftContainerWriter *weft_container_writer_new (void);

void weft_container_writer_free (WeftContainerWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftContainerWriter, weft_container_writer_free)

/**
 * weft_container_writer_set_metadata: sets the string under @key; a second time replaces the first.
 * @key: UTF-8
 * @value: UTF-8
 */
void weft_container_writer_set_metadata (WeftContainerWriter *writer, const char *key, const char *value);

/**
 * weft_container_writer_add: adds a tensor.
 * @name: UTF-8, of no other tensor and not `__metadata__`
 * @shape: [rank]
 * @data: (transfer none): all elements, little-endian, in C order; kept by reference
 */
void weft_container_writer_add (WeftContainerWriter *writer, const char *name, WeftDtype dtype,
                                const guint64 *shape, gsize rank, GBytes *data);

/**
 * weft_container_writer_finish: the whole file.
 *
 * Returns: (transfer full): the bytes, or NULL with WEFT_ERROR_NO_MEMORY naming the amount, or INVALID if the
 * header would exceed the format's limit.
 */
GBytes *weft_container_writer_finish (WeftContainerWriter *writer, GError **error);

G_END_DECLS
