/* SPDX-License-Identifier: MIT */
/* The cursor over untrusted JSON: brackets, strings, whole numbers, and the place of every mistake. */
#include "engine/format/json.h"

#include "engine/error.h"
#include "engine/format/escape.h"
#include "engine/format/parse.h"

#include <string.h>

#define MAX_TOKEN 24 /* characters of a number shown in a message */

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
skip_space (WeftJson *json)
{
  while (json->position < json->length && is_space (json->text[json->position]))
    json->position++;
}

/* The byte after white space, or '\0' at the end; a NUL in the text is no JSON either. */
static char
peek (WeftJson *json)
{
  skip_space (json);
  return json->position < json->length ? json->text[json->position] : '\0';
}

static gboolean
fail_at (WeftJson *json, gsize position, const char *sentence, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "at byte %" G_GSIZE_FORMAT " %s (the file is damaged)",
               json->base + position, sentence);
  return FALSE;
}

static gboolean
fail_expected (WeftJson *json, const char *expected, GError **error)
{
  g_autofree char *found = NULL;
  g_autofree char *sentence = NULL;

  if (json->position >= json->length)
    found = g_strdup ("the text ends");
  else
    {
      const char *p = json->text + json->position;
      g_autofree char *shown = weft_escape_name (p, g_utf8_skip[(guchar) *p]);

      found = g_strdup_printf ("'%s' stands", shown);
    }

  sentence = g_strdup_printf ("%s where %s is due", found, expected);
  return fail_at (json, json->position, sentence, error);
}

gboolean
weft_json_init (WeftJson *json, char *text, gsize length, gsize base, GError **error)
{
  const char *end;

  *json = (WeftJson) { .text = text, .length = length, .base = base };
  if (g_utf8_validate_len (text, length, &end))
    return TRUE;

  return fail_at (json, (gsize) (end - text), "the text is not UTF-8", error);
}

static gboolean
read_char (WeftJson *json, char c, const char *expected, GError **error)
{
  if (peek (json) != c)
    return fail_expected (json, expected, error);

  json->position++;
  return TRUE;
}

gboolean
weft_json_open (WeftJson *json, char bracket, const char *what, GError **error)
{
  g_autofree char *expected = NULL;

  if (peek (json) == bracket)
    {
      json->position++;
      return TRUE;
    }

  expected = g_strdup_printf ("the '%c' of %s", bracket, what);
  return fail_expected (json, expected, error);
}

WeftJsonStep
weft_json_step (WeftJson *json, char bracket, gboolean *first, GError **error)
{
  const char expected[] = { '\'', ',', '\'', ' ', 'o', 'r', ' ', '\'', bracket, '\'', '\0' };

  if (peek (json) == bracket)
    {
      json->position++;
      return WEFT_JSON_END;
    }

  if (*first)
    {
      *first = FALSE;
      return WEFT_JSON_ITEM;
    }

  if (!read_char (json, ',', expected, error))
    return WEFT_JSON_ERROR;

  /* A comma promises another item. */
  if (peek (json) == bracket)
    {
      fail_expected (json, "the item after a comma", error);
      return WEFT_JSON_ERROR;
    }

  return WEFT_JSON_ITEM;
}

/* The four digits of \uXXXX from @position on; -1 if they are not there. */
static gint32
parse_hex4 (const WeftJson *json, gsize position)
{
  gint32 value = 0;

  if (position + 4 > json->length)
    return -1;

  for (gsize i = 0; i < 4; i++)
    {
      const gint digit = g_ascii_xdigit_value (json->text[position + i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }

  return value;
}

/* Decodes \uXXXX, or a pair of them, whose backslash is at json->position, and moves behind it. */
static gboolean
decode_unicode (WeftJson *json, char **out, GError **error)
{
  const gsize at = json->position;
  gint32 c = parse_hex4 (json, at + 2);

  if (c < 0)
    return fail_at (json, at, "\\u is not followed by four hexadecimal digits", error);

  json->position += 6;
  if (c >= 0xd800 && c <= 0xdfff)
    {
      const gboolean escape = json->position + 1 < json->length && json->text[json->position] == '\\'
                              && json->text[json->position + 1] == 'u';
      const gint32 low = escape ? parse_hex4 (json, json->position + 2) : -1;

      if (c > 0xdbff || low < 0xdc00 || low > 0xdfff)
        return fail_at (json, at, "a surrogate stands without its other half", error);

      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
      json->position += 6;
    }

  *out += g_unichar_to_utf8 ((gunichar) c, *out);
  return TRUE;
}

/* Decodes the escape whose backslash is at json->position; it never grows. */
static gboolean
decode_escape (WeftJson *json, char **out, GError **error)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  const char c = json->position + 1 < json->length ? json->text[json->position + 1] : '\0';
  const char *found;

  if (c == 'u')
    return decode_unicode (json, out, error);

  found = c != '\0' ? strchr (from, c) : NULL;
  if (found == NULL)
    return fail_at (json, json->position, "a backslash begins no escape that JSON has", error);

  *(*out)++ = to[found - from];
  json->position += 2;
  return TRUE;
}

/* Reads to the closing quote; the cursor stands behind the opening one. */
static gboolean
decode_string (WeftJson *json, WeftJsonString *string, GError **error)
{
  char *out = json->text + json->position;

  string->text = out;
  while (json->position < json->length && json->text[json->position] != '"')
    {
      const char c = json->text[json->position];

      if ((guchar) c < 0x20)
        return fail_at (json, json->position, "a control character stands in a string", error);

      if (c == '\\')
        {
          if (!decode_escape (json, &out, error))
            return FALSE;
        }
      else
        {
          *out++ = c;
          json->position++;
        }
    }

  if (json->position >= json->length)
    return fail_expected (json, "the closing quote of a string", error);

  string->length = (gsize) (out - string->text);
  *out = '\0'; /* at the latest in the place of the closing quote */
  json->position++;
  return TRUE;
}

gboolean
weft_json_read_string (WeftJson *json, const char *what, WeftJsonString *string, GError **error)
{
  g_autofree char *expected = NULL;

  if (peek (json) == '"')
    {
      string->at = json->base + json->position;
      json->position++;
      return decode_string (json, string, error);
    }

  expected = g_strdup_printf ("the string of %s", what);
  return fail_expected (json, expected, error);
}

gboolean
weft_json_read_key (WeftJson *json, WeftJsonString *key, GError **error)
{
  return weft_json_read_string (json, "a key", key, error)
         && read_char (json, ':', "the ':' after a key", error);
}

static gsize
measure_number (const WeftJson *json)
{
  gsize n = 0;

  while (json->position + n < json->length
         && (g_ascii_isalnum (json->text[json->position + n])
             || strchr ("+-.", json->text[json->position + n]) != NULL))
    n++;

  return n;
}

gboolean
weft_json_read_uint64 (WeftJson *json, const char *what, guint64 *value, GError **error)
{
  const char first = peek (json);
  const gsize n = measure_number (json);

  if (weft_parse_digits (json->text + json->position, n, value))
    {
      json->position += n;
      return TRUE;
    }

  if (g_ascii_isdigit (first) || first == '-' || first == '+')
    {
      g_autofree char *shown = g_strndup (json->text + json->position, MIN (n, MAX_TOKEN));
      g_autofree char *sentence =
          g_strdup_printf ("%s is '%s'; it must be a whole number from 0 to %" G_GUINT64_FORMAT
                           " in plain decimal",
                           what, shown, G_MAXUINT64);

      return fail_at (json, json->position, sentence, error);
    }
  else
    {
      g_autofree char *expected = g_strdup_printf ("the number of %s", what);

      return fail_expected (json, expected, error);
    }
}

gboolean
weft_json_end (WeftJson *json, GError **error)
{
  while (json->position < json->length && json->text[json->position] == ' ')
    json->position++;

  return json->position == json->length || fail_expected (json, "the end, or a space,", error);
}

gboolean
weft_json_string_equals (const WeftJsonString *string, const char *word)
{
  return string->length == strlen (word) && memcmp (string->text, word, string->length) == 0;
}
