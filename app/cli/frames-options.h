/* SPDX-License-Identifier: MIT */
/* The options of `weft frames` that say which frames, of what, and how large. */
#pragma once

#include "app/cli/arguments.h"

#include "app/film.h"

#include <glib.h>

G_BEGIN_DECLS

extern const char *const cli_frames_what_choices[]; /* "picture", "state"; NULL-terminated */

/**
 * cli_frames_check: whether the options go together.
 *
 * Returns: FALSE with CLI_EXIT_USAGE naming two that do not.
 */
gboolean cli_frames_check (const CliArguments *arguments, GError **error);

/**
 * cli_frames_shows_state: --what state; --layer and --head then say whose, 0 .. here.
 */
gboolean cli_frames_shows_state (const CliArguments *arguments);
guint    cli_frames_get_layer   (const CliArguments *arguments);
guint    cli_frames_get_head    (const CliArguments *arguments);

/**
 * cli_frames_read_range: --every, --rows and --range.
 * @range: (out):
 *
 * Returns: FALSE with CLI_EXIT_USAGE.
 */
gboolean cli_frames_read_range (const CliArguments *arguments, StudioFramesRange *range, GError **error);

/**
 * cli_frames_read_size: --scale, or what --fit makes of the size of a frame.
 * @width: of a frame, as @height
 * @size: (out):
 *
 * Returns: FALSE with CLI_EXIT_USAGE or the error of studio_film_fit().
 */
gboolean cli_frames_read_size (const CliArguments *arguments, guint width, guint height, StudioFilmSize *size,
                               GError **error);

G_END_DECLS
