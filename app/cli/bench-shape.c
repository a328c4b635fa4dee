/* SPDX-License-Identifier: MIT */
/* From the words of --shape to sizes. */
#include "app/cli/bench-shape.h"

#include "app/cli/exit.h"
#include "app/cli/options.h"

#include "app/bench-paper.h"

#include "engine/error.h"
#include "engine/format/escape.h"

#define N_NUMBERS 5

static gboolean
read_numbers (const char *text, guint *numbers)
{
  g_auto (GStrv) words = g_strsplit (text, ",", N_NUMBERS + 1);

  if (g_strv_length (words) != N_NUMBERS)
    return FALSE;

  for (guint i = 0; i < N_NUMBERS; i++)
    {
      guint64 number;

      if (!cli_parse_integer (words[i], &number) || number < 1 || number >= G_MAXINT32)
        return FALSE;
      numbers[i] = number;
    }

  return TRUE;
}

/* All but the five numbers is as in the paper; the image is one row of them. */
static void
fill_config (WeftConfig *config, const guint *numbers)
{
  studio_paper_fill_config ("mnist", config);
  config->n_layers = numbers[0];
  config->n_heads = numbers[1];
  config->width = numbers[2];
  config->feed_forward = numbers[3];
  config->n_positions = numbers[4];
  config->image_width = numbers[4] + 1;
  config->image_height = 1;
}

gboolean
cli_bench_read_shape (const char *text, WeftConfig *config, GError **error)
{
  guint numbers[N_NUMBERS];

  if (studio_paper_fill_config (text, config))
    return TRUE;

  if (read_numbers (text, numbers))
    {
      fill_config (config, numbers);
      if (weft_config_validate (config, error))
        return TRUE;

      g_prefix_error (error, "--shape is '%s': ", text);
      if (error != NULL)
        (*error)->code = WEFT_ERROR_ARGUMENT;
      return FALSE;
    }

  g_autofree char *shown = weft_escape_name (text, -1);
  g_set_error (
      error, CLI_ERROR, CLI_EXIT_USAGE,
      "--shape is '%s' (give mnist, cifar10, or five whole numbers L,H,d,F,N, such as 8,8,256,1024,783)",
      shown);
  return FALSE;
}
