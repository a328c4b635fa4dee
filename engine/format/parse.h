/* SPDX-License-Identifier: MIT */
/* Numbers in text, read strictly and independently of the locale. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_parse_uint64: a whole number in plain decimal: digits only, no sign, space or leading zero.
 * @text: the whole of it must be the number
 *
 * Returns: FALSE and *value untouched if it is none or lies outside @min .. @max.
 */
gboolean weft_parse_uint64 (const char *text, guint64 min, guint64 max, guint64 *value);

/**
 * weft_parse_digits: the same for the first @n bytes of @text, of all 64 bits.
 */
gboolean weft_parse_digits (const char *text, gsize n, guint64 *value);

G_END_DECLS
