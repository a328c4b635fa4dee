/* SPDX-License-Identifier: MIT */
/* Names that come from files or the command line, made safe to show in a message. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_ESCAPE_MAX_CHARS 80 /* the longest result, in characters */

/**
 * weft_escape_name: @name for people: control, direction and unassigned characters, backslashes and bytes
 * that are not UTF-8 are escaped, and what is longer than 80 characters ends in an ellipsis.
 * @name: any bytes
 * @length: bytes of @name, or -1 if it ends with a NUL
 *
 * Returns: (transfer full): valid UTF-8 of at most WEFT_ESCAPE_MAX_CHARS characters on one line; free with
 * g_free().
 */
char *weft_escape_name (const char *name, gssize length);

G_END_DECLS
