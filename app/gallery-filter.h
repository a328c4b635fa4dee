/* SPDX-License-Identifier: MIT */
/* StudioGalleryFilter: which pictures of the gallery are looked for. */
#pragma once

#include "app/artwork.h"

G_BEGIN_DECLS

/**
 * StudioGallerySource:
 * @STUDIO_GALLERY_ALL: this session and the library; what is in both is shown once, as in the library.
 * @STUDIO_GALLERY_SESSION: what was painted since the start.
 * @STUDIO_GALLERY_LIBRARY: what is in the folder.
 */
typedef enum {
  STUDIO_GALLERY_ALL,
  STUDIO_GALLERY_SESSION,
  STUDIO_GALLERY_LIBRARY,
} StudioGallerySource;

/**
 * StudioGalleryFilter: a value; empty fields ask for nothing. A picture without a recipe passes only where no
 * field asks for one.
 */
typedef struct {
  StudioGallerySource source;
  char *checkpoint;         /* owned; name in the recipe, or NULL: any */
  gboolean has_temperature;
  double temperature;       /* of the first value, to two decimals as people see it */
  gboolean has_seed;
  guint64 seed;
} StudioGalleryFilter;

void studio_gallery_filter_clear (StudioGalleryFilter *filter);

/**
 * studio_gallery_filter_matches: whether a picture is one of those looked for.
 */
gboolean studio_gallery_filter_matches (const StudioGalleryFilter *filter, StudioArtwork *artwork);

/**
 * studio_gallery_filter_is_narrow: whether it asks for more than a source.
 */
gboolean studio_gallery_filter_is_narrow (const StudioGalleryFilter *filter);

/**
 * studio_gallery_list_checkpoints: the names in the recipes of some pictures.
 * @pictures: of StudioArtwork
 *
 * Returns: (transfer full): sorted, each once, NULL-terminated; free with g_strfreev().
 */
char **studio_gallery_list_checkpoints (GListModel *pictures);

/**
 * studio_gallery_list_temperatures: the first temperatures in the recipes of some pictures, to two decimals.
 * @pictures: of StudioArtwork
 *
 * Returns: (transfer full) (element-type double): ascending, each once.
 */
GArray *studio_gallery_list_temperatures (GListModel *pictures);

G_END_DECLS
