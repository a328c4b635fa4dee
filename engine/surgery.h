/* SPDX-License-Identifier: MIT */
/* What can be done by hand to a memory of constant size. The network never learned of any of it: what is painted
 * afterwards shows what the memory meant. */
#pragma once

#include "engine/state.h"

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_SURGERY_ALL G_MAXUINT /* every layer, or every head */

/**
 * weft_surgery_mix: memory of @target = (1 - weight) memory of @target + weight memory of @other, S and z alike. Values
 * and position of @target stay, so two moments at different steps mix too.
 * @target: linear
 * @other: linear, of the same model sizes
 * @weight: 0 .. 1; 0 leaves @target as it is and 1 takes the memory of @other, both bit for bit
 */
void weft_surgery_mix (WeftState *target, guint target_lane, WeftState *other, guint other_lane, float weight);

/**
 * weft_surgery_scale: S and z of a head times @factor. What a head reads is the ratio of both: scaling weighs all that
 * was against all that comes, and 0 is a head that remembers nothing yet.
 * @state: linear
 * @layer: 0 .. layers - 1, or WEFT_SURGERY_ALL
 * @head: 0 .. heads - 1, or WEFT_SURGERY_ALL
 * @factor: 0 ..; 1 leaves all bits as they are
 */
void weft_surgery_scale (WeftState *state, guint lane, guint layer, guint head, float factor);

/**
 * weft_surgery_hold: memory of @target = memory of @other bit for bit; values and position of @target stay. After every
 * step this is a memory that takes in nothing more: the picture goes on from what was known when it froze.
 * @target: linear
 * @other: linear, of the same model sizes and number of lanes
 */
void weft_surgery_hold (WeftState *target, WeftState *other);

G_END_DECLS
