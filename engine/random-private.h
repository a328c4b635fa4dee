/* SPDX-License-Identifier: MIT */
/* The generator behind random.h, bare, so that it can be held against the published vectors. */
#pragma once

#include <glib.h>

/**
 * weft_random_philox: the Philox4x32-10 bijection.
 * @counter: [4]
 * @key: [2]
 * @out: (out caller-allocated): [4]
 */
void weft_random_philox (const guint32 *counter, const guint32 *key, guint32 *out);
