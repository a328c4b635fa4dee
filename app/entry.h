/* SPDX-License-Identifier: MIT */
/* StudioEntry: one checkpoint on offer. Its header has been read; its weights are loaded on demand. */
#pragma once

#include "app/loading.h"

#include "engine/checkpoint.h"
#include "engine/model.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioEntry:
 *
 * Properties, all read-only: "name", "title", "subtitle", "path", "is-bundled", "is-default", "is-loaded"
 * (notifies).
 *
 * Threads: main thread only, but for studio_entry_load_sync() and studio_entry_read_sha256(), which any thread may call
 * on an entry of its own.
 */
#define STUDIO_TYPE_ENTRY (studio_entry_get_type ())
G_DECLARE_FINAL_TYPE (StudioEntry, studio_entry, STUDIO, ENTRY, GObject)

/**
 * studio_entry_new: reads header and metadata of a checkpoint.
 * @path: file name, any bytes
 * @facts: (nullable): what a bare export does not say
 *
 * Returns: (transfer full): NULL with the errors of weft_checkpoint_open(), among them
 * WEFT_ERROR_MISSING_FACTS.
 */
StudioEntry *studio_entry_new (const char *path, const WeftFacts *facts, GError **error);

/**
 * studio_entry_get_name: file name without `.safetensors`, valid UTF-8: what `--model NAME` and recipes say.
 */
const char *studio_entry_get_name (StudioEntry *self);

/**
 * studio_entry_get_title: the checkpoint's own title, or else its name; for people.
 */
const char *studio_entry_get_title (StudioEntry *self);

/**
 * studio_entry_get_subtitle: sizes for people: "32 × 32 colours, 4 layers, linear".
 */
const char *studio_entry_get_subtitle (StudioEntry *self);

const char *studio_entry_get_path (StudioEntry *self);

/**
 * studio_entry_get_config: (transfer none): sizes and kinds, valid as long as the entry.
 */
const WeftConfig *studio_entry_get_config (StudioEntry *self);

guint64 studio_entry_get_file_bytes (StudioEntry *self);

/**
 * studio_entry_get_metadata: the string under @key of the checkpoint's metadata, or NULL.
 */
const char *studio_entry_get_metadata (StudioEntry *self, const char *key);

/**
 * studio_entry_get_bits_per_dim: as the checkpoint says of itself; 0 if it does not.
 */
double studio_entry_get_bits_per_dim (StudioEntry *self);

gboolean studio_entry_get_is_bundled (StudioEntry *self);
gboolean studio_entry_get_is_default (StudioEntry *self);

/**
 * studio_entry_get_natural_precision: what `--precision auto` means: the fastest one that keeps bits/dim
 * within 0.005 of F32, where the metadata says which that is (`auto_precision`); else as on disk: BF16 if all
 * matrices are, else F32.
 */
WeftPrecision studio_entry_get_natural_precision (StudioEntry *self);

/**
 * studio_entry_load_async: reads the weights and the SHA-256 in a thread, or gives the model at once if it is
 * there.
 * @cancellable: (nullable): cancelling answers at once, whatever the disk does
 */
void studio_entry_load_async (StudioEntry *self, WeftPrecision precision, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);

/**
 * studio_entry_load_finish:
 *
 * Returns: (transfer full): the model; NULL with WEFT_ERROR_IO, INVALID or NO_MEMORY, or
 * G_IO_ERROR_CANCELLED.
 */
WeftModel *studio_entry_load_finish (StudioEntry *self, GAsyncResult *result, GError **error);

/**
 * studio_entry_load_sync: the same, at once, for programs without a main loop.
 */
WeftModel *studio_entry_load_sync (StudioEntry *self, WeftPrecision precision, GError **error);

/**
 * studio_entry_get_loading: (transfer none) (nullable): the latest loading that was begun, however it ended; tells how far it
 * is. NULL if none was.
 */
StudioLoading *studio_entry_get_loading (StudioEntry *self);

/**
 * studio_entry_get_model: (transfer none) (nullable): the model loaded last, or NULL.
 */
WeftModel *studio_entry_get_model (StudioEntry *self);

/**
 * studio_entry_read_sha256: reads the whole file, without the model.
 *
 * Returns: FALSE with the errors of weft_checkpoint_open() and weft_checkpoint_dup_sha256().
 */
gboolean studio_entry_read_sha256 (StudioEntry *self, GError **error);

/**
 * studio_entry_get_sha256: (nullable): of the file the model was loaded from, or that was read for it; NULL before.
 */
const char *studio_entry_get_sha256 (StudioEntry *self);

/**
 * studio_entry_unload: drops the entry's reference to the model. Runs that use it keep theirs.
 */
void studio_entry_unload (StudioEntry *self);

G_END_DECLS
