/* SPDX-License-Identifier: MIT */
/* Names and sizes of element types; F16 and BF16 to F32. */
#include "engine/format/dtype.h"

#include <string.h>

static const struct {
  const char *name;
  guint bits;
} dtypes[WEFT_N_DTYPES] = {
  [WEFT_DTYPE_BOOL] = { "BOOL", 8 },
  [WEFT_DTYPE_U8] = { "U8", 8 },
  [WEFT_DTYPE_I8] = { "I8", 8 },
  [WEFT_DTYPE_I16] = { "I16", 16 },
  [WEFT_DTYPE_U16] = { "U16", 16 },
  [WEFT_DTYPE_I32] = { "I32", 32 },
  [WEFT_DTYPE_U32] = { "U32", 32 },
  [WEFT_DTYPE_I64] = { "I64", 64 },
  [WEFT_DTYPE_U64] = { "U64", 64 },
  [WEFT_DTYPE_F16] = { "F16", 16 },
  [WEFT_DTYPE_BF16] = { "BF16", 16 },
  [WEFT_DTYPE_F32] = { "F32", 32 },
  [WEFT_DTYPE_F64] = { "F64", 64 },
  [WEFT_DTYPE_C64] = { "C64", 64 },
  [WEFT_DTYPE_F8_E5M2] = { "F8_E5M2", 8 },
  [WEFT_DTYPE_F8_E4M3] = { "F8_E4M3", 8 },
  [WEFT_DTYPE_F8_E8M0] = { "F8_E8M0", 8 },
  [WEFT_DTYPE_F8_E4M3FNUZ] = { "F8_E4M3FNUZ", 8 },
  [WEFT_DTYPE_F8_E5M2FNUZ] = { "F8_E5M2FNUZ", 8 },
  [WEFT_DTYPE_F6_E2M3] = { "F6_E2M3", 6 },
  [WEFT_DTYPE_F6_E3M2] = { "F6_E3M2", 6 },
  [WEFT_DTYPE_F4] = { "F4", 4 },
};

const char *
weft_dtype_to_string (WeftDtype dtype)
{
  return dtypes[dtype].name;
}

gboolean
weft_dtype_from_string (const char *name, WeftDtype *dtype)
{
  for (guint i = 0; i < WEFT_N_DTYPES; i++)
    if (strcmp (dtypes[i].name, name) == 0)
      {
        *dtype = (WeftDtype) i;
        return TRUE;
      }

  return FALSE;
}

char *
weft_dtype_dup_names (void)
{
  GString *names = g_string_new (dtypes[0].name);

  for (guint i = 1; i < WEFT_N_DTYPES; i++)
    g_string_append_printf (names, ", %s", dtypes[i].name);

  return g_string_free (names, FALSE);
}

guint
weft_dtype_get_bits (WeftDtype dtype)
{
  return dtypes[dtype].bits;
}

gboolean
weft_dtype_is_weight (WeftDtype dtype)
{
  return dtype == WEFT_DTYPE_F32 || dtype == WEFT_DTYPE_F16 || dtype == WEFT_DTYPE_BF16;
}

static float
float_from_bits (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/* 1 sign, 5 exponent (bias 15), 10 fraction bits; a denormal is its fraction times 2^-24, which F32 holds as
 * normal. */
static float
widen_f16 (guint16 half)
{
  const guint32 sign = (guint32) (half & 0x8000) << 16;
  const guint32 exponent = (half >> 10) & 0x1f;
  const guint32 fraction = half & 0x3ff;

  if (exponent == 0)
    {
      const float magnitude = (float) fraction * 0x1p-24f;

      return sign != 0 ? -magnitude : magnitude;
    }

  if (exponent == 0x1f)
    return float_from_bits (sign | 0x7f800000 | fraction << 13);

  return float_from_bits (sign | (exponent + 127 - 15) << 23 | fraction << 13);
}

void
weft_dtype_widen (WeftDtype dtype, const void *in, float *out, gsize n)
{
  const guint8 *bytes = in;

  if (dtype == WEFT_DTYPE_F32)
    {
      memmove (out, in, n * sizeof (float));
      return;
    }

  g_return_if_fail (dtype == WEFT_DTYPE_F16 || dtype == WEFT_DTYPE_BF16);

  /* Each element is taken before its place is written: element i of the end lies at or behind 4 i. */
  for (gsize i = 0; i < n; i++)
    {
      const guint16 half = (guint16) (bytes[2 * i] | bytes[2 * i + 1] << 8);

      out[i] = dtype == WEFT_DTYPE_F16 ? widen_f16 (half) : float_from_bits ((guint32) half << 16);
    }
}
