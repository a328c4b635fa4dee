/* SPDX-License-Identifier: MIT */
/* StudioDealer: which pictures a step of a training learns from; it depends on the seed and the step alone. */
#pragma once

#include "app/picture-set.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioDealer: each pass over the training pictures sees every one once, in an order of its own.
 *
 * Threads: owned by one thread at a time.
 */
typedef struct _StudioDealer StudioDealer;

/**
 * studio_dealer_new:
 * @set: with at least one training picture; a reference is kept
 * @batch: pictures a step, 1 ..
 */
StudioDealer *studio_dealer_new (StudioPictureSet *set, guint batch, guint64 seed);

void studio_dealer_free (StudioDealer *dealer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioDealer, studio_dealer_free)

/**
 * studio_dealer_deal: the pictures of step number @step.
 * @step: 0 ..
 * @values: (out caller-allocated): [batch, n_values]
 *
 * Quickest when steps are asked for in turn; any order gives the same pictures.
 */
void studio_dealer_deal (StudioDealer *dealer, guint64 step, guint8 *values);

G_END_DECLS
