/* SPDX-License-Identifier: MIT */
/* Clips as animated WebP, lossless. */
#pragma once

#include "app/clip.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_export_webp: the bytes of a file, its recipe as XMP. Times are rounded to milliseconds; a
 * frame that changes nothing lengthens the one before.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_INVALID for a size WebP cannot hold, or with the errors of
 * studio_clip_walk().
 */
GBytes *studio_export_webp (const StudioClip *clip, GError **error);

G_END_DECLS
