/* SPDX-License-Identifier: MIT */
/* StudioDataset: images from an IDX file or a PNG, one after the other, in bounded memory. */
#pragma once

#include "app/pixels.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * StudioDataset: an open file of equally large images.
 *
 * IDX files hold unsigned bytes, N x H x W (grey) or N x H x W x 3 (colour), gzipped or not: the content
 * decides, not the name. A PNG is a data set of one image.
 *
 * Threads: owned by one thread at a time.
 */
typedef struct _StudioDataset StudioDataset;

/**
 * studio_dataset_open: opens @path and reads its header.
 *
 * Returns: (transfer full): NULL with WEFT_ERROR_IO, INVALID or UNSUPPORTED.
 */
StudioDataset *studio_dataset_open (const char *path, GError **error);

void studio_dataset_free (StudioDataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudioDataset, studio_dataset_free)

guint64 studio_dataset_get_n_images   (StudioDataset *dataset);
guint   studio_dataset_get_width      (StudioDataset *dataset);
guint   studio_dataset_get_height     (StudioDataset *dataset);
guint   studio_dataset_get_n_channels (StudioDataset *dataset);

/**
 * studio_dataset_next: the next image.
 * @pixels: (out) (transfer full): the image, NULL after the last
 *
 * Returns: FALSE with WEFT_ERROR_IO or INVALID (ends early, bytes after the last image, damaged gzip).
 */
gboolean studio_dataset_next (StudioDataset *dataset, StudioPixels **pixels, GError **error);

/**
 * studio_dataset_next_values: the next image as the values of a model.
 * @palette: [n_values, 3] for indexed8, else NULL
 * @values: (out caller-allocated): [image values]
 * @is_end: (out): TRUE after the last image; @values is then untouched
 *
 * Returns: FALSE as above, or with WEFT_ERROR_INVALID naming image, pixel and colour if the model does not
 * have it.
 */
gboolean studio_dataset_next_values (StudioDataset *dataset, const WeftConfig *config, const guint8 *palette,
                                     guint8 *values, gboolean *is_end, GError **error);

G_END_DECLS
