/* SPDX-License-Identifier: MIT */
/* StudioFormat: the kinds of files that frames become, by name, and what each of them can show. */
#pragma once

#include "app/clip.h"

#include <glib.h>

G_BEGIN_DECLS

/* In the order of studio_format_names. */
typedef enum {
  STUDIO_FORMAT_PNG,  /* a numbered series, no animation */
  STUDIO_FORMAT_APNG,
  STUDIO_FORMAT_GIF,
  STUDIO_FORMAT_WEBP,
  STUDIO_FORMAT_WEBM, /* only where GStreamer is there */
} StudioFormat;

#define STUDIO_N_FORMATS 5

extern const char *const studio_format_names[]; /* "png" .. "webm"; NULL-terminated */

/**
 * studio_format_get_endings: (transfer none): how the name of such a file may end, the usual way first;
 * NULL-terminated.
 */
const char *const *studio_format_get_endings (StudioFormat format);

/**
 * studio_format_is_available: whether this program can write the format here.
 *
 * Returns: FALSE with WEFT_ERROR_RESOURCE naming what is missing.
 */
gboolean studio_format_is_available (StudioFormat format, GError **error);

/**
 * studio_format_check: whether the format can show frames at this rate and scale.
 *
 * Returns: FALSE with WEFT_ERROR_ARGUMENT naming what can be had, or WEFT_ERROR_RESOURCE.
 */
gboolean studio_format_check (StudioFormat format, double frames_per_second, guint scale, GError **error);

/**
 * studio_format_encode: one animated file. Not for STUDIO_FORMAT_PNG.
 *
 * Returns: (transfer full): NULL with the errors of the encoder.
 */
GBytes *studio_format_encode (StudioFormat format, const StudioClip *clip, GError **error);

G_END_DECLS
