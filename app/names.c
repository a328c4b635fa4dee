/* SPDX-License-Identifier: MIT */
/* Names are joined by hand: they come from outside and never reach printf. */
#include "app/names.h"

#include <string.h>

void
studio_names_copy (const StudioNames *names, StudioNames *copy)
{
  *copy = *names;
  copy->head = g_strdup (names->head);
  copy->tail = g_strdup (names->tail);
}

void
studio_names_clear (StudioNames *names)
{
  g_clear_pointer (&names->head, g_free);
  g_clear_pointer (&names->tail, g_free);
}

char *
studio_names_dup (const StudioNames *names, guint64 number)
{
  if (!names->is_numbered)
    return g_strconcat (names->head, names->tail, NULL);

  return g_strdup_printf ("%s%0*" G_GUINT64_FORMAT "%s", names->head, (int) names->digits, number, names->tail);
}

char *
studio_names_dup_beside (const StudioNames *names, const char *prefix, const char *suffix)
{
  const char *slash = strrchr (names->head, '/');
  const char *stem = slash != NULL ? slash + 1 : names->head;
  g_autofree char *folder = g_strndup (names->head, stem - names->head);

  return g_strconcat (folder, prefix, stem, suffix, NULL);
}

static void
append_doubled (GString *pattern, const char *text)
{
  for (; *text != '\0'; text++)
    g_string_append (pattern, *text == '%' ? "%%" : (char[]) { *text, '\0' });
}

char *
studio_names_dup_pattern (const StudioNames *names)
{
  GString *pattern = g_string_new (NULL);

  append_doubled (pattern, names->head);
  if (names->is_numbered && names->digits > 1)
    g_string_append_printf (pattern, "%%0%ud", names->digits);
  else if (names->is_numbered)
    g_string_append (pattern, "%d");
  append_doubled (pattern, names->tail);
  return g_string_free (pattern, FALSE);
}
