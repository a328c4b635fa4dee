/* SPDX-License-Identifier: MIT */
/* Names of the precisions. */
#include "engine/precision.h"

static const char *const precision_names[] = { "f32", "bf16", "int8" };

const char *
weft_precision_to_string (WeftPrecision precision)
{
  return precision_names[precision];
}

gboolean
weft_precision_from_string (const char *name, WeftPrecision *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (precision_names); i++)
    if (g_strcmp0 (name, precision_names[i]) == 0)
      {
        *value = (WeftPrecision) i;
        return TRUE;
      }

  return FALSE;
}
