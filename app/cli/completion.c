/* SPDX-License-Identifier: MIT */
/* Reads the image a completion starts from. */
#include "app/cli/completion.h"

#include "app/cli/exit.h"
#include "app/cli/messages.h"
#include "app/cli/moment.h"

#include "app/input.h"
#include "app/png.h"
#include "app/recipe-mask.h"
#include "app/start.h"

#include "engine/format/escape.h"
#include "engine/raster.h"

#include <string.h>

#define ROWS "rows="
#define ALPHA "alpha"

gboolean
cli_completion_check (const CliArguments *arguments, GError **error)
{
  const gboolean has_image = cli_arguments_is_given (arguments, "from");
  const gboolean has_keep = cli_arguments_is_given (arguments, "keep");
  const gboolean has_mask = cli_arguments_is_given (arguments, "mask");
  const char *why = NULL;

  if (has_keep && has_mask)
    why = "--keep and --mask both say what is given (give one)";
  else if (has_image && !has_keep && !has_mask && !cli_moment_is_given (arguments))
    why = "--from needs --keep or --mask (say how much of the image is given, such as --keep rows=14)";
  else if (!has_image && has_keep)
    why = "--keep needs --from (name the image that is to be completed)";
  else if (!has_image && has_mask)
    why = "--mask needs --from (name the image that is to be completed)";

  if (why != NULL)
    g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE, why);
  return why == NULL;
}

gboolean
cli_completion_read_amount (const CliArguments *arguments, const char *option, const WeftConfig *config, guint *amount,
                            GError **error)
{
  const char *text = cli_arguments_get_text (arguments, option);
  const gboolean in_rows = text != NULL && g_str_has_prefix (text, ROWS);
  const guint n_values = weft_config_get_image_values (config);
  const guint64 most = in_rows ? config->image_height : n_values;
  guint64 number;

  *amount = 0;
  if (text == NULL)
    return TRUE;

  if (!cli_parse_integer (in_rows ? text + strlen (ROWS) : text, &number) || number < 1 || number > most)
    {
      g_autofree char *shown = weft_escape_name (text, -1);

      g_set_error (
          error, CLI_ERROR, CLI_EXIT_USAGE,
          "--%s is '%s' (the model's image is %u x %u with %u values: give 1 to %u, or rows=1 to rows=%u)",
          option, shown, config->image_width, config->image_height, n_values, n_values - 1, config->image_height - 1);
      return FALSE;
    }

  *amount = in_rows ? number * weft_raster_row_values (config) : number;
  if (*amount < n_values)
    return TRUE;

  g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
               "--%s is '%s', the whole image: nothing would be left to paint (give less)", option, text);
  return FALSE;
}

gboolean
cli_completion_read_values (const CliArguments *arguments, WeftModel *model, guint n_kept, GBytes **values,
                            GError **error)
{
  const char *path = cli_arguments_get_text (arguments, "from");
  const WeftConfig *config = weft_model_get_config (model);
  g_autoptr (GBytes) bytes = studio_input_read (path, STUDIO_PNG_MAX_FILE, error);
  g_autoptr (StudioPixels) pixels = bytes != NULL ? studio_png_decode (bytes, error) : NULL;
  g_autofree guint8 *all = g_new (guint8, weft_config_get_image_values (config));

  if (pixels == NULL || !studio_pixels_to_values (pixels, config, weft_model_get_palette (model), all, error))
    {
      cli_prefix_error (error, "cannot use image", path);
      return FALSE;
    }

  *values = g_bytes_new (all, n_kept);
  return TRUE;
}

/* (transfer full): a PNG, or what its transparency says. */
static StudioPixels *
read_png (const char *path, gboolean opacity, GError **error)
{
  g_autoptr (GBytes) bytes = studio_input_read (path, STUDIO_PNG_MAX_FILE, error);

  if (bytes == NULL)
    return NULL;
  return opacity ? studio_png_decode_opacity (bytes, error) : studio_png_decode (bytes, error);
}

static gboolean
read_mask (const CliArguments *arguments, const WeftConfig *config, guint8 *is_given, guint *n_given, GError **error)
{
  const char *mask = cli_arguments_get_text (arguments, "mask");
  const gboolean is_alpha = g_str_equal (mask, ALPHA);
  const char *path = is_alpha ? cli_arguments_get_text (arguments, "from") : mask;
  g_autoptr (StudioPixels) pixels = read_png (path, is_alpha, error);

  if (pixels != NULL
      && studio_start_read_mask (pixels, config, is_alpha ? STUDIO_START_OPAQUE : STUDIO_START_BRIGHT, is_given,
                                 n_given, error))
    return TRUE;

  cli_prefix_error (error, is_alpha ? "cannot use the transparency of image" : "cannot use mask", path);
  return FALSE;
}

/* Not forbidden, and hardly what somebody wants. */
static void
tell_extremes (const CliArguments *arguments, guint n_given, guint n_pixels)
{
  if (n_given == 0)
    cli_note (arguments, "the mask gives none of the %u pixels: all are painted", n_pixels);
  else if (n_given == n_pixels)
    cli_note (arguments, "the mask gives all %u pixels: nothing is left to paint", n_pixels);
}

gboolean
cli_completion_apply_mask (const CliArguments *arguments, WeftModel *model, StudioRecipe *recipe, GError **error)
{
  const char *path = cli_arguments_get_text (arguments, "from");
  const WeftConfig *config = weft_model_get_config (model);
  const guint n_values = weft_config_get_image_values (config);
  g_autofree guint8 *is_given = g_malloc (n_values);
  g_autofree guint8 *values = g_malloc (n_values);
  g_autoptr (StudioPixels) image = NULL;
  guint n_given;

  if (!read_mask (arguments, config, is_given, &n_given, error))
    return FALSE;

  image = read_png (path, FALSE, error);
  if (image == NULL
      || !studio_pixels_to_given_values (image, config, weft_model_get_palette (model), is_given, values, error))
    {
      cli_prefix_error (error, "cannot use image", path);
      return FALSE;
    }

  tell_extremes (arguments, n_given, n_values / weft_config_get_n_channels (config));
  studio_recipe_set_mask (recipe, values, is_given, n_values);
  return TRUE;
}
