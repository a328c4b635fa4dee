/* SPDX-License-Identifier: MIT */
/* The formats of animation by name, and what each of them can show. */
#include "app/cli/animation.h"

#include "app/cli/exit.h"

#include "app/export-apng.h"
#include "app/export-gif.h"
#include "app/export-webp.h"

const char *const cli_format_choices[] = { "png", "apng", "gif", "webp", NULL };

/* By CliFormat. */
static const struct {
  const char *output;
  const char *endings[3];
  GBytes *(*encode) (const StudioClip *clip, GError **error);
} formats[] = {
  { "frame_%05d.png", { ".png" }, NULL },
  { "frames.png", { ".png", ".apng" }, studio_export_apng },
  { "frames.gif", { ".gif" }, studio_export_gif },
  { "frames.webp", { ".webp" }, studio_export_webp },
};

CliFormat
cli_animation_get_format (const CliArguments *arguments)
{
  return (CliFormat) cli_arguments_get_integer (arguments, "format");
}

static gboolean
check_series (const CliArguments *arguments, GError **error)
{
  static const char *const names[] = { "fps", "hold", "loop" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (cli_arguments_is_given (arguments, names[i]))
      {
        g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                     "--%s is for animations (add --format apng, gif or webp)", names[i]);
        return FALSE;
      }

  return TRUE;
}

gboolean
cli_animation_check (const CliArguments *arguments, GError **error)
{
  const CliFormat format = cli_animation_get_format (arguments);

  if (format == CLI_FORMAT_PNG)
    return check_series (arguments, error);

  if (cli_arguments_is_given (arguments, "resume"))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE,
                           "--resume is for numbered files; an animation is written whole (add --overwrite)");
      return FALSE;
    }

  return format != CLI_FORMAT_GIF
         || studio_export_gif_check_rate (cli_arguments_get_real (arguments, "fps"), error);
}

const char *const *
cli_animation_get_endings (CliFormat format)
{
  return formats[format].endings;
}

const char *
cli_animation_get_output (const CliArguments *arguments)
{
  return cli_arguments_is_given (arguments, "output") ? cli_arguments_get_text (arguments, "output")
                                                      : formats[cli_animation_get_format (arguments)].output;
}

GBytes *
cli_animation_encode (const CliArguments *arguments, const StudioClip *clip, GError **error)
{
  StudioClip timed = *clip;

  timed.seconds = 1.0 / cli_arguments_get_real (arguments, "fps");
  timed.hold = cli_arguments_is_given (arguments, "hold") ? cli_arguments_get_real (arguments, "hold") : 0.0;
  timed.loops = cli_arguments_get_integer (arguments, "loop");
  return formats[cli_animation_get_format (arguments)].encode (&timed, error);
}
