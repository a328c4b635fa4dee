/* SPDX-License-Identifier: MIT */
/* Fuzz target: the JSON cursor, led by whatever character comes next, as deep as it goes. */
#include "engine/format/json.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define MAX_DEPTH 64

typedef struct {
  char brackets[MAX_DEPTH]; /* the closing ones */
  gboolean first[MAX_DEPTH];
  guint depth;
} Nest;

static char
peek (const WeftJson *json)
{
  gsize i = json->position;

  while (i < json->length && strchr (" \t\r\n", json->text[i]) != NULL)
    i++;
  return i < json->length ? json->text[i] : '\0';
}

/* Reads one value, or only the opening bracket of one. */
static gboolean
read_value (WeftJson *json, Nest *nest)
{
  const char c = peek (json);
  WeftJsonString string;
  guint64 number;

  if (c == '{' || c == '[')
    {
      if (nest->depth == MAX_DEPTH)
        return FALSE;
      nest->brackets[nest->depth] = c == '{' ? '}' : ']';
      nest->first[nest->depth++] = TRUE;
      return weft_json_open (json, c, "a value", NULL);
    }

  if (c != '"')
    return weft_json_read_uint64 (json, "a value", &number, NULL);

  if (!weft_json_read_string (json, "a value", &string, NULL))
    return FALSE;

  g_assert (string.text >= json->text && string.text + string.length < json->text + json->position);
  g_assert (string.text[string.length] == '\0');
  return TRUE;
}

/* Goes on in the innermost bracket; FALSE when there is nothing more to read. */
static gboolean
go_on (WeftJson *json, Nest *nest)
{
  const char bracket = nest->brackets[nest->depth - 1];
  WeftJsonString key;

  switch (weft_json_step (json, bracket, &nest->first[nest->depth - 1], NULL))
    {
    case WEFT_JSON_END:
      nest->depth--;
      return TRUE;
    case WEFT_JSON_ITEM:
      return (bracket == ']' || weft_json_read_key (json, &key, NULL)) && read_value (json, nest);
    case WEFT_JSON_ERROR:
    default:
      return FALSE;
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_memdup2 (data, size);
  Nest nest = { .depth = 0 };
  WeftJson json;
  gboolean good;

  if (text == NULL || !weft_json_init (&json, text, size, 0, NULL))
    return 0;

  good = read_value (&json, &nest);
  while (good && nest.depth > 0)
    {
      good = go_on (&json, &nest);
      g_assert (json.position <= json.length);
    }

  if (good)
    weft_json_end (&json, NULL);
  return 0;
}
