/* SPDX-License-Identifier: MIT */
/* Options to facts, and missing facts to options. */
#include "app/cli/facts.h"

#include "engine/error.h"

#include <string.h>

void
cli_facts_init (StudioFacts *facts, const CliArguments *arguments)
{
  WeftFacts given = { 0 };
  WeftAttention attention;
  WeftImageMode image_mode;

  if (cli_arguments_knows (arguments, "heads"))
    {
      attention = cli_arguments_get_integer (arguments, "attention");
      image_mode = cli_arguments_get_integer (arguments, "mode");
      given.attention = cli_arguments_is_given (arguments, "attention") ? &attention : NULL;
      given.image_mode = cli_arguments_is_given (arguments, "mode") ? &image_mode : NULL;
      given.n_heads = cli_arguments_get_integer (arguments, "heads");
      given.image_width = cli_arguments_get_integer (arguments, "width");
      given.image_height = cli_arguments_get_integer (arguments, "height");
    }

  studio_facts_init (facts, &given);
}

void
cli_facts_explain (GError **error)
{
  if (error == NULL || !g_error_matches (*error, WEFT_ERROR, WEFT_ERROR_MISSING_FACTS))
    return;

  /* The engine's advice is for programs; what is missing stands before it. */
  g_autofree char *old = (*error)->message;
  const char *advice = strstr (old, " (");
  g_autofree char *what = g_strndup (old, advice != NULL ? (gsize) (advice - old) : strlen (old));

  (*error)->message = g_strdup_printf (
      "%s (give --heads H --attention A --width W --height H --mode MODE, as far as missing)", what);
}
