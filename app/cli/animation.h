/* SPDX-License-Identifier: MIT */
/* --format, --fps, --hold and --loop: frames as one file instead of a numbered series. */
#pragma once

#include "app/cli/arguments.h"
#include "app/film.h"

#include <glib.h>

G_BEGIN_DECLS

#define CLI_OPTIONS_ANIMATION                                                                                \
  { 0, "format", CLI_CHOICE, "FORMAT",                                                                     \
    "png: a file a frame; apng, gif, webp, webm: one animated file; webm needs an even --scale and GStreamer", \
    .fallback = "png", .choices = studio_format_names },                                                     \
  { 0, "fps", CLI_REAL, "F", "frames a second of an animation (GIF: 50, 33.3, 25, 20, 16.7, 12.5, 10, ...)", \
    .fallback = "25", .lowest = 0.1, .highest = 100.0 },                                                     \
  { 0, "hold", CLI_REAL, "S", "seconds an animation shows its first and its last frame",                     \
    .lowest = 0.01, .highest = STUDIO_CLIP_MAX_HOLD },                                                       \
  { 0, "loop", CLI_INTEGER, "N", "times an animation is played; 0: for ever", .fallback = "0",               \
    .minimum = 0, .maximum = 65535 }

StudioFormat cli_animation_get_format (const CliArguments *arguments);

/**
 * cli_animation_check: whether the options agree with each other and the format can show them.
 * @scale: of frames
 *
 * Returns: FALSE with CLI_EXIT_USAGE, WEFT_ERROR_ARGUMENT or WEFT_ERROR_RESOURCE.
 */
gboolean cli_animation_check (const CliArguments *arguments, guint scale, GError **error);

/**
 * cli_animation_get_output: (transfer none): --output, or the usual name of such a file.
 */
const char *cli_animation_get_output (const CliArguments *arguments);

/**
 * cli_animation_get_timing: --fps, --hold and --loop.
 */
StudioFilmTiming cli_animation_get_timing (const CliArguments *arguments);

G_END_DECLS
