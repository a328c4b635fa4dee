/* SPDX-License-Identifier: MIT */
/* WeftProbe: looks over the shoulder of a step: the question, key and content of one image in every layer, and what was read. */
#pragma once

#include "engine/model.h"
#include "engine/state.h"

#include <glib.h>

G_BEGIN_DECLS

/* What a layer makes of one image in one step; each [E] a head. */
typedef enum {
  WEFT_PROBE_QUERY, /* q */
  WEFT_PROBE_KEY,   /* k */
  WEFT_PROBE_VALUE, /* v */
  WEFT_PROBE_READ,  /* a, what attention answers */
} WeftProbePart;

#define WEFT_PROBE_N_PARTS 4

/**
 * WeftProbe: a copy of the latest step it was lent to; weft_generator_set_probe() and weft_forward_set_probe() lend it.
 *
 * Threads: owned by one thread at a time; a step writes to it.
 */
typedef struct _WeftProbe WeftProbe;

/**
 * weft_probe_new: of the sizes of @model.
 */
WeftProbe *weft_probe_new  (WeftModel *model);
void       weft_probe_free (WeftProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftProbe, weft_probe_free)

/**
 * weft_probe_get_position: the position of the value that the step fed; meaningless before the first step.
 */
guint weft_probe_get_position (WeftProbe *probe);

/**
 * weft_probe_get: (transfer none): [E] one part of one head, as the step used it; valid until the next step.
 */
const float *weft_probe_get (WeftProbe *probe, WeftProbePart part, guint layer, guint head);

/**
 * weft_probe_get_increment: what a linear step added to S: phi(k) v^T.
 * @increment: [E, E], key index first
 * @features: [E] phi(k), which it added to z
 */
void weft_probe_get_increment (WeftProbe *probe, guint layer, guint head, float *increment, float *features);

/**
 * weft_probe_read_head: S and z of one head of one lane of a linear state.
 * @s: [E, E], key index first
 * @z: [E]
 */
void weft_probe_read_head (WeftState *state, guint lane, guint layer, guint head, float *s, float *z);

/**
 * weft_probe_get_norms: the root of the sum of squares of S, of every head of one lane of a linear state.
 * @norms: [layers, heads]
 */
void weft_probe_get_norms (WeftState *state, guint lane, float *norms);

G_END_DECLS
