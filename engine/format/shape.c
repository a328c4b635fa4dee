/* SPDX-License-Identifier: MIT */
#include "engine/format/shape.h"

#define SHOWN_DIMENSIONS 8

char *
weft_shape_to_string (const guint64 *shape, gsize rank)
{
  GString *text = g_string_new ("[");

  for (gsize i = 0; i < MIN (rank, SHOWN_DIMENSIONS); i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : "", shape[i]);
  if (rank > SHOWN_DIMENSIONS)
    g_string_append_printf (text, ", … %" G_GSIZE_FORMAT " dimensions", rank);

  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}
