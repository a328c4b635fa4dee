/* SPDX-License-Identifier: MIT */
/* StudioLoading: one reading of a checkpoint's weights, and how far it is. */
#pragma once

#include "engine/checkpoint.h"
#include "engine/model.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioLoading: counted atomically; whoever asks how far it is may outlive the reading, and the reading whoever asks.
 *
 * Threads: any, but for studio_loading_run(), which one thread calls once.
 */
typedef struct _StudioLoading StudioLoading;

/**
 * studio_loading_new: nothing is read yet.
 * @facts: (nullable): copied
 * @config: as listed; a file that says otherwise by now is refused
 * @file_bytes: its size as listed
 */
StudioLoading *studio_loading_new (const char *path, const WeftFacts *facts, const WeftConfig *config, guint64 file_bytes,
                                   WeftPrecision precision);

StudioLoading *studio_loading_ref   (StudioLoading *loading);
void           studio_loading_unref (StudioLoading *loading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioLoading, studio_loading_unref)

/**
 * StudioLoadingProgress: a file goes by twice: its weights are read and packed, then all of it is checked, which names it in
 * recipes. A plain value; nothing in it ever becomes less.
 */
typedef struct {
  guint64 n_bytes;   /* of the file */
  guint64 n_read;    /* 0 .. n_bytes */
  guint64 n_checked; /* 0 .. n_bytes; 0 until all is read */
} StudioLoadingProgress;

StudioLoadingProgress studio_loading_get_progress (StudioLoading *loading);

/**
 * studio_loading_run: reads weights and SHA-256.
 * @cancellable: (nullable): looked at with each MiB
 * @sha256: (out) (transfer full): 64 characters
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_IO, INVALID, NO_MEMORY or CANCELLED.
 */
WeftModel *studio_loading_run (StudioLoading *loading, GCancellable *cancellable, char **sha256, GError **error);

G_END_DECLS
