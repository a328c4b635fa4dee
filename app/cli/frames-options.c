/* SPDX-License-Identifier: MIT */
/* What the options of `weft frames` mean together. */
#include "app/cli/frames-options.h"

#include "app/cli/animation.h"
#include "app/cli/common-options.h"
#include "app/cli/exit.h"

#include "engine/format/escape.h"

const char *const cli_frames_what_choices[] = { "picture", "state", NULL };

gboolean
cli_frames_shows_state (const CliArguments *arguments)
{
  return g_str_equal (cli_arguments_get_text (arguments, "what"), "state");
}

guint
cli_frames_get_layer (const CliArguments *arguments)
{
  return cli_arguments_get_integer (arguments, "layer") - 1;
}

guint
cli_frames_get_head (const CliArguments *arguments)
{
  return cli_arguments_get_integer (arguments, "head") - 1;
}

static gboolean
check_pairs (const CliArguments *arguments, GError **error)
{
  static const struct {
    const char *one;
    const char *other;
    const char *why;
  } pairs[] = {
    { "overwrite", "resume", "give one" },
    { "every", "rows", "give one" },
    { "scale", "fit", "give one" },
    { "recipe", "seed", "the recipe's picture is not painted again" },
    { "recipe", "temperature", "the recipe's picture is not painted again" },
    { "recipe", "top-k", "the recipe's picture is not painted again" },
    { "recipe", "top-p", "the recipe's picture is not painted again" },
    { "recipe", "precision", "the recipe's picture is not painted again" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (cli_arguments_is_given (arguments, pairs[i].one)
        && cli_arguments_is_given (arguments, pairs[i].other))
      {
        g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "--%s and --%s contradict each other (%s)",
                     pairs[i].one, pairs[i].other, pairs[i].why);
        return FALSE;
      }

  return TRUE;
}

/* The state is that of the checkpoint, which a picture only names. */
gboolean
cli_frames_check (const CliArguments *arguments, GError **error)
{
  const char *const own[] = { "layer", "head" };
  const gboolean is_of_state = cli_frames_shows_state (arguments);

  if (!check_pairs (arguments, error))
    return FALSE;
  if (!is_of_state && cli_arguments_is_given (arguments, "recipe") && cli_arguments_is_given (arguments, "model"))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE,
                           "--recipe and --model contradict each other (the recipe's picture is not painted again)");
      return FALSE;
    }
  for (guint i = 0; !is_of_state && i < G_N_ELEMENTS (own); i++)
    if (cli_arguments_is_given (arguments, own[i]))
      {
        g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "--%s says nothing of a picture (add --what state)", own[i]);
        return FALSE;
      }

  return TRUE;
}

gboolean
cli_frames_read_range (const CliArguments *arguments, StudioFramesRange *range, GError **error)
{
  const char *text = cli_arguments_get_text (arguments, "range");
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ":", 3);
  guint64 first;
  guint64 last;

  range->every = cli_arguments_get_integer (arguments, "every");
  range->by_rows = cli_arguments_is_given (arguments, "rows");
  range->is_given = text != NULL;
  if (text == NULL)
    return TRUE;

  if (g_strv_length (parts) != 2 || !cli_parse_integer (parts[0], &first)
      || !cli_parse_integer (parts[1], &last) || first > last || last > G_MAXUINT32)
    {
      g_autofree char *shown = weft_escape_name (text, -1);

      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                   "--range is '%s' (give two numbers of painted pixels, the smaller first, such as 100:200)",
                   shown);
      return FALSE;
    }

  range->first = first;
  range->last = last;
  return TRUE;
}

/* 720p, 1080p or WxH. */
static gboolean
read_sides (const char *text, guint sides[2])
{
  g_auto (GStrv) parts = g_strsplit (text, "x", 3);
  guint64 numbers[2];

  sides[0] = g_str_equal (text, "720p") ? 1280 : 1920;
  sides[1] = g_str_equal (text, "720p") ? 720 : 1080;
  if (g_str_equal (text, "720p") || g_str_equal (text, "1080p"))
    return TRUE;

  for (guint i = 0; i < 2; i++)
    if (g_strv_length (parts) != 2 || !cli_parse_integer (parts[i], &numbers[i]) || numbers[i] < 1
        || numbers[i] > CLI_MAX_SIDE)
      return FALSE;

  sides[0] = numbers[0];
  sides[1] = numbers[1];
  return TRUE;
}

gboolean
cli_frames_read_size (const CliArguments *arguments, guint width, guint height, StudioFilmSize *size, GError **error)
{
  const gboolean is_even = cli_animation_get_format (arguments) == STUDIO_FORMAT_WEBM;
  const char *fit = cli_arguments_get_text (arguments, "fit");
  g_autofree char *shown = fit != NULL ? weft_escape_name (fit, -1) : NULL;
  guint sides[2];

  *size = (StudioFilmSize) { .scale = cli_arguments_get_integer (arguments, "scale") };
  if (fit == NULL)
    return TRUE;

  if (!read_sides (fit, sides))
    {
      g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE, "--fit is '%s' (give 720p, 1080p or a size such as 800x600)",
                   shown);
      return FALSE;
    }
  if (studio_film_fit (width, height, sides[0], sides[1], is_even, size, error))
    return TRUE;

  g_prefix_error (error, "--fit is '%s': ", shown);
  return FALSE;
}
