/* SPDX-License-Identifier: MIT */
/* Jansson parses; what is between its tree and our values is checked here. */
#include "app/json-read.h"

#include "engine/error.h"
#include "engine/format/escape.h"

#include <string.h>

gboolean
studio_json_fail (const char *key, const char *what, const char *expected, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s's \"%s\" is not %s", what, key, expected);
  return FALSE;
}

gboolean
studio_json_require (json_t *object, const char *key, const char *what, GError **error)
{
  if (json_object_get (object, key) != NULL)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s lacks \"%s\"", what, key);
  return FALSE;
}

static gboolean
is_text (json_t *member)
{
  return json_is_string (member) && strlen (json_string_value (member)) == json_string_length (member);
}

gboolean
studio_json_read_string (json_t *object, const char *key, const char *what, char **value, GError **error)
{
  json_t *member = json_object_get (object, key);

  if (member == NULL)
    return TRUE;
  if (!is_text (member))
    return studio_json_fail (key, what, "a text", error);

  g_free (*value);
  *value = g_strdup (json_string_value (member));
  return TRUE;
}

gboolean
studio_json_read_uint (json_t *object, const char *key, const char *what, guint *value, GError **error)
{
  json_t *member = json_object_get (object, key);

  if (member == NULL)
    return TRUE;
  if (!json_is_integer (member) || json_integer_value (member) < 0 || json_integer_value (member) > G_MAXUINT)
    return studio_json_fail (key, what, "a whole number in range", error);

  *value = (guint) json_integer_value (member);
  return TRUE;
}

/* Plain digits in a string: 64 bits do not survive other programs' numbers. */
static gboolean
read_digits (json_t *object, const char *key, const char *what, guint base, guint64 *value, GError **error)
{
  json_t *member = json_object_get (object, key);

  if (member == NULL)
    return TRUE;
  if (!is_text (member) || !g_ascii_string_to_unsigned (json_string_value (member), base, 0, G_MAXUINT64, value, NULL))
    return studio_json_fail (key, what, "a 64-bit number in a string", error);

  return TRUE;
}

gboolean
studio_json_read_uint64 (json_t *object, const char *key, const char *what, guint64 *value, GError **error)
{
  return read_digits (object, key, what, 10, value, error);
}

gboolean
studio_json_read_hash (json_t *object, const char *key, const char *what, guint64 *value, GError **error)
{
  return read_digits (object, key, what, 16, value, error);
}

gboolean
studio_json_read_number (json_t *object, const char *key, const char *what, double *value, GError **error)
{
  json_t *member = json_object_get (object, key);

  if (member == NULL)
    return TRUE;
  if (!json_is_number (member))
    return studio_json_fail (key, what, "a number", error);

  *value = json_number_value (member);
  return TRUE;
}

gboolean
studio_json_read_double (json_t *object, const char *key, const char *what, double min, double max, double *value,
                         GError **error)
{
  json_t *member = json_object_get (object, key);

  if (member == NULL)
    return TRUE;
  if (!json_is_number (member) || !(json_number_value (member) >= min && json_number_value (member) <= max))
    {
      g_autofree char *expected = g_strdup_printf ("a number from %g to %g", min, max);

      return studio_json_fail (key, what, expected, error);
    }

  *value = json_number_value (member);
  return TRUE;
}

gboolean
studio_json_read_choice (json_t *object, const char *key, const char *what, const char *const *names, guint *value,
                         GError **error)
{
  const char *name = json_string_value (json_object_get (object, key));
  g_autofree char *known = NULL, *expected = NULL;

  if (json_object_get (object, key) == NULL)
    return TRUE;

  for (guint i = 0; names[i] != NULL; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *value = i;
        return TRUE;
      }

  known = g_strjoinv (", ", (char **) names);
  expected = g_strdup_printf ("one of %s", known);
  return studio_json_fail (key, what, expected, error);
}

gboolean
studio_json_read_strings (json_t *object, const char *key, const char *what, char ***value, GError **error)
{
  json_t *array = json_object_get (object, key), *item;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gsize i;

  if (array == NULL)
    return TRUE;
  if (!json_is_array (array))
    return studio_json_fail (key, what, "a list of texts", error);

  json_array_foreach (array, i, item)
    {
      if (!is_text (item))
        return studio_json_fail (key, what, "a list of texts", error);
      g_strv_builder_add (builder, json_string_value (item));
    }

  g_strfreev (*value);
  *value = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
check_format (json_t *root, const char *format, const char *what, guint major, GError **error)
{
  const char *version = json_string_value (json_object_get (root, "format_version"));
  g_auto (GStrv) parts = version != NULL ? g_strsplit (version, ".", 2) : NULL;
  guint64 found;

  if (g_strcmp0 (json_string_value (json_object_get (root, "format")), format) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s is not of the format %s", what, format);
      return FALSE;
    }
  if (parts == NULL || parts[0] == NULL || !g_ascii_string_to_unsigned (parts[0], 10, 1, G_MAXUINT32, &found, NULL))
    return studio_json_fail ("format_version", what, "a version", error);
  if (found <= major)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               "%s has format %" G_GUINT64_FORMAT ", this Weft reads up to %u (get a newer Weft)", what, found, major);
  return FALSE;
}

json_t *
studio_json_parse (const char *json, gsize length, const char *format, const char *what, guint major, GError **error)
{
  json_error_t where;
  json_t *root = json_loadb (json, length, JSON_REJECT_DUPLICATES, &where);

  if (json_is_object (root) && check_format (root, format, what, major, error))
    return root;

  if (root == NULL)
    {
      g_autofree char *why = weft_escape_name (where.text, -1); /* it may end within a character */

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s is not JSON: %s in line %d", what, why, where.line);
    }
  else if (!json_is_object (root))
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s is not an object of JSON", what);
  json_decref (root);
  return NULL;
}
