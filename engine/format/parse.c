/* SPDX-License-Identifier: MIT */
/* Digits to number; g_ascii_strtoull() would take signs and spaces and turn -1 into 2^64-1. */
#include "engine/format/parse.h"

#include <string.h>

gboolean
weft_parse_digits (const char *text, gsize n, guint64 *value)
{
  guint64 sum = 0;

  if (n == 0 || (n > 1 && text[0] == '0'))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isdigit (text[i])
        || __builtin_mul_overflow (sum, (guint64) 10, &sum)
        || __builtin_add_overflow (sum, (guint64) (text[i] - '0'), &sum))
      return FALSE;

  *value = sum;
  return TRUE;
}

gboolean
weft_parse_uint64 (const char *text, guint64 min, guint64 max, guint64 *value)
{
  guint64 number;

  if (!weft_parse_digits (text, strlen (text), &number) || number < min || number > max)
    return FALSE;

  *value = number;
  return TRUE;
}
