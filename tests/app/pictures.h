/* SPDX-License-Identifier: MIT */
/* Finished pictures for tests of the gallery. */
#pragma once

#include "app/artwork.h"

/**
 * test_picture_new: 4 x 3 pixels of colour whose values follow from the seed.
 * @checkpoint: name in its recipe
 */
StudioPicture *test_picture_new (const char *checkpoint, guint64 seed, double temperature);

/**
 * test_artwork_new: the same as an artwork of this session.
 */
StudioArtwork *test_artwork_new (const char *checkpoint, guint64 seed, double temperature);
