/* SPDX-License-Identifier: MIT */
/* StudioPixels: an image as rows of bytes, grey or colour, and its relation to a model's values. */
#pragma once

#include "engine/config.h"

#include <glib.h>

G_BEGIN_DECLS

#define STUDIO_PIXELS_MAX 16000000 /* pixels an image may have, in or out */

/**
 * StudioPixels: rows from the top, pixels from the left, no padding.
 *
 * Threads: any, as long as nobody writes.
 */
typedef struct {
  guint width;      /* pixels */
  guint height;     /* pixels */
  guint n_channels; /* 1: grey; 3: red, green, blue */
  guint8 *data;     /* [height, width, n_channels], owned */
} StudioPixels;

/**
 * studio_pixels_new: an image of zeros.
 * @n_channels: 1 or 3
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_INVALID over STUDIO_PIXELS_MAX pixels or for an empty side,
 * or WEFT_ERROR_NO_MEMORY.
 */
StudioPixels *studio_pixels_new (guint width, guint height, guint n_channels, GError **error);

void studio_pixels_free (StudioPixels *pixels);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioPixels, studio_pixels_free)

/**
 * studio_pixels_get_bytes: size of data.
 */
gsize studio_pixels_get_bytes (const StudioPixels *pixels);

gboolean studio_pixels_equal (const StudioPixels *a, const StudioPixels *b);

/**
 * studio_pixels_scale: every pixel as a square of @factor.
 * @factor: 1 ..
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_INVALID if the result is too large, or WEFT_ERROR_NO_MEMORY.
 */
StudioPixels *studio_pixels_scale (const StudioPixels *pixels, guint factor, GError **error);

/**
 * studio_pixels_draw: writes one image into another, every pixel as a square; grey is spread over the channels of colour.
 * @target: of at least as many channels
 * @x: of the left upper corner in @target, as @y; all of it must lie inside
 * @scale: side of the square, 1 ..
 */
void studio_pixels_draw (StudioPixels *target, const StudioPixels *source, guint x, guint y, guint scale);

/**
 * studio_pixels_new_from_values: the picture that a model's values mean; grey for gray8, else colour.
 * @palette: [n_values, 3] for indexed8, else NULL
 * @values: [n_values]
 * @n_values: 0 .. image values; what comes after them is black
 */
StudioPixels *studio_pixels_new_from_values (const WeftConfig *config, const guint8 *palette,
                                             const guint8 *values, guint n_values, GError **error);

/**
 * studio_pixels_to_values: the reverse: the values a model would paint this picture with.
 * @palette: [n_values, 3] for indexed8, else NULL; of equal colours the first is taken
 * @values: (out caller-allocated): [image values]
 *
 * A grey model takes colour only where the three channels agree.
 *
 * Returns: FALSE with WEFT_ERROR_INVALID: both sizes if they differ, or the first pixel whose colour the
 * model does not have, and its place.
 */
gboolean studio_pixels_to_values (const StudioPixels *pixels, const WeftConfig *config, const guint8 *palette,
                                  guint8 *values, GError **error);

/**
 * studio_pixels_to_given_values: the same where values are given; what colour other pixels have plays no part.
 * @is_given: (nullable): [image values], 0 or 1; NULL: all are
 * @values: (out caller-allocated): [image values], 0 where nothing is given
 */
gboolean studio_pixels_to_given_values (const StudioPixels *pixels, const WeftConfig *config, const guint8 *palette,
                                        const guint8 *is_given, guint8 *values, GError **error);

G_END_DECLS
