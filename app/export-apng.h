/* SPDX-License-Identifier: MIT */
/* Clips as animated PNG: lossless, any number of colours, a still picture for programs that know no
 * animation. */
#pragma once

#include "app/clip.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_export_apng: the bytes of a file. Frames hold only what changes; the still picture is the last
 * frame and is no part of the animation. Times are rounded to milliseconds, above 65 s to hundredths.
 *
 * Returns: (transfer full): NULL with the errors of studio_clip_walk().
 */
GBytes *studio_export_apng (const StudioClip *clip, GError **error);

G_END_DECLS
