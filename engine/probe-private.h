/* SPDX-License-Identifier: MIT */
/* The inside of a probe; for the engine only. */
#pragma once

#include "engine/probe.h"

struct _WeftProbe {
  WeftModel *model; /* owned reference */
  guint position;
  float *parts;     /* [layers, WEFT_PROBE_N_PARTS, d] */
};

/**
 * weft_probe_take: what one head has just made of the row of an image; members of a team may do it at once, each for its
 * heads.
 * @q: [E], with k d and v 2 d floats behind it
 * @read: [E]
 */
void weft_probe_take (WeftProbe *probe, guint layer, guint head, const float *q, const float *read);
