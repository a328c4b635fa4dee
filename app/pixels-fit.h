/* SPDX-License-Identifier: MIT */
/* A picture of any size made to fill one of another size. */
#pragma once

#include "app/pixels.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioFit: what becomes of a picture whose sides have another ratio.
 */
typedef enum {
  STUDIO_FIT_CROP, /* the middle is taken, what sticks out is lost */
  STUDIO_FIT_PAD,  /* all is kept; the border is filled with the colour of the upper left pixel */
} StudioFit;

/**
 * studio_pixels_fit: the picture in @width x @height pixels.
 *
 * Each new pixel is the mean of the area it covers, rounded once: a picture of that size comes out as it is,
 * one of twice the size with the mean of each four, and one of half the size with every pixel four times.
 * So drawings in few colours keep them where the factor is whole.
 *
 * Returns: (transfer full): NULL with the errors of studio_pixels_new().
 */
StudioPixels *studio_pixels_fit (const StudioPixels *pixels, guint width, guint height, StudioFit fit,
                                 GError **error);

G_END_DECLS
