/* SPDX-License-Identifier: MIT */
#include "engine/variable.h"

#include "engine/error.h"
#include "engine/format/escape.h"

gboolean
weft_variable_check (const char *variable, const char *const *names, GError **error)
{
  const char *wanted = g_getenv (variable);
  g_autofree char *shown = NULL, *list = NULL;

  if (wanted == NULL || g_strv_contains (names, wanted))
    return TRUE;

  shown = weft_escape_name (wanted, -1);
  list = g_strjoinv (", ", (char **) names);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_ARGUMENT,
               "%s is '%s' (unset it, or name what runs on this processor: %s)", variable, shown, list);
  return FALSE;
}
