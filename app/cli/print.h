/* SPDX-License-Identifier: MIT */
/* Results on stdout: lines, tables and JSON, every write checked. */
#pragma once

#include "app/table.h"

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/**
 * cli_print: formats to stdout; a failure is kept until cli_print_flush(). Numbers take a point whatever the
 * locale.
 */
void cli_print (const char *format, ...) G_GNUC_PRINTF (1, 2);

/**
 * cli_print_bytes: raw bytes to stdout.
 */
void cli_print_bytes (gconstpointer bytes, gsize n);

/**
 * cli_print_json: one JSON document and a line feed.
 * @document: (transfer none)
 */
void cli_print_json (json_t *document);

/**
 * cli_print_flush: sends what was printed on its way.
 *
 * Returns: FALSE with CLI_EXIT_OUTPUT if anything could not be written so far; the message is empty if the
 * reader went away.
 */
gboolean cli_print_flush (GError **error);

/**
 * cli_print_close: flushes and closes stdout; nothing can be printed afterwards. Errors as cli_print_flush().
 */
gboolean cli_print_close (GError **error);

/**
 * cli_print_table: the whole table; all rows must be complete.
 */
void cli_print_table (const StudioTable *table, StudioTableStyle style);

/**
 * cli_dup_bytes: a size for people, such as "264 KiB".
 */
char *cli_dup_bytes (guint64 bytes);

/**
 * cli_json_text: (transfer full): bytes as a JSON string; what is not UTF-8 becomes U+FFFD.
 */
json_t *cli_json_text (const char *bytes);

G_END_DECLS
