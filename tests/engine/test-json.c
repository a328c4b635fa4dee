/* SPDX-License-Identifier: MIT */
/* The JSON cursor, held against Jansson: they read alike, or the reason is written down. */
#include "engine/format/json.h"

#include <jansson.h>
#include <string.h>

/* Reads a whole object of strings, whole numbers and arrays of whole numbers, as in a header. */
static gboolean
read_value (WeftJson *json, GString *out, GError **error)
{
  gboolean first = TRUE;
  WeftJsonString string;
  WeftJsonStep step;
  guint64 number;

  while (json->position < json->length && strchr (" \t\r\n", json->text[json->position]) != NULL)
    json->position++;

  if (json->position < json->length && json->text[json->position] == '"')
    {
      if (!weft_json_read_string (json, "a value", &string, error))
        return FALSE;
      g_string_append_printf (out, "s%" G_GSIZE_FORMAT ":", string.length);
      g_string_append_len (out, string.text, (gssize) string.length);
      return TRUE;
    }

  if (json->position < json->length && json->text[json->position] != '[')
    {
      if (!weft_json_read_uint64 (json, "a value", &number, error))
        return FALSE;
      g_string_append_printf (out, "i%" G_GUINT64_FORMAT, number);
      return TRUE;
    }

  g_string_append_c (out, '[');
  if (!weft_json_open (json, '[', "a value", error))
    return FALSE;
  while ((step = weft_json_step (json, ']', &first, error)) == WEFT_JSON_ITEM)
    {
      if (!weft_json_read_uint64 (json, "an element", &number, error))
        return FALSE;
      g_string_append_printf (out, "i%" G_GUINT64_FORMAT, number);
    }

  g_string_append_c (out, ']');
  return step == WEFT_JSON_END;
}

static gboolean
read_object (WeftJson *json, GString *out, GError **error)
{
  gboolean first = TRUE;
  WeftJsonString key;
  WeftJsonStep step;

  if (!weft_json_open (json, '{', "the object", error))
    return FALSE;

  while ((step = weft_json_step (json, '}', &first, error)) == WEFT_JSON_ITEM)
    {
      if (!weft_json_read_key (json, &key, error))
        return FALSE;
      g_string_append_printf (out, "k%" G_GSIZE_FORMAT ":", key.length);
      g_string_append_len (out, key.text, (gssize) key.length);
      if (!read_value (json, out, error))
        return FALSE;
    }

  return step == WEFT_JSON_END && weft_json_end (json, error);
}

/* The canonical form of @text, or NULL. */
static char *
run_ours (const char *text, gsize length, GError **error)
{
  g_autofree char *copy = g_memdup2 (text, length + 1);
  g_autoptr (GString) out = g_string_new (NULL);
  WeftJson json;

  if (!weft_json_init (&json, copy, length, 0, error) || !read_object (&json, out, error))
    return NULL;

  return g_strndup (out->str, out->len);
}

/* The same by way of Jansson's tree. */
static gboolean
append_jansson (json_t *value, GString *out)
{
  gsize i;
  json_t *element;

  if (json_is_string (value))
    g_string_append_printf (out, "s%" G_GSIZE_FORMAT ":%s", json_string_length (value),
                            json_string_value (value));
  else if (json_is_integer (value) && json_integer_value (value) >= 0)
    g_string_append_printf (out, "i%" G_GINT64_FORMAT, (gint64) json_integer_value (value));
  else if (json_is_array (value))
    {
      g_string_append_c (out, '[');
      json_array_foreach (value, i, element)
        if (!json_is_integer (element) || !append_jansson (element, out))
          return FALSE;
      g_string_append_c (out, ']');
    }
  else
    return FALSE;

  return TRUE;
}

static char *
run_jansson (const char *text, gsize length)
{
  g_autoptr (GString) out = g_string_new (NULL);
  json_t *root = json_loadb (text, length, JSON_REJECT_DUPLICATES, NULL);
  gboolean good = json_is_object (root);
  const char *key;
  json_t *value;

  json_object_foreach (root, key, value)
    {
      g_string_append_printf (out, "k%" G_GSIZE_FORMAT ":%s", strlen (key), key);
      good = good && append_jansson (value, out);
    }

  json_decref (root);
  return good ? g_strndup (out->str, out->len) : NULL;
}

static const struct {
  const char *text;
  const char *canonical;
} good[] = {
  { "{}", "" },
  { "{\"a\":1}", "k1:ai1" },
  { "{ \"a\" : [ ] }", "k1:a[]" },
  { "{\"a\":[0,10,18446744073709551615]}", "k1:a[i0i10i18446744073709551615]" },
  { "{\"\\u00e4\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\":\"\"}", "k14:ä😀\"\\/\b\f\n\r\ts0:" },
  { "{\"a\":\"\x7f\xc3\xa4\"}  ", "k1:as3:\x7fä" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *ours = run_ours (good[i].text, strlen (good[i].text), &error);

      g_assert_no_error (error);
      g_assert_cmpstr (ours, ==, good[i].canonical);
    }
}

static void
test_string (void)
{
  char text[] = "\"a\\u0000b\"rest";
  WeftJson json;
  WeftJsonString string;

  g_assert_true (weft_json_init (&json, text, strlen (text), 100, NULL));
  g_assert_true (weft_json_read_string (&json, "a string", &string, NULL));
  g_assert_cmpmem (string.text, string.length + 1, "a\0b", 4);
  g_assert_cmpuint (string.at, ==, 100);
  g_assert_cmpuint (json.position, ==, strlen ("\"a\\u0000b\""));
  g_assert_false (weft_json_string_equals (&string, "a"));
}

/* Random changes to a header: both readers agree, but for what is named below. */
static void
test_against_jansson (void)
{
  static const char alphabet[] = "{}[]\",:\\ u0123456789aeEx.-+tfn\n\x01\x7f\xc3\xa4";
  guint n_good = 0;

  for (guint round = 0; round < 20000; round++)
    {
      char text[] = "{\"ab\":[1,20,300],\"c\":\"d\\u0041\\n\",\"e\":[0],\"f\":12 }";
      const gsize length = strlen (text);
      const guint n_changes = (guint) g_test_rand_int_range (0, 4);
      g_autofree char *ours = NULL;
      g_autofree char *theirs = NULL;

      for (guint k = 0; k < n_changes; k++)
        text[g_test_rand_int_range (0, (gint32) length)] =
            alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];

      ours = run_ours (text, length, NULL);
      theirs = run_jansson (text, length);
      n_good += ours != NULL;
      if (g_strcmp0 (ours, theirs) == 0)
        continue;

      /* Duplicate keys are left to the caller. Jansson takes -0 for 0, and any white space at the end. */
      if (ours != NULL)
        {
          json_t *lax = json_loadb (text, length, 0, NULL);

          g_assert_null (theirs);
          g_assert_nonnull (lax);
          json_decref (lax);
        }
      else
        g_assert_true (strstr (text, "-0") != NULL || text[length - 1] == '\n');
    }

  g_assert_cmpuint (n_good, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/good", test_good);
  g_test_add_func ("/json/string", test_string);
  g_test_add_func ("/json/against-jansson", test_against_jansson);

  return g_test_run ();
}
