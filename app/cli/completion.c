/* SPDX-License-Identifier: MIT */
/* Reads the image a completion starts from. */
#include "app/cli/completion.h"

#include "app/cli/exit.h"
#include "app/cli/messages.h"

#include "app/input.h"
#include "app/png.h"

#include "engine/format/escape.h"
#include "engine/raster.h"

#include <string.h>

#define ROWS "rows="

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
