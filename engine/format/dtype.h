/* SPDX-License-Identifier: MIT */
/* WeftDtype: the element types of a safetensors container, and the exact widening of those a model takes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In the order of their names on disk, see weft_dtype_to_string(). */
typedef enum {
  WEFT_DTYPE_BOOL,
  WEFT_DTYPE_U8,
  WEFT_DTYPE_I8,
  WEFT_DTYPE_I16,
  WEFT_DTYPE_U16,
  WEFT_DTYPE_I32,
  WEFT_DTYPE_U32,
  WEFT_DTYPE_I64,
  WEFT_DTYPE_U64,
  WEFT_DTYPE_F16,
  WEFT_DTYPE_BF16,
  WEFT_DTYPE_F32,
  WEFT_DTYPE_F64,
  WEFT_DTYPE_C64, /* two F32 */
  WEFT_DTYPE_F8_E5M2,
  WEFT_DTYPE_F8_E4M3,
  WEFT_DTYPE_F8_E8M0,
  WEFT_DTYPE_F8_E4M3FNUZ,
  WEFT_DTYPE_F8_E5M2FNUZ,
  WEFT_DTYPE_F6_E2M3, /* six bits each, packed */
  WEFT_DTYPE_F6_E3M2, /* six bits each, packed */
  WEFT_DTYPE_F4,      /* four bits each, packed */
  WEFT_N_DTYPES
} WeftDtype;

/* The dtypes a model's weights may have, for messages. */
#define WEFT_WEIGHT_DTYPES "F32, F16 or BF16"

/**
 * weft_dtype_to_string: the name on disk, a static string.
 */
const char *weft_dtype_to_string (WeftDtype dtype);

/**
 * weft_dtype_from_string: the reverse; FALSE and *dtype untouched if @name is none of them.
 */
gboolean weft_dtype_from_string (const char *name, WeftDtype *dtype);

/**
 * weft_dtype_dup_names: (transfer full): all names, separated by commas, for messages.
 */
char *weft_dtype_dup_names (void);

/**
 * weft_dtype_get_bits: bits of one element.
 */
guint weft_dtype_get_bits (WeftDtype dtype);

/**
 * weft_dtype_is_weight: whether a model takes it: F32, F16 or BF16.
 */
gboolean weft_dtype_is_weight (WeftDtype dtype);

/**
 * weft_dtype_widen: F16, BF16 or F32 to F32, exactly; @in may be the end of @out.
 * @in: [n] elements of @dtype, little-endian, of any alignment
 * @out: [n]
 */
void weft_dtype_widen (WeftDtype dtype, const void *in, float *out, gsize n);

G_END_DECLS
