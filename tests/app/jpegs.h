/* SPDX-License-Identifier: MIT */
/* JPEG files of all kinds in memory, for tests of what reads them. */
#pragma once

#include "app/pixels.h"

/**
 * TestJpeg: how a file differs from a plain one; all zero is no difference.
 */
typedef struct {
  guint orientation;        /* 1 .. 8: with such a tag */
  gboolean is_little_endian; /* the tag's bytes */
  gboolean progressive;
  gboolean cmyk;            /* four inks, black where the picture is dark, stored as Adobe does */
} TestJpeg;

/**
 * test_jpeg_new: (transfer full): @pixels as a JPEG of the best quality.
 */
GBytes *test_jpeg_new (const StudioPixels *pixels, const TestJpeg *jpeg);
