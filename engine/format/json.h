/* SPDX-License-Identifier: MIT */
/* WeftJson: a cursor over untrusted JSON: the strictest reading of RFC 8259, no tree, no recursion. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftJson:
 *
 * The caller asks for what the format has at this place, and anything else is refused with the byte where it
 * stands. So nesting costs nothing, a header cannot ask for more memory than its own bytes, a name may hold
 * any character, NUL included, and integers have all 64 bits: four things the tree of Jansson does not give.
 *
 * Duplicate keys are the caller's to notice: it keeps the names anyway.
 *
 * Threads: one at a time.
 */
typedef struct {
  char *text; /* [length] borrowed; strings are decoded in place */
  gsize length;
  gsize position; /* the next byte to look at */
  gsize base;     /* added to positions in messages: where the text begins in its file */
} WeftJson;

/* A decoded string: @length bytes of UTF-8 with a NUL behind them, in the cursor's text. */
typedef struct {
  const char *text;
  gsize length;
  gsize at; /* where its opening quote stands, as shown in messages */
} WeftJsonString;

typedef enum {
  WEFT_JSON_ERROR, /* neither a comma nor the closing bracket */
  WEFT_JSON_ITEM,  /* the cursor stands before a key or an element */
  WEFT_JSON_END,   /* the closing bracket has been read */
} WeftJsonStep;

/**
 * weft_json_init: puts a cursor at the beginning of @text.
 * @text: (transfer none): [length]; is changed while reading and must outlive every string read
 * @base: offset of @text in its file, for messages
 *
 * Returns: TRUE, or FALSE with WEFT_ERROR_INVALID if the text is not UTF-8 from end to end.
 */
gboolean weft_json_init (WeftJson *json, char *text, gsize length, gsize base, GError **error);

/**
 * weft_json_open: reads an opening bracket.
 * @bracket: `{` or `[`
 * @what: what it opens, for the message: "the header"
 */
gboolean weft_json_open (WeftJson *json, char bracket, const char *what, GError **error);

/**
 * weft_json_step: goes on to the next member or element.
 * @bracket: the closing bracket, `}` or `]`
 * @first: (inout): TRUE before the first call; no comma is due then
 *
 * Returns: WEFT_JSON_ERROR with WEFT_ERROR_INVALID.
 */
WeftJsonStep weft_json_step (WeftJson *json, char bracket, gboolean *first, GError **error);

/**
 * weft_json_read_key: reads a member's name and the colon behind it.
 */
gboolean weft_json_read_key (WeftJson *json, WeftJsonString *key, GError **error);

/**
 * weft_json_read_string: reads a string.
 * @what: what it is, for the message
 */
gboolean weft_json_read_string (WeftJson *json, const char *what, WeftJsonString *string, GError **error);

/**
 * weft_json_read_uint64: reads a whole number 0 .. 2^64-1 in plain decimal: no sign, fraction, exponent or
 * leading zero.
 * @what: what it is, for the message
 */
gboolean weft_json_read_uint64 (WeftJson *json, const char *what, guint64 *value, GError **error);

/**
 * weft_json_end: only spaces may follow.
 */
gboolean weft_json_end (WeftJson *json, GError **error);

/**
 * weft_json_string_equals: whether @string is @word and nothing else.
 */
gboolean weft_json_string_equals (const WeftJsonString *string, const char *word);

G_END_DECLS
