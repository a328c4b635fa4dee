/* SPDX-License-Identifier: MIT */
/* The few colours that a set of pictures is painted with: their own, or the best that stand for them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STUDIO_PALETTE_MAX 256 /* colours */

/**
 * StudioPalette: counts colours, and chooses some.
 *
 * Threads: owned by one thread at a time.
 */
typedef struct _StudioPalette StudioPalette;

StudioPalette *studio_palette_new (void);

void studio_palette_free (StudioPalette *palette);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioPalette, studio_palette_free)

/**
 * studio_palette_count: counts pixels.
 * @data: [n_pixels, n_channels]
 * @n_channels: 1 or 3
 */
void studio_palette_count (StudioPalette *palette, const guint8 *data, gsize n_pixels, guint n_channels);

/**
 * studio_palette_choose: the colours counted, if they are at most @n_wanted; else as many that stand for
 * them.
 * @n_wanted: 1 .. STUDIO_PALETTE_MAX
 * @colours: (out caller-allocated): [n_wanted, 3] red, green, blue, in ascending order
 * @is_exact: (out) (optional): whether they are the very colours counted
 *
 * Where there are more, the colours in 64 steps a channel are divided into boxes: the box with the largest
 * sum of squared differences along a channel is cut at its mean, until there are @n_wanted; then the centres
 * are moved to the means of what is nearest to them, a few times.
 *
 * Returns: how many there are; 0 if nothing has been counted.
 */
guint studio_palette_choose (const StudioPalette *palette, guint n_wanted, guint8 *colours,
                             gboolean *is_exact);

/**
 * studio_palette_map: the number of the nearest colour for each pixel, by the sum of squared differences; of
 * equally near ones the first.
 * @colours: [n_colours, 3]
 * @data: [n_pixels, n_channels]
 * @indices: (out caller-allocated): [n_pixels]
 *
 * Returns: pixels whose very colour is not there.
 */
gsize studio_palette_map (const guint8 *colours, guint n_colours, const guint8 *data, gsize n_pixels,
                          guint n_channels, guint8 *indices);

/**
 * studio_palette_reduce: paints pixels anew with few colours; those that have no more are left as they are. Greys become the
 * nearest of @n_wanted even steps from 0 to 255, colours the nearest of those that studio_palette_choose() gives.
 * @data: (inout): [n_pixels, n_channels]
 * @n_channels: 1 or 3
 * @n_wanted: 2 .. STUDIO_PALETTE_MAX
 *
 * Returns: FALSE with WEFT_ERROR_NO_MEMORY.
 */
gboolean studio_palette_reduce (guint8 *data, gsize n_pixels, guint n_channels, guint n_wanted, GError **error);

G_END_DECLS
