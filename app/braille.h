/* SPDX-License-Identifier: MIT */
/* A picture as text: cells of two by four dots, for fingers, for readers, and for whatever takes letters only. */
#pragma once

#include "app/pixels.h"

G_BEGIN_DECLS

/**
 * studio_braille_from_pixels: a letter of Unicode's braille block for every 2 x 4 pixels, a line for every four rows;
 * 28 x 28 pixels are 7 lines of 14. Dots are the pixels on the rarer side of the middle between the darkest and the
 * lightest: the ground stays empty, whether it is black or white.
 * @pixels: grey, or colour, of which the luminance counts
 *
 * Returns: (transfer full): UTF-8, each line with its end.
 *
 * Threads: any.
 */
char *studio_braille_from_pixels (const StudioPixels *pixels);

G_END_DECLS
