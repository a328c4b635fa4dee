/* SPDX-License-Identifier: MIT */
/* An image as the beginning of a picture: made to the model's size, and to its colours. */
#pragma once

#include "app/pixels-fit.h"

#include <glib.h>

G_BEGIN_DECLS

#define STUDIO_START_BRIGHT 128 /* the brighter half */
#define STUDIO_START_OPAQUE 255 /* half transparent is not known */

/* What became of an image. */
typedef struct {
  gboolean is_fitted; /* it had another size */
  guint n_mapped;     /* pixels that count and have another colour now, because the model does not have theirs */
} StudioStartChanges;

/**
 * studio_start_make_values: the values a model would paint this image with, as near as it can.
 * @palette: [n_values, 3] for indexed8, else NULL
 * @is_given: (nullable): [image values], 0 or 1: the pixels that count; NULL: all
 * @changes: (out): compared with the image in the model's size
 *
 * Colour becomes grey for a grey model, and the nearest colour of the palette for an indexed one.
 *
 * Returns: (transfer full): [image values]; NULL with the errors of studio_pixels_fit().
 */
GBytes *studio_start_make_values (const StudioPixels *image, const WeftConfig *config, const guint8 *palette,
                                  StudioFit fit, const guint8 *is_given, StudioStartChanges *changes, GError **error);

/**
 * studio_start_read_mask: which values a mask gives.
 * @mask: of the model's size, grey or colour: what is bright enough is given, the rest is painted
 * @least: the brightness that is enough: STUDIO_START_BRIGHT for masks, STUDIO_START_OPAQUE for opacity
 * @is_given: (out caller-allocated): [image values], 0 or 1
 * @n_given: (out): pixels
 *
 * Returns: FALSE with WEFT_ERROR_INVALID naming both sizes.
 */
gboolean studio_start_read_mask (const StudioPixels *mask, const WeftConfig *config, guint8 least, guint8 *is_given,
                                 guint *n_given, GError **error);

G_END_DECLS
