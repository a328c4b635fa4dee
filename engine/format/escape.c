/* SPDX-License-Identifier: MIT */
/* Names made safe to show: nothing in them can move the cursor, turn the line round or flood it. */
#include "engine/format/escape.h"

#include <string.h>

static gboolean
is_harmless (gunichar c)
{
  if (c == '\\')
    return FALSE;

  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT: /* direction marks, zero-width joiners */
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;
    default:
      return TRUE;
    }
}

/* Writes the escaped form of the character at @p to @piece and returns how many bytes of @p it stands for. */
static gsize
escape_one (const char *p, gsize length, char piece[12])
{
  gunichar c = g_utf8_get_char_validated (p, (gssize) MIN (length, 6));
  gsize n;

  if (*p == '\0')
    c = 0;
  else if (c == (gunichar) -1 || c == (gunichar) -2)
    {
      g_snprintf (piece, 12, "\\x%02x", (guchar) *p);
      return 1;
    }

  n = c == 0 ? 1 : (gsize) g_unichar_to_utf8 (c, NULL);
  if (is_harmless (c))
    {
      memcpy (piece, p, n);
      piece[n] = '\0';
    }
  else if (c == '\\')
    g_strlcpy (piece, "\\\\", 12);
  else if (c == '\n')
    g_strlcpy (piece, "\\n", 12);
  else if (c == '\t')
    g_strlcpy (piece, "\\t", 12);
  else
    g_snprintf (piece, 12, c > 0xffff ? "\\U%08x" : "\\u%04x", c);

  return n;
}

char *
weft_escape_name (const char *name, gssize length)
{
  const gsize total = length < 0 ? strlen (name) : (gsize) length;
  GString *out = g_string_new (NULL);
  glong n_chars = 0;
  gsize room_for_ellipsis = 0; /* where to cut if the rest does not fit */

  for (gsize i = 0; i < total;)
    {
      char piece[12];

      i += escape_one (name + i, total - i, piece);
      n_chars += g_utf8_strlen (piece, -1);
      if (n_chars > WEFT_ESCAPE_MAX_CHARS)
        {
          g_string_truncate (out, room_for_ellipsis);
          g_string_append (out, "…");
          break;
        }

      g_string_append (out, piece);
      if (n_chars < WEFT_ESCAPE_MAX_CHARS)
        room_for_ellipsis = out->len;
    }

  return g_string_free (out, FALSE);
}
