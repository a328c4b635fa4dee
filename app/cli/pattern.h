/* SPDX-License-Identifier: MIT */
/* CliPattern: `-o`: one file name, a numbered series of them, or stdout. */
#pragma once

#include "app/names.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * CliPattern: a path with at most one number in its last part.
 */
typedef struct {
  StudioNames names;     /* %% undone */
  gboolean is_stdout;
} CliPattern;

/**
 * cli_pattern_parse: reads @text and checks whether @count pictures, numbered from @first, can be written
 * under it.
 * @endings: how their names may end, the usual way first; NULL-terminated
 * @pattern: (out): cleared by cli_pattern_clear(), also after an error
 *
 * Returns: FALSE with CLI_EXIT_USAGE.
 */
gboolean cli_pattern_parse (const char *text, guint64 first, guint64 count, const char *const *endings,
                            CliPattern *pattern, GError **error);

void cli_pattern_clear (CliPattern *pattern);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliPattern, cli_pattern_clear)

/**
 * cli_pattern_dup: (transfer full): the name of picture @index.
 */
char *cli_pattern_dup (const CliPattern *pattern, guint64 index);

G_END_DECLS
