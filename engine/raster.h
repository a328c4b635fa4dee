/* SPDX-License-Identifier: MIT */
/* Raster order: which pixel and channel a step paints, and how values become colours. */
#pragma once

#include "engine/config.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_raster_locate: where value number @index of an image lies.
 * @index: 0 .. image values - 1
 * @x: (out): pixel column
 * @y: (out): pixel row
 * @channel: (out) (nullable): 0, or 0 to 2 for rgb8
 */
void weft_raster_locate (const WeftConfig *config, guint index, guint *x, guint *y, guint *channel);

/**
 * weft_raster_row_values: values of one image row.
 */
guint weft_raster_row_values (const WeftConfig *config);

/**
 * weft_raster_to_rgb: colours of the first @n_values values, 0xRRGGBB a pixel.
 * @palette: [V, 3] for indexed8, else NULL
 * @values: [n_values]
 * @pixels: [ceil (n_values / channels)]; channels not painted yet are 0
 */
void weft_raster_to_rgb (const WeftConfig *config, const guint8 *palette, const guint8 *values, guint n_values,
                         guint32 *pixels);

G_END_DECLS
