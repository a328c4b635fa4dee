/* SPDX-License-Identifier: MIT */
/* JPEG in memory: refused by its header before it is decoded, shrunk while it is, and turned upright. */
#pragma once

#include "app/pixels.h"

#include <glib.h>

G_BEGIN_DECLS

#define STUDIO_JPEG_MAX_PIXELS 64000000 /* a telephone's largest photographs have some 50 million */

/**
 * studio_jpeg_is: whether a file that begins with these bytes is a JPEG.
 * @data: (array length=size)
 */
gboolean studio_jpeg_is (const guint8 *data, gsize size);

/**
 * studio_jpeg_decode: the pixels, upright by the orientation tag.
 * @least_side: 0: in full size; else the picture may be decoded at a half, a quarter or an eighth, as long as
 * no side falls below so many pixels. That is many times faster for photographs.
 *
 * One conversion for all kinds: grey files give grey, all others colour, CMYK without a profile; profiles are
 * ignored. Whatever libjpeg would only warn of, such as a file that ends early, is damage here.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_INVALID (damage, or "20000 x 20000 = 400 Mpixel, limit 64"),
 * UNSUPPORTED or NO_MEMORY.
 */
StudioPixels *studio_jpeg_decode (GBytes *bytes, guint least_side, GError **error);

G_END_DECLS
