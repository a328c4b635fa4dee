/* SPDX-License-Identifier: MIT */
/* Orders that are drawn, and can be drawn again. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_shuffle: numbers 0 .. @n - 1 in an order that depends on @seed and @pass alone.
 * @order: (out caller-allocated): [n]
 */
void studio_shuffle (guint64 seed, guint64 pass, guint32 *order, gsize n);

G_END_DECLS
