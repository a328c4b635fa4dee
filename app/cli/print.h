/* SPDX-License-Identifier: MIT */
/* Results on stdout: lines, aligned tables, CSV and JSON, every write checked. */
#pragma once

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
 * CliTable: rows of cells, printed as aligned columns, CSV or Markdown.
 *
 * Threads: one at a time.
 */
typedef struct _CliTable CliTable;

typedef enum {
  CLI_TABLE_PLAIN,    /* columns aligned with spaces */
  CLI_TABLE_MARKDOWN, /* a pipe table */
  CLI_TABLE_CSV,      /* RFC 4180, lines end with a line feed */
} CliTableStyle;

/**
 * cli_table_new:
 * @headings: NULL-terminated; one that begins with '>' heads a right-aligned column
 */
CliTable *cli_table_new (const char *const *headings);

void cli_table_free (CliTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliTable, cli_table_free)

/**
 * cli_table_add: the next cell, row by row from left to right.
 */
void cli_table_add (CliTable *table, const char *format, ...) G_GNUC_PRINTF (2, 3);

void cli_table_print (CliTable *table, CliTableStyle style);

/**
 * cli_dup_bytes: a size for people, such as "264 KiB".
 */
char *cli_dup_bytes (guint64 bytes);

/**
 * cli_json_text: (transfer full): bytes as a JSON string; what is not UTF-8 becomes U+FFFD.
 */
json_t *cli_json_text (const char *bytes);

G_END_DECLS
