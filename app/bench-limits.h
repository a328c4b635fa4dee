/* SPDX-License-Identifier: MIT */
/* StudioLimits: what the machine allows a step, measured: reading the weights once, and multiplying by each
 * of them. */
#pragma once

#include "engine/config.h"
#include "engine/precision.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioLimits: of all threads running at once.
 */
typedef struct {
  double read; /* bytes a second: plain vector reads of as many bytes as the matrices have, over and over */
  double multiply; /* multiply-adds a second: OpenBLAS for f32 and bf16, int8 dot products on registers for
                      int8 */
} StudioLimits;

/**
 * StudioLimitsProbe: measures them; has threads and memory of its own.
 *
 * Threads: one at a time.
 */
typedef struct _StudioLimitsProbe StudioLimitsProbe;

/**
 * studio_limits_probe_new: needs weft_blas_init() to have succeeded.
 * @precision: of the matrices whose work is to be judged
 * @n_bytes: of these matrices
 * @n_threads: 1 ..
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_NO_MEMORY or WEFT_ERROR_RESOURCE.
 */
StudioLimitsProbe *studio_limits_probe_new (WeftPrecision precision, guint64 n_bytes, guint n_threads,
                                            GError **error);

void studio_limits_probe_free (StudioLimitsProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioLimitsProbe, studio_limits_probe_free)

/**
 * studio_limits_probe_measure: some 80 milliseconds.
 *
 * Returns: FALSE with WEFT_ERROR_RESOURCE when the threads cannot be made.
 */
gboolean studio_limits_probe_measure (StudioLimitsProbe *probe, StudioLimits *limits, GError **error);

/**
 * studio_limits_count_weights: numbers in all matrices of a network; each is read once a step and multiplied
 * once a row.
 */
guint64 studio_limits_count_weights (const WeftConfig *config);

/**
 * studio_limits_count_bytes: what these weights take at a precision, scales not counted.
 */
guint64 studio_limits_count_bytes (const WeftConfig *config, WeftPrecision precision);

G_END_DECLS
