/* SPDX-License-Identifier: MIT */
/* The options of outputs, around a series of files; stdout is a series of one that nothing remembers. */
#include "app/cli/outputs.h"

#include "app/cli/pattern.h"
#include "app/cli/print.h"

static const StudioSeriesWords option_words = {
  .exists = "add --overwrite, or choose another name with -o",
  .is_input = "choose another name with -o",
  .no_manifest = "add --overwrite instead, or choose another name with -o",
  .differs = "repeat the first command, and add --resume",
  .is_foreign = "remove it, or choose another name with -o",
  .go_on = "then repeat the command with --resume",
};

struct _CliOutputs {
  CliPattern pattern;
  StudioSeriesWords words;
  StudioSeries *series; /* NULL for stdout */
  guint64 count;
  gboolean is_printed;  /* to stdout */
};

const char *const cli_png_endings[] = { ".png", NULL };

static gboolean
open_series (CliOutputs *outputs, const CliArguments *arguments, const CliSeries *series, GError **error)
{
  const StudioSeriesSpec spec = {
    .names = &outputs->pattern.names,
    .count = series->count,
    .first_number = series->first_number,
    .input = series->input,
    .overwrites = cli_arguments_is_given (arguments, "overwrite"),
    .resumes = cli_arguments_is_given (arguments, "resume"),
    .has_recipes = !cli_arguments_is_given (arguments, "no-metadata"),
    .words = &outputs->words,
  };

  outputs->words = option_words;
  outputs->words.noun = series->noun;
  outputs->series = studio_series_new (&spec, error);
  return outputs->series != NULL;
}

CliOutputs *
cli_outputs_new (const CliArguments *arguments, const CliSeries *series, GError **error)
{
  g_autoptr (CliOutputs) outputs = g_new0 (CliOutputs, 1);

  outputs->count = series->count;
  if (!cli_pattern_parse (series->pattern, series->first_number, series->count, series->endings,
                          &outputs->pattern, error)
      || (!outputs->pattern.is_stdout && !open_series (outputs, arguments, series, error)))
    return NULL;

  return g_steal_pointer (&outputs);
}

void
cli_outputs_free (CliOutputs *outputs)
{
  if (outputs == NULL)
    return;

  studio_series_free (outputs->series);
  cli_pattern_clear (&outputs->pattern);
  g_free (outputs);
}

gboolean
cli_outputs_get_is_stdout (CliOutputs *outputs)
{
  return outputs->pattern.is_stdout;
}

const StudioRecipe *
cli_outputs_get_resumed (CliOutputs *outputs)
{
  return outputs->series != NULL ? studio_series_get_resumed (outputs->series) : NULL;
}

gboolean
cli_outputs_compare (CliOutputs *outputs, const StudioRecipe *recipe, json_t *settings, GError **error)
{
  return outputs->series == NULL || studio_series_compare (outputs->series, recipe, settings, error);
}

gboolean
cli_outputs_begin (CliOutputs *outputs, StudioSeriesMake make, gpointer data, GError **error)
{
  return outputs->series == NULL || studio_series_begin (outputs->series, make, data, error);
}

guint64
cli_outputs_find_missing (CliOutputs *outputs, guint64 from, guint64 *n)
{
  if (outputs->series != NULL)
    return studio_series_find_missing (outputs->series, from, n);

  *n = outputs->is_printed ? 0 : 1;
  return 0;
}

static char *
print_file (CliOutputs *outputs, GBytes *png, GError **error)
{
  cli_print_bytes (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  outputs->is_printed = cli_print_flush (error);
  return outputs->is_printed ? g_strdup ("-") : NULL;
}

char *
cli_outputs_write (CliOutputs *outputs, guint64 index, GBytes *png, GError **error)
{
  return outputs->series != NULL ? studio_series_write (outputs->series, index, png, error)
                                 : print_file (outputs, png, error);
}

guint64
cli_outputs_get_n_saved (CliOutputs *outputs)
{
  return outputs->series != NULL ? studio_series_get_n_saved (outputs->series) : (guint64) outputs->is_printed;
}

char *
cli_outputs_dup_remedy (CliOutputs *outputs)
{
  if (outputs->count == 1)
    return g_strdup ("nothing is saved; repeat the command");

  return g_strdup_printf ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                          " %s are saved; add --resume to go on",
                          cli_outputs_get_n_saved (outputs), outputs->count, outputs->words.noun);
}
