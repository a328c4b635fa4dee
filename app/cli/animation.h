/* SPDX-License-Identifier: MIT */
/* --format, --fps, --hold and --loop: frames as one file instead of a numbered series. */
#pragma once

#include "app/cli/arguments.h"
#include "app/clip.h"

#include <glib.h>

G_BEGIN_DECLS

/* The order of the choices of --format. */
typedef enum {
  CLI_FORMAT_PNG, /* a numbered series, no animation */
  CLI_FORMAT_APNG,
  CLI_FORMAT_GIF,
  CLI_FORMAT_WEBP,
} CliFormat;

extern const char *const cli_format_choices[];

#define CLI_OPTIONS_ANIMATION                                                                                \
  { 0, "format", CLI_CHOICE, "FORMAT", "png: a file a frame; apng, gif, webp: one animated file",            \
    .fallback = "png", .choices = cli_format_choices },                                                      \
  { 0, "fps", CLI_REAL, "F", "frames a second of an animation (GIF: 50, 33.3, 25, 20, 16.7, 12.5, 10, ...)", \
    .fallback = "25", .lowest = 0.1, .highest = 100.0 },                                                     \
  { 0, "hold", CLI_REAL, "S", "seconds an animation shows its first and its last frame",                     \
    .lowest = 0.01, .highest = STUDIO_CLIP_MAX_HOLD },                                                       \
  { 0, "loop", CLI_INTEGER, "N", "times an animation is played; 0: for ever", .fallback = "0",               \
    .minimum = 0, .maximum = 65535 }

CliFormat cli_animation_get_format (const CliArguments *arguments);

/**
 * cli_animation_check: whether the options agree with each other and the format can show them.
 *
 * Returns: FALSE with CLI_EXIT_USAGE or WEFT_ERROR_ARGUMENT.
 */
gboolean cli_animation_check (const CliArguments *arguments, GError **error);

/**
 * cli_animation_get_endings: (transfer none): how the name of such a file may end, the usual way first;
 * NULL-terminated.
 */
const char *const *cli_animation_get_endings (CliFormat format);

/**
 * cli_animation_get_output: (transfer none): --output, or the usual name of such a file.
 */
const char *cli_animation_get_output (const CliArguments *arguments);

/**
 * cli_animation_encode: one animated file.
 * @clip: frames, scale and texts; its times are set from the options
 *
 * Returns: (transfer full): NULL with the errors of the encoder.
 */
GBytes *cli_animation_encode (const CliArguments *arguments, const StudioClip *clip, GError **error);

G_END_DECLS
