/* SPDX-License-Identifier: MIT */
/* StudioAgreement: one network, two formulas: step by step as it paints, and all positions at once as it learns. */
#pragma once

#include "engine/model.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * StudioAgreement: how far the outputs of both are apart.
 */
typedef struct {
  guint n_steps;
  WeftPrecision precision; /* of the weights compared */
  double largest;          /* of the differences, in units of the outputs */
  double mean;
} StudioAgreement;

/**
 * studio_agreement_measure: feeds the same values both ways. Takes as long as painting them, and a chunk's memory.
 * @values: [n_values], 1 .. the network's positions
 *
 * Returns: FALSE with WEFT_ERROR_NO_MEMORY, RESOURCE or NOT_FINITE.
 * Threads: any.
 */
gboolean studio_agreement_measure (WeftModel *model, const guint8 *values, guint n_values, StudioAgreement *agreement,
                                   GError **error);

/**
 * studio_agreement_measure_async: the same in a thread. At int8 inputs are rounded to 255 steps, and a last bit that differs
 * may differ by a whole step: then the weights are read again from @path, at f32.
 * @values: (transfer none): kept
 */
void studio_agreement_measure_async (WeftModel *model, const char *path, GBytes *values, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);

gboolean studio_agreement_measure_finish (GAsyncResult *result, StudioAgreement *agreement, GError **error);

G_END_DECLS
