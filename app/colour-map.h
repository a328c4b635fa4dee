/* SPDX-License-Identifier: MIT */
/* Colours for numbers: equal steps of a number look like equal steps of lightness, and no hue is needed to tell them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  STUDIO_COLOUR_MAP_DIVERGING,      /* -1 .. 1: blue, the ground at 0, orange; on a light ground */
  STUDIO_COLOUR_MAP_DIVERGING_DARK, /* the same on a dark ground */
  STUDIO_COLOUR_MAP_SEQUENTIAL,     /* 0 .. 1: near black, violet, orange, pale yellow */
} StudioColourMap;

/**
 * studio_colour_map_get: the colour of one number.
 * @value: -1 .. 1 or 0 .. 1; what lies outside has the colour of the end, what is not a number that of 0
 *
 * Returns: 0xRRGGBB.
 */
guint32 studio_colour_map_get (StudioColourMap map, double value);

/**
 * studio_colour_map_paint: the colours of a table.
 * @values: [n]
 * @limit: the number that has the colour of the end, > 0
 * @pixels: [n] 0xFFRRGGBB
 */
void studio_colour_map_paint (StudioColourMap map, const float *values, gsize n, double limit, guint32 *pixels);

G_END_DECLS
