/* SPDX-License-Identifier: MIT */
/* Keys keep the order in which they are set. */
#include "app/json-write.h"

json_t *
studio_json_new (const char *format, const char *version)
{
  json_t *root = json_object ();

  studio_json_set_string (root, "format", format);
  studio_json_set_string (root, "format_version", version);
  studio_json_set_string (root, "program_version", WEFT_VERSION);
  return root;
}

void
studio_json_set_string (json_t *object, const char *key, const char *value)
{
  if (value != NULL)
    json_object_set_new (object, key, json_string (value));
}

void
studio_json_set_uint64 (json_t *object, const char *key, guint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, value);

  studio_json_set_string (object, key, text);
}

char *
studio_json_take_text (json_t *root, gsize flags)
{
  char *text = json_dumps (root, flags | JSON_REAL_PRECISION (17));
  char *copy = g_strdup (text);

  free (text);
  json_decref (root);
  return copy;
}
