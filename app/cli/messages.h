/* SPDX-License-Identifier: MIT */
/* What weft says on stderr: one line a message. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_prefix_error: puts "@what '@file': " before the message of *@error; does nothing where no error is
 * wanted.
 * @what: what was being done, such as "cannot read checkpoint"
 * @file: any bytes; shown escaped
 */
void cli_prefix_error (GError **error, const char *what, const char *file);

/**
 * cli_message: "weft: " and one line on stderr, in one write, so that lines of several runs in one log do not
 * mix.
 *
 * Threads: the main one.
 */
void cli_message (const char *format, ...) G_GNUC_PRINTF (1, 2);

/**
 * cli_messages_failed: whether stderr refused something that was said there.
 */
gboolean cli_messages_failed (void);

G_END_DECLS
