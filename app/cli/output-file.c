/* SPDX-License-Identifier: MIT */
/* The store's answers, with the option that would help. */
#include "app/cli/output-file.h"

#include "app/cli/exit.h"
#include "app/cli/messages.h"

#include "app/error.h"

static void
explain (const char *path, GError **error)
{
  if (g_error_matches (*error, STUDIO_ERROR, STUDIO_ERROR_EXISTS))
    {
      g_clear_error (error);
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_OUTPUT,
                           "it exists already (add --overwrite, or choose another name with -o)");
    }

  cli_prefix_error (error, "cannot write", path);
}

gboolean
cli_output_file_check (const char *path, StudioStoreMode mode, const char *input, GError **error)
{
  if (input != NULL && studio_store_is_same_file (path, input))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE,
                           "it is what is read from (choose another name with -o)");
      cli_prefix_error (error, "cannot write", path);
      return FALSE;
    }

  if (studio_store_check (path, mode, error))
    return TRUE;

  explain (path, error);
  return FALSE;
}

gboolean
cli_output_file_write (const char *path, GBytes *bytes, StudioStoreMode mode, GError **error)
{
  if (studio_store_write (path, bytes, mode, error))
    return TRUE;

  explain (path, error);
  return FALSE;
}
