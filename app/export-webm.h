/* SPDX-License-Identifier: MIT */
/* Clips as WebM: VP9 without loss, by GStreamer, an optional part of the build. */
#pragma once

#include "app/clip.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * studio_export_webm_is_available: whether GStreamer and its elements are there. The first call looks for
 * them, which takes a moment.
 *
 * Returns: FALSE with WEFT_ERROR_RESOURCE naming what is missing.
 */
gboolean studio_export_webm_is_available (GError **error);

/**
 * studio_export_webm: the bytes of a file, the same for the same clip; its recipe is a tag.
 * @clip: of an even scale, so that pixels that share their colour are one pixel
 *
 * Frames keep one rate: one that is held is there several times. Grey comes back exactly, colours within two
 * levels, which is what 8 bit of brightness and colour difference can say.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_RESOURCE, WEFT_ERROR_INVALID (too large), or the errors of
 * the clip.
 */
GBytes *studio_export_webm (const StudioClip *clip, GError **error);

G_END_DECLS
