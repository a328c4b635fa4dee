/* SPDX-License-Identifier: MIT */
/* One file to be written, in the words of the command line. */
#pragma once

#include "app/store.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_output_file_check: whether @path could be written, asked before any work is done.
 * @input: (nullable): a file that is read and must not be overwritten
 *
 * Returns: FALSE with a message that names the file and the options that help; CLI_EXIT_USAGE or
 * CLI_EXIT_OUTPUT.
 */
gboolean cli_output_file_check (const char *path, StudioStoreMode mode, const char *input, GError **error);

/**
 * cli_output_file_write: writes @bytes whole or not at all. Errors likewise.
 */
gboolean cli_output_file_write (const char *path, GBytes *bytes, StudioStoreMode mode, GError **error);

G_END_DECLS
