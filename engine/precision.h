/* SPDX-License-Identifier: MIT */
/* WeftPrecision: how weight matrices are kept in memory. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* S, z, activations, biases and norms are F32 whatever it is. */
typedef enum {
  WEFT_PRECISION_F32,
  WEFT_PRECISION_BF16, /* rounded to nearest even; exact for a BF16 file */
  WEFT_PRECISION_INT8, /* one scale a row */
} WeftPrecision;

/**
 * weft_precision_to_string: "f32", "bf16" or "int8"; static.
 */
const char *weft_precision_to_string (WeftPrecision precision);

/**
 * weft_precision_from_string: FALSE and *value untouched if @name is none of them.
 */
gboolean weft_precision_from_string (const char *name, WeftPrecision *value);

G_END_DECLS
