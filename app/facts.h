/* SPDX-License-Identifier: MIT */
/* StudioFacts: WeftFacts that own what they point to, so that a worker may keep them. */
#pragma once

#include "engine/checkpoint.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioFacts: points into itself: pass it by pointer, copy it with studio_facts_init().
 */
typedef struct {
  WeftFacts facts;
  WeftAttention attention;
  WeftActivation activation;
  WeftImageMode image_mode;
} StudioFacts;

/**
 * studio_facts_init: copies @source.
 * @source: (nullable): NULL: nothing is known
 */
void studio_facts_init (StudioFacts *facts, const WeftFacts *source);

G_END_DECLS
