/* SPDX-License-Identifier: MIT */
/* The options of animations, and what each format can show. */
#include "app/cli/animation.h"

#include "app/cli/exit.h"

/* By StudioFormat. */
static const char *const outputs[STUDIO_N_FORMATS] = {
  "frame_%05d.png", "frames.png", "frames.gif", "frames.webp", "frames.webm",
};

StudioFormat
cli_animation_get_format (const CliArguments *arguments)
{
  return (StudioFormat) cli_arguments_get_integer (arguments, "format");
}

static gboolean
check_series (const CliArguments *arguments, GError **error)
{
  static const char *const names[] = { "fps", "hold", "loop" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (cli_arguments_is_given (arguments, names[i]))
      {
        g_set_error (error, CLI_ERROR, CLI_EXIT_USAGE,
                     "--%s is for animations (add --format apng, gif, webp or webm)", names[i]);
        return FALSE;
      }

  return TRUE;
}

gboolean
cli_animation_check (const CliArguments *arguments, guint scale, GError **error)
{
  const StudioFormat format = cli_animation_get_format (arguments);

  if (format == STUDIO_FORMAT_PNG)
    return check_series (arguments, error);

  if (cli_arguments_is_given (arguments, "resume"))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_EXIT_USAGE,
                           "--resume is for numbered files; an animation is written whole (add --overwrite)");
      return FALSE;
    }

  return studio_format_check (format, cli_arguments_get_real (arguments, "fps"), scale, error);
}

const char *
cli_animation_get_output (const CliArguments *arguments)
{
  return cli_arguments_is_given (arguments, "output") ? cli_arguments_get_text (arguments, "output")
                                                      : outputs[cli_animation_get_format (arguments)];
}

StudioFilmTiming
cli_animation_get_timing (const CliArguments *arguments)
{
  return (StudioFilmTiming) {
    .seconds = 1.0 / cli_arguments_get_real (arguments, "fps"),
    .hold = cli_arguments_is_given (arguments, "hold") ? cli_arguments_get_real (arguments, "hold") : 0.0,
    .loops = cli_arguments_get_integer (arguments, "loop"),
  };
}
