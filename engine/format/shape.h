/* SPDX-License-Identifier: MIT */
/* Shapes of tensors, for people. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_shape_to_string: (transfer full): `[256, 16]`, cut after eight dimensions.
 * @shape: [rank]
 */
char *weft_shape_to_string (const guint64 *shape, gsize rank);

G_END_DECLS
