/* SPDX-License-Identifier: MIT */
/* Clips as animated GIF, lossless. A frame that brings more than 256 colours is refused; of grey and indexed
 * pictures none does. */
#pragma once

#include "app/clip.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_export_gif_check_rate: whether GIF, whose times are whole hundredths of a second, can show so many
 * frames a second. Players show two hundredths as the shortest.
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT naming rates that can be had.
 */
gboolean studio_export_gif_check_rate (double frames_per_second, GError **error);

/**
 * studio_export_gif: the bytes of a file. Frames hold only what changes, each with its own colours.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_INVALID naming a frame with too many colours, or a size GIF
 * cannot hold, or with the errors of studio_clip_walk().
 */
GBytes *studio_export_gif (const StudioClip *clip, GError **error);

G_END_DECLS
