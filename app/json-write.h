/* SPDX-License-Identifier: MIT */
/* JSON going out: what all our documents begin with, and how they become text. */
#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/**
 * studio_json_new: (transfer full): an object with "format", "format_version" and "program_version".
 */
json_t *studio_json_new (const char *format, const char *version);

/**
 * studio_json_set_string: nothing is set for a @value of NULL.
 */
void studio_json_set_string (json_t *object, const char *key, const char *value);

/**
 * studio_json_set_uint64: as a string: 64 bits do not survive other programs' numbers.
 */
void studio_json_set_uint64 (json_t *object, const char *key, guint64 value);

/**
 * studio_json_take_text: writes a document with all digits and lets go of it.
 * @root: (transfer full)
 * @flags: of Jansson: JSON_COMPACT, JSON_INDENT (2)...
 *
 * Returns: (transfer full): UTF-8.
 */
char *studio_json_take_text (json_t *root, gsize flags);

G_END_DECLS
